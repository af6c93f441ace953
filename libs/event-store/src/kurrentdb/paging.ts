import type { Readable } from 'node:stream';
import type { Filter, KurrentDBClient, RecordedEvent } from '@kurrent/kurrentdb-client';
import { convertToCommandError } from '@kurrent/kurrentdb-client/dist/utils/CommandError.js';
import { convertGrpcEvent } from '@kurrent/kurrentdb-client/dist/utils/convertGrpcEvent.js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import service from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';

/** A page of a stream from a revision, or of everything from a position, which is within it. */
export type Asked = {
  readonly direction: 'forwards' | 'backwards';
  readonly from: 'start' | 'end' | bigint;
  readonly maxCount: number;
} & ({ readonly stream: string } | { readonly filter: Filter });

type Answer = InstanceType<typeof streams.ReadResp>;

/** What the client's own calls are made of; it has no other way to its connection. */
interface Inside {
  GRPCStreamCreator(
    service: unknown,
    name: string,
    create: (client: { read(...given: unknown[]): Readable }) => Readable,
  ): () => Promise<Readable>;
  callArguments(options: { requiresLeader: boolean; deadline: number }): unknown[];
}

/**
 * Reads one page, in the client's own words but by its part in JavaScript: the native one, by which the client reads, tells
 * of the time when an event was recorded no more than the second. Only the leader of a cluster has everything: another node
 * shows what it has got so far.
 */
export async function page(client: KurrentDBClient, asked: Asked, deadline: number): Promise<RecordedEvent[]> {
  const inside = client as unknown as Inside;
  const call = inside.GRPCStreamCreator(service.StreamsClient, 'read', (to) =>
    to.read(requestOf(asked), ...inside.callArguments({ requiresLeader: true, deadline })),
  );
  const events: RecordedEvent[] = [];
  try {
    for await (const answer of (await call()) as AsyncIterable<Answer>) {
      const event = answer.hasEvent() ? convertGrpcEvent(answer.getEvent()!).event : undefined;
      if (event) events.push(event as RecordedEvent);
    }
    return events;
  } catch (error) {
    throw convertToCommandError(error as Error);
  }
}

function requestOf(asked: Asked) {
  const options = new streams.ReadReq.Options();
  const { ReadDirection } = streams.ReadReq.Options;
  options.setReadDirection(asked.direction === 'forwards' ? ReadDirection.FORWARDS : ReadDirection.BACKWARDS);
  options.setCount(String(asked.maxCount));
  const uuids = new streams.ReadReq.Options.UUIDOption();
  uuids.setString(new shared.Empty());
  options.setUuidOption(uuids);
  if ('stream' in asked) {
    options.setStream(revisionOf(asked.stream, asked.from));
    options.setNoFilter(new shared.Empty());
  } else {
    options.setAll(positionOf(asked.from));
    options.setFilter(filterOf(asked.filter));
  }
  const request = new streams.ReadReq();
  request.setOptions(options);
  return request;
}

function revisionOf(stream: string, from: Asked['from']) {
  const of = new streams.ReadReq.Options.StreamOptions();
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream, 'utf8'));
  of.setStreamIdentifier(identifier);
  if (from === 'start') of.setStart(new shared.Empty());
  else if (from === 'end') of.setEnd(new shared.Empty());
  else of.setRevision(String(from));
  return of;
}

function positionOf(from: Asked['from']) {
  const of = new streams.ReadReq.Options.AllOptions();
  if (from === 'start') of.setStart(new shared.Empty());
  else if (from === 'end') of.setEnd(new shared.Empty());
  else {
    const position = new streams.ReadReq.Options.Position();
    position.setCommitPosition(String(from));
    position.setPreparePosition(String(from));
    of.setPosition(position);
  }
  return of;
}

function filterOf(filter: Filter) {
  const expression = new streams.ReadReq.Options.FilterOptions.Expression();
  if ('prefixes' in filter) expression.setPrefixList([...filter.prefixes]);
  else expression.setRegex(filter.regex);
  const options = new streams.ReadReq.Options.FilterOptions();
  options.setStreamIdentifier(expression);
  options.setCount(new shared.Empty());
  options.setCheckpointintervalmultiplier(1);
  return options;
}
