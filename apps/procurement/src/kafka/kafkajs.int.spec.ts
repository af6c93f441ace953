import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Partitioners, type Producer } from 'kafkajs';
import { type Logger, pino } from 'pino';
import type { KafkaConfig } from '#platform';
import { type Kafka, startKafka } from '../../../../test/support/kafka/kafka.js';
import { withKafka, withOwnKafka } from '../../../../test/support/kafka/with-kafka.js';
import { BrokerUnavailable, Fenced, type Message, type Received, type ReceivedBatch, TooLarge } from './broker.js';
import { clientsOf } from './kafkajs/client.js';
import { KafkaJsBroker } from './kafkajs.js';

let kafka: Kafka;
let broker: KafkaJsBroker;
let topic: string;
let other: string;
const strangers: Producer[] = [];
const quiet: Logger = pino({ level: 'silent' });

const config = (brokers: readonly string[]): KafkaConfig => ({
  brokers,
  gatewayId: 'medspil',
  tls: undefined,
  signIn: undefined,
});
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
  const committed: string[] = [];
  const consumption = await of.consume({
    group,
    topics: [topic],
    async each(batch) {
      await each?.(batch);
      gathered.push(...batch.messages);
      const next = String(BigInt(batch.messages.at(-1)!.offset) + 1n);
      await batch.commit(next);
      committed.push(next);
    },
    onState: (state) => states.push(state),
  });
  return { group, gathered, committed, states, stop: () => consumption.stop() };
}

/** As another program writes: with transactions that are given up or stay open. */
async function stranger(): Promise<Producer> {
  const { kafka: client } = clientsOf(config(kafka.brokers), quiet)();
  const producer = client.producer({
    transactionalId: randomUUID(),
    idempotent: true,
    maxInFlightRequests: 1,
    transactionTimeout: 5_000,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  strangers.push(producer);
  return producer;
}

beforeAll(async () => {
  kafka = await startKafka({ sasl: true, tls: true, oauth: true });
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
afterEach(async () => {
  await Promise.all(strangers.splice(0).map((producer) => producer.disconnect()));
  await broker.close();
});

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
    await expect(sending).rejects.toThrow(TooLarge);
    expect(await broker.largest(topic)).toBe(1_048_588);
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

  it('tells who holds a batch that its partition goes to another member', async () => {
    const sender = await broker.openSender(randomUUID());
    const sent = Array.from({ length: 12 }, (_, n) => `${n}`);
    await sender.send([{ topic, messages: sent.map((text) => message(text, text)) }]);
    let [isHeld, wasLost] = [false, false];
    const first = await gathering(async (batch) => {
      if (wasLost) return;
      isHeld = true;
      while (!batch.lost()) {
        await batch.stillHere();
        await pause(100);
      }
      wasLost = true;
      throw new Error('lost');
    });
    await until(() => isHeld);
    const second = await gathering(undefined, first.group);
    await until(() => wasLost && first.gathered.length + second.gathered.length >= sent.length);
    expect(texts([...first.gathered, ...second.gathered]).sort()).toEqual([...sent].sort());
    expect(second.gathered.length).toBeGreaterThan(0);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('leaves the processor alone when there is nothing to do', async () => {
    const group = await gathering();
    await until(() => group.states.includes('connected'));
    await pause(500);
    const real = globalThis.setTimeout;
    let timers = 0;
    globalThis.setTimeout = ((...wish: Parameters<typeof real>) => {
      timers++;
      return real(...wish);
    }) as typeof real;
    await new Promise((done) => real(done, 1_000));
    globalThis.setTimeout = real;
    expect(timers).toBeLessThan(100);
    await group.stop();
  });
});

withKafka('reading a topic to its end', () => {
  it('finds nothing where there is nothing', async () => {
    expect(await all(topic)).toEqual([]);
  });

  it('is not possible where there is no such topic', async () => {
    await expect(all('no-such-topic')).rejects.toThrow(BrokerUnavailable);
  });

  it('shows nothing of a transaction that was given up, also at the very end', async () => {
    const sender = await broker.openSender(randomUUID());
    const producer = await stranger();
    for (let n = 0; n < 3; n++) {
      await sender.send([{ topic: other, messages: [message('a', `${n}`)] }]);
      const transaction = await producer.transaction();
      await transaction.send({ topic: other, messages: [{ key: 'a', value: 'never' }] });
      await transaction.abort();
    }
    expect(texts(await all(other))).toEqual(['0', '1', '2']);
  });

  it('waits for a transaction that is open, for what is committed behind it', async () => {
    const sender = await broker.openSender(randomUUID());
    const producer = await stranger();
    const open = await producer.transaction();
    await open.send({ topic: other, messages: [{ key: 'a', value: 'open' }] });
    await sender.send([{ topic: other, messages: [message('a', 'behind')] }]);
    let isRead = false;
    const reading = all(other).finally(() => {
      isRead = true;
    });
    await pause(1_000);
    expect(isRead).toBe(false);
    await open.commit();
    expect(texts(await reading)).toEqual(['open', 'behind']);
  });

  it('goes on when the broker gives up a transaction that nobody ends', async () => {
    const sender = await broker.openSender(randomUUID());
    const open = await (await stranger()).transaction();
    await open.send({ topic: other, messages: [{ key: 'a', value: 'never' }] });
    await sender.send([{ topic: other, messages: [message('a', 'behind')] }]);
    expect(texts(await all(other))).toEqual(['behind']);
  });

  it('passes what compaction took away', async () => {
    const compacted = `compacted-${randomUUID()}`;
    const settings = {
      'cleanup.policy': 'compact',
      'segment.ms': '200',
      'min.cleanable.dirty.ratio': '0.001',
      'delete.retention.ms': '0',
    };
    await broker.ensureTopics([{ topic: compacted, partitions: 1, settings }]);
    const first = await broker.openSender(randomUUID());
    await first.send([{ topic: compacted, messages: [message('a', 'first'), message('b', 'first')] }]);
    const second = await broker.openSender(randomUUID());
    let found: Received[] = [];
    let newest = 0;
    for (const patience = Date.now() + 60_000; Date.now() < patience; ) {
      await pause(300);
      await second.send([{ topic: compacted, messages: [message('a', `${++newest}`), message('b', `${newest}`)] }]);
      found = await all(compacted);
      if (!texts(found).includes('first') && found.length < newest) break;
    }
    expect(texts(found)).not.toContain('first');
    expect(found.length).toBeLessThan(newest);
    expect(texts(found).slice(-2)).toEqual([`${newest}`, `${newest}`]);
  });

  it('passes batches that compaction left empty', async () => {
    const compacted = `compacted-${randomUUID()}`;
    const settings = {
      'cleanup.policy': 'compact',
      'segment.ms': '200',
      // As large as two messages, so that each stays in a segment of its own.
      'segment.bytes': '1048576',
      'min.cleanable.dirty.ratio': '0.001',
    };
    await broker.ensureTopics([{ topic: compacted, partitions: 1, settings }]);
    const write = async (producer: Producer, value: string) => {
      await producer.send({ topic: compacted, messages: [{ key: 'a', value: `${value} ${'x'.repeat(700_000)}` }] });
      await pause(300);
    };
    // The last batch of a writer is kept for its number, whatever happens to the messages in it.
    await write(await stranger(), 'first');
    const second = await stranger();
    let found: Received[] = [];
    let newest = 0;
    const firstWords = () => texts(found).map((text) => text?.split(' ')[0]);
    do {
      await write(second, `${++newest}`);
      found = await all(compacted);
    } while (newest < 30 && firstWords().includes('first'));
    expect(firstWords()).not.toContain('first');
    expect(firstWords().at(-1)).toBe(`${newest}`);
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
    // What is not committed comes again.
    await until(() => group.committed.length === 1);
    const alive = group.states.length;
    await kafka.kill();
    await until(() => group.states.length > alive);
    await expect(broker.openSender('nobody')).rejects.toThrow(BrokerUnavailable);
    await kafka.start();
    await send('after');
    await until(() => texts(group.gathered).includes('after'));
    // A broker that was killed may give once more what was taken.
    const inOrder = texts(group.gathered).filter((text, n, all) => text !== all[n - 1]);
    expect(inOrder).toEqual(['before', 'after']);
    // And one that has just come back, or is just there, may let go once more.
    expect([group.states[alive - 1], group.states[alive], group.states.at(-1)]).toEqual([
      'connected',
      'away',
      'connected',
    ]);
    await group.stop();
  }, 120_000);

  it('loses and repeats nothing of a sender that writes down how far it came', async () => {
    const group = await gathering();
    const id = randomUUID();
    const last = 300;
    const position = async () => {
      let found = 0;
      for await (const { value } of broker.everything(other)) found = Number(value?.toString());
      return found;
    };
    const publish = async () => {
      const sender = await broker.openSender(id);
      try {
        for (let n = (await position()) + 1; n <= last; n++) {
          const messages = [message(`${n % 3}`, `${n}`)];
          await sender.send([
            { topic, messages },
            { topic: other, messages: [message('a', `${n}`)] },
          ]);
          await pause(10);
        }
        return true;
      } finally {
        await sender.close();
      }
    };
    let interruptions = 0;
    const publishing = (async () => {
      while (!(await publish().catch(() => false))) {
        interruptions++;
        await pause(200);
      }
    })();
    await until(() => group.gathered.length > 20);
    await kafka.restart();
    await until(() => group.gathered.length > 100);
    await kafka.kill();
    await kafka.start();
    await publishing;
    expect(interruptions).toBeGreaterThan(0);
    const sent = Array.from({ length: last }, (_, n) => n + 1);
    const numbers = (messages: readonly Received[], key: number) =>
      messages.filter((one) => one.key === `${key}`).map(({ value }) => Number(value?.toString()));
    const there = await all(topic);
    const seen = () => [...new Map(group.gathered.map((one) => [`${one.partition}/${one.offset}`, one])).values()];
    await until(() => seen().length === last);
    for (const key of [0, 1, 2]) {
      const expected = sent.filter((n) => n % 3 === key);
      expect(numbers(there, key)).toEqual(expected);
      expect(numbers(seen(), key)).toEqual(expected);
    }
    await group.stop();
  }, 180_000);
});

withOwnKafka('signing in', () => {
  let said: string;
  /** Opens a sender under a configuration, with everything that is logged meanwhile in `said`. */
  const tryIt = async (way: Partial<KafkaConfig>) => {
    said = '';
    const log = pino({ level: 'trace' }, { write: (line) => (said += line) });
    const tried = new KafkaJsBroker({ ...config([]), ...way }, log);
    try {
      const sender = await tried.openSender(randomUUID());
      await sender.send([{ topic: other, messages: [message('a', 'let in')] }]);
      return await tried.workedOff('nobody', other);
    } finally {
      await tried.close();
    }
  };
  const scram = () => ({
    mechanism: 'scram-sha-512' as const,
    username: kafka.sasl.username,
    password: kafka.sasl.password,
  });
  const oauth = (clientSecret: string) => {
    const { tokenUrl, clientId } = kafka.oauth.server!;
    return { mechanism: 'oauthbearer' as const, tokenUrl, clientId, clientSecret, scope: 'kafka' };
  };

  it.each(['scram-sha-256', 'scram-sha-512', 'plain'] as const)('works with a password by %s', async (mechanism) => {
    await tryIt({ brokers: kafka.sasl.brokers, signIn: { ...scram(), mechanism } });
    expect(said).not.toBe('');
    expect(said).not.toContain(kafka.sasl.password);
  });

  it.each(['scram-sha-256', 'scram-sha-512', 'plain'] as const)(
    'is refused with a wrong one by %s',
    async (mechanism) => {
      const password = 'wrong-password-1f';
      const trying = tryIt({ brokers: kafka.sasl.brokers, signIn: { ...scram(), mechanism, password } });
      await expect(trying).rejects.toThrow(BrokerUnavailable);
      await expect(trying).rejects.toThrow(/authentication failed/i);
      await expect(trying).rejects.not.toThrow(password);
      expect(said).not.toContain(password);
    },
  );

  it('is asked for', async () => {
    await expect(tryIt({ brokers: kafka.sasl.brokers })).rejects.toThrow(BrokerUnavailable);
  });

  it('works with tokens, each of which is used as long as it holds', async () => {
    const { server, brokers } = kafka.oauth;
    const before = server!.given();
    await tryIt({ brokers, signIn: oauth(server!.clientSecret) });
    expect(server!.given() - before).toBe(1);
    expect(said).not.toContain(server!.clientSecret);
    expect(said).not.toContain('eyJ');
  });

  it('is refused where the authorization server gives no token', async () => {
    const trying = tryIt({ brokers: kafka.oauth.brokers, signIn: oauth('wrong-secret-2a') });
    await expect(trying).rejects.toThrow(BrokerUnavailable);
    await expect(trying).rejects.toThrow('No token for Kafka could be had: the authorization server answered 401');
    expect(said).not.toContain('wrong-secret-2a');
  });

  it('goes over TLS, with a password, too', async () => {
    const tls = { caFile: kafka.tls.caFile };
    await tryIt({ brokers: kafka.tls.brokers, tls });
    await tryIt({ brokers: kafka.tls.saslBrokers, tls, signIn: scram() });
  });

  it('trusts no broker whose certificate nobody vouches for', async () => {
    const trying = tryIt({ brokers: kafka.tls.brokers, tls: { caFile: undefined } });
    await expect(trying).rejects.toThrow(BrokerUnavailable);
    await expect(trying).rejects.toThrow(/self-signed certificate/);
  });

  it('says at once that the file of the authority cannot be read', () => {
    const missing = { ...config([]), tls: { caFile: '/nowhere/ca.pem' } };
    expect(() => new KafkaJsBroker(missing, quiet)).toThrow('/nowhere/ca.pem');
  });
});
