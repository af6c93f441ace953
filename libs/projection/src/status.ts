import type { Build } from './build.js';
import { longestParked, type ParkedPartition } from './checkpoint.js';
import { StoredCount } from './delivery.js';
import type { AnyProjection } from './projection.js';

export interface ProjectionStatus {
  readonly name: string;
  /** What built the tables. */
  readonly version: number;
  /** Everything up to here has been worked in. */
  readonly checkpoint: number;
  /** When the checkpoint last moved, ISO 8601 in UTC; undefined when it never did. */
  readonly movedAt: string | undefined;
  /** Position of the last event in the store. */
  readonly head: number;
  /** head − checkpoint: about how many events are still to come (positions may have gaps). */
  readonly lag: number;
  readonly caughtUp: boolean;
  readonly counters: {
    /** Events up to the checkpoint, as the store counts them; undefined while it is counting for longer than is waited. */
    readonly stored: number | undefined;
    readonly applied: number;
    readonly skipped: Readonly<Record<string, number>>;
    readonly parked: number;
  };
  /**
   * stored − applied − Σ skipped − parked: events that were never delivered, or (below zero) worked in twice. Anything
   * but 0 is an alarm; undefined as long as `stored` is.
   */
  readonly hole: number | undefined;
  /** How many partitions wait for an event to be put right. */
  readonly parkedPartitions: number;
  /** The twenty that have waited longest. */
  readonly parked: readonly ParkedPartition[];
}

interface Row {
  readonly projection: string;
  readonly version: number;
  readonly position: string;
  readonly applied: string;
  readonly skipped: Readonly<Record<string, number>>;
  readonly parked: string;
  readonly partitions: string;
  readonly updated_at: Date;
}

/**
 * How far each projection of a build is, as the database has it; a projection that never ran is at 0. `counted`, kept
 * from one call to the next, makes the proof of delivery cost only what is new, and decides how long it is waited for.
 */
export async function statusOf(
  { store, pool, schema }: Pick<Build, 'store' | 'pool' | 'schema'>,
  projections: readonly AnyProjection[],
  counted = new StoredCount(store),
): Promise<readonly ProjectionStatus[]> {
  const { rows } = await pool.query<Row>(
    `select c.projection, c.version, c.position, c.applied, c.skipped, c.parked, c.updated_at,
            (select count(*) from projection.parked p where p.build = c.build and p.projection = c.projection) as partitions
       from projection.checkpoint c where c.build = $1`,
    [schema],
  );
  const parked = rows.some((row) => Number(row.parked) > 0) ? await longestParked(pool, schema) : [];
  const found = new Map(rows.map((row) => [row.projection, row]));
  const head = await store.head();
  const counts = await counted.upTo([0, ...rows.map((row) => Number(row.position))]);
  return projections.map(({ name, version }) => {
    const row = found.get(name);
    const position = Number(row?.position ?? 0);
    const [applied, waiting] = [Number(row?.applied ?? 0), Number(row?.parked ?? 0)];
    const skipped = row?.skipped ?? {};
    const stored = counts.get(position);
    const skippedEvents = Object.values(skipped).reduce((sum, events) => sum + events, 0);
    return {
      name,
      version: row?.version ?? version,
      checkpoint: position,
      movedAt: position > 0 ? row?.updated_at.toISOString() : undefined,
      head,
      lag: Math.max(head - position, 0),
      caughtUp: position >= head,
      counters: { stored, applied, skipped, parked: waiting },
      hole: stored === undefined ? undefined : stored - applied - skippedEvents - waiting,
      parkedPartitions: Number(row?.partitions ?? 0),
      parked: parked.filter(({ projection }) => projection === name).map(({ projection: _, ...one }) => one),
    };
  });
}
