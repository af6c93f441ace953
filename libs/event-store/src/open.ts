import { MemoryEventStore } from './memory/memory-event-store.js';
import type { MovableEventStore } from './moving/movable.js';
import { PostgresEventStore, type PostgresOptions } from './postgres/postgres-event-store.js';
import { StoreUnavailable } from './store.js';

/**
 * Opens the store a URL names: `postgres://…` (or `postgresql://…`), whose schema is made when it is not there;
 * `kurrentdb://…` or `kurrentdb+discover://…` (`esdb` likewise); or `memory:` for tests.
 *
 * @throws StoreUnavailable when the server cannot be reached
 */
export async function openEventStore(url: string, options: PostgresOptions = {}): Promise<MovableEventStore> {
  const scheme = /^([a-z+]+):/.exec(url)?.[1];
  switch (scheme) {
    case 'postgres':
    case 'postgresql':
      return PostgresEventStore.open(url, options);
    case 'kurrentdb':
    case 'kurrentdb+discover':
    case 'esdb':
    case 'esdb+discover': {
      // Loaded where it is used: the embedded default starts without it.
      const { KurrentDbEventStore } = await import('./kurrentdb/kurrentdb-event-store.js');
      return KurrentDbEventStore.open(url, options).catch((error) => explained(error, url));
    }
    case 'memory':
      return new MemoryEventStore();
    default:
      throw new Error(
        `An event store's URL begins with postgres:, kurrentdb:, kurrentdb+discover: or memory:, and not ${scheme ?? 'without a scheme'}`,
      );
  }
}

/** Rejects, with the reason where one can be found. */
async function explained(error: unknown, url: string): Promise<never> {
  if (!(error instanceof StoreUnavailable)) throw error;
  const { reasonFor } = await import('./kurrentdb/reason.js');
  throw new StoreUnavailable(error.message, { cause: (await reasonFor(url)) ?? error.cause });
}
