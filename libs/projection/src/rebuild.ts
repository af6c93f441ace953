import type { Pool } from 'pg';
import { type Build, inTransaction } from './build.js';
import { readCheckpoint } from './checkpoint.js';
import { NotThereYet } from './fault.js';
import type { AnyProjection } from './projection.js';
import { RunningProjection } from './run.js';
import { quoted } from './tables.js';

export interface Progress {
  readonly projection: string;
  readonly position: number;
  readonly head: number;
  /** Events a second since the start of this projection; positions where the store has gaps. */
  readonly perSecond: number;
  /** Seconds still to go at this pace. */
  readonly secondsLeft: number;
}

export interface RebuildOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Milliseconds between two reports; 1,000 unless given. */
  readonly every?: number;
  readonly batch?: number;
}

/**
 * Builds projections, one after the other, from where they stand in an (empty) build up to the head of the store as it
 * is now.
 *
 * @throws NotThereYet when one stops on its way; its error is in the log
 */
export async function rebuild(
  build: Build,
  projections: readonly AnyProjection[],
  { onProgress, every = 1_000, batch }: RebuildOptions = {},
): Promise<void> {
  const head = await build.store.head();
  for (const projection of projections) {
    const started = performance.now();
    let reported = started;
    const report = (position: number) => {
      const seconds = (performance.now() - started) / 1000;
      const perSecond = Math.round(position / seconds);
      onProgress?.({
        projection: projection.name,
        position,
        head,
        perSecond,
        secondsLeft: Math.round(Math.max(head - position, 0) / perSecond),
      });
    };
    const running = new RunningProjection(projection, build, {
      ...(batch && { batch }),
      onProgress: (position) => {
        if (performance.now() - reported < every && position < head) return;
        reported = performance.now();
        report(position);
      },
    });
    try {
      await Promise.race([running.waitFor(head, Number.POSITIVE_INFINITY), running.done]);
    } finally {
      await running.stop();
    }
    const checkpoint = await readCheckpoint(build.pool, build.schema, projection.name);
    if ((checkpoint?.position ?? 0) < head) throw new NotThereYet(projection.name, head, checkpoint?.position ?? 0);
  }
}

export interface TableDifference {
  readonly table: string;
  /** Rows that stand in one build only, in this form: how many, and the first five. */
  readonly onlyInFirst: { readonly rows: number; readonly sample: readonly unknown[] };
  readonly onlyInSecond: { readonly rows: number; readonly sample: readonly unknown[] };
}

/** The tables in which two builds differ, compared row for row with every column; none when they are equal. */
export async function compareSchemas(
  pool: Pick<Pool, 'query'>,
  first: string,
  second: string,
  projections: readonly AnyProjection[],
): Promise<readonly TableDifference[]> {
  const differences: TableDifference[] = [];
  for (const { name } of projections.flatMap(({ tables }) => tables)) {
    const onlyIn = async (one: string, other: string) => {
      const { rows } = await pool.query<{ row: unknown; rows: string }>(
        `with lone as (
           select to_jsonb(t) as row from ${quoted(one)}.${quoted(name)} t
           except all
           select to_jsonb(t) from ${quoted(other)}.${quoted(name)} t)
         select row, count(*) over () as rows from lone limit 5`,
      );
      return { rows: Number(rows[0]?.rows ?? 0), sample: rows.map(({ row }) => row) };
    };
    const [onlyInFirst, onlyInSecond] = [await onlyIn(first, second), await onlyIn(second, first)];
    if (onlyInFirst.rows + onlyInSecond.rows > 0) differences.push({ table: name, onlyInFirst, onlyInSecond });
  }
  return differences;
}

/** Puts the build `next` in the place of `live` in one step and drops what was there; readers and workers go on. */
export async function switchBuild(pool: Pool, next: string, live: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    // Workers in the middle of a batch finish first; those that come later see the new checkpoints.
    await client.query('lock table projection.checkpoint in access exclusive mode');
    await client.query('delete from projection.checkpoint where build = $1', [live]);
    await client.query(`drop schema if exists ${quoted(live)} cascade`);
    await client.query(`alter schema ${quoted(next)} rename to ${quoted(live)}`);
    await client.query('update projection.checkpoint set build = $2 where build = $1', [next, live]);
  });
}
