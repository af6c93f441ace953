import type { ReceivedMessages, ReceivedRow } from '../inward/received.js';
import { DEAD_LETTER_TOPIC, INBOUND_TOPIC, inwardTopics } from '../inward/topics.js';
import type { Broker, Message, Received, Sender } from '../kafka/broker.js';
import {
  asPutBack,
  asPutBackNote,
  asSetAsideNote,
  type DeadLetter,
  type PutBack,
  readDeadLetter,
  type SetAside,
} from './dead-letter.js';

/** Which dead letters are meant. */
export interface Wanted {
  readonly ids?: readonly string[];
  /** Partnership the message is about, as its key or subject says. */
  readonly partnership?: string;
  readonly reason?: string;
}

/** A dead letter, and what was done about it. */
export interface Looked {
  readonly letter: DeadLetter;
  /** What it was set aside for; it may have been put back all the same since. */
  readonly setAside?: SetAside;
  readonly putBack?: PutBack;
  /** What came of it after it was put back; absent until it is taken up. */
  readonly became?: ReceivedRow;
}

/** What was done about dead letters, by their ids. */
interface Notes {
  readonly putBack: ReadonlyMap<string, PutBack>;
  readonly setAside: ReadonlyMap<string, SetAside>;
}

/** What came of setting some aside: either all are, or none was, as these are not there or do not wait. */
export type Settled =
  | { readonly done: true }
  | { readonly missing: readonly string[]; readonly putBack: readonly string[] };

/** So many are looked up, or put back, at a time. */
const AT_ONCE = 100;

/** The dead letters in Kafka, read as a stream: only what was done about them is held. */
export class DeadLetters {
  constructor(
    private readonly broker: Broker,
    private readonly received: ReceivedMessages,
    /** Id of the gateway: of it, one at a time puts back or sets aside. */
    private readonly gateway: string,
  ) {}

  /** @throws BrokerUnavailable, StoreUnavailable */
  async *look(wanted: Wanted): AsyncGenerator<Looked> {
    const { putBack, setAside } = await this.notes();
    for await (const letters of this.letters(wanted)) {
      const back = letters.map(({ id }) => id).filter((id) => putBack.has(id));
      const became = back.length > 0 ? await this.received.becameOf(back) : undefined;
      for (const letter of letters) {
        const { id } = letter;
        yield { letter, setAside: setAside.get(id), putBack: putBack.get(id), became: became?.get(id) };
      }
    }
  }

  /**
   * Puts back those that were kept as they came and not put back yet, nor set aside unless they are named; each of them once,
   * whatever else is put back at the same time and wherever it is interrupted. Yields how many, after each transaction.
   *
   * @throws Fenced when somebody else began to put back or set aside, BrokerUnavailable
   */
  async *putBack(wanted: Wanted, by: string, now: () => Date): AsyncGenerator<number> {
    const sender = await this.openSender();
    try {
      const { putBack, setAside } = await this.notes();
      const waits = (id: string) => !putBack.has(id) && (wanted.ids !== undefined || !setAside.has(id));
      for await (const letters of this.letters(wanted)) {
        const open = letters.filter(({ id, leftOut }) => leftOut === undefined && waits(id));
        if (open.length === 0) continue;
        const at = now().toISOString();
        await sender.send([
          { topic: INBOUND_TOPIC, messages: open.map(asPutBack) },
          {
            topic: DEAD_LETTER_TOPIC,
            messages: open.map((letter) => asPutBackNote(letter, { id: letter.id, by, at })),
          },
        ]);
        yield open.length;
      }
    } finally {
      await sender.close();
    }
  }

  /**
   * Sets dead letters aside, all in one transaction. Doing so again changes nothing, except that what was interrupted between Kafka
   * and the tables is counted right.
   *
   * @throws Fenced when somebody else began to put back or set aside, BrokerUnavailable, StoreUnavailable when they are set aside
   *   in Kafka, and are to be once more so that they are counted no longer
   */
  async setAside(ids: readonly string[], by: string, why: string, now: () => Date): Promise<Settled> {
    const sender = await this.openSender();
    try {
      const notes = await this.notes();
      const there = new Map<string, DeadLetter>();
      for await (const letters of this.letters({ ids })) for (const letter of letters) there.set(letter.id, letter);
      const missing = ids.filter((id) => !there.has(id));
      const putBack = ids.filter((id) => notes.putBack.has(id));
      if (missing.length > 0 || putBack.length > 0) return { missing, putBack };
      const at = now().toISOString();
      const fresh = [...there.values()].filter(({ id }) => !notes.setAside.has(id));
      const messages = fresh.map((letter) => asSetAsideNote(letter, { id: letter.id, by, at, why }));
      if (fresh.length > 0) await sender.send([{ topic: DEAD_LETTER_TOPIC, messages }]);
      await this.received.setAside(ids.map((id) => ({ deadLetter: id, at: notes.setAside.get(id)?.at ?? at })));
      return { done: true };
    } finally {
      await sender.close();
    }
  }

  /** Opened before notes are read: whoever worked here before can send nothing more, so that the notes are all there will be. */
  private openSender(): Promise<Sender> {
    return this.broker.openSender(`${this.gateway}-put-back`);
  }

  private async notes(): Promise<Notes> {
    await this.broker.ensureTopics(inwardTopics);
    const putBack = new Map<string, PutBack>();
    const setAside = new Map<string, SetAside>();
    for await (const message of this.broker.everything(DEAD_LETTER_TOPIC)) {
      const read = readDeadLetter(message);
      if (!read || 'letter' in read) continue;
      if ('putBack' in read) putBack.set(read.putBack.id, read.putBack);
      else setAside.set(read.setAside.id, read.setAside);
    }
    return { putBack, setAside };
  }

  private async *letters(wanted: Wanted): AsyncGenerator<readonly DeadLetter[]> {
    let some: DeadLetter[] = [];
    for await (const message of this.broker.everything(DEAD_LETTER_TOPIC)) {
      const letter = letterIn(message, wanted);
      if (letter) some.push(letter);
      if (some.length < AT_ONCE) continue;
      yield some;
      some = [];
    }
    if (some.length > 0) yield some;
  }
}

function letterIn(message: Received, { ids, partnership, reason }: Wanted): DeadLetter | undefined {
  const read = readDeadLetter(message);
  if (!read || !('letter' in read)) return undefined;
  const { letter } = read;
  if (ids && !ids.includes(letter.id)) return undefined;
  if (reason !== undefined && letter.reason !== reason) return undefined;
  if (partnership !== undefined && !partnershipsIn(letter.message).includes(partnership)) return undefined;
  return letter;
}

const partnershipsIn = ({ key, headers }: Message): readonly (string | null | undefined)[] => [key, headers.ce_subject];
