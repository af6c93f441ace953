import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { copyStore, type EventStore, landmarkOf, MemoryEventStore } from '#event-store';
import { openLog } from '#platform';
import { prepareBuild, RunningProjection } from '#projection';
import { type Kafka, startKafka } from '../../../../test/support/kafka/kafka.js';
import { withKafka } from '../../../../test/support/kafka/with-kafka.js';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/postgres.js';
import { INSIGHT_SCHEMA, migrations, projections } from '../../../insight/src/read-models.js';
import { auditor, openInsight } from '../../../insight/test/insight.js';
import { KafkaJsBroker } from '../../../procurement/src/kafka/kafkajs.js';
import { reached, readCheckpoint } from '../../../procurement/src/outward/checkpoint.js';
import { CHECKPOINTS_TOPIC, outwardTopics } from '../../../procurement/src/outward/topics.js';
import type { MovingDesk } from './moving.js';
import type { ReadModels } from './read-models.js';
import { settle } from './settling.js';

const event = () => ({ id: randomUUID(), type: 'NoteWritten', data: {}, metadata: {} });

/** A store whose positions are not those of another one with the same events, as it is between kinds of stores. */
class Widespread extends MemoryEventStore {
  override async readAll(after: number, options?: Parameters<MemoryEventStore['readAll']>[1]) {
    const page = await super.readAll(Math.floor(after / STEP), options);
    return { ...page, events: page.events.map(widespread), position: page.position * STEP };
  }
  override async head() {
    return (await super.head()) * STEP;
  }
}
const STEP = 100;
/** A pool of connections gives up those that were not used for 10 s. */
const IDLE = 11_000;
const widespread = <Event extends { readonly position: number }>(one: Event) => ({
  ...one,
  position: one.position * STEP,
});

let database: FreshDatabase;
let desk: MovingDesk;
let said: string[];
let readModels: ReadModels;
beforeAll(async () => {
  database = await freshDatabase();
  readModels = { url: database.url, name: 'the.database' };
}, 60_000);
afterAll(() => database?.drop());
beforeEach(async () => {
  const [from, to] = [new MemoryEventStore(), new Widespread()];
  said = [];
  desk = { from, to, names: { from: 'one', to: `other-${randomUUID()}` }, say: (line) => said.push(line) };
  for (let n = 0; n < 9; n++) await from.append(`partnership-${n}`, 'absent', [event()]);
  await copyStore(from, to);
  await asked('drop schema if exists insight, insight_next, projection, procurement cascade');
});

const asked = async (statement: string) => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
};
/** The read models of a store, as far as it is. */
const built = async (store: EventStore) => {
  await prepareBuild(database.url, INSIGHT_SCHEMA, migrations);
  const pool = new pg.Pool({ connectionString: database.url, connectionTimeoutMillis: 10_000 });
  const running = new RunningProjection(projections[0], {
    store,
    pool,
    schema: INSIGHT_SCHEMA,
    log: openLog('silent'),
  });
  await running.waitFor(await store.head(), 10_000);
  await running.stop();
  await pool.end();
};
const schemas = async () =>
  (await asked(`select nspname from pg_namespace where nspname ~ '^(insight|projection|procurement)' order by 1`)).map(
    ({ nspname }) => nspname as string,
  );

describe('settling after a move', () => {
  beforeEach(async () => {
    await built(desk.from);
    for (const schema of ['insight_next', 'procurement'])
      await asked(`create schema ${schema}; create table ${schema}.row ()`);
  });

  it('names the database, lets go of the read models in it, and keeps what is not built from the store', async () => {
    expect(await settle(desk, { readModels })).toBe(0);
    expect(await schemas()).toEqual(['procurement']);
    expect(said.slice(1)).toEqual([
      'Dropping the read models in the.database.',
      'They are gone; the next start builds them anew from the new store.',
      `Done. Next: start Medspil with EVENT_STORE_URL set to ${desk.names.to}.`,
    ]);
  });

  it('says where there are no read models', async () => {
    for (let n = 0; n < 2; n++) expect(await settle(desk, { readModels })).toBe(0);
    expect(said).toContain(
      'There are no read models in the.database. Are those of Medspil elsewhere? Settle with READ_MODEL_URL set.',
    );
  });

  it('is refused where the read models come from another store, and leaves them as they are', async () => {
    const from = new MemoryEventStore();
    for (let n = 0; n < 20; n++) await from.append(`partnership-${n}`, 'absent', [event()]);
    const to = new MemoryEventStore();
    await copyStore(from, to);
    expect(await settle({ ...desk, from, to }, { readModels })).toBe(1);
    expect(await schemas()).toHaveLength(4);
    expect(said.at(-1)).toMatch(
      /^Refused: the read models in the\.database were built from another store than --from \(access: .*another event at 9.*\)\. Nothing is settled\.$/,
    );
  });

  it('is refused while a process works on the read models, also when it has long had nothing to do', async () => {
    const insight = await openInsight(desk.from, 'by-the-clock');
    try {
      await insight.reached(await desk.from.head());
      await pause(IDLE);
      expect(await settle(desk, { readModels: { url: insight.url, name: 'another' } })).toBe(1);
      expect((await insight.get(auditor, '/partnerships')).status).toBe(200);
      expect(said.at(-1)).toBe(
        'Refused: the read models in another are being worked on: stop every process of Medspil first. Nothing is settled.',
      );
    } finally {
      await insight.close();
    }
  }, 60_000);

  const unchanged = { key: 'unchanged', fingerprint: '', answer: null };
  it.each([
    ['an event', () => desk.from.append('partnership-10', 'absent', [event()])],
    ['the receipt of a command that changed nothing', () => desk.from.append('partnership-1', 'any', [], unchanged)],
  ])('settles nothing while the new store lacks %s', async (_, recorded) => {
    await recorded();
    expect(await settle(desk, { readModels })).toBe(1);
    expect(await schemas()).toHaveLength(4);
    expect(said.at(-1)).toBe('Nothing is settled: copy first.');
  });
});

withKafka('settling a gateway after a move', () => {
  let kafka: Kafka;
  let broker: KafkaJsBroker;
  beforeAll(async () => {
    kafka = await startKafka();
    const config = { brokers: kafka.brokers, gatewayId: 'setting-up', tls: undefined, signIn: undefined };
    broker = new KafkaJsBroker(config, openLog('silent'));
    await broker.ensureTopics(outwardTopics);
  }, 120_000);
  afterAll(async () => {
    await broker?.close();
    await kafka?.stop();
  }, 60_000);

  const published = async (id: string, position: number) => {
    const event = (await desk.from.readAll(0)).events[position - 1]!;
    const sender = await broker.openSender(id);
    await sender.send([{ topic: CHECKPOINTS_TOPIC, messages: [reached(id, landmarkOf(event))] }]);
    await sender.close();
  };
  const settled = (id: string) => settle(desk, { readModels, gateway: { broker, id } });
  const positionOf = async (id: string) => (await readCheckpoint(broker, id)).position;

  it('lets it publish on from the same event, however often it is settled', async () => {
    const id = `gateway-${randomUUID()}`;
    await published(id, 4);
    for (let n = 0; n < 2; n++) {
      expect(await settled(id)).toBe(0);
      expect(await positionOf(id)).toBe(4 * STEP);
      const { landmark } = await readCheckpoint(broker, id);
      const { id: moved } = (await desk.from.readAll(3)).events[0]!;
      expect(landmark).toMatchObject({ id: moved, position: 4 * STEP });
    }
    expect(said).toContain(`The gateway ${id} was settled before: it publishes on from 400.`);
  }, 60_000);

  it('lets one that never published begin at the beginning', async () => {
    const id = `gateway-${randomUUID()}`;
    expect(await settled(id)).toBe(0);
    expect(await positionOf(id)).toBe(0);
  }, 60_000);

  it('refuses one that published from another store, and leaves everything as it is', async () => {
    const id = `gateway-${randomUUID()}`;
    await published(id, 7);
    const [from, to] = [new MemoryEventStore(), new MemoryEventStore()];
    await from.append('partnership-1', 'absent', [event()]);
    await copyStore(from, to);
    desk = { ...desk, from, to };
    await asked('create schema insight');
    expect(await settled(id)).toBe(1);
    expect(await positionOf(id)).toBe(7);
    expect(await schemas()).toContain('insight');
  }, 60_000);
});
