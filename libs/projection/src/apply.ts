import type { PoolClient } from 'pg';
import type { Landmark } from '#event-store';
import { type Build, inTransaction } from './build.js';
import { type Checkpoint, lockCheckpoint, moveCheckpoint, parkedPartitions } from './checkpoint.js';
import { faultOf, WrongVersion } from './fault.js';
import { fold, type Planned, type Rows, rowsOf, type Tally } from './fold.js';
import type { AnyProjection } from './projection.js';
import type { RowCache } from './row-cache.js';
import { flush, load, type Statement } from './tables.js';

/** How long a worker may stand still with a projection in its hands before another one takes it, in milliseconds. */
const LONGEST_PAUSE = 10_000;

/** A batch that is planned: everything after `from`, up to and including `position`. */
export interface PlannedBatch {
  readonly planned: readonly Planned[];
  readonly from: number;
  readonly position: number;
  /** The last of its events. */
  readonly landmark: Landmark | undefined;
  /** Of the build it is meant for. */
  readonly generation: string;
}

export type Applied =
  /** The checkpoint stands at `position` now, moved by this or by another worker. */
  | { readonly status: 'moved'; readonly position: number; readonly tally: Tally | undefined }
  /** The checkpoint stands before the batch, or another build took its place: what is between must come first. */
  | { readonly status: 'behind' };

/**
 * Applies a batch: rows and checkpoint in one transaction. The checkpoint is locked first, so of two workers one
 * waits, and then finds that there is nothing left for it to do.
 */
export async function applyBatch(
  { pool, schema }: Build,
  projection: AnyProjection,
  tables: ReadonlyMap<string, Statement>,
  batch: PlannedBatch,
  cache: RowCache,
): Promise<Applied> {
  return togetherOrApart(async (work) => {
    let left: { readonly checkpoint: Checkpoint; readonly rows: Rows } | undefined;
    const apply = async (client: PoolClient): Promise<Applied> => {
      const checkpoint = await lockCheckpoint(client, schema, projection.name);
      if (checkpoint?.generation !== batch.generation || checkpoint.position < batch.from) return { status: 'behind' };
      if (checkpoint.version !== projection.version)
        throw new WrongVersion(projection.name, checkpoint.version, projection.version);
      if (checkpoint.position >= batch.position)
        return { status: 'moved', position: checkpoint.position, tally: undefined };

      const todo = batch.planned.filter(({ event }) => event.position > checkpoint.position);
      const parked = checkpoint.parked > 0 ? await parkedPartitions(client, schema, projection.name) : [];
      const rows = rowsOf(todo);
      cache.fill(checkpoint, rows);
      const tally = await work(client, tables, todo, new Set(parked.map(({ partition }) => partition)), rows);
      const moved = await moveCheckpoint(client, schema, projection.name, checkpoint, batch, tally);
      left = { checkpoint: moved, rows };
      return { status: 'moved', position: batch.position, tally };
    };
    const applied = await inTransaction(pool, apply, { longestPause: LONGEST_PAUSE });
    if (left && work === workTogether) cache.keep(left.checkpoint, left.rows, tables);
    else cache.forget();
    return applied;
  });
}

type Work = typeof workTogether;

/**
 * Runs a transaction that works all its events in together; should the database refuse their rows, once more with each
 * event by itself, to find whose rows they are.
 */
export async function togetherOrApart<T>(transaction: (work: Work) => Promise<T>): Promise<T> {
  try {
    return await transaction(workTogether);
  } catch (error) {
    if (faultOf(error) !== 'park') throw error;
    return transaction(workApart);
  }
}

async function workTogether(
  client: PoolClient,
  tables: ReadonlyMap<string, Statement>,
  planned: readonly Planned[],
  parked: ReadonlySet<string>,
  rows = rowsOf(planned),
): Promise<Tally> {
  await load(client, tables, rows);
  const tally = fold(planned, rows, parked);
  await flush(client, tables, rows);
  return tally;
}

async function workApart(
  client: PoolClient,
  tables: ReadonlyMap<string, Statement>,
  planned: readonly Planned[],
  parkedBefore: ReadonlySet<string>,
): Promise<Tally> {
  const total = fold([], rowsOf([]), parkedBefore);
  const parked = new Set(parkedBefore);
  for (const item of planned) {
    const tally = await workAlone(client, tables, item, parked);
    total.stored += tally.stored;
    total.applied += tally.applied;
    for (const [type, events] of tally.skipped) total.skipped.set(type, (total.skipped.get(type) ?? 0) + events);
    for (const [partition, first] of tally.parked) {
      total.parked.set(partition, first);
      parked.add(partition);
    }
    for (const [partition, events] of tally.waiting) {
      const first = total.parked.get(partition);
      if (first) first.events += events;
      else total.waiting.set(partition, (total.waiting.get(partition) ?? 0) + events);
    }
  }
  return total;
}

async function workAlone(
  client: PoolClient,
  tables: ReadonlyMap<string, Statement>,
  item: Planned,
  parked: ReadonlySet<string>,
): Promise<Tally> {
  await client.query('savepoint event');
  try {
    const tally = await workTogether(client, tables, [item], parked);
    await client.query('release savepoint event');
    return tally;
  } catch (error) {
    if (faultOf(error) !== 'park') throw error;
    await client.query('rollback to savepoint event');
    const { event, partition } = item;
    return fold([{ event, partition, error }], rowsOf([]), parked);
  }
}
