import { putBackOf } from '../dead-letters/dead-letter.js';
import type { Received } from '../kafka/broker.js';
import { type Incoming, identityOf, incoming } from './incoming.js';
import type { Judge } from './judge.js';
import type { Patiently } from './patience.js';
import type { ReceivedMessages } from './received.js';
import { EarlierOnes, putBackFrom, rowOf, type TakenUp } from './take-up.js';
import { inTraceOf } from './trace.js';

/** So many partnerships are worked on at once. */
const AT_ONCE = 16;

/** What taking messages up needs. */
export interface Desk {
  readonly judge: Judge;
  readonly received: ReceivedMessages;
  readonly now: () => Date;
}

/**
 * Takes up messages of one partition: those of different keys at the same time, those of one key in their order. What
 * came of them is noted by the end of it.
 *
 * @throws Left
 */
export async function takeUp(
  messages: readonly Received[],
  { judge, received, now }: Desk,
  patiently: Patiently,
): Promise<TakenUp[]> {
  if (messages.length === 0) return [];
  const read = messages.map(incoming);
  const identities = read.flatMap((one) => identityOf(one) ?? []);
  const { topic } = messages[0]!;
  const earlier = new EarlierOnes(await patiently('read-models', () => received.earlier(topic, identities)));
  const named = messages.flatMap((message) => putBackOf(message) ?? []);
  const letters = named.length === 0 ? [] : await patiently('read-models', () => received.deadLetters(topic, named));
  const taken = new Map<Incoming, TakenUp>();
  await sideBySide(byKey(read), async (one) => {
    const from = putBackFrom(one, letters);
    const before = from === undefined ? earlier.of(one) : [];
    const verdict = await patiently('store', () => inTraceOf(one, () => judge.judge(one, before)));
    const done = { ...one, verdict, putBackOf: from };
    earlier.takenUp(done);
    taken.set(one, done);
  });
  const all = read.map((one) => taken.get(one)!);
  const at = now().toISOString();
  await patiently('read-models', () => received.note(all.map((one) => rowOf(one, at))));
  return all;
}

function byKey(messages: readonly Incoming[]): Incoming[][] {
  const rows = new Map<string | null, Incoming[]>();
  for (const one of messages) {
    const row = rows.get(one.message.key);
    if (row) row.push(one);
    else rows.set(one.message.key, [one]);
  }
  return [...rows.values()];
}

/** Works several rows off at the same time, each in its order; when one fails, nothing more is begun, and nothing goes on behind it. */
async function sideBySide<Item>(rows: Item[][], work: (item: Item) => Promise<void>): Promise<void> {
  let failed = false;
  const worker = async () => {
    for (let row = rows.shift(); row; row = rows.shift()) {
      for (const item of row) {
        if (failed) return;
        await work(item).catch((error) => {
          failed = true;
          throw error;
        });
      }
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  for (const one of workers) if (one.status === 'rejected') throw one.reason;
}
