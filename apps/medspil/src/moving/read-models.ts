import pg from 'pg';
import { type EventStore, StoreUnavailable } from '#event-store';
import { openLog } from '#platform';
import { foreignIn, prepareCheckpoints } from '#projection';
import { INSIGHT_SCHEMA, projections, READ_MODELS_SESSION } from '../../../insight/src/read-models.js';
import { named } from '../../../procurement/src/read-models.js';

/** A database of read models, and how it may be shown. */
export interface ReadModels {
  readonly url: string;
  readonly name: string;
}

/** What is kept of what is built of the store; the gateway's own list of what came in is not. */
const SCHEMAS = [...['', '_next', '_previous'].map((suffix) => `${INSIGHT_SCHEMA}${suffix}`), 'projection'];

/**
 * Whether read models may be let go of: they were built from this store, and nobody works on them. Says why not.
 *
 * @throws StoreUnavailable when they or the store cannot be reached
 */
export async function mayBeForgotten(
  { url, name }: ReadModels,
  from: EventStore,
  say: (line: string) => void,
): Promise<boolean> {
  const why = await on(url, (pool) => whyKept(pool, url, from));
  if (why) say(`Refused: the read models in ${name} ${why}. Nothing is settled.`);
  return !why;
}

/** @throws StoreUnavailable when they cannot be reached */
export async function forgetReadModels({ url, name }: ReadModels, say: (line: string) => void): Promise<void> {
  await on(url, async (pool) => {
    const { rows } = await pool.query('select from pg_namespace where nspname = any($1)', [SCHEMAS]);
    if (rows.length === 0)
      return say(
        `There are no read models in ${name}. Are those of Medspil elsewhere? Settle with READ_MODEL_URL set.`,
      );
    say(`Dropping the read models in ${name}.`);
    await pool.query(`drop schema if exists ${SCHEMAS.join(', ')} cascade`);
    say('They are gone; the next start builds them anew from the new store.');
  });
}

async function on<Result>(url: string, work: (pool: pg.Pool) => Promise<Result>): Promise<Result> {
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => {});
  try {
    return await work(pool);
  } catch (error) {
    throw error instanceof StoreUnavailable ? error : named(error);
  } finally {
    await pool.end();
  }
}

async function whyKept(pool: pg.Pool, url: string, from: EventStore): Promise<string | undefined> {
  const { rows: atWork } = await pool.query(
    'select from pg_stat_activity where datname = current_database() and application_name = $1',
    [READ_MODELS_SESSION],
  );
  if (atWork.length > 0) return 'are being worked on: stop every process of Medspil first';
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('projection.checkpoint') is not null as there`,
  );
  if (!rows[0]?.there) return undefined;
  await prepareCheckpoints(url);
  const foreign = await foreignIn({ store: from, pool, schema: INSIGHT_SCHEMA, log: openLog('error') }, projections);
  const [first] = foreign;
  return first && `were built from another store than --from (${first[0]}: ${first[1]})`;
}
