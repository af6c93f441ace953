import { fileURLToPath } from 'node:url';
import type { Pool, PoolClient } from 'pg';
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
  await migrate(url, { directory: migrations, schema });
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
