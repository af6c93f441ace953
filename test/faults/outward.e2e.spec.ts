import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Kafka as KafkaJs, logLevel } from 'kafkajs';
import { KafkaJsBroker } from '../../apps/procurement/src/kafka/kafkajs.js';
import { OCDS_TOPIC, outwardTopics, PARTNERSHIPS_TOPIC } from '../../apps/procurement/src/outward/topics.js';
import { budgeted, expectedFrom, note, register, stored } from '../../apps/procurement/test/history.js';
import { type EventStore, openEventStore } from '../../libs/event-store/src/index.js';
import { openLog } from '../../libs/platform/src/index.js';
import { type Kafka, startKafka } from '../support/kafka/kafka.js';
import { withOwnKafka } from '../support/kafka/with-kafka.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { dataDirectory, type Running, startProcess } from '../support/product.js';

// OUTWARD_EVENTS=50000 is the run whose figures are told: ten kills and two restarts of the broker.
const EVENTS = Number(process.env.OUTWARD_EVENTS ?? 5_000);
const [KILLS, RESTARTS] = EVENTS >= 50_000 ? [10, 2] : [3, 1];
const PARTNERSHIPS = 50;
const gatewayId = 'killed-again-and-again';

let kafka: Kafka;
let database: FreshDatabase;
let store: EventStore;
let directory: Awaited<ReturnType<typeof dataDirectory>>;
let gateway: Running;

const startGateway = () =>
  startProcess('procurement', directory.path, {
    LOG_LEVEL: 'error',
    EVENT_STORE_URL: database.url,
    READ_MODEL_URL: database.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    KAFKA_GATEWAY_ID: gatewayId,
  });

/** Appends events of all partnerships in turn, with room in between for the gateway to be in all kinds of places. */
async function record(ids: readonly string[], from: number, to: number): Promise<void> {
  for (let n = from; n < to; ) {
    const appends = ids.flatMap((id) =>
      n < to ? [store.append(`partnership-${id}`, 'any', [stored(budgeted(++n))])] : [],
    );
    await Promise.all(appends);
    await pause(10);
  }
}

withOwnKafka('a gateway that is killed again and again, and loses its broker', () => {
  beforeAll(async () => {
    [kafka, database, directory] = await Promise.all([startKafka(), freshDatabase(), dataDirectory()]);
    store = await openEventStore(database.url);
    const broker = new KafkaJsBroker(
      { brokers: kafka.brokers, gatewayId, tls: undefined, signIn: undefined },
      openLog('silent'),
    );
    await broker.ensureTopics(outwardTopics);
    await broker.close();
  }, 120_000);
  afterAll(async () => {
    await gateway?.end('SIGKILL');
    await kafka?.stop();
    await store?.close();
    await database?.drop();
    await directory?.remove();
  }, 60_000);

  it(`publishes ${EVENTS} events once each, and in order for each partnership`, async () => {
    const ids = await register(store, PARTNERSHIPS);

    // A reader of the committed, as a procurement system has one; what it is given again after losing the broker it knows by the offset.
    const found = new Map<string, string[]>();
    let count = 0;
    const next = new Map<string, bigint>();
    const consumer = new KafkaJs({
      brokers: [...kafka.brokers],
      logLevel: logLevel.NOTHING,
      retry: { retries: 100, initialRetryTime: 100, maxRetryTime: 1_000 },
    }).consumer({ groupId: 'counting', readUncommitted: false, sessionTimeout: 10_000 });
    await consumer.connect();
    await consumer.subscribe({ topics: [PARTNERSHIPS_TOPIC, OCDS_TOPIC], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, partition, message: { key, value, headers, offset } }) => {
        const place = `${topic} ${partition}`;
        if (BigInt(offset) < (next.get(place) ?? 0n)) return;
        next.set(place, BigInt(offset) + 1n);
        const texts = Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, `${text}`]));
        note(found, topic, { key: key!.toString(), value, headers: texts });
        count += 1;
      },
    });

    const began = performance.now();
    const rounds = KILLS + 1;
    const share = (round: number) => PARTNERSHIPS + Math.floor(((EVENTS - PARTNERSHIPS) * round) / rounds);
    const came: number[] = [];
    let restarts = 0;
    for (let round = 0; round < rounds; round++) {
      gateway = startGateway();
      const before = count;
      const recording = record(ids, share(round), share(round + 1));
      if (round < KILLS) {
        // Somewhere in the middle of what is published of this round: two messages for each event.
        const some = 2 * (share(round + 1) - share(round)) * (0.1 + 0.6 * Math.random());
        while (count < before + some) await pause(1);
        await pause(Math.random() * 50);
        if (restarts < RESTARTS && round >= ((restarts + 1) * KILLS) / (RESTARTS + 1)) {
          await kafka.restart();
          restarts += 1;
          await pause(Math.random() * 1_000);
        }
        await gateway.end('SIGKILL');
        came.push(count);
      }
      await recording;
    }
    const expected = await expectedFrom(store);
    const total = [...expected.values()].reduce((sum, { length }) => sum + length, 0);
    const patience = performance.now() + 240_000;
    while (count < total && performance.now() < patience) await pause(100);
    const took = (performance.now() - began) / 1_000;
    // Time for what would be too many.
    await pause(2_000);
    await consumer.disconnect();

    process.stdout.write(
      `outward: ${EVENTS} events, ${total} messages, ${came.length} kills (after ${came.join(', ')}), ${restarts} restarts of the broker; ${count} came, in ${took.toFixed(0)} s\n`,
    );
    expect([came.length, restarts, count]).toEqual([KILLS, RESTARTS, total]);
    expect(found.size).toBe(expected.size);
    for (const [name, texts] of expected) expect(found.get(name)).toEqual(texts);
  }, 600_000);
});
