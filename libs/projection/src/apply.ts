import type { PoolClient } from 'pg';
import { type Build, inTransaction } from './build.js';
import { lockCheckpoint, moveCheckpoint, parkedPartitions } from './checkpoint.js';
import { faultOf, WrongVersion } from './fault.js';
import { fold, type Planned, rowsOf, type Tally } from './fold.js';
import type { AnyProjection } from './projection.js';
import { flush, load, type Statement } from './tables.js';

/** A batch that is planned: everything after `from`, up to and including `position`. */
export interface PlannedBatch {
  readonly planned: readonly Planned[];
  readonly from: number;
  readonly position: number;
}

export type Applied =
  /** The checkpoint stands at `position` now, moved by this or by another worker. */
  | { readonly status: 'moved'; readonly position: number; readonly tally: Tally | undefined }
  /** The checkpoint stands before the batch: what is between must come first. */
  | { readonly status: 'behind' };

/**
 * Applies a batch: rows and checkpoint in one transaction. The checkpoint is locked first, so of two workers one
 * waits, and then finds that there is nothing left for it to do.
 *
 * The commit is not waited for on the disk: after a crash of the server, rows and checkpoint go back together.
 */
export async function applyBatch(
  { pool, schema }: Build,
  projection: AnyProjection,
  tables: ReadonlyMap<string, Statement>,
  batch: PlannedBatch,
): Promise<Applied> {
  return inTransaction(pool, async (client) => {
    await client.query('set local synchronous_commit to off');
    const checkpoint = await lockCheckpoint(client, schema, projection.name);
    if (!checkpoint || checkpoint.position < batch.from) return { status: 'behind' };
    if (checkpoint.version !== projection.version)
      throw new WrongVersion(projection.name, checkpoint.version, projection.version);
    if (checkpoint.position >= batch.position)
      return { status: 'moved', position: checkpoint.position, tally: undefined };

    const todo = batch.planned.filter(({ event }) => event.position > checkpoint.position);
    const parked = checkpoint.parked > 0 ? await parkedPartitions(client, schema, projection.name) : [];
    const tally = await work(client, tables, todo, new Set(parked.map(({ partition }) => partition)));
    await moveCheckpoint(client, schema, projection.name, checkpoint, batch.position, tally);
    return { status: 'moved', position: batch.position, tally };
  });
}

/** Loads, folds and flushes; should the database refuse the rows, once more event by event, to find whose they are. */
export async function work(
  client: PoolClient,
  tables: ReadonlyMap<string, Statement>,
  planned: readonly Planned[],
  parked: ReadonlySet<string>,
): Promise<Tally> {
  if (planned.length === 0) return fold([], rowsOf([]), parked);
  await client.query('savepoint batch');
  try {
    const rows = rowsOf(planned);
    await load(client, tables, rows);
    const tally = fold(planned, rows, parked);
    await flush(client, tables, rows);
    return tally;
  } catch (error) {
    if (faultOf(error) !== 'park') throw error;
    await client.query('rollback to savepoint batch');
    if (planned.length > 1) return oneByOne(client, tables, planned, parked);
    return fold([{ ...withoutTouches(planned[0]!), error }], rowsOf([]), parked);
  }
}

const withoutTouches = ({ event, partition }: Planned) => ({ event, partition });

async function oneByOne(
  client: PoolClient,
  tables: ReadonlyMap<string, Statement>,
  planned: readonly Planned[],
  parkedBefore: ReadonlySet<string>,
): Promise<Tally> {
  const total = fold([], rowsOf([]), parkedBefore);
  const parkedNow = new Set<string>();
  for (const item of planned) {
    const tally = await work(client, tables, [item], new Set([...parkedBefore, ...parkedNow]));
    total.stored += tally.stored;
    total.applied += tally.applied;
    for (const [type, events] of tally.skipped) total.skipped.set(type, (total.skipped.get(type) ?? 0) + events);
    for (const [partition, parked] of tally.parked) {
      total.parked.set(partition, parked);
      parkedNow.add(partition);
    }
    for (const [partition, events] of tally.waiting) {
      const first = total.parked.get(partition);
      if (first) first.events += events;
      else total.waiting.set(partition, (total.waiting.get(partition) ?? 0) + events);
    }
  }
  return total;
}
