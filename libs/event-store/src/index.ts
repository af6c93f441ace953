export { MemoryEventStore } from './memory/memory-event-store.js';
export { type Migrations, migrate } from './migrate.js';
export { openEventStore } from './open.js';
export * from './store.js';
