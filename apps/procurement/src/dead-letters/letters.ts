import type { ReceivedMessages, ReceivedRow } from '../inward/received.js';
import { DEAD_LETTER_TOPIC, INBOUND_TOPIC, inwardTopics } from '../inward/topics.js';
import type { Broker, Message, Received } from '../kafka/broker.js';
import { asNote, asPutBack, type DeadLetter, type PutBack, readDeadLetter } from './dead-letter.js';

/** Which dead letters are meant. */
export interface Wanted {
  readonly id?: string;
  /** Partnership the message is about, as its key or subject says. */
  readonly partnership?: string;
  readonly reason?: string;
}

/** A dead letter, and what was done about it. */
export interface Looked {
  readonly letter: DeadLetter;
  readonly putBack?: PutBack;
  /** What came of it after it was put back; absent until it is taken up. */
  readonly became?: ReceivedRow;
}

/** So many are looked up, or put back, at a time. */
const AT_ONCE = 100;

/** The dead letters in Kafka, read as a stream: only the ids of those put back are held. */
export class DeadLetters {
  constructor(
    private readonly broker: Broker,
    private readonly received: ReceivedMessages,
    /** Id of the gateway: of it, one at a time puts back. */
    private readonly gateway: string,
  ) {}

  /** @throws BrokerUnavailable, StoreUnavailable */
  async *look(wanted: Wanted): AsyncGenerator<Looked> {
    const notes = await this.notes();
    for await (const letters of this.letters(wanted)) {
      const putBack = letters.map(({ id }) => id).filter((id) => notes.has(id));
      const became = putBack.length > 0 ? await this.received.becameOf(putBack) : undefined;
      for (const letter of letters) yield { letter, putBack: notes.get(letter.id), became: became?.get(letter.id) };
    }
  }

  /**
   * Puts back those that were kept as they came and not put back yet; each of them once, whatever else is put back at the same time and
   * wherever it is interrupted. Yields how many, after each transaction.
   *
   * @throws Fenced when somebody else began to put back, BrokerUnavailable
   */
  async *putBack(wanted: Wanted, by: string, now: () => Date): AsyncGenerator<number> {
    // Opened first: whoever put back before can send nothing more, so that the notes that are read are all there will be.
    const sender = await this.broker.openSender(`${this.gateway}-put-back`);
    try {
      const notes = await this.notes();
      for await (const letters of this.letters(wanted)) {
        const open = letters.filter(({ id, leftOut }) => leftOut === undefined && !notes.has(id));
        if (open.length === 0) continue;
        const at = now().toISOString();
        await sender.send([
          { topic: INBOUND_TOPIC, messages: open.map(asPutBack) },
          { topic: DEAD_LETTER_TOPIC, messages: open.map((letter) => asNote(letter, { id: letter.id, by, at })) },
        ]);
        yield open.length;
      }
    } finally {
      await sender.close();
    }
  }

  private async notes(): Promise<ReadonlyMap<string, PutBack>> {
    await this.broker.ensureTopics(inwardTopics);
    const notes = new Map<string, PutBack>();
    for await (const message of this.broker.everything(DEAD_LETTER_TOPIC)) {
      const read = readDeadLetter(message);
      if (read && 'putBack' in read) notes.set(read.putBack.id, read.putBack);
    }
    return notes;
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

function letterIn(message: Received, { id, partnership, reason }: Wanted): DeadLetter | undefined {
  const read = readDeadLetter(message);
  if (!read || !('letter' in read)) return undefined;
  const { letter } = read;
  if (id !== undefined && letter.id !== id) return undefined;
  if (reason !== undefined && letter.reason !== reason) return undefined;
  if (partnership !== undefined && !partnershipsIn(letter.message).includes(partnership)) return undefined;
  return letter;
}

const partnershipsIn = ({ key, headers }: Message): readonly (string | null | undefined)[] => [key, headers.ce_subject];
