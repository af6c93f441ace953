import { setTimeout as pause } from 'node:timers/promises';
import { type Consumer, Kafka as KafkaJs, logLevel, Partitioners, type Producer } from 'kafkajs';
import { type EventStore, openEventStore } from '#event-store';
import { openLog } from '#platform';
import type { Outgoing } from '../../apps/procurement/src/kafka/broker.js';
import { KafkaJsBroker } from '../../apps/procurement/src/kafka/kafkajs.js';
import type { Load } from '../../apps/procurement/src/outward/gathering.js';
import { Publisher } from '../../apps/procurement/src/outward/publisher.js';
import { CHECKPOINTS_TOPIC, PARTNERSHIPS_TOPIC } from '../../apps/procurement/src/outward/topics.js';
import { budgeted, happened, language, register, stored } from '../../apps/procurement/test/history.js';
import { startKafka } from '../support/kafka/kafka.js';
import { type Bench, inTurns, median, type Ratio } from './bench.js';

const PARTNERSHIPS = 500;
const EACH = 40;
const ROUNDS = 5;
const SAMPLES = 200;
const log = openLog('silent');

export const outward: Bench = {
  name: 'outward',
  floor: 'a kafkajs transactional producer that sends the same bytes in the same batches, and nothing else',
  lengthy: true,
  async run(ground) {
    const kafka = await startKafka();
    const store = await openEventStore(await ground.database());
    try {
      const ids = await register(store, PARTNERSHIPS);
      await fill(store, ids);
      return [await throughput(store, kafka.brokers), ...(await lag(store, ids[0]!, kafka.brokers))];
    } finally {
      // In this order: what waits for the broker to end does not keep a process alive, and the store's connections do.
      await kafka.stop();
      await store.close();
    }
  },
};

/** Partnerships take turns, a few events each time. */
async function fill(store: EventStore, ids: readonly string[]): Promise<void> {
  for (let n = 0; n < EACH; n += 4) {
    const some = () => Array.from({ length: 4 }, (_, more) => stored(budgeted(n + more)));
    await Promise.all(ids.map((id) => store.append(`partnership-${id}`, 'any', some())));
  }
}

async function throughput(store: EventStore, brokers: readonly string[]): Promise<Ratio> {
  const head = await store.head();
  const publish = async (n: number, onLoad = (_load: Load) => {}) => {
    let finish = () => {};
    const finished = new Promise<void>((settle) => (finish = settle));
    const gateway = await openGateway(store, brokers, `bench-${n}`, (load) => {
      onLoad(load);
      if (load.position >= head) finish();
    });
    const started = performance.now();
    await finished;
    const rate = (head * 1_000) / (performance.now() - started);
    await gateway.close();
    return rate;
  };
  // Once for the loads, and to warm up.
  const loads: Load[] = [];
  await publish(0, (load) => loads.push(load));
  const same = loads.map(({ outgoing, position }) => [...outgoing, checkpoint(position)]);
  const bare = await openProducer(brokers);
  const send = async () => {
    const started = performance.now();
    for (const outgoing of same) await sendBare(bare, outgoing);
    return (head * 1_000) / (performance.now() - started);
  };
  await send();
  let round = 0;
  const { floor, ours } = await inTurns(ROUNDS, send, () => publish(++round));
  await bare.disconnect();
  const what = `history of ${head.toLocaleString('en')} events published, in ${same.length} transactions`;
  return { what, floor, ours, unit: 'events/s', target: 0.7 };
}

/** From before an event is appended, or its messages sent, until a reader of the committed has it. */
async function lag(store: EventStore, id: string, brokers: readonly string[]): Promise<Ratio[]> {
  let last: Load | undefined;
  const gateway = await openGateway(store, brokers, 'bench-0', (load) => (last = load));
  const reader = await openReader(brokers);
  const bare = await openProducer(brokers);
  const ours: number[] = [];
  const floor: number[] = [];
  const measure = async (into: number[], work: () => Promise<unknown>) => {
    const started = performance.now();
    const came = reader.next();
    await work();
    into.push((await came) - started);
    // At rest: what follows a commit on the broker is over.
    await pause(20 + Math.random() * 20);
  };
  for (let n = 0; n < SAMPLES + 20; n++) {
    await measure(ours, () => happened(store, id, budgeted(n)));
    await measure(floor, () => sendBare(bare, [...last!.outgoing, checkpoint(last!.position)]));
  }
  await reader.close();
  await bare.disconnect();
  await gateway.close();
  // The first ones open connections.
  const [settledOurs, settledFloor] = [ours.slice(20), floor.slice(20)];
  const line = (what: string, of: (values: number[]) => number, target: number): Ratio => ({
    what,
    floor: of(settledFloor),
    ours: of(settledOurs),
    unit: 'ms',
    target,
    smaller: true,
  });
  return [
    line('from append to a reader of the committed, at rest', median, 0.5),
    line('the same, slowest of a hundred (under 100 ms)', (values) => slowest(values), 0.3),
  ];
}

const slowest = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1]!;

const checkpoint = (position: number): Outgoing => ({
  topic: CHECKPOINTS_TOPIC,
  messages: [{ key: 'bare', value: Buffer.from(JSON.stringify({ position })), headers: {} }],
});

async function openGateway(
  store: EventStore,
  brokers: readonly string[],
  gateway: string,
  onPublished: (load: Load) => void,
) {
  const broker = new KafkaJsBroker({ brokers, gatewayId: gateway, tls: undefined, signIn: undefined }, log);
  const publisher = new Publisher({ store, broker, gateway, language, log, onPublished });
  publisher.start();
  while (publisher.state.state !== 'connected') await pause(1);
  return {
    publisher,
    async close() {
      await publisher.stop();
      await broker.close();
    },
  };
}

const client = (brokers: readonly string[]) => new KafkaJs({ brokers: [...brokers], logLevel: logLevel.NOTHING });

/** As the gateway's own: what kafkajs does by itself waits 300 ms where a transaction follows another at once. */
async function openProducer(brokers: readonly string[]): Promise<Producer> {
  const producer = client(brokers).producer({
    transactionalId: 'bare',
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 4, maxRetryTime: 500, retries: 12 },
  });
  await producer.connect();
  return producer;
}

async function sendBare(producer: Producer, outgoing: readonly Outgoing[]): Promise<void> {
  const transaction = await producer.transaction();
  const topicMessages = outgoing.map(({ topic, messages }) => ({
    topic,
    messages: messages.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } })),
  }));
  await transaction.sendBatch({ topicMessages, acks: -1 });
  await transaction.commit();
}

/** Reads what comes from now on; `next` settles with the time the next message came. */
async function openReader(brokers: readonly string[]) {
  const consumer: Consumer = client(brokers).consumer({ groupId: `reader-${Date.now()}`, readUncommitted: false });
  let told = (_at: number) => {};
  const joined = new Promise((settle) => consumer.on(consumer.events.GROUP_JOIN, settle));
  await consumer.connect();
  await consumer.subscribe({ topics: [PARTNERSHIPS_TOPIC], fromBeginning: false });
  await consumer.run({ autoCommit: false, eachMessage: async () => told(performance.now()) });
  await joined;
  await pause(1_000);
  return {
    next: () => new Promise<number>((settle) => (told = settle)),
    close: () => consumer.disconnect(),
  };
}
