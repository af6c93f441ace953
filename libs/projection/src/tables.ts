import type { ClientBase } from 'pg';
import type { Rows, Version } from './fold.js';
import type { AnyProjection } from './projection.js';

/** The statements that read and write one table of a build. */
export interface Statement {
  readonly name: string;
  readonly key: readonly string[];
  /** Absent where no row is ever looked for. */
  readonly load: string | undefined;
  readonly upsert: string;
  readonly remove: string;
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Reads what columns a projection's tables have, and prepares their statements.
 *
 * Rows travel as one JSON text a statement: PostgreSQL itself knows the columns' types, so they are written down once,
 * in the migrations.
 */
export async function openTables(
  client: Pick<ClientBase, 'query'>,
  schema: string,
  { tables, name }: AnyProjection,
): Promise<ReadonlyMap<string, Statement>> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = to_regnamespace($1) and c.relname = any($2)
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      group by c.relname`,
    [quoted(schema), tables.map((table) => table.name)],
  );
  const columns = new Map(rows.map((row) => [row.table, row.columns]));
  return new Map(
    tables.map((table) => {
      const known = columns.get(table.name);
      if (!known?.includes('position'))
        throw new Error(`${name} needs the table ${schema}.${table.name} with a column position`);
      return [table.name, statements(schema, table, known)];
    }),
  );
}

function statements(
  schema: string,
  { name, key, appended }: AnyProjection['tables'][number],
  columns: readonly string[],
): Statement {
  const table = `${quoted(schema)}.${quoted(name)}`;
  const list = columns.map(quoted).join(', ');
  const given = `json_populate_recordset(null::${table}, $1)`;
  const keys = key.map(quoted).join(', ');
  const values = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${quoted(column)} = excluded.${quoted(column)}`);
  const same = key.map((column) => `t.${quoted(column)} = k.${quoted(column)}`).join(' and ');
  return {
    name,
    key,
    load: appended ? undefined : `select row_to_json(t) as row from ${given} k join ${table} t on ${same}`,
    upsert: `insert into ${table} (${list}) select ${list} from ${given} on conflict (${keys}) do update set ${values.join(', ')}`,
    remove: `delete from ${table} t using ${given} k where ${same}`,
  };
}

/** Loads the wanted rows that are not there yet, with one query a table. */
export async function load(client: ClientBase, tables: ReadonlyMap<string, Statement>, rows: Rows): Promise<void> {
  for (const [name, wanted] of rows.wanted()) {
    const table = tables.get(name)!;
    const keys = [...wanted.values()].filter(({ before }) => before === undefined).map(({ key }) => key);
    if (!table.load || keys.length === 0) continue;
    const found = await client.query<{ row: object }>(table.load, [JSON.stringify(keys)]);
    for (const { row } of found.rows) rows.load(table, row);
  }
}

/**
 * Writes the rows that changed, with at most two statements a table. Each version says from which row to which it
 * went and at which position, so that rows of the past can be kept from here.
 */
export async function flush(client: ClientBase, tables: ReadonlyMap<string, Statement>, rows: Rows): Promise<void> {
  for (const [name, versions] of rows.changed()) {
    const table = tables.get(name)!;
    const put = versions.flatMap(({ after, position }) => (after ? [{ ...after, position }] : []));
    const gone = versions.filter(({ after }) => after === undefined);
    if (put.length > 0) await client.query(table.upsert, [JSON.stringify(put)]);
    if (gone.length > 0) await client.query(table.remove, [JSON.stringify(gone.map(({ key }: Version) => key))]);
  }
}
