export { rowsOutOf } from './alone.js';
export { type Build, type Log, prepareBuild } from './build.js';
export type { ParkedPartition } from './checkpoint.js';
export { NotThereYet, type OnFailure } from './fault.js';
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
} from './projection.js';
export {
  compareSchemas,
  type Progress,
  type RebuildOptions,
  rebuild,
  switchBuild,
  type TableDifference,
} from './rebuild.js';
export { type Replayed, replay } from './replay.js';
export { RunningProjection, type RunOptions, type RunState } from './run.js';
export { type ProjectionStatus, statusOf } from './status.js';
