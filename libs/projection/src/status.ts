import type { Build } from './build.js';
import { type ParkedPartition, parkedPartitions, readCheckpoint } from './checkpoint.js';
import type { AnyProjection } from './projection.js';

export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  /** Everything up to here has been worked in. */
  readonly checkpoint: number;
  /** Position of the last event in the store. */
  readonly head: number;
  /** head − checkpoint: about how many events are still to come (positions may have gaps). */
  readonly lag: number;
  readonly caughtUp: boolean;
  readonly counters: {
    readonly stored: number;
    readonly applied: number;
    readonly skipped: Readonly<Record<string, number>>;
    readonly parked: number;
  };
  /** stored − applied − Σ skipped − parked: events nobody can account for. Anything but 0 is an alarm. */
  readonly hole: number;
  readonly parked: readonly ParkedPartition[];
}

/** How far each projection of a build is, as the database has it; a projection that never ran is at 0. */
export async function statusOf(
  { store, pool, schema }: Pick<Build, 'store' | 'pool' | 'schema'>,
  projections: readonly AnyProjection[],
): Promise<readonly ProjectionStatus[]> {
  const head = await store.head();
  return Promise.all(
    projections.map(async ({ name, version }) => {
      const checkpoint = await readCheckpoint(pool, schema, name);
      const { position = 0, stored = 0, applied = 0, skipped = {}, parked = 0 } = checkpoint ?? {};
      const skippedEvents = Object.values(skipped).reduce((sum, events) => sum + events, 0);
      return {
        name,
        version: checkpoint?.version ?? version,
        checkpoint: position,
        head,
        lag: Math.max(head - position, 0),
        caughtUp: position >= head,
        counters: { stored, applied, skipped, parked },
        hole: stored - applied - skippedEvents - parked,
        parked: await parkedPartitions(pool, schema, name),
      };
    }),
  );
}
