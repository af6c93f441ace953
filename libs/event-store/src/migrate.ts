import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { isRejection, named } from './postgres/failures.js';

export interface Migrations {
  /** Directory of numbered SQL files, such as `0001_events.sql`. A file that was released is never changed. */
  readonly directory: string;
  /** Schema they work in, made when it is not there; its table `migrations` notes what was applied. */
  readonly schema: string;
  /** So many of them only, from the beginning; all unless given. */
  readonly first?: number;
  /** Longest time in ms for the connection to come about; 10,000 unless given. */
  readonly timeout?: number;
}

// One number for all schemas: migrations are rare and short, so they may wait for each other.
const LOCK = 5_283_604_417;

/**
 * Applies the migrations that were not applied yet, all or none. Several processes may do so at once: one works, the
 * others wait for it.
 *
 * @throws StoreUnavailable when the server cannot be reached
 */
export async function migrate(url: string, { directory, schema, first, timeout = 10_000 }: Migrations): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: timeout });
  client.on('error', () => {});
  const problems: string[] = [];
  try {
    await client.connect();
    await runner({
      dbClient: client,
      dir: directory,
      direction: 'up',
      ...(first !== undefined && { count: first }),
      schema,
      createSchema: true,
      migrationsTable: 'migrations',
      singleTransaction: true,
      advisoryLockMode: 'wait',
      lockValue: LOCK,
      logger: { info: () => {}, warn: () => {}, error: (message) => void problems.push(message) },
    });
  } catch (error) {
    if (!isRejection(error)) throw named(error);
    throw new Error([`The migrations of ${schema} failed`, ...problems].join(': '), { cause: error });
  } finally {
    await client.end();
  }
}
