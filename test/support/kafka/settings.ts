import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, javaTool } from './process.js';
import type { TokenServer } from './token-server.js';

export interface Listener {
  readonly name: string;
  readonly address: string;
  readonly protocol: 'PLAINTEXT' | 'SASL_PLAINTEXT' | 'SSL' | 'SASL_SSL';
}

export interface User {
  readonly username: string;
  readonly password: string;
}

/** Free addresses for what is asked for, by name; nothing is ever asked of who comes by PLAIN. */
export async function listenersFor(wish: { sasl?: boolean; tls?: boolean; oauth?: boolean }): Promise<Listener[]> {
  const wished: [asked: boolean | undefined, name: string, protocol: Listener['protocol']][] = [
    [true, 'PLAIN', 'PLAINTEXT'],
    [true, 'CONTROLLER', 'PLAINTEXT'],
    [wish.sasl, 'USERS', 'SASL_PLAINTEXT'],
    [wish.tls, 'SECURE', 'SSL'],
    [wish.sasl && wish.tls, 'SECUREUSERS', 'SASL_SSL'],
    [wish.oauth, 'TOKENS', 'SASL_PLAINTEXT'],
  ];
  const listeners: Listener[] = [];
  for (const [asked, name, protocol] of wished) {
    if (asked) listeners.push({ name, protocol, address: `127.0.0.1:${await freePort()}` });
  }
  return listeners;
}

/** server.properties of a single node. */
export function brokerSettings(
  directory: string,
  listeners: readonly Listener[],
  user: User,
  tokens?: TokenServer,
): string {
  const isOpen = ({ name }: Listener) => name !== 'CONTROLLER';
  const list = (some: readonly Listener[], told: (listener: Listener) => string) => some.map(told).join(',');
  const place = ({ name, address }: Listener) => `${name}://${address}`;
  const controller = listeners.find((listener) => !isOpen(listener))!;
  return `${[
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@${controller.address}`,
    `listeners=${list(listeners, place)}`,
    `advertised.listeners=${list(listeners.filter(isOpen), place)}`,
    `listener.security.protocol.map=${list(listeners, ({ name, protocol }) => `${name}:${protocol}`)}`,
    `controller.listener.names=${controller.name}`,
    'inter.broker.listener.name=PLAIN',
    `log.dirs=${join(directory, 'data')}`,
    'auto.create.topics.enable=false',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=1',
    // A single node and short tests: nothing is waited for.
    'group.initial.rebalance.delay.ms=0',
    'group.min.session.timeout.ms=1000',
    'broker.heartbeat.interval.ms=300',
    'broker.session.timeout.ms=1500',
    'log.initial.task.delay.ms=100',
    'log.cleaner.backoff.ms=200',
    'transaction.abort.timed.out.transaction.cleanup.interval.ms=500',
    ...listeners.filter(({ name }) => name.endsWith('USERS')).flatMap(({ name }) => forUsers(name, user)),
    ...(listeners.some(({ name }) => name === 'SECURE') ? withCertificate(directory) : []),
    ...(tokens ? forTokens(tokens) : []),
  ].join('\n')}\n`;
}

function forUsers(listener: string, { username, password }: User): string[] {
  const prefix = `listener.name.${listener.toLowerCase()}`;
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  const plain = `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`;
  return [
    `${prefix}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512`,
    `${prefix}.scram-sha-256.sasl.jaas.config=${scram}`,
    `${prefix}.scram-sha-512.sasl.jaas.config=${scram}`,
    `${prefix}.plain.sasl.jaas.config=${plain}`,
  ];
}

function forTokens({ keysUrl, audience, issuer }: TokenServer): string[] {
  const security = 'org.apache.kafka.common.security.oauthbearer';
  const prefix = 'listener.name.tokens.oauthbearer.sasl';
  return [
    'listener.name.tokens.sasl.enabled.mechanisms=OAUTHBEARER',
    `${prefix}.server.callback.handler.class=${security}.OAuthBearerValidatorCallbackHandler`,
    `${prefix}.jaas.config=${security}.OAuthBearerLoginModule required;`,
    `${prefix}.oauthbearer.jwks.endpoint.url=${keysUrl}`,
    `${prefix}.oauthbearer.expected.audience=${audience}`,
    `${prefix}.oauthbearer.expected.issuer=${issuer}`,
  ];
}

const keyStore = (directory: string) => join(directory, 'keys.p12');
const storePassword = 'changeit';

function withCertificate(directory: string): string[] {
  return [
    'ssl.keystore.type=PKCS12',
    `ssl.keystore.location=${keyStore(directory)}`,
    `ssl.keystore.password=${storePassword}`,
  ];
}

/** A key pair whose certificate is its own authority. */
export async function makeCertificate(directory: string, caFile: string): Promise<void> {
  const run = (...args: string[]) => promisify(execFile)(javaTool('keytool'), args);
  const pair = ['-storepass', storePassword, '-alias', 'broker', '-keystore', keyStore(directory)];
  const kind = ['-storetype', 'PKCS12', '-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '30'];
  await run('-genkeypair', ...pair, ...kind, '-dname', 'CN=127.0.0.1', '-ext', 'san=ip:127.0.0.1,dns:localhost');
  await run('-exportcert', '-rfc', ...pair, '-file', caFile);
}
