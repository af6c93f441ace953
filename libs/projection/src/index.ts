export { rowsOutOf } from './alone.js';
export { type Build, isThere, type Log, prepareBuild, prepareCheckpoints } from './build.js';
export { ageOf, type BuildAge, BuildRefused, foreignIn, nextOf, outdatedIn, previousOf } from './builds.js';
export { type ParkedPartition, parkedPartitions } from './checkpoint.js';
export { StoredCount } from './delivery.js';
export { type CompareOptions, compareSchemas, rowsDiffering, type TableDifference } from './difference.js';
export { NotThereYet, type OnFailure, WrongVersion } from './fault.js';
export { forget } from './forget.js';
export {
  type AnyProjection,
  at,
  type Changes,
  type Partition,
  type Place,
  type Projection,
  type Recorded,
  type Table,
  type Touch,
  touch,
  touchEach,
} from './projection.js';
export {
  type Beginning,
  type NextOptions,
  type Progress,
  type RebuildOptions,
  rebuild,
  rebuildNext,
} from './rebuild.js';
export { type Replayed, replay } from './replay.js';
export { RunningProjection, type RunOptions, type RunState } from './run.js';
export { type ProjectionStatus, statusOf } from './status.js';
export {
  diffNext,
  type KeptSwitch,
  type Switched,
  type SwitchOptions,
  switchesOf,
  switchToNext,
  undoSwitch,
} from './switch.js';
