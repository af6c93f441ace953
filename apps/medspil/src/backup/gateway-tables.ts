import pg from 'pg';
import { named, PROCUREMENT_SCHEMA, prepareTables } from '../../../procurement/src/read-models.js';
import { connected } from '../connected.js';
import { lineOf, type RowItem } from './content.js';

const AT_ONCE = 500;

/**
 * What the gateway keeps and no event tells, of one moment: rows as lines, behind the migrations that made their tables.
 *
 * @throws StoreUnavailable when the connection is lost
 */
export async function* gatewayLines(url: string): AsyncGenerator<readonly string[]> {
  const client = await connected(url);
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows: tables } = await client.query<{ name: string }>(
      'select tablename as name from pg_tables where schemaname = $1 order by 1',
      [PROCUREMENT_SCHEMA],
    );
    if (tables.length === 0) return;
    const { rows: made } = await client.query<{ name: string }>(
      `select name from ${PROCUREMENT_SCHEMA}.migrations order by id`,
    );
    yield [lineOf(['tables', made.map(({ name }) => name)])];
    for (const { name } of tables.filter((table) => table.name !== 'migrations')) {
      await client.query(`declare kept no scroll cursor for select row_to_json(t) as row from ${tableOf(name)} t`);
      for (let rows: { row: object }[]; ; ) {
        ({ rows } = await client.query<{ row: object }>(`fetch ${AT_ONCE} from kept`));
        if (rows.length === 0) break;
        yield rows.map(({ row }) => lineOf(['row', name, row]));
      }
      await client.query('close kept');
    }
  } catch (error) {
    throw named(error);
  } finally {
    await client.end();
  }
}

/** Makes the tables as they were then; what has changed since is done by the next start, on their rows. */
export async function makeGatewayTables(url: string, migrations: readonly string[]): Promise<void> {
  await prepareTables(url, migrations.length);
  const client = await connected(url);
  try {
    const { rows } = await client.query<{ name: string }>(
      `select name from ${PROCUREMENT_SCHEMA}.migrations order by id`,
    );
    const unknown = migrations.filter((name, n) => rows[n]?.name !== name);
    if (unknown.length > 0) throw new LaterRelease(`with tables as of ${unknown[0]}`);
  } finally {
    await client.end();
  }
}

/** The backup was made by a release that knows more than this one. */
export class LaterRelease extends Error {
  override readonly name = 'LaterRelease';
  constructor(what: string) {
    super(`The backup was made by a later release, ${what}: restore it with that one`);
  }
}

/** Keeps rows, as `gatewayLines` tells them. */
export async function keepRows(client: pg.Client, items: readonly RowItem[]): Promise<void> {
  for (const table of new Set(items.map(([, name]) => name))) {
    const rows = items.filter(([, name]) => name === table).map(([, , row]) => row);
    await client.query(
      `insert into ${tableOf(table)} select * from json_populate_recordset(null::${tableOf(table)}, $1)`,
      [JSON.stringify(rows)],
    );
  }
}

const tableOf = (name: string) => `${PROCUREMENT_SCHEMA}.${pg.escapeIdentifier(name)}`;
