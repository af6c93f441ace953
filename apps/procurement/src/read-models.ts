import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { migrate, StoreUnavailable } from '#event-store';

export const PROCUREMENT_SCHEMA = 'procurement';

/**
 * Makes the tables of the gateway that are not there yet, in the database of the read models; with `first`, as so many
 * migrations of the beginning make them.
 *
 * @throws StoreUnavailable when the server cannot be reached
 */
export const prepareTables = (url: string, first?: number): Promise<void> =>
  migrate(url, {
    directory: fileURLToPath(new URL('./migrations', import.meta.url)),
    schema: PROCUREMENT_SCHEMA,
    ...(first !== undefined && { first }),
  });

/** Longest a query may take, in milliseconds: a database that does not answer is away. */
const LONGEST_QUERY = 10_000;

// Values come as JSON would have them: instants as texts, positions as numbers; offsets are asked for as texts.
const asJson: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') => {
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.TIMESTAMPTZ) return (text: string) => new Date(text).toISOString();
    return pg.types.getTypeParser(oid, format);
  }) as typeof pg.types.getTypeParser,
};

/** Connection lost or refused, out of resources, shut down. */
const AWAY = /^(0800[0136]|53|57P|57014)/;

/** @throws StoreUnavailable when the read models cannot be reached, or do not answer in time */
export async function ask<Row extends object>(
  pool: pg.Pool,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  try {
    // In its types a query's own timeout is missing.
    const bounded = { text, values: [...values], types: asJson, query_timeout: LONGEST_QUERY };
    return (await pool.query<Row>(bounded)).rows;
  } catch (error) {
    throw named(error);
  }
}

/** What went wrong with a query: StoreUnavailable, but for what the server understood and would not do. */
export function named(error: unknown): unknown {
  if (error instanceof pg.DatabaseError && !AWAY.test(error.code ?? '')) return error;
  return new StoreUnavailable('The read models cannot be reached', { cause: error });
}
