import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { INBOUND_TOPIC, inwardGroup } from '../../apps/procurement/src/inward/topics.js';
import type { Message } from '../../apps/procurement/src/kafka/broker.js';
import { ask } from '../../apps/procurement/src/read-models.js';
import { type Desk, GATEWAY, letterOf, openDesk, request, told, until } from '../../apps/procurement/test/inward.js';
import { type Kafka, startKafka } from '../support/kafka/kafka.js';
import { withOwnKafka } from '../support/kafka/with-kafka.js';
import { dataDirectory, type Running, startProcess } from '../support/product.js';

// INWARD_MESSAGES=10000 is the run whose figures are told: five kills.
const MESSAGES = Number(process.env.INWARD_MESSAGES ?? 1_000);
const KILLS = MESSAGES >= 10_000 ? 5 : 2;
const PARTNERSHIPS = 40;

let kafka: Kafka;
let desk: Desk;
let directory: Awaited<ReturnType<typeof dataDirectory>>;
let gateway: Running;

const startGateway = () =>
  startProcess('procurement', directory.path, {
    LOG_LEVEL: 'error',
    EVENT_STORE_URL: desk.eventStoreUrl,
    READ_MODEL_URL: desk.readModelUrl,
    KAFKA_BROKERS: kafka.brokers.join(','),
    KAFKA_GATEWAY_ID: GATEWAY,
  });

/** What is sent, and what should come of it. */
interface Plan {
  readonly messages: readonly Message[];
  /** By partnership the candidates, in order. */
  readonly candidates: ReadonlyMap<string, readonly string[]>;
  /** By the id of the message why it becomes a dead letter. */
  readonly dead: ReadonlyMap<string, string>;
  readonly duplicates: number;
}

/** Of every hundred messages one that cannot be read, one against a rule, and five that came before. */
function planned(ids: readonly string[]): Plan {
  const messages: Message[] = [];
  const candidates = new Map<string, string[]>(ids.map((id) => [id, []]));
  const dead = new Map<string, string>();
  let duplicates = 0;
  for (let n = 0; n < MESSAGES; n++) {
    const id = ids[n % ids.length]!;
    const name = `m-${n}`;
    switch (n % 100) {
      case 13: {
        const kinds = [
          ['type-unknown', told(id, 'coffee-made', {}, { id: name })],
          ['not-json', { ...request(id, name, { id: name }), value: Buffer.from('{"candidateId":') }],
          ['field-missing', told(id, 'request-to-participate-received', {}, { id: name })],
        ] as const;
        const [reason, message] = kinds[Math.floor(n / 100) % kinds.length]!;
        messages.push(message);
        dead.set(name, reason);
        break;
      }
      case 57:
        messages.push(request(id, name, { id: name }, { receivedOn: '2025-05-20' }));
        dead.set(name, 'request-too-late');
        break;
      case 20:
      case 40:
      case 60:
      case 80:
      case 99:
        // Sometimes the one just before, sometimes one of long ago; bad ones too.
        messages.push(messages[Math.max(0, n - 1 - Math.floor(Math.random() ** 3 * Math.min(n, 500)))]!);
        duplicates += 1;
        break;
      default:
        messages.push(request(id, name, { id: name }));
        candidates.get(id)!.push(name);
    }
  }
  return { messages, candidates, dead, duplicates };
}

/** How many messages were taken up, and how many of them by what came of them. */
async function counted(): Promise<Record<string, number>> {
  const rows = await ask<{ outcome: string; n: number }>(
    desk.pool,
    'select outcome, count(*) as n from procurement.received group by outcome',
  );
  return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]));
}
/** As soon as something holds: a kill a moment later falls elsewhere. */
async function soon(holds: () => Promise<boolean>): Promise<void> {
  const patience = performance.now() + 90_000;
  while (!(await holds())) {
    if (performance.now() > patience) throw new Error('It did not come to that');
    await pause(2);
  }
}

const takenUp = async () => Object.values(await counted()).reduce((sum, n) => sum + n, 0);

withOwnKafka('a gateway that is killed again and again while it takes messages up', () => {
  beforeAll(async () => {
    [kafka, directory] = await Promise.all([startKafka(), dataDirectory()]);
    desk = await openDesk(kafka);
  }, 120_000);
  afterAll(async () => {
    await gateway?.end('SIGKILL');
    await desk?.close();
    await kafka?.stop();
    await directory?.remove();
  }, 60_000);

  it(`gives ${MESSAGES} messages their effect once, in order for each partnership, and each bad one a dead letter`, async () => {
    const ids = await Promise.all(Array.from({ length: PARTNERSHIPS }, () => desk.tendering()));
    const { messages, candidates, dead, duplicates } = planned(ids);
    const rounds = KILLS + 1;
    const share = (round: number) => Math.floor((MESSAGES * round) / rounds);
    const killedAfter: number[] = [];
    // From the first message after a start to the kill, or to the last message.
    let working = 0;
    let worked = 0;
    for (let round = 0; round < rounds; round++) {
      gateway = startGateway();
      const before = await desk.store.head();
      const sending = (async () => {
        for (let from = share(round); from < share(round + 1); from += 100)
          await desk.send(...messages.slice(from, Math.min(from + 100, share(round + 1))));
      })();
      // By the store, which knows of a message before it is noted and committed: that is where the kill should fall.
      const come = async (least: number) => (await desk.store.head()) >= before + least;
      await soon(() => come(1));
      const [began, first] = [performance.now(), await desk.store.head()];
      const some = (share(round + 1) - share(round)) * (0.1 + 0.85 * Math.random());
      if (round < KILLS) await soon(() => come(some));
      else await until(async () => (await takenUp()) === MESSAGES, 180_000, 'The messages');
      worked += (await desk.store.head()) - first;
      working += performance.now() - began;
      if (round < KILLS) {
        await gateway.end('SIGKILL');
        killedAfter.push(await takenUp());
      }
      await sending;
    }
    const isWorkedOff = async () => {
      const next = await desk.broker.workedOff(inwardGroup(GATEWAY), INBOUND_TOPIC);
      return [...next.values()].reduce((sum, offset) => sum + Number(offset), 0) >= MESSAGES;
    };
    await until(isWorkedOff, 60_000, 'The last commit');
    // Time for what would be too many.
    await pause(2_000);

    const outcomes = await counted();
    const letters = (await desk.deadLetters()).map((one) => letterOf(one)!);
    process.stdout.write(
      `inward: ${MESSAGES} messages, ${duplicates} of them duplicates, ${dead.size} bad; ${killedAfter.length} kills (when ${killedAfter.join(', ')} were noted); ${JSON.stringify(outcomes)}, ${letters.length} dead letters; ${Math.round((worked / working) * 1_000)} a second while it worked\n`,
    );
    expect(killedAfter).toHaveLength(KILLS);
    expect(letters).toHaveLength(dead.size);
    expect(new Map(letters.map(({ message, reason }) => [message.headers.ce_id, reason]))).toEqual(dead);
    for (const [id, names] of candidates) {
      const events = await desk.events(id, 'RequestToParticipateReceived');
      expect(events.map(({ data }) => (data as unknown as { candidateId: string }).candidateId)).toEqual(names);
    }
    const { applied = 0, repeated = 0, refused = 0, unreadable = 0 } = outcomes;
    expect({ applied, repeated, bad: refused + unreadable }).toEqual({
      applied: MESSAGES - duplicates - dead.size,
      repeated: duplicates,
      bad: dead.size,
    });
  }, 600_000);
});
