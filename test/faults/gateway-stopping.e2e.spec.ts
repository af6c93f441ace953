import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Consumer, Kafka as KafkaJs, logLevel } from 'kafkajs';
import { KafkaJsBroker } from '../../apps/procurement/src/kafka/kafkajs.js';
import { OCDS_TOPIC, outwardTopics, PARTNERSHIPS_TOPIC } from '../../apps/procurement/src/outward/topics.js';
import { budgeted, expectedFrom, note, register, stored } from '../../apps/procurement/test/history.js';
import { type EventStore, openEventStore } from '../../libs/event-store/src/index.js';
import { openLog } from '../../libs/platform/src/index.js';
import { type Kafka, startKafka } from '../support/kafka/kafka.js';
import { withOwnKafka } from '../support/kafka/with-kafka.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { dataDirectory, type Product, startProduct } from '../support/product.js';

const EVENTS = 3_000;
const STOPS = 4;

let kafka: Kafka;
let database: FreshDatabase;
let store: EventStore;
let directory: Awaited<ReturnType<typeof dataDirectory>>;
let gateway: Product;
let reader: Consumer;

const startGateway = () => {
  const stores = { EVENT_STORE_URL: database.url, READ_MODEL_URL: database.url };
  const broker = { KAFKA_BROKERS: kafka.brokers.join(','), KAFKA_GATEWAY_ID: 'stopped-again-and-again' };
  return startProduct(directory.path, { ...stores, ...broker }, 'procurement');
};

withOwnKafka('a gateway that is told to stop while it publishes', () => {
  beforeAll(async () => {
    [kafka, database, directory] = await Promise.all([startKafka(), freshDatabase(), dataDirectory()]);
    store = await openEventStore(database.url);
    const options = { brokers: kafka.brokers, gatewayId: 'any', tls: undefined, signIn: undefined };
    const broker = new KafkaJsBroker(options, openLog('silent'));
    await broker.ensureTopics(outwardTopics);
    await broker.close();
  }, 120_000);
  afterAll(async () => {
    await gateway?.end('SIGKILL');
    await reader?.disconnect();
    await kafka?.stop();
    await store?.close();
    await database?.drop();
    await directory?.remove();
  }, 60_000);

  it('commits the transaction it is in, so that a reader of the uncommitted, too, is told everything once', async () => {
    const found = new Map<string, string[]>();
    let count = 0;
    const client = new KafkaJs({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
    // What is aborted would come to this one all the same.
    reader = client.consumer({ groupId: 'counting', readUncommitted: true });
    await reader.connect();
    await reader.subscribe({ topics: [PARTNERSHIPS_TOPIC, OCDS_TOPIC], fromBeginning: true });
    await reader.run({
      eachMessage: async ({ topic, message: { key, value, headers } }) => {
        const texts = Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, `${text}`]));
        note(found, topic, { key: key!.toString(), value, headers: texts });
        count += 1;
      },
    });

    const ids = await register(store, 50);
    let recorded = ids.length;
    const record = async (to: number) => {
      for (; recorded < to; await pause(20))
        await Promise.all(ids.map((id) => store.append(`partnership-${id}`, 'any', [stored(budgeted(++recorded))])));
    };
    const took: number[] = [];
    for (let stop = 1; stop <= STOPS; stop++) {
      gateway = await startGateway();
      const before = count;
      const recording = record((EVENTS / STOPS) * stop);
      while (count < before + 200) await pause(1);
      await pause(Math.random() * 50);
      const began = performance.now();
      expect(await gateway.end()).toBe(0);
      took.push(Math.round(performance.now() - began));
      await recording;
    }
    gateway = await startGateway();
    const expected = await expectedFrom(store);
    const total = [...expected.values()].reduce((sum, { length }) => sum + length, 0);
    for (const patience = performance.now() + 120_000; count < total && performance.now() < patience; )
      await pause(100);
    // Time for what would be too many.
    await pause(1_000);
    process.stdout.write(
      `  ${total} messages, ${STOPS} stops within ${took.join(', ')} ms; ${count} came, aborted ones included\n`,
    );
    expect(Math.max(...took)).toBeLessThan(10_000);
    expect(count).toBe(total);
    for (const [name, texts] of expected) expect(found.get(name)).toEqual(texts);
  }, 300_000);
});
