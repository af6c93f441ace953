import { randomUUID } from 'node:crypto';
import type grpc from '@grpc/grpc-js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { identifierOf } from './appending.js';
import type { Faults, Gate } from './double.js';
import type { Kept, Log } from './log.js';

type Request = InstanceType<typeof streams.ReadReq>;
type Options = InstanceType<typeof streams.ReadReq.Options>;
type Answer = InstanceType<typeof streams.ReadResp>;
type Call = grpc.ServerWritableStream<Request, Answer>;

/** The `Read` call: pages of a stream or of everything, and subscriptions to everything. */
export const reads = (log: Log, gate: Gate, faults: Faults) => async (call: Call) => {
  call.on('error', () => {});
  const error = await gate(call);
  if (error) return void call.emit('error', error);
  const options = call.request.getOptions()!;
  if (options.hasSubscription()) return subscription(log, gate, call, options);
  const last = log.all.at(-1 - faults.behind)?.position ?? 0n;
  const wanted = options.hasStream() ? ofStream(log, options, last) : ofAll(log, options, last);
  if (wanted === undefined) {
    const notFound = new streams.ReadResp.StreamNotFound();
    notFound.setStreamIdentifier(options.getStream()!.getStreamIdentifier());
    const answer = new streams.ReadResp();
    answer.setStreamNotFound(notFound);
    call.write(answer);
  } else {
    let left = Number(options.getCount());
    for (const kept of wanted) {
      if (left-- <= 0 || call.cancelled) break;
      await write(call, eventOf(kept, options));
    }
  }
  call.end();
};

const backwards = (options: Options) => options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;

/** What a node shows that has got everything up to a position. */
function ofStream(log: Log, options: Options, upTo: bigint): Iterable<Kept> | undefined {
  const asked = options.getStream()!;
  const name = Buffer.from(asked.getStreamIdentifier()!.getStreamName_asU8()).toString('utf8');
  const kept = log.stream(name)?.filter(({ position }) => position <= upTo);
  if (!kept?.length) return undefined;
  const last = kept.length - 1;
  if (backwards(options)) {
    const from = asked.hasRevision() ? Math.min(Number(asked.getRevision()), last) : asked.hasEnd() ? last : -1;
    return kept.slice(0, from + 1).reverse();
  }
  const from = asked.hasRevision() ? Number(asked.getRevision()) : asked.hasEnd() ? kept.length : 0;
  return kept.slice(from);
}

/** A position itself is within a page that begins there, as on the server. */
function* ofAll(log: Log, options: Options, upTo: bigint): Iterable<Kept> {
  const asked = options.getAll()!;
  const filter = filterOf(options);
  const passes = (kept: Kept) => kept.position <= upTo && filter(kept);
  const position = asked.hasPosition() ? BigInt(asked.getPosition()!.getCommitPosition()) : undefined;
  if (backwards(options)) {
    const from = position === undefined ? (asked.hasEnd() ? log.all.length : 0) : log.from(position);
    for (let n = from - 1; n >= 0; n--) if (passes(log.all[n]!)) yield log.all[n]!;
    return;
  }
  const from = position === undefined ? (asked.hasEnd() ? log.all.length : 0) : log.from(position);
  for (let n = from; n < log.all.length; n++) if (passes(log.all[n]!)) yield log.all[n]!;
}

/** After a position, for ever; a checkpoint after each so many events that do not pass. */
async function subscription(log: Log, gate: Gate, call: Call, options: Options): Promise<void> {
  const asked = options.getAll()!;
  const passes = filterOf(options);
  const interval =
    (options.getFilter()?.getCheckpointintervalmultiplier() || 1) * (options.getFilter()?.getMax() || 32);
  let next = asked.hasPosition()
    ? log.from(BigInt(asked.getPosition()!.getCommitPosition()) + 1n)
    : asked.hasEnd()
      ? log.all.length
      : 0;
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(randomUUID());
  const confirmed = new streams.ReadResp();
  confirmed.setConfirmation(confirmation);
  await write(call, confirmed);

  let passed = 0;
  let ring = () => {};
  const leave = log.onAppend(() => ring());
  call.on('cancelled', () => ring());
  call.on('close', () => ring());
  while (!call.cancelled && !call.destroyed) {
    const kept = log.all[next];
    if (!kept) {
      await new Promise<void>((resolve) => {
        ring = resolve;
        if (log.all[next] || call.cancelled || call.destroyed) resolve();
      });
      if (await gate(call)) break;
      continue;
    }
    next++;
    if (passes(kept)) await write(call, eventOf(kept, options));
    else if (++passed % interval === 0) await write(call, checkpointAt(kept.position));
  }
  leave();
}

function filterOf(options: Options): (kept: Kept) => boolean {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const onStream = filter.hasStreamIdentifier();
  const expression = (onStream ? filter.getStreamIdentifier() : filter.getEventType())!;
  const prefixes = expression.getPrefixList();
  const regex = prefixes.length === 0 ? new RegExp(expression.getRegex()) : undefined;
  return (kept) => {
    const name = onStream ? kept.stream : kept.type;
    return regex ? regex.test(name) : prefixes.some((prefix) => name.startsWith(prefix));
  };
}

function checkpointAt(position: bigint): Answer {
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  const answer = new streams.ReadResp();
  answer.setCheckpoint(checkpoint);
  return answer;
}

const TICKS_PER_MILLISECOND = 10_000n;

function eventOf(kept: Kept, options: Options): Answer {
  const id = new shared.UUID();
  if (options.getUuidOption()?.hasString()) id.setString(kept.id);
  else {
    const bits = BigInt(`0x${kept.id.replaceAll('-', '')}`);
    const structured = new shared.UUID.Structured();
    structured.setMostSignificantBits(String(BigInt.asIntN(64, bits >> 64n)));
    structured.setLeastSignificantBits(String(BigInt.asIntN(64, bits)));
    id.setStructured(structured);
  }
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(id);
  recorded.setStreamIdentifier(identifierOf(kept.stream));
  recorded.setStreamRevision(String(kept.revision));
  recorded.setCommitPosition(String(kept.position));
  recorded.setPreparePosition(String(kept.position));
  recorded.getMetadataMap().set('type', kept.type);
  recorded.getMetadataMap().set('content-type', kept.contentType);
  // In ticks of 100 ns since 1970, as text.
  recorded.getMetadataMap().set('created', String(BigInt(kept.created.getTime()) * TICKS_PER_MILLISECOND));
  recorded.setData(kept.data);
  recorded.setCustomMetadata(kept.metadata);
  const event = new streams.ReadResp.ReadEvent();
  event.setEvent(recorded);
  event.setCommitPosition(String(kept.position));
  const answer = new streams.ReadResp();
  answer.setEvent(event);
  return answer;
}

/** Writes as fast as the reader takes it. */
function write(call: Call, answer: Answer): Promise<void> {
  if (call.write(answer)) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = () => {
      for (const event of ['drain', 'close', 'cancelled', 'error']) call.off(event, settle);
      resolve();
    };
    for (const event of ['drain', 'close', 'cancelled', 'error']) call.once(event, settle);
  });
}
