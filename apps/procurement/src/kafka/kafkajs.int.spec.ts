import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type Logger, pino } from 'pino';
import { type Kafka, startKafka } from '../../../../test/support/kafka/kafka.js';
import { withKafka, withOwnKafka } from '../../../../test/support/kafka/with-kafka.js';
import { BrokerUnavailable, Fenced, type Message, type Received, type ReceivedBatch } from './broker.js';
import { KafkaJsBroker } from './kafkajs.js';

let kafka: Kafka;
let broker: KafkaJsBroker;
let topic: string;
let other: string;
const quiet: Logger = pino({ level: 'silent' });

const config = (brokers: readonly string[]) => ({ brokers, gatewayId: 'medspil', tls: undefined, signIn: undefined });
const message = (key: string, text: string): Message => ({ key, value: Buffer.from(text), headers: { ce_id: text } });
const texts = (messages: readonly Received[]) => messages.map(({ value }) => value?.toString());

async function all(name: string): Promise<Received[]> {
  const found: Received[] = [];
  for await (const one of broker.everything(name)) found.push(one);
  return found;
}

async function until(holds: () => boolean, longest = 60_000): Promise<void> {
  const patience = Date.now() + longest;
  while (!holds()) {
    if (Date.now() > patience) throw new Error('It did not come');
    await pause(20);
  }
}

/** A group that gathers what it is given, and commits it. */
async function gathering(each?: (batch: ReceivedBatch) => Promise<void>, group: string = randomUUID(), of = broker) {
  const gathered: Received[] = [];
  const states: string[] = [];
  const consumption = await of.consume({
    group,
    topics: [topic],
    async each(batch) {
      await each?.(batch);
      gathered.push(...batch.messages);
      await batch.commit(String(BigInt(batch.messages.at(-1)!.offset) + 1n));
    },
    onState: (state) => states.push(state),
  });
  return { group, gathered, states, stop: () => consumption.stop() };
}

beforeAll(async () => {
  kafka = await startKafka();
}, 120_000);
afterAll(() => kafka?.stop());

beforeEach(async () => {
  broker = new KafkaJsBroker(config(kafka.brokers), quiet);
  topic = `sent-${randomUUID()}`;
  other = `other-${randomUUID()}`;
  await broker.ensureTopics([
    { topic, partitions: 3 },
    { topic: other, partitions: 1 },
  ]);
});
afterEach(() => broker.close());

withKafka('sending', () => {
  it('lets a reader see a transaction over several topics as one', async () => {
    const sender = await broker.openSender(randomUUID());
    await sender.send([
      { topic, messages: [message('a', 'a1'), message('b', 'b1')] },
      { topic: other, messages: [message('a', 'position 1')] },
    ]);
    expect(texts(await all(topic)).sort()).toEqual(['a1', 'b1']);
    const [checkpoint] = await all(other);
    expect(checkpoint).toMatchObject({ key: 'a', headers: { ce_id: 'position 1' }, partition: 0, offset: '0' });
  });

  it('keeps the order of a key through many transactions', async () => {
    const sender = await broker.openSender(randomUUID());
    const sent = Array.from({ length: 40 }, (_, n) => [message('a', `a${n}`), message('b', `b${n}`)]);
    for (const messages of sent) await sender.send([{ topic, messages }]);
    const found = await all(topic);
    for (const key of ['a', 'b']) {
      const own = found.filter((one) => one.key === key);
      expect(texts(own)).toEqual(sent.map((_, n) => `${key}${n}`));
    }
  });

  it('undoes what a sender left open when the next one with its id is opened, and fences it', async () => {
    const id = randomUUID();
    const first = await broker.openSender(id);
    await first.send([{ topic, messages: [message('a', 'first')] }]);
    const second = await broker.openSender(id);
    await expect(first.send([{ topic, messages: [message('a', 'too late')] }])).rejects.toThrow(Fenced);
    await expect(first.send([{ topic, messages: [message('a', 'too late')] }])).rejects.toThrow(Fenced);
    await second.send([{ topic, messages: [message('a', 'second')] }]);
    expect(texts(await all(topic))).toEqual(['first', 'second']);
  });

  it('says how far a group has come, together with the messages', async () => {
    const sender = await broker.openSender(randomUUID());
    const group = randomUUID();
    expect(await broker.workedOff(group, topic)).toEqual(new Map());
    await sender.send([{ topic: other, messages: [message('a', 'a1')] }], [{ group, topic, partition: 2, next: '7' }]);
    expect(await broker.workedOff(group, topic)).toEqual(new Map([[2, '7']]));
    await sender.send(
      [],
      [
        { group, topic, partition: 2, next: '8' },
        { group, topic, partition: 0, next: '3' },
      ],
    );
    await sender.send([], [{ group, topic, partition: 2, next: '9' }]);
    expect(await broker.workedOff(group, topic)).toEqual(
      new Map([
        [2, '9'],
        [0, '3'],
      ]),
    );
  });

  it('takes more than fits one request, as one transaction', async () => {
    const sender = await broker.openSender(randomUUID());
    const large = 'x'.repeat(100_000);
    await sender.send([
      { topic: other, messages: Array.from({ length: 30 }, (_, n) => message('a', `${n} ${large}`)) },
    ]);
    expect(texts(await all(other)).map((text) => Number.parseInt(text!, 10))).toEqual([...Array(30).keys()]);
  });

  it('says that a message is too large, and not that the broker is away', async () => {
    const sender = await broker.openSender(randomUUID());
    const sending = sender.send([{ topic, messages: [message('a', 'small'), message('a', 'x'.repeat(2_000_000))] }]);
    await expect(sending).rejects.toThrow(/larger than/);
    await expect(sending).rejects.not.toThrow(BrokerUnavailable);
    const next = await broker.openSender(randomUUID());
    await next.send([{ topic: other, messages: [message('a', 'a1')] }]);
  });
});

withKafka('consuming', () => {
  it('goes on from what was committed, and nowhere else', async () => {
    const sender = await broker.openSender(randomUUID());
    await sender.send([{ topic, messages: [message('a', 'a1'), message('a', 'a2'), message('a', 'a3')] }]);
    let offset = '';
    const first = await gathering(async (batch) => {
      offset = batch.messages[1]!.offset;
      await batch.commit(offset);
      throw new Error('not now');
    });
    await until(() => offset !== '');
    await first.stop();
    const second = await gathering(undefined, first.group);
    await until(() => second.gathered.length > 0);
    expect(texts(second.gathered)).toEqual(['a2', 'a3']);
    expect([...(await broker.workedOff(first.group, topic)).values()]).toEqual([String(Number(offset) + 2)]);
    await second.stop();
  });

  it('gives a batch that was rejected again, without losing the order or holding other partitions up for good', async () => {
    const sender = await broker.openSender(randomUUID());
    let refusals = 3;
    const tries: string[] = [];
    const group = await gathering(async ({ messages }) => {
      if (messages[0]!.key !== 'a') return;
      tries.push(messages[0]!.value!.toString());
      if (refusals-- > 0) throw new Error('not now');
    });
    for (let n = 0; n < 5; n++)
      await sender.send([{ topic, messages: [message('a', `a${n}`), message('b', `b${n}`)] }]);
    await until(() => group.gathered.length === 10);
    expect(tries.slice(0, 4)).toEqual(['a0', 'a0', 'a0', 'a0']);
    for (const key of ['a', 'b']) {
      const own = group.gathered.filter((one) => one.key === key);
      expect(texts(own)).toEqual([0, 1, 2, 3, 4].map((n) => `${key}${n}`));
    }
    await group.stop();
  });
});

withOwnKafka('a broker that goes away', () => {
  it('is waited for by a consumer, and found again', async () => {
    const group = await gathering();
    const send = async (text: string) => {
      const sender = await broker.openSender(randomUUID());
      await sender.send([{ topic, messages: [message('a', text)] }]);
      await sender.close();
    };
    await send('before');
    await until(() => group.gathered.length === 1);
    await kafka.kill();
    await until(() => group.states.includes('away'));
    await expect(broker.openSender('nobody')).rejects.toThrow(BrokerUnavailable);
    await kafka.start();
    await send('after');
    await until(() => group.gathered.length === 2);
    expect(texts(group.gathered)).toEqual(['before', 'after']);
    expect(group.states).toEqual(['connected', 'away', 'connected']);
    await group.stop();
  });
});
