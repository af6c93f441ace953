/** A message as Kafka keeps it: everything but its key is up to those who exchange it. */
export interface Message {
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** About the bytes a message takes in a topic. */
export function bytesOf({ key, value, headers }: Message): number {
  let bytes = Buffer.byteLength(key ?? '') + (value?.length ?? 0) + 30;
  // Of every message that is sent: without lists in between.
  for (const name in headers) bytes += Buffer.byteLength(name) + Buffer.byteLength(headers[name]!) + 10;
  return bytes;
}

export interface Received extends Message {
  readonly topic: string;
  readonly partition: number;
  /** Place in its partition; a whole number as text, as it may exceed what a number holds. */
  readonly offset: string;
  /** When it was sent, by its sender's clock, or by the broker's where the topic is set so. */
  readonly at: Date;
}

/** Messages of one topic; those of one key keep their order. */
export interface Outgoing {
  readonly topic: string;
  readonly messages: readonly Message[];
}

/** How far a group has worked a partition off: `next` is the offset to go on from. */
export interface WorkedOff {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly next: string;
}

/** Another sender with the same id has taken over: this one can send nothing any more. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** A message is larger than the broker takes: no waiting mends that, only another setting there. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** The broker is away, or did not answer in time: whether the last thing asked was done is unknown. */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}

/** Sends with transactions: what it sends in one call is seen by a reader of the committed as one, or never. */
export interface Sender {
  /**
   * Sends messages, and says how far a group has come, in one transaction. After any error the sender is of no use:
   * whether it was done is read after the next one is opened.
   *
   * @throws Fenced, BrokerUnavailable, TooLarge
   */
  send(outgoing: readonly Outgoing[], workedOff?: readonly WorkedOff[]): Promise<void>;
  close(): Promise<void>;
}

export interface ReceivedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly Received[];
  /**
   * To be called at least every few seconds while a batch is worked on, or the partition goes to another consumer. Never
   * rejects: what it learns is told by `lost`.
   */
  stillHere(): Promise<void>;
  /**
   * Says that everything before `next` is worked off.
   *
   * @throws BrokerUnavailable
   */
  commit(next: string): Promise<void>;
  /** Set when the partition is another consumer's by now, or this one is stopping: leave at once, without committing. */
  readonly lost: () => boolean;
}

export interface Consumption {
  /** Finishes the batches under way. */
  stop(): Promise<void>;
}

export interface ConsumeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /**
   * Called with the batches of one partition one after the other, of several at the same time. A rejection means that
   * the same batch is given again, after a growing pause; batches of other partitions come meanwhile. The next batches are
   * fetched when all of those under way on a broker are done.
   */
  readonly each: (batch: ReceivedBatch) => Promise<void>;
  /** Told whenever the broker is lost or found again. */
  readonly onState?: (state: 'connected' | 'away', error?: Error) => void;
}

export interface TopicWish {
  readonly topic: string;
  readonly partitions: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A Kafka cluster, as far as the gateway needs one. Only committed messages are ever read.
 *
 * An abstract class so that it can be its own injection token; another client library is another file beside `kafkajs.ts`.
 */
export abstract class Broker {
  /** Makes the topics that are not there. Those that are, are left as they are. */
  abstract ensureTopics(topics: readonly TopicWish[]): Promise<void>;

  /**
   * Opens the one sender with this id; from then on, earlier ones are fenced, and what they left open is undone.
   *
   * @throws BrokerUnavailable
   */
  abstract openSender(id: string): Promise<Sender>;

  /** Reads on from where the group has come, from the beginning at first; lives until it is stopped, through any loss of the broker. */
  abstract consume(options: ConsumeOptions): Promise<Consumption>;

  /**
   * Every committed message of a topic up to where it ends now; those of one partition in order. Waits for transactions
   * that are open there, as long as the broker leaves them open.
   *
   * @throws BrokerUnavailable
   */
  abstract everything(topic: string): AsyncIterable<Received>;

  /** The offset the group goes on from in each partition of a topic; absent where it has worked off nothing. */
  abstract workedOff(group: string, topic: string): Promise<ReadonlyMap<number, string>>;

  /**
   * The most bytes of a message a topic takes.
   *
   * @throws BrokerUnavailable, also where it may not be asked
   */
  abstract largest(topic: string): Promise<number>;

  abstract close(): Promise<void>;
}
