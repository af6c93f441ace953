import { fileURLToPath } from 'node:url';
import pg, { type Pool, type PoolClient } from 'pg';
import { type EventStore, migrate } from '#event-store';

/** Where projections write what they read: the tables of a build live in a schema of their own. */
export interface Build {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly schema: string;
  readonly log: Log;
}

/** Structured lines with a message, as pino takes them. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/**
 * Makes or updates the tables of a build: `migrations` is the directory of the numbered SQL files that make the
 * projections' own tables in `schema`.
 */
export async function prepareBuild(url: string, schema: string, migrations: string): Promise<void> {
  await prepareCheckpoints(url);
  await letGoOfHalves(url, schema);
  await migrate(url, { directory: migrations, schema });
}

/**
 * Tables without checkpoints hold what nobody knows the end of, and checkpoints without tables tell of what is not there: of
 * a build that was dropped in part the rest goes too, so that it is built anew.
 */
async function letGoOfHalves(url: string, schema: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  const halves = async () => {
    const { rows } = await client.query<{ tables: string | null; half: boolean }>(
      `select t.tables, (t.tables is null) = exists (select from projection.checkpoint where build = $1) as half
         from (select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables
                 from pg_tables where schemaname = $1 and tablename <> 'migrations') t`,
      [schema],
    );
    return rows[0]!;
  };
  try {
    if (!(await halves()).half) return;
    // No checkpoint is begun meanwhile; another process may have been quicker.
    await client.query('begin; lock table projection.checkpoint in exclusive mode');
    const { tables, half } = await halves();
    if (half && tables) await client.query(`truncate ${tables}`);
    else if (half) await client.query('delete from projection.checkpoint where build = $1', [schema]);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** Whether the tables of a build, and what is kept about all builds, are there: an operator may drop them. */
export async function isThere({ pool, schema }: Pick<Build, 'pool' | 'schema'>): Promise<boolean> {
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('projection.migrations') is not null and to_regclass(format('%I.migrations', $1::text)) is not null as there`,
    [schema],
  );
  return rows[0]!.there;
}

/** Makes or updates what is kept about all builds, and leaves the builds alone. */
export async function prepareCheckpoints(url: string): Promise<void> {
  await migrate(url, { directory: fileURLToPath(new URL('./migrations', import.meta.url)), schema: 'projection' });
}

/** Runs `work` on one connection, which is given up afterwards when it was lost meanwhile. */
export async function onConnection<T>(
  pool: Pool,
  work: (client: PoolClient, lost: (error: Error) => void) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that is lost between two statements says so by an event; the next statement fails then.
  const lost = (error: Error) => {
    broken = error;
  };
  client.on('error', lost);
  try {
    return await work(client, lost);
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}

/**
 * Runs `work` in one transaction on one connection; whatever it throws rolls back. With `longestPause`, in milliseconds,
 * the server gives it up when no statement comes for so long: whoever works is gone or stands still, and others may wait.
 *
 * The commit is not waited for on the disk: after a crash of the server, rows and checkpoint go back together.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  { longestPause }: { readonly longestPause?: number } = {},
): Promise<T> {
  return onConnection(pool, async (client, lost) => {
    try {
      const limit = longestPause ? `; set local idle_in_transaction_session_timeout to ${longestPause}` : '';
      await client.query(`begin; set local synchronous_commit to off${limit}`);
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(lost);
      throw error;
    }
  });
}
