import type grpc from '@grpc/grpc-js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import status from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Gate } from './double.js';
import type { Log, Proposed, State } from './log.js';

type BatchRequest = InstanceType<typeof streams.BatchAppendReq>;
type BatchAnswer = InstanceType<typeof streams.BatchAppendResp>;
type Request = InstanceType<typeof streams.AppendReq>;
type Answer = InstanceType<typeof streams.AppendResp>;
type Message = InstanceType<typeof streams.AppendReq.ProposedMessage>;

/** The `BatchAppend` call: many appends over one stream of messages, each answered on its own. */
export const batchAppends = (log: Log, gate: Gate) => (call: grpc.ServerDuplexStream<BatchRequest, BatchAnswer>) => {
  const open = new Map<string, { stream: string; state: State; proposed: Proposed[] }>();
  let turn = Promise.resolve();
  call.on('error', () => {});
  call.on('end', () => call.end());
  call.on('data', (request: BatchRequest) => {
    turn = turn.then(async () => {
      const correlation = request.getCorrelationId()!;
      const key = correlation.getString() || correlation.toString();
      const options = request.getOptions();
      if (options) {
        const state: State = options.hasNoStream()
          ? 'no_stream'
          : options.hasAny()
            ? 'any'
            : options.hasStreamExists()
              ? 'stream_exists'
              : BigInt(options.getStreamPosition());
        open.set(key, { stream: nameOf(options.getStreamIdentifier()), state, proposed: [] });
      }
      const { stream, state, proposed } = open.get(key)!;
      proposed.push(...request.getProposedMessagesList().map(proposedOf));
      if (!request.getIsFinal()) return;
      open.delete(key);
      const error = await gate(call);
      if (call.cancelled) return;
      if (error) {
        call.emit('error', error);
        return;
      }
      const written = log.append(stream, state, proposed);
      const answer = new streams.BatchAppendResp();
      answer.setCorrelationId(correlation);
      answer.setStreamIdentifier(identifierOf(stream));
      if ('actual' in written) answer.setError(wrongVersion(state, written.actual));
      else {
        const success = new streams.BatchAppendResp.Success();
        success.setCurrentRevision(String(written.revision));
        const position = new shared.AllStreamPosition();
        position.setCommitPosition(String(written.position));
        position.setPreparePosition(String(written.position));
        success.setPosition(position);
        answer.setSuccess(success);
      }
      call.write(answer);
    });
  });
};

/** The `Append` call, which a client takes that says who it is with each call. */
export const appends =
  (log: Log, gate: Gate) => (call: grpc.ServerReadableStream<Request, Answer>, reply: grpc.sendUnaryData<Answer>) => {
    let stream = '';
    let state: State = 'any';
    const proposed: Proposed[] = [];
    call.on('error', () => {});
    call.on('data', (request: Request) => {
      const options = request.getOptions();
      if (options) {
        stream = nameOf(options.getStreamIdentifier());
        state = options.hasNoStream()
          ? 'no_stream'
          : options.hasAny()
            ? 'any'
            : options.hasStreamExists()
              ? 'stream_exists'
              : BigInt(options.getRevision());
      } else proposed.push(proposedOf(request.getProposedMessage()!));
    });
    call.on('end', async () => {
      const error = await gate(call);
      if (error) return reply(error);
      const written = log.append(stream, state, proposed);
      const answer = new streams.AppendResp();
      if ('actual' in written) {
        const wrong = new streams.AppendResp.WrongExpectedVersion();
        if (written.actual >= 0n) wrong.setCurrentRevision(String(written.actual));
        else wrong.setCurrentNoStream(new shared.Empty());
        if (typeof state === 'bigint') wrong.setExpectedRevision(String(state));
        else if (state === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
        else wrong.setExpectedStreamExists(new shared.Empty());
        answer.setWrongExpectedVersion(wrong);
      } else {
        const success = new streams.AppendResp.Success();
        success.setCurrentRevision(String(written.revision));
        const position = new streams.AppendResp.Position();
        position.setCommitPosition(String(written.position));
        position.setPreparePosition(String(written.position));
        success.setPosition(position);
        answer.setSuccess(success);
      }
      reply(null, answer);
    });
  };

const nameOf = (identifier: InstanceType<typeof shared.StreamIdentifier> | undefined) =>
  Buffer.from(identifier!.getStreamName_asU8()).toString('utf8');

export function identifierOf(stream: string) {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream, 'utf8'));
  return identifier;
}

const proposedOf = (message: Message): Proposed => ({
  id: message.getId()!.getString(),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

function wrongVersion(state: State, actual: bigint) {
  const wrong = new shared.WrongExpectedVersion();
  if (actual >= 0n) wrong.setCurrentStreamRevision(String(actual));
  else wrong.setCurrentNoStream(new empty.Empty());
  if (typeof state === 'bigint') wrong.setExpectedStreamPosition(String(state));
  else if (state === 'no_stream') wrong.setExpectedNoStream(new empty.Empty());
  else wrong.setExpectedStreamExists(new empty.Empty());
  const details = new any.Any();
  details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  const error = new status.Status();
  error.setMessage('WrongExpectedVersion');
  error.setDetails(details);
  return error;
}
