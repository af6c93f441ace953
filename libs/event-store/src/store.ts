/** A JSON value: what a store can keep and give back unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** An event as it is handed to the store. `id` is a UUID, unique over the whole store. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Json;
  readonly metadata: Json;
}

/** An event as the store keeps it. */
export interface StoredEvent extends NewEvent {
  readonly stream: string;
  /** Place in its stream, from 0, without gaps. */
  readonly revision: number;
  /** Place in the whole store: strictly rising in commit order, from 1, a safe integer. Gaps are allowed. */
  readonly position: number;
  /** When the store took it, ISO 8601 in UTC; never falls as the position rises. */
  readonly recordedAt: string;
}

/** What the stream must look like for an append to be taken; a number is the revision of its last event. */
export type Expected = 'absent' | 'exists' | 'any' | number;

/**
 * A note kept in the same transaction as the events, so that a retried request finds the first answer.
 * `key` is unique over the store; `fingerprint` tells the same request from another one under the same key.
 */
export interface Receipt {
  readonly key: string;
  readonly fingerprint: string;
  readonly answer: Json;
}

export interface KeptReceipt extends Receipt {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
}

export interface Appended {
  /** Revision of the stream's last event after the append; -1 when the stream is still empty. */
  readonly revision: number;
  /** Position of the last event this append (or the first one it repeats) wrote; 0 when it never wrote one. */
  readonly position: number;
  /** The receipt that was already there: nothing was written, this is the first answer. */
  readonly repeated?: KeptReceipt;
}

/** Which events a reader wants. Both given: both must hold. */
export interface Filter {
  /** The stream name starts with one of these. */
  readonly streams?: readonly string[];
  readonly types?: readonly string[];
}

export interface Page {
  /** In position order, filtered. */
  readonly events: readonly StoredEvent[];
  /** Everything up to and including this position has been looked at; read on from here. */
  readonly position: number;
  /** True when the end of the store was reached. */
  readonly end: boolean;
}

export interface Batch {
  /** In position order, filtered; may be empty when only the position moved on or the end was reached. */
  readonly events: readonly StoredEvent[];
  /** Everything up to and including this position has been seen: the checkpoint to keep. */
  readonly position: number;
  /** True when there was nothing more at the time of reading. */
  readonly caughtUp: boolean;
}

export interface SubscribeOptions {
  /** Events after this position; 0 for all. */
  readonly from: number;
  readonly filter?: Filter;
  /** Largest number of events in a batch; 1,000 unless given. */
  readonly batch?: number;
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
}

/**
 * Append-only streams of events, in one order over all streams.
 *
 * An abstract class so that it can be its own injection token. Every adapter passes the suite in `contract/`.
 */
export abstract class EventStore {
  /** Which adapter it is, for those who measure. */
  abstract readonly adapter: 'postgres' | 'kurrentdb' | 'memory';

  /**
   * Appends events to the end of a stream, all or none. Zero events are allowed (to keep a receipt only).
   * The same event ids again in the same stream are a no-op that answers as the first time, whatever is expected.
   *
   * @throws WrongRevision when the stream is not as expected; nothing is written
   * @throws KeyReused when the receipt's key is known with another fingerprint; nothing is written
   * @throws DuplicateEvent when an event id is known elsewhere, or only some of the ids are; nothing is written
   * @throws StoreUnavailable when the outcome is unknown or the store is away; safe to repeat with the same ids
   */
  abstract append(
    stream: string,
    expected: Expected,
    events: readonly NewEvent[],
    receipt?: Receipt,
  ): Promise<Appended>;

  /** The receipt kept under a key, if any. */
  abstract receipt(key: string): Promise<KeptReceipt | undefined>;

  /**
   * One page of a stream. Forwards from `from` up (0 is the first), backwards from `from` down
   * (`'end'` is the last). An unknown stream is an empty page.
   */
  abstract read(
    stream: string,
    options?: { from?: number | 'end'; direction?: 'forwards' | 'backwards'; max?: number },
  ): Promise<readonly StoredEvent[]>;

  /** One page of everything after a position, in position order. `max` (1,000) bounds the events looked at; a page of large ones is shorter. */
  abstract readAll(after: number, options?: { filter?: Filter; max?: number }): Promise<Page>;

  /** Position of the last event; 0 for an empty store. */
  abstract head(): Promise<number>;

  /**
   * How many events there are after one position (0 unless given) and up to another one. Counted, not reckoned from
   * positions: with it a reader proves that it was given every event. A store that takes several reads for it
   * tells after each how many it counted up to the position `reached`, so that counting can go on from there.
   */
  abstract count(upTo: number, after?: number, reached?: (position: number, count: number) => void): Promise<number>;

  /**
   * Batches in position order, for ever: past events first, then new ones as they are committed. Reconnects by
   * itself with growing pauses and never skips, repeats within one iteration, or overtakes. Ends on `signal`.
   */
  abstract subscribe(options: SubscribeOptions): AsyncIterable<Batch>;

  /** Lets go of connections; what was accepted is finished first. */
  abstract close(): Promise<void>;
}

/** The stream was not as the append expected. `actual` is its last revision; -1 when it is absent. */
export class WrongRevision extends Error {
  override readonly name = 'WrongRevision';
  constructor(
    readonly stream: string,
    readonly expected: Expected,
    readonly actual: number,
  ) {
    super(`${stream} was expected at ${expected} and is at ${actual}`);
  }
}

/** The receipt key was used before, for a different request. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused';
  constructor(readonly key: string) {
    super('The key was used before for another request');
  }
}

/** An event id is already taken by another event. */
export class DuplicateEvent extends Error {
  override readonly name = 'DuplicateEvent';
  constructor(readonly stream: string) {
    super(`An event id of the append to ${stream} is already taken`);
  }
}

/** The store cannot be reached, or did not answer in time: the outcome is unknown, repeating is safe. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
