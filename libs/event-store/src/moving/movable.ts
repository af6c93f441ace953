import type { EventStore, KeptReceipt, StoredEvent } from '../store.js';

export interface ReceiptPage {
  readonly receipts: readonly KeptReceipt[];
  /** Where to read on; absent at the end. */
  readonly next?: string;
}

/**
 * What moving a store to another one takes, beside the port: no process that serves calls it. Every adapter keeps to it,
 * and the suite in `contract/` tests it.
 */
export interface Movable {
  /** The last event of the whole store; undefined when it is empty. */
  last(): Promise<StoredEvent | undefined>;

  /**
   * Keeps events as they stood in another store: ids, streams, revisions, times and their order. Positions are this
   * store's own. `after` is the id of the event this store ends with, undefined when it is empty. Where it fails, some of
   * the first may have been kept: `last` tells which.
   *
   * @throws NotNext when the store ends otherwise, or a stream does not go on with its event
   * @throws StoreUnavailable when the outcome is unknown or the store is away
   */
  importEvents(after: string | undefined, events: readonly StoredEvent[]): Promise<void>;

  /** One page of the receipts, in an order of this store's own. `max` (1,000) bounds what is looked at: a page may be empty and have a next one. */
  receipts(options?: { after?: string; max?: number }): Promise<ReceiptPage>;

  /**
   * Keeps receipts as they stood in another store, each with the position its event has here. One whose key is known
   * stays as it is.
   *
   * @throws NotNext when an event they speak of is not here
   * @throws StoreUnavailable when the outcome is unknown or the store is away; safe to repeat
   */
  importReceipts(receipts: readonly KeptReceipt[]): Promise<void>;
}

export type MovableEventStore = EventStore & Movable;

/** The store does not stand where the import goes on. */
export class NotNext extends Error {
  override readonly name = 'NotNext';
  constructor(readonly stream: string) {
    super(`The store does not stand where the import goes on with ${stream}`);
  }
}
