import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import grpc from '@grpc/grpc-js';
import gossipService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import gossip from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import featuresService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import streamsService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import { appends, batchAppends } from './appending.js';
import { Log } from './log.js';
import { reads } from './reading.js';

/** What can be made to go wrong; each holds until it is set back. */
export interface Faults {
  /** Nothing is answered, and nothing done. */
  frozen: boolean;
  /** Every call is refused as by a node that is not the leader, or that is starting. */
  rejecting: 'not-leader' | 'unavailable' | undefined;
  /** How long each call takes longer, in milliseconds. */
  slow: number;
}

export interface KurrentDbDouble {
  readonly url: string;
  readonly faults: Faults;
  /** Cuts every connection; the server goes on. */
  cut(): void;
  stop(): Promise<void>;
  /** Stops and starts again on the same port, with all it kept. */
  restart(): Promise<void>;
}

/**
 * A test double of KurrentDB: it speaks the wire protocol of the client, by the client's own service definitions, over a
 * log in memory. It is no KurrentDB; what holds here is to be seen on a real one as well.
 */
export async function startKurrentDbDouble(): Promise<KurrentDbDouble> {
  const log = new Log();
  const faults: Faults = { frozen: false, rejecting: undefined, slow: 0 };
  const gate = gateOf(faults, () => port);
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  let port = 0;
  let server = await listen(0);

  async function listen(at: number): Promise<{ stop(): Promise<void> }> {
    const started = new grpc.Server({ 'grpc.max_receive_message_length': 64 * 1024 * 1024 });
    started.addService(streamsService.StreamsService as unknown as grpc.ServiceDefinition, {
      append: appends(log, gate),
      batchAppend: batchAppends(log, gate),
      read: reads(log, gate),
      delete: unimplemented,
      tombstone: unimplemented,
    });
    started.addService(featuresService.ServerFeaturesService as unknown as grpc.ServiceDefinition, {
      getSupportedMethods: unary(gate, supported),
    });
    started.addService(gossipService.GossipService as unknown as grpc.ServiceDefinition, {
      read: unary(gate, () => cluster(port)),
    });
    const injector = started.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    // As a real server does it: small answers go out at once.
    const listening = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      injector.injectConnection(socket);
    });
    await new Promise<void>((resolve) => listening.listen(at, '127.0.0.1', resolve));
    port = (listening.address() as AddressInfo).port;
    return {
      async stop() {
        const closed = new Promise((resolve) => listening.close(resolve));
        cut();
        started.forceShutdown();
        await closed;
      },
    };
  }

  return {
    url: `kurrentdb://127.0.0.1:${port}?tls=false`,
    faults,
    cut,
    stop: () => server.stop(),
    async restart() {
      await server.stop();
      await pause(300);
      server = await listen(port);
    },
  };
}

export type Gate = () => Promise<grpc.ServiceError | undefined>;

/** What stands before each call: it settles with an error, late, or never. */
function gateOf(faults: Faults, port: () => number): Gate {
  return async () => {
    while (faults.frozen) await pause(20);
    if (faults.slow > 0) await pause(faults.slow);
    if (!faults.rejecting) return undefined;
    const metadata = new grpc.Metadata();
    if (faults.rejecting === 'not-leader') {
      metadata.set('exception', 'not-leader');
      metadata.set('leader-endpoint-host', '127.0.0.1');
      // The one there is will be it again.
      metadata.set('leader-endpoint-port', String(port()));
    }
    const code = faults.rejecting === 'not-leader' ? grpc.status.NOT_FOUND : grpc.status.UNAVAILABLE;
    return Object.assign(new Error(faults.rejecting), { code, details: faults.rejecting, metadata });
  };
}

const unary =
  <Answer>(gate: Gate, answer: () => Answer) =>
  (_: unknown, reply: grpc.sendUnaryData<Answer>) =>
    void gate().then((error) => (error ? reply(error) : reply(null, answer())));

const unimplemented = (_: unknown, reply: grpc.sendUnaryData<unknown>) =>
  reply(Object.assign(new Error('The double does not do this'), { code: grpc.status.UNIMPLEMENTED }));

function supported() {
  const methods = [
    ['event_store.client.streams.streams', 'append', []],
    ['event_store.client.streams.streams', 'batchappend', ['deadline_duration']],
    ['event_store.client.streams.streams', 'read', ['position', 'events']],
    ['event_store.client.gossip.gossip', 'read', []],
    ['event_store.client.server_features.serverfeatures', 'getsupportedmethods', []],
  ] as const;
  const answer = new features.SupportedMethods();
  answer.setEventStoreServerVersion('23.10.0');
  answer.setMethodsList(
    methods.map(([service, method, its]) => {
      const one = new features.SupportedMethod();
      one.setServiceName(service);
      one.setMethodName(method);
      one.setFeaturesList([...its]);
      return one;
    }),
  );
  return answer;
}

function cluster(port: number) {
  const endPoint = new gossip.EndPoint();
  endPoint.setAddress('127.0.0.1');
  endPoint.setPort(port);
  const member = new gossip.MemberInfo();
  member.setIsAlive(true);
  member.setState(gossip.MemberInfo.VNodeState.LEADER);
  member.setHttpEndPoint(endPoint);
  const answer = new gossip.ClusterInfo();
  answer.setMembersList([member]);
  return answer;
}
