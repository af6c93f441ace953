import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
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
  /** How many of the last events this node of a cluster has not got yet, so that its reads do not show them. */
  behind: number;
}

/** The log that all nodes of a cluster share, and who of them leads it. */
export class Cluster {
  readonly log = new Log();
  readonly ports: number[] = [];
  /** Index of the node that leads. The others refuse whoever wants the leader, and name it. */
  leader = 0;

  get url(): string {
    return `kurrentdb://${this.ports.map((port) => `127.0.0.1:${port}`).join(',')}?tls=false`;
  }
}

export interface DoubleOptions {
  /** Speaks TLS only. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Takes calls of this user only, given as `name:password`. */
  readonly user?: string;
  /** A cluster of its own unless given. */
  readonly cluster?: Cluster;
}

export interface KurrentDbDouble {
  /** Without a user. */
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
export async function startKurrentDbDouble({
  tls,
  user,
  cluster = new Cluster(),
}: DoubleOptions = {}): Promise<KurrentDbDouble> {
  const { log } = cluster;
  const faults: Faults = { frozen: false, rejecting: undefined, slow: 0, behind: 0 };
  const node = cluster.ports.length;
  const gate = gateOf(faults, user, cluster, node);
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
      read: reads(log, gate, faults),
      delete: unimplemented,
      tombstone: unimplemented,
    });
    started.addService(featuresService.ServerFeaturesService as unknown as grpc.ServiceDefinition, {
      getSupportedMethods: unary(gate, supported),
    });
    started.addService(gossipService.GossipService as unknown as grpc.ServiceDefinition, {
      read: unary(gate, () => gossipOf(cluster)),
    });
    const injector = started.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    // As a real server does it: small answers go out at once.
    const take = (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.on('error', () => {});
      injector.injectConnection(socket);
    };
    const listening = tls
      ? createTlsServer({ ...tls, ALPNProtocols: ['h2'], noDelay: true }, take)
      : createServer({ noDelay: true }, take);
    await new Promise<void>((resolve) => listening.listen(at, '127.0.0.1', resolve));
    port = (listening.address() as AddressInfo).port;
    cluster.ports[node] = port;
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
    url: `kurrentdb://127.0.0.1:${port}?tls=${tls ? 'true' : 'false'}`,
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

export type Gate = (call: {
  readonly metadata: grpc.Metadata;
  readonly open?: true;
}) => Promise<Partial<grpc.ServiceError> | undefined>;

/** What stands before each call: it settles with an error, late, or never. */
function gateOf(faults: Faults, user: string | undefined, cluster: Cluster, node: number): Gate {
  const refusal = (code: grpc.status, exception: string, more: Record<string, string> = {}) => {
    const metadata = new grpc.Metadata();
    for (const [key, value] of Object.entries({ exception, ...more })) metadata.set(key, value);
    return Object.assign(new Error(exception), { code, details: exception, metadata });
  };
  const leader = (): Record<string, string> => ({
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': String(cluster.ports[cluster.leader]),
  });
  return async ({ metadata, open }) => {
    while (faults.frozen) await pause(20);
    if (faults.slow > 0) await pause(faults.slow);
    if (user && !open && metadata.get('authorization')[0] !== `Basic ${Buffer.from(user).toString('base64')}`)
      return refusal(grpc.status.UNAUTHENTICATED, 'not-authenticated');
    const elsewhere = cluster.leader !== node && metadata.get('requires-leader')[0] === 'true';
    // Where all of a cluster says so, the one there is will be it again.
    if (elsewhere || faults.rejecting === 'not-leader') return refusal(grpc.status.NOT_FOUND, 'not-leader', leader());
    return faults.rejecting && refusal(grpc.status.UNAVAILABLE, 'unavailable');
  };
}

const unary =
  <Answer>(gate: Gate, answer: () => Answer) =>
  (call: { readonly metadata: grpc.Metadata }, reply: grpc.sendUnaryData<Answer>) =>
    // Who has not signed in may ask for these.
    void gate({ metadata: call.metadata, open: true }).then((error) => (error ? reply(error) : reply(null, answer())));

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

function gossipOf({ ports, leader }: Cluster) {
  const answer = new gossip.ClusterInfo();
  answer.setMembersList(
    ports.map((port, node) => {
      const endPoint = new gossip.EndPoint();
      endPoint.setAddress('127.0.0.1');
      endPoint.setPort(port);
      const member = new gossip.MemberInfo();
      member.setIsAlive(true);
      member.setState(node === leader ? gossip.MemberInfo.VNodeState.LEADER : gossip.MemberInfo.VNodeState.FOLLOWER);
      member.setHttpEndPoint(endPoint);
      return member;
    }),
  );
  return answer;
}
