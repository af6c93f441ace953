export { type Codec, codec, type DomainEvent, NotStorable, type Versions } from './codec.js';
export { faultInAddress } from './kurrentdb/address.js';
export { type Landmark, landmarkOf, OtherStore, requireSameStore } from './landmark.js';
export { type AppendOutcome, appendOutcomes, type Measure } from './measure.js';
export { MemoryEventStore, MemoryLog } from './memory/memory-event-store.js';
export { type Migrations, migrate } from './migrate.js';
export {
  type CompareOptions,
  type Comparison,
  type Counted,
  compareStores,
  type Difference,
} from './moving/compare.js';
export { type Copied, type CopyOptions, copyStore, type Progress } from './moving/copy.js';
export { type Movable, type MovableEventStore, NotNext, type ReceiptPage } from './moving/movable.js';
export { NotACopy, type Patience, patientReads, type ReadableStore } from './moving/patience.js';
export { placeInCopy } from './moving/place.js';
export { pagesOf } from './moving/walk.js';
export { openEventStore } from './open.js';
export * from './store.js';
export { type DoneSays, inSpan, type SpanSays, traceBatch, traceparentOf } from './trace.js';
export {
  type AnswerTo,
  Contended,
  PreconditionFailed,
  type Transacted,
  type Transaction,
  Transactor,
  type TransactorOptions,
} from './transact.js';
