import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { ConfigResourceTypes, Kafka as KafkaJs, logLevel } from 'kafkajs';
import { copyStore, type EventStore, type MovableEventStore, openEventStore } from '#event-store';
import { openLog } from '#platform';
import { type Kafka, startKafka } from '../../../../test/support/kafka/kafka.js';
import { withOwnKafka } from '../../../../test/support/kafka/with-kafka.js';
import { type FreshDatabase, freshDatabase, ownServer } from '../../../../test/support/postgres.js';
import { budgeted, expectedFrom, happened, language, note, noted, register, stored } from '../../test/history.js';
import type { Broker, Outgoing, Sender } from '../kafka/broker.js';
import { KafkaJsBroker } from '../kafka/kafkajs.js';
import { Publisher, type PublisherState } from './publisher.js';
import { OCDS_TOPIC, outwardTopics, PARTNERSHIPS_TOPIC } from './topics.js';

const log = openLog('silent');

let kafka: Kafka;
let database: FreshDatabase;
let store: EventStore;
let gateway: string;
const opened: { publisher: Publisher; broker: Broker }[] = [];

const config = (gatewayId: string) => ({ brokers: kafka.brokers, gatewayId, tls: undefined, signIn: undefined });

/** A gateway of its own connections, as another process has them. */
function open(id = gateway, broker: Broker = new KafkaJsBroker(config(id), log)) {
  const publisher = new Publisher({ store, broker, gateway: id, language, log });
  opened.push({ publisher, broker });
  publisher.start();
  return publisher;
}

async function until(holds: () => boolean | Promise<boolean>, longest = 40_000): Promise<void> {
  const patience = performance.now() + longest;
  while (!(await holds())) {
    if (performance.now() > patience) throw new Error('It did not come to that');
    await pause(20);
  }
}
const isIn = (publisher: Publisher, state: PublisherState['state']) => until(() => publisher.state.state === state);
const reached = (publisher: Publisher, position: number) => until(() => (publisher.position ?? 0) >= position);

/** What readers of the committed see of the partnerships of this store, by topic and key. */
async function published(): Promise<Map<string, string[]>> {
  const broker = new KafkaJsBroker(config('reader'), log);
  const expected = await expectedFrom(store);
  const found = new Map<string, string[]>();
  for (const topic of [PARTNERSHIPS_TOPIC, OCDS_TOPIC]) {
    for await (const message of broker.everything(topic)) {
      if (expected.has(`${topic} ${message.key}`)) note(found, topic, message);
    }
  }
  await broker.close();
  return found;
}

async function allIsPublishedOnce(): Promise<void> {
  const [found, expected] = [await published(), await expectedFrom(store)];
  expect(expected.size).toBeGreaterThan(1);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
}

withOwnKafka('a gateway', () => {
  beforeAll(async () => {
    kafka = await startKafka();
    const broker = new KafkaJsBroker(config('setting-up'), log);
    await broker.ensureTopics(outwardTopics);
    await broker.close();
  }, 120_000);
  afterAll(() => kafka?.stop());

  beforeEach(async () => {
    database = await freshDatabase();
    store = await openEventStore(database.url);
    gateway = `gateway-${randomUUID()}`;
  });
  afterEach(async () => {
    for (const { publisher, broker } of opened.splice(0)) {
      await publisher.stop();
      await broker.close();
    }
    await store.close();
    await database.drop();
  }, 60_000);

  it('publishes history from the beginning, and then what happens, each fact once and in order for each partnership', async () => {
    const ids = await register(store, 20);
    for (let n = 1; n <= 100; n++) await happened(store, ids[n % 20]!, budgeted(n), noted(n));
    const publisher = open();
    await isIn(publisher, 'connected');
    for (let n = 101; n <= 200; n++) await happened(store, ids[n % 20]!, noted(n), budgeted(n));
    await reached(publisher, await store.head());
    await allIsPublishedOnce();
  }, 60_000);

  it('goes on where it stopped, however often', async () => {
    const ids = await register(store, 3);
    for (let round = 0; round < 5; round++) {
      const publisher = open();
      await isIn(publisher, 'connected');
      for (let n = 0; n < 20; n++) await happened(store, ids[n % 3]!, budgeted(round * 20 + n));
      // Stopped in the middle, or at the end.
      if (round % 2 === 0) await reached(publisher, await store.head());
      await publisher.stop();
    }
    await reached(open(), await store.head());
    await allIsPublishedOnce();
  }, 60_000);

  it('that is opened a second time takes over, and the first says so and stops for good', async () => {
    const [id] = await register(store, 1);
    const first = open();
    await isIn(first, 'connected');
    const second = open();
    await isIn(second, 'connected');
    for (let n = 1; n <= 20; n++) await happened(store, id!, budgeted(n));
    await isIn(first, 'superseded');
    await reached(second, await store.head());
    const { since } = first.state;
    await happened(store, id!, budgeted(21));
    await reached(second, await store.head());
    expect(first.state).toEqual({ state: 'superseded', since });
    expect(second.state.state).toBe('connected');
    await allIsPublishedOnce();
  }, 60_000);

  it('with an id of its own publishes for itself', async () => {
    await register(store, 2);
    const [one, other] = [open(), open(`${gateway}-other`)];
    await Promise.all([reached(one, 2), reached(other, 2)]);
    expect([one.state.state, other.state.state]).toEqual(['connected', 'connected']);
  }, 60_000);

  it('waits for a broker that is away, and goes on by itself', async () => {
    const [id] = await register(store, 1);
    const publisher = open();
    await reached(publisher, await store.head());
    await kafka.kill();
    for (let n = 1; n <= 50; n++) await happened(store, id!, budgeted(n));
    await isIn(publisher, 'away');
    await pause(500);
    await kafka.start();
    await reached(publisher, await store.head());
    expect(publisher.state.state).toBe('connected');
    await allIsPublishedOnce();
  }, 120_000);

  it('waits for a store that is away, and goes on by itself', async () => {
    const server = await ownServer();
    const shared = store;
    store = await openEventStore(server.url);
    try {
      const [id] = await register(store, 1);
      const publisher = open();
      await reached(publisher, await store.head());
      await server.restart();
      for (let n = 1; n <= 50; n++) await happened(store, id!, budgeted(n));
      await reached(publisher, await store.head());
      expect(publisher.state.state).toBe('connected');
      await allIsPublishedOnce();
      await publisher.stop();
    } finally {
      await store.close();
      store = shared;
      await server.stop();
    }
  }, 120_000);

  it('begins while there is no broker yet', async () => {
    await register(store, 1);
    await kafka.kill();
    const publisher = open();
    await isIn(publisher, 'away');
    await kafka.start();
    await reached(publisher, await store.head());
    await allIsPublishedOnce();
  }, 120_000);

  it('that goes down between sending and committing leaves nothing of it behind', async () => {
    const [id] = await register(store, 1);
    for (let n = 1; n <= 10; n++) await happened(store, id!, budgeted(n));
    const broker = new KafkaJsBroker(config(gateway), log);
    const sender = await broker.openSender(gateway);
    const never: Outgoing = {
      topic: PARTNERSHIPS_TOPIC,
      messages: [{ key: id!, value: Buffer.from('never'), headers: {} }],
    };
    // What cannot be said of a group comes after the messages, and so does what goes wrong with it.
    const wrong = { group: '', topic: PARTNERSHIPS_TOPIC, partition: 0, next: '1' };
    await expect(sender.send([never], [wrong])).rejects.toThrow();
    await broker.close();
    await reached(open(), await store.head());
    await allIsPublishedOnce();
  }, 90_000);

  it('that does not hear whether it committed reads it, and sends nothing twice', async () => {
    const ids = await register(store, 3);
    const broker = new KafkaJsBroker(config(gateway), log);
    let sent = 0;
    const openSender = broker.openSender.bind(broker);
    broker.openSender = async (name) => {
      const sender: Sender = await openSender(name);
      return {
        async send(...what) {
          await sender.send(...what);
          sent += 1;
          if (sent % 3 === 0) throw new Error('The answer was lost');
        },
        close: () => sender.close(),
      };
    };
    const publisher = open(gateway, broker);
    for (let n = 1; n <= 60; n++) {
      await happened(store, ids[n % 3]!, budgeted(n));
      await pause(5);
    }
    await reached(publisher, await store.head());
    expect(sent).toBeGreaterThan(6);
    await allIsPublishedOnce();
  }, 90_000);

  it('stops before an event of a later release, and says so, with everything before it published', async () => {
    const [id] = await register(store, 1);
    const last = await happened(store, id!, budgeted(1));
    const later = { ...stored(noted(1)), type: 'CitizensAsked' };
    await store.append(`partnership-${id}`, 'any', [later]);
    await happened(store, id!, budgeted(2));
    const publisher = open();
    await isIn(publisher, 'stopped');
    expect(publisher.position).toBe(last);
    expect(publisher.state).toMatchObject({ error: expect.stringContaining('CitizensAsked') });
  }, 60_000);

  it('does not begin in the middle of another store, and leaves the one that published to go on', async () => {
    const [id] = await register(store, 1);
    for (let n = 1; n <= 5; n++) await happened(store, id!, budgeted(n));
    const first = open();
    await reached(first, await store.head());
    const [shared, empty] = [store, await freshDatabase()];
    store = await openEventStore(empty.url);
    try {
      await register(store, 1);
      const second = open();
      await isIn(second, 'stopped');
      expect(second.state).toMatchObject({ error: expect.stringContaining('it is another one') });
    } finally {
      await store.close();
      store = shared;
      await empty.drop();
    }
    await happened(store, id!, budgeted(6));
    await reached(first, await store.head());
    await allIsPublishedOnce();
  }, 60_000);

  it('notices that its store was restored from before what is published, however far it has gone on since', async () => {
    const [id] = await register(store, 1);
    for (let n = 1; n <= 5; n++) await happened(store, id!, budgeted(n));
    const first = open();
    await reached(first, await store.head());
    await first.stop();
    const [whole, place] = [store, await freshDatabase()];
    const restored = await openEventStore(place.url);
    store = restored;
    try {
      await restored.importEvents(undefined, (await whole.readAll(0, { max: 3 })).events);
      for (let n = 1; n <= 9; n++) await happened(store, id!, budgeted(10 + n));
      const second = open();
      await isIn(second, 'stopped');
      expect(second.state).toMatchObject({ error: expect.stringContaining('restored from before and went on') });
    } finally {
      await restored.close();
      store = whole;
      await place.drop();
    }
    await allIsPublishedOnce();
  }, 60_000);

  it('goes on where its store was restored as far as it has published, or further', async () => {
    const [id] = await register(store, 1);
    for (let n = 1; n <= 3; n++) await happened(store, id!, budgeted(n));
    const first = open();
    await reached(first, await store.head());
    await first.stop();
    await happened(store, id!, budgeted(4));
    const [whole, place] = [store, await freshDatabase()];
    const restored = await openEventStore(place.url);
    await copyStore(whole as MovableEventStore, restored);
    store = restored;
    try {
      await happened(store, id!, budgeted(5));
      const second = open();
      await reached(second, await store.head());
      await allIsPublishedOnce();
      await second.stop();
    } finally {
      await restored.close();
      store = whole;
      await place.drop();
    }
  }, 60_000);

  it('waits before a message that is too large, says which, and goes on once the broker takes it', async () => {
    const [id, other] = await register(store, 2);
    const last = await happened(store, other!, budgeted(1), budgeted(2));
    const large = await happened(store, id!, {
      type: 'NeedDescribed',
      data: { problem: 'x'.repeat(1_500_000), targetGroup: 'Ældre over 65' },
    });
    await happened(store, other!, budgeted(3));
    const publisher = open();
    await isIn(publisher, 'too-large');
    const { since } = publisher.state;
    expect(publisher.position).toBe(last);
    expect(publisher.state).toMatchObject({
      oversize: { position: large, stream: `partnership-${id}`, limit: 1_048_588, bytes: expect.any(Number) },
    });
    // Also while it tries again.
    for (let tries = 0; tries < 20; tries++) {
      expect(publisher.state).toMatchObject({ state: 'too-large', since });
      await pause(50);
    }
    const admin = new KafkaJs({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const configEntries = [{ name: 'max.message.bytes', value: '5000000' }];
    const resources = [PARTNERSHIPS_TOPIC, OCDS_TOPIC].map((name) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
      configEntries,
    }));
    await admin.alterConfigs({ validateOnly: false, resources });
    await admin.disconnect();
    await reached(publisher, await store.head());
    expect(publisher.state.state).toBe('connected');
    await allIsPublishedOnce();
  }, 90_000);

  it('passes what is not published without a message, and does not lose its place', async () => {
    const [id] = await register(store, 1);
    const first = open();
    await reached(first, 1);
    await happened(store, id!, noted(1), noted(2));
    await reached(first, 3);
    await first.stop();
    const second = open();
    await happened(store, id!, budgeted(1));
    await reached(second, 4);
    await allIsPublishedOnce();
  }, 60_000);
});
