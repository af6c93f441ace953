import { spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaJars } from './jars.js';
import { ended, javaTool, runJava, startBroker, watchdog } from './process.js';
import { brokerSettings, listenersFor, makeCertificate } from './settings.js';
import { startTokenServer, type TokenServer } from './token-server.js';

export interface KafkaOptions {
  /** A listener that asks for a user name and password by SCRAM or PLAIN. */
  readonly sasl?: boolean;
  /** A listener with TLS, and one with TLS and the same users. */
  readonly tls?: boolean;
  /** A listener that asks for tokens of an authorization server, which is started with it. */
  readonly oauth?: boolean;
}

/** A real Apache Kafka broker. */
export interface Kafka {
  /** Addresses that ask for nothing. */
  readonly brokers: readonly string[];
  readonly sasl: { readonly brokers: readonly string[]; readonly username: string; readonly password: string };
  readonly tls: {
    readonly brokers: readonly string[];
    readonly saslBrokers: readonly string[];
    readonly caFile: string;
  };
  readonly oauth: { readonly brokers: readonly string[]; readonly server: TokenServer | undefined };
  /** Stops it in good order and starts it again, at the same addresses with the same data. */
  restart(): Promise<void>;
  /** Ends it with SIGKILL; the data stay. */
  kill(): Promise<void>;
  /** Starts it again after `kill`. */
  start(): Promise<void>;
  /** Ends it for good and removes the data. */
  stop(): Promise<void>;
}

const { KAFKA_BROKERS: given = '' } = process.env;

/** Whether Kafka can be tested against: a broker named in KAFKA_BROKERS, or Java to start one. */
export function kafkaToTestWith(): 'given' | 'own' | undefined {
  if (given) return 'given';
  const { stderr, error } = spawnSync(javaTool('java'), ['-version'], { encoding: 'utf8' });
  const isNewEnough = error === undefined && Number(/version "(\d+)/.exec(stderr)?.[1]) >= 17;
  return isNewEnough ? 'own' : undefined;
}

/**
 * Starts a broker on free ports, in about four seconds. With KAFKA_BROKERS that one is used, and stays as it is.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  if (given) return givenKafka(given.split(','));
  if (kafkaToTestWith() === undefined)
    throw new Error('A Kafka broker needs Java 17 (and Maven to fetch it), or one named in KAFKA_BROKERS.');
  const jars = await kafkaJars();
  const directory = await mkdtemp(join(tmpdir(), 'medspil-kafka-'));
  const dog = watchdog(directory);
  const tokens = options.oauth ? await startTokenServer() : undefined;
  const user = { username: 'gateway', password: 'gateways-password-8c1e' };
  const listeners = await listenersFor(options);
  const caFile = join(directory, 'ca.pem');
  if (options.tls) await makeCertificate(directory, caFile);
  const settings = join(directory, 'server.properties');
  await writeFile(settings, brokerSettings(directory, listeners, user, tokens));
  const scram = (way: string) => ['--add-scram', `${way}=[name=${user.username},password=${user.password}]`];
  const users = options.sasl ? [...scram('SCRAM-SHA-256'), ...scram('SCRAM-SHA-512')] : [];
  await runJava(jars, 'kafka.tools.StorageTool', 'format', '-t', 'bWVkc3BpbC1vbi1rYWZrYQ', '-c', settings, ...users);
  const flags = tokens ? [`-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${tokens.keysUrl}`] : [];
  let broker = await startBroker(jars, directory, flags);
  const start = async () => {
    broker = await startBroker(jars, directory, flags);
  };
  const end = (signal: NodeJS.Signals) => {
    broker.kill(signal);
    return ended(broker);
  };
  const at = (wanted: string) => listeners.filter(({ name }) => name === wanted).map(({ address }) => address);
  return {
    brokers: at('PLAIN'),
    sasl: { brokers: at('USERS'), ...user },
    tls: { brokers: at('SECURE'), saslBrokers: at('SECUREUSERS'), caFile },
    oauth: { brokers: at('TOKENS'), server: tokens },
    async restart() {
      await end('SIGTERM');
      await start();
    },
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGKILL');
      await tokens?.close();
      await dog.done();
    },
  };
}

function givenKafka(brokers: readonly string[]): Kafka {
  const notOurs = async () => {
    throw new Error('The broker named in KAFKA_BROKERS is left as it is: such tests are withOwnKafka.');
  };
  return {
    brokers,
    sasl: { brokers: [], username: '', password: '' },
    tls: { brokers: [], saslBrokers: [], caFile: '' },
    oauth: { brokers: [], server: undefined },
    restart: notOurs,
    kill: notOurs,
    start: notOurs,
    stop: async () => {},
  };
}
