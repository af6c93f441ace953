export { type Codec, codec, type DomainEvent, NotStorable, type Versions } from './codec.js';
export { MemoryEventStore, MemoryLog } from './memory/memory-event-store.js';
export { type Migrations, migrate } from './migrate.js';
export { openEventStore } from './open.js';
export * from './store.js';
export {
  type AnswerTo,
  Contended,
  PreconditionFailed,
  type Transacted,
  type Transaction,
  Transactor,
  type TransactorOptions,
} from './transact.js';
