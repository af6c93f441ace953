import { readdir } from 'node:fs/promises';
import { parse } from 'node:path';
import type { ClientBase, Pool } from 'pg';
import { OtherStore, requireSameStore } from '#event-store';
import { type Build, onConnection } from './build.js';
import { builtThis, readCheckpoint } from './checkpoint.js';
import type { AnyProjection } from './projection.js';
import { quoted } from './tables.js';

/** Why something is not done with a build; the message says what to do instead. */
export class BuildRefused extends Error {
  override readonly name = 'BuildRefused';
  constructor(
    readonly reason:
      | 'busy'
      | 'other-store'
      | 'same-store'
      | 'not-held'
      | 'no-such-build'
      | 'unfinished'
      | 'other-version'
      | 'ahead'
      | 'hole'
      | 'differs'
      | 'newly-parked',
    message: string,
  ) {
    super(message);
  }
}

/** The build that is made beside the live one. */
export const nextOf = (live: Build): Build => ({ ...live, schema: `${live.schema}_next` });
/** The build that was live before. */
export const previousOf = (live: Build): Build => ({ ...live, schema: `${live.schema}_previous` });

type Client = Pick<ClientBase, 'query'> | Pick<Pool, 'query'>;

/** When a build was begun and completed; undefined when there is none. `startedAt` is unknown of one that grew up live. */
export interface BuildAge {
  readonly startedAt: string | undefined;
  readonly completedAt: string | undefined;
}

export async function ageOf(client: Client, schema: string): Promise<BuildAge | undefined> {
  const { rows } = await client.query<{ started_at: Date | null; completed_at: Date | null }>(
    `select b.started_at, b.completed_at from pg_namespace n left join projection.build b on b.build = n.nspname
      where n.nspname = $1`,
    [schema],
  );
  return rows[0] && { startedAt: rows[0].started_at?.toISOString(), completedAt: rows[0].completed_at?.toISOString() };
}

/** Notes that a build is begun, or that it is complete. */
export async function noteBuild(client: Client, schema: string, state: 'begun' | 'complete'): Promise<void> {
  if (state === 'begun') await client.query('insert into projection.build (build) values ($1)', [schema]);
  else await client.query('update projection.build set completed_at = now() where build = $1', [schema]);
}

export async function dropBuild(client: Client, schema: string): Promise<void> {
  await client.query('delete from projection.checkpoint where build = $1', [schema]);
  await client.query('delete from projection.build where build = $1', [schema]);
  await client.query(`drop schema if exists ${quoted(schema)} cascade`);
}

export async function renameBuild(client: Client, from: string, to: string): Promise<void> {
  await client.query(`alter schema ${quoted(from)} rename to ${quoted(to)}`);
  await client.query('update projection.checkpoint set build = $2 where build = $1', [from, to]);
  await client.query('update projection.build set build = $2 where build = $1', [from, to]);
}

/** The projections whose tables in a build are not what this version of them builds. */
export async function outdatedIn(
  { pool, schema }: Build,
  projections: readonly AnyProjection[],
): Promise<readonly string[]> {
  const outdated: string[] = [];
  for (const projection of projections)
    if (!(await builtThis(pool, schema, projection))) outdated.push(projection.name);
  return outdated;
}

/**
 * The projections of a build that were built from another store than it has, or from it before it was restored; each with
 * what tells.
 */
export async function foreignIn(
  { pool, schema, store }: Build,
  projections: readonly AnyProjection[],
): Promise<ReadonlyMap<string, string>> {
  const foreign = new Map<string, string>();
  for (const { name } of projections) {
    const checkpoint = await readCheckpoint(pool, schema, name);
    try {
      if (checkpoint) await requireSameStore(store, checkpoint);
    } catch (error) {
      if (!(error instanceof OtherStore)) throw error;
      foreign.set(name, error.message);
    }
  }
  return foreign;
}

/** Whether the tables of a build were made by exactly the numbered SQL files of a directory. */
export async function madeBy({ pool, schema }: Build, migrations: string): Promise<boolean> {
  const files = (await readdir(migrations)).filter((file) => file.endsWith('.sql')).map((file) => parse(file).name);
  const { rows } = await pool.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    `${quoted(schema)}.migrations`,
  ]);
  if (!rows[0]?.there) return false;
  const applied = await pool.query<{ name: string }>(`select name from ${quoted(schema)}.migrations order by name`);
  return applied.rows.map(({ name }) => name).join() === files.sort().join();
}

/** Settles while others are kept away; throws BuildRefused once they no longer are. */
export type MayGoOn = () => Promise<void>;

/**
 * Does something with the builds beside a live one, which nobody else does meanwhile: `work` asks before each step
 * whether that still holds.
 *
 * @throws BuildRefused when somebody else is at it, and when the connection that keeps others away was lost
 */
export async function exclusively<T>({ pool, schema }: Build, work: (mayGoOn: MayGoOn) => Promise<T>): Promise<T> {
  return onConnection(pool, async (client, lost) => {
    try {
      // It waits for as long as the work takes.
      await client.query('begin; set local idle_in_transaction_session_timeout to 0');
      const { rows } = await client.query<{ mine: boolean }>(
        'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine',
        [`projection builds of ${schema}`],
      );
      if (!rows[0]?.mine) {
        throw new BuildRefused(
          'busy',
          'Another rebuild, diff, switch or undo is at work: try again when it has ended.',
        );
      }
      return await work(async () => {
        await client.query('select 1').catch(() => {
          throw new BuildRefused(
            'not-held',
            'The connection that kept other rebuilds and switches away was lost: do it again, and a rebuild goes on.',
          );
        });
      });
    } finally {
      // What was done is done, whether or not others were still kept away at the very end.
      await client.query('rollback').catch(lost);
    }
  });
}
