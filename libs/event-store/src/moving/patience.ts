import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable } from '../store.js';
import { type MovableEventStore, NotNext } from './movable.js';

export interface Patience {
  /** Told when a store is away and it will be tried again. */
  readonly onAway?: (error: Error) => void;
  /** How long in ms a store may be away; 300,000 unless given. */
  readonly patience?: number;
}

/** The target holds what the source does not: it is no copy that could be gone on with. */
export class NotACopy extends Error {
  override readonly name = 'NotACopy';
}

/** What is read of a store to copy it or to compare it. */
export type ReadableStore = Pick<MovableEventStore, 'read' | 'readAll' | 'head' | 'receipt' | 'receipts'>;

export type Attempt = <Result>(work: (again: boolean) => Promise<Result>) => Promise<Result>;

const PATIENCE = 300_000;
const LONGEST_PAUSE = 5_000;

/** Does it until it is done: over stores that are away, and over an append that came to its end late. */
export function patiently({ onAway, patience = PATIENCE }: Patience): Attempt {
  return async (work) => {
    let overtaken = 0;
    for (let failures = 0, since = performance.now(); ; failures++) {
      try {
        return await work(failures > 0);
      } catch (error) {
        // Somebody else writes there, unless it happens but once or twice.
        if (error instanceof NotNext && ++overtaken > 3)
          throw new NotACopy(`something else writes to the store to copy to: ${error.message}`, { cause: error });
        if (error instanceof NotNext) continue;
        if (!(error instanceof StoreUnavailable) || performance.now() - since > patience) throw error;
        onAway?.(error);
        await pause(Math.min(100 * 2 ** failures, LONGEST_PAUSE));
      }
    }
  };
}

/** What is read of a store, where one that is away is waited for: StoreUnavailable is thrown after `patience` only. */
export function patientReads(store: ReadableStore, options: Patience = {}): ReadableStore {
  const attempt = patiently(options);
  return {
    read: (...asked) => attempt(() => store.read(...asked)),
    readAll: (...asked) => attempt(() => store.readAll(...asked)),
    head: () => attempt(() => store.head()),
    receipt: (key) => attempt(() => store.receipt(key)),
    receipts: (...asked) => attempt(() => store.receipts(...asked)),
  };
}
