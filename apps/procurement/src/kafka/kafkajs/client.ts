import { readFileSync } from 'node:fs';
import { isIP, connect as openSocket, type Socket } from 'node:net';
import { type ConnectionOptions, connect as openSecureSocket } from 'node:tls';
import { Kafka, type LogEntry, logLevel, type SASLOptions } from 'kafkajs';
import type { Logger } from 'pino';
import type { KafkaConfig } from '#platform';
import './request-queue.js';
import { tokensOf } from './tokens.js';

/** A client with connections of its own. */
export interface Client {
  readonly kafka: Kafka;
  /** Ends its connections for good: what kafkajs still tries behind our back never reaches a broker. */
  cut(): void;
}

/** The same everywhere: kafkajs has other values of its own under test. */
export const retry = { initialRetryTime: 100, maxRetryTime: 1_000, multiplier: 2, factor: 0.2, retries: 4 };

/** Reads the certificate of the authority once. @throws when there is no such file */
export function clientsOf(config: KafkaConfig, log: Logger): () => Client {
  const { caFile } = config.tls ?? {};
  const ca = caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') };
  const sasl = saslOf(config);
  return () => {
    const sockets = new Set<Socket>();
    let isCut = false;
    const kafka = new Kafka({
      clientId: config.gatewayId,
      brokers: [...config.brokers],
      ...(config.tls ? { ssl: ca } : {}),
      ...(sasl ? { sasl } : {}),
      connectionTimeout: 5_000,
      authenticationTimeout: 10_000,
      requestTimeout: 10_000,
      retry,
      logLevel: logLevel.INFO,
      logCreator: () => (entry) => tell(log, entry),
      socketFactory({ host, port, ssl, onConnect }) {
        if (isCut) throw new Error('closed');
        const secure: ConnectionOptions = { ...(isIP(host) ? {} : { servername: host }), ...ssl };
        const socket = ssl
          ? openSecureSocket({ host, port, ...secure }, onConnect)
          : openSocket({ host, port, noDelay: true }, onConnect);
        socket.setNoDelay(true).setKeepAlive(true, 30_000);
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
        return socket;
      },
    });
    return {
      kafka,
      cut() {
        isCut = true;
        for (const socket of sockets) socket.destroy(new Error('closed'));
      },
    };
  };
}

function saslOf({ signIn }: KafkaConfig): SASLOptions | undefined {
  if (!signIn) return undefined;
  if (signIn.mechanism !== 'oauthbearer') {
    return { mechanism: signIn.mechanism, username: signIn.username, password: signIn.password } as SASLOptions;
  }
  const token = tokensOf(signIn);
  return { mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: await token() }) };
}

/** Details of kafkajs, for who looks for them: whether the broker is there is told by the port. Of their fields only these, which hold no secret. */
function tell(log: Logger, { namespace, log: { message, broker, groupId, topic, error } }: LogEntry): void {
  log.debug({ namespace, broker, groupId, topic, error: error === undefined ? undefined : String(error) }, message);
}
