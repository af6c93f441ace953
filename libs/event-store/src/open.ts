import { MemoryEventStore } from './memory/memory-event-store.js';
import { PostgresEventStore, type PostgresOptions } from './postgres/postgres-event-store.js';
import type { EventStore } from './store.js';

/**
 * Opens the store a URL names: `postgres://…` (or `postgresql://…`), or `memory:` for tests. Its schema is made when
 * it is not there.
 *
 * @throws StoreUnavailable when the server cannot be reached
 */
export async function openEventStore(url: string, options: PostgresOptions = {}): Promise<EventStore> {
  const scheme = /^([a-z]+):/.exec(url)?.[1];
  switch (scheme) {
    case 'postgres':
    case 'postgresql':
      return PostgresEventStore.open(url, options);
    case 'memory':
      return new MemoryEventStore();
    default:
      throw new Error(
        `An event store's URL begins with postgres:, postgresql: or memory:, and not ${scheme ?? 'without a scheme'}`,
      );
  }
}
