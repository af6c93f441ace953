import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CompressionTypes,
  Kafka as KafkaClient,
  default as kafkajs,
  logLevel,
  Partitioners,
  type Producer,
} from 'kafkajs';
import pg from 'pg';
import { type Logger, pino } from 'pino';
import { type EventStore, openEventStore, type StoredEvent, Transactor } from '#event-store';
import { noticePublished } from '../../../libs/partnership/test/story.js';
import type { Kafka } from '../../../test/support/kafka/kafka.js';
import { freshDatabase } from '../../../test/support/postgres.js';
import { readDeadLetter } from '../src/dead-letters/dead-letter.js';
import { Inward, type InwardParts } from '../src/inward/inward.js';
import { ReceivedMessages, type ReceivedRow } from '../src/inward/received.js';
import { DEAD_LETTER_TOPIC, INBOUND_TOPIC, inwardGroup, inwardTopics } from '../src/inward/topics.js';
import type { Broker, Message, Received } from '../src/kafka/broker.js';
import { KafkaJsBroker } from '../src/kafka/kafkajs.js';
import { ask, prepareTables } from '../src/read-models.js';
import { happened } from './history.js';

export const quiet: Logger = pino({ level: 'silent' });
export const GATEWAY = 'medspil';

/** The configuration of a broker that asks for nothing. */
export const configOf = (brokers: readonly string[]) => ({
  brokers,
  gatewayId: GATEWAY,
  tls: undefined,
  signIn: undefined,
});

/** A message as a procurement system sends it. */
export function told(
  partnershipId: string,
  type: string,
  data: unknown,
  { id = randomUUID(), source = '/udbud/test', ...headers }: Record<string, string> = {},
): Message {
  return {
    key: partnershipId,
    value: Buffer.from(JSON.stringify(data)),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: source,
      ce_type: `procurement.${type}.v1`,
      ce_subject: partnershipId,
      ...headers,
    },
  };
}

/** Somebody asks to take part; within the dates of the notice in the story. */
export const request = (partnershipId: string, candidateId: string, headers: Record<string, string> = {}, more = {}) =>
  told(
    partnershipId,
    'request-to-participate-received',
    { candidateId, name: `Konsortium ${candidateId}`, country: 'DK', receivedOn: '2025-04-20', ...more },
    headers,
  );

export async function until(holds: () => Promise<boolean> | boolean, longest = 30_000, what = 'It'): Promise<void> {
  const patience = Date.now() + longest;
  while (!(await holds())) {
    if (Date.now() > patience) throw new Error(`${what} did not come`);
    await pause(50);
  }
}

/** What inbound messages are worked with: a broker, a store and the tables, each of the test's own. */
export interface Desk {
  readonly broker: Broker;
  readonly store: EventStore;
  readonly received: ReceivedMessages;
  readonly pool: pg.Pool;
  readonly readModelUrl: string;
  readonly eventStoreUrl: string;
  /** A partnership with a notice that asks for candidates. */
  tendering(): Promise<string>;
  /** Sends messages as another system does; in one request for each call. */
  send(...messages: Message[]): Promise<void>;
  /** The same, compressed with snappy, as a system in Java may. */
  sendCompressed(...messages: Message[]): Promise<void>;
  /** Opens the inward half; it is started and is to be stopped. */
  inward(parts?: Partial<InwardParts>): Inward;
  rows(): Promise<ReceivedRow[]>;
  /** What came of the messages of an id, in the order they came. */
  outcomes(id: string): Promise<string[]>;
  /** Waits until so many messages of these ids were taken up and said to be worked off. */
  taken(ids: readonly string[], count?: number): Promise<void>;
  deadLetters(): Promise<Received[]>;
  /** Events of a partnership of a type. */
  events(partnershipId: string, type: string): Promise<StoredEvent[]>;
  close(): Promise<void>;
}

export async function openDesk(kafka: Kafka): Promise<Desk> {
  const [events, readModels] = [await freshDatabase(), await freshDatabase()];
  const store = await openEventStore(events.url);
  await prepareTables(readModels.url);
  const pool = new pg.Pool({ connectionString: readModels.url, max: 6 });
  pool.on('error', () => {});
  const broker = new KafkaJsBroker(configOf(kafka.brokers), quiet);
  await broker.ensureTopics(inwardTopics);
  const client = new KafkaClient({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
  const producer: Producer = client.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const received = new ReceivedMessages(pool);
  const inwards: Inward[] = [];
  const desk: Desk = {
    broker,
    store,
    received,
    pool,
    readModelUrl: readModels.url,
    eventStoreUrl: events.url,
    async tendering() {
      const id = randomUUID();
      await happened(store, id, ...noticePublished);
      return id;
    },
    async send(...messages) {
      await producer.send({ topic: INBOUND_TOPIC, messages: messages.map(writable) });
    },
    async sendCompressed(...messages) {
      const compression = CompressionTypes.Snappy;
      await producer.send({ topic: INBOUND_TOPIC, messages: messages.map(writable), compression });
    },
    inward(parts = {}) {
      const transactor = new Transactor(store, { patience: 200 });
      const inward = new Inward({ broker, transactor, received, log: quiet, gateway: GATEWAY, ...parts });
      inwards.push(inward);
      inward.start();
      return inward;
    },
    rows: () =>
      ask<ReceivedRow>(
        pool,
        'select r.*, r."offset"::text from procurement.received r order by r.partition, r."offset"',
      ),
    async outcomes(id) {
      return (await desk.rows()).filter(({ message_id }) => message_id === id).map(({ outcome }) => outcome);
    },
    async taken(ids, count = ids.length) {
      const wanted = new Set(ids);
      const come = async () => (await desk.rows()).filter(({ message_id }) => wanted.has(message_id ?? ''));
      await until(async () => (await come()).length >= count, 30_000, `${count} messages`);
      const rows = await come();
      const isWorkedOff = async () => {
        const next = await broker.workedOff(inwardGroup(GATEWAY), INBOUND_TOPIC);
        return rows.every(({ partition, offset }) => BigInt(next.get(partition) ?? 0) > BigInt(offset));
      };
      await until(isWorkedOff, 30_000, 'The commit');
    },
    async deadLetters() {
      const found: Received[] = [];
      for await (const one of broker.everything(DEAD_LETTER_TOPIC)) if (letterOf(one)) found.push(one);
      return found;
    },
    async events(partnershipId, type) {
      const all = await store.read(`partnership-${partnershipId}`);
      return all.filter((event) => event.type === type);
    },
    async close() {
      await Promise.all(inwards.map((inward) => inward.stop()));
      await producer.disconnect();
      await broker.close();
      await store.close();
      await pool.end();
      await Promise.all([events.drop(), readModels.drop()]);
    },
  };
  // A topic just made has no leader yet.
  await until(() =>
    desk.deadLetters().then(
      () => true,
      () => false,
    ),
  );
  return desk;
}

const writable = (one: Message) => ({ ...one, headers: { ...one.headers } });

// kafkajs writes no snappy by itself; this is all of it that is needed: its length, and literals of up to 60 bytes.
kafkajs.CompressionCodecs[CompressionTypes.Snappy] = () => ({
  async compress({ buffer }: { buffer: Buffer }) {
    const parts: Uint8Array[] = [
      Buffer.from([(buffer.length & 0x7f) | 0x80, ((buffer.length >> 7) & 0x7f) | 0x80, buffer.length >> 14]),
    ];
    for (let start = 0; start < buffer.length; start += 60) {
      const literal = buffer.subarray(start, start + 60);
      parts.push(Buffer.from([(literal.length - 1) << 2]), literal);
    }
    return Buffer.concat(parts);
  },
  async decompress() {
    throw new Error('Snappy is for the broker to read');
  },
});

/** The dead letter a message is; undefined for a note beside them. */
export function letterOf(message: Message) {
  const read = readDeadLetter(message);
  return read && 'letter' in read ? read.letter : undefined;
}
