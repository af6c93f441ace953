import { asDeadLetter, placeOf, readDeadLetter } from '../dead-letters/dead-letter.js';
import type { Broker, Received, ReceivedBatch, Sender } from '../kafka/broker.js';
import { Left, type Patiently } from './patience.js';
import { type Desk, takeUp } from './slice.js';
import { isDead, type TakenUp } from './take-up.js';
import { DEAD_LETTER_TOPIC } from './topics.js';
import { faultOf } from './wording.js';

/** So many messages are worked off before it is said how far. */
const SLICE = 200;

/** A partition of inbound messages as long as it is ours. */
export class Partition {
  private constructor(
    private readonly sender: Sender,
    private readonly group: string,
    private readonly desk: Desk,
    private next: bigint,
    /** Places of messages from `next` on that are dead letters already, where an offset was set back. */
    private readonly alreadyDead: ReadonlySet<string>,
  ) {}

  /**
   * Takes a partition over: whoever had it can send nothing more, and how far they came is known for certain.
   *
   * @throws Fenced, BrokerUnavailable, Left
   */
  static async open(
    { topic, partition, messages }: ReceivedBatch,
    { broker, group, desk }: { broker: Broker; group: string; desk: Desk },
    patiently: Patiently,
  ): Promise<Partition> {
    const sender = await broker.openSender(`${group}-${topic}-${partition}`);
    try {
      const workedOff = (await broker.workedOff(group, topic)).get(partition);
      const next = BigInt(workedOff ?? messages[0]?.offset ?? 0);
      const any = await patiently('read-models', () => desk.received.anyDeadLetter(topic, partition, next.toString()));
      const alreadyDead = any ? await deadFrom(broker, { topic, partition, next }) : new Set<string>();
      return new Partition(sender, group, desk, next, alreadyDead);
    } catch (error) {
      await sender.close().catch(() => {});
      throw error;
    }
  }

  /**
   * Works a batch off, slice by slice. After an error the partition is to be opened anew.
   *
   * @throws Left, Fenced, BrokerUnavailable
   */
  async workOff(batch: ReceivedBatch, patiently: Patiently, done: (taken: readonly TakenUp[]) => void): Promise<void> {
    const rest = batch.messages.filter(({ offset }) => BigInt(offset) >= this.next);
    for (let start = 0; start < rest.length; start += SLICE) {
      const slice = rest.slice(start, start + SLICE);
      const anew = slice.filter((message) => !this.alreadyDead.has(placeOf(message)));
      const taken = await takeUp(anew, this.desk, patiently);
      if (batch.lost()) throw new Left();
      await this.finish(batch, slice, taken.filter(isDead));
      done(taken);
    }
  }

  close(): Promise<void> {
    return this.sender.close();
  }

  /** Says how far it is worked off: together with the dead letters, so that each of them is sent once. */
  private async finish(batch: ReceivedBatch, slice: readonly Received[], dead: readonly TakenUp[]): Promise<void> {
    const { topic, partition } = batch;
    const next = BigInt(slice.at(-1)!.offset) + 1n;
    if (dead.length === 0) await batch.commit(next.toString());
    else {
      const at = this.desk.now().toISOString();
      const messages = dead.map(({ message, verdict }) => asDeadLetter(message, faultOf(verdict), at));
      const workedOff = { group: this.group, topic, partition, next: next.toString() };
      await this.sender.send([{ topic: DEAD_LETTER_TOPIC, messages }], [workedOff]);
    }
    this.next = next;
  }
}

async function deadFrom(
  broker: Broker,
  from: { readonly topic: string; readonly partition: number; readonly next: bigint },
): Promise<ReadonlySet<string>> {
  const dead = new Set<string>();
  for await (const message of broker.everything(DEAD_LETTER_TOPIC)) {
    const read = readDeadLetter(message);
    if (!read || !('letter' in read)) continue;
    const { id, topic, partition, offset } = read.letter;
    if (topic === from.topic && partition === from.partition && BigInt(offset) >= from.next) dead.add(id);
  }
  return dead;
}
