import type { ClientBase } from 'pg';
import type { Rows, Version } from './fold.js';
import type { AnyProjection } from './projection.js';

/** The statements that read and write one table of a build. */
export interface Statement {
  readonly name: string;
  readonly key: readonly string[];
  /** Absent where no row is ever looked for. */
  readonly load: string | undefined;
  /** Loads every row whose key begins with one of some values. */
  readonly loadEach: string;
  readonly upsert: string;
  /** With `$set` in the place of what is set from `k`. */
  readonly update: string;
  readonly remove: string;
  /** Keeps what rows were before; absent where that is not kept. */
  readonly history: string | undefined;
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
    [quoted(schema), tables.flatMap((table) => [table.name, twinOf(table)])],
  );
  const columns = new Map(rows.map((row) => [row.table, row.columns]));
  return new Map(
    tables.map((table) => {
      const known = columns.get(table.name);
      if (!known?.includes('position'))
        throw new Error(`${name} needs the table ${schema}.${table.name} with a column position`);
      if (keepsHistory(table) && columns.get(twinOf(table))?.join() !== [...known, 'ended'].join())
        throw new Error(`${name} needs the table ${schema}.${twinOf(table)} with the same columns and ended`);
      return [table.name, statements(schema, table, known)];
    }),
  );
}

type AnyTable = AnyProjection['tables'][number];

export const twinOf = ({ name }: Pick<AnyTable, 'name'>) => `${name}_history`;

/** Whether what the rows were before is kept. */
export const keepsHistory = ({ appended, current }: Pick<AnyTable, 'appended' | 'current'>) => !appended && !current;

function statements(schema: string, described: AnyTable, columns: readonly string[]): Statement {
  const { name, key, appended } = described;
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
    loadEach: `select row_to_json(t) as row from ${table} t where t.${quoted(key[0]!)} = any($1)`,
    upsert: `insert into ${table} (${list}) select ${list} from ${given} on conflict (${keys}) do update set ${values.join(', ')}`,
    update: `update ${table} t set $set from ${given} k where ${same}`,
    remove: `delete from ${table} t using ${given} k where ${same}`,
    history: keepsHistory(described) ? historyOf(schema, described, list) : undefined,
  };
}

function historyOf(schema: string, described: AnyTable, list: string): string {
  const twin = `${quoted(schema)}.${quoted(twinOf(described))}`;
  return `insert into ${twin} (${list}, ended) select ${list}, ended from json_populate_recordset(null::${twin}, $1)`;
}

/** Loads the wanted rows that are not there yet, with one query a table, or two where every row of a case is wanted. */
export async function load(client: ClientBase, tables: ReadonlyMap<string, Statement>, rows: Rows): Promise<void> {
  for (const [name, firsts] of rows.wantedEach()) {
    const { key, loadEach } = tables.get(name)!;
    const found = await client.query<{ row: Columns }>(loadEach, [[...firsts]]);
    for (const { row } of found.rows) {
      rows.want({ table: { name, key: key as never[] }, key: Object.fromEntries(key.map((one) => [one, row[one]])) });
      rows.load({ name, key }, row);
    }
  }
  for (const [name, wanted] of rows.wanted()) {
    const table = tables.get(name)!;
    const keys = [...wanted.values()].filter(({ before }) => before === undefined).map(({ key }) => key);
    if (!table.load || keys.length === 0) continue;
    const found = await client.query<{ row: object }>(table.load, [JSON.stringify(keys)]);
    for (const { row } of found.rows) rows.load(table, row);
  }
}

/**
 * Writes the rows that changed, and what they were before and between, with at most four statements a table.
 */
export async function flush(client: ClientBase, tables: ReadonlyMap<string, Statement>, rows: Rows): Promise<void> {
  for (const [name, versions] of rows.changed()) {
    const table = tables.get(name)!;
    const added: object[] = [];
    const changed: Version[] = [];
    const gone: object[] = [];
    const history: object[] = [];
    for (const version of versions) {
      const { key, before, after, position, past } = version;
      if (after && before) changed.push(version);
      else if (after) added.push({ ...after, position });
      else if (before) gone.push(key);
      if (table.history) for (const { row, position, ended } of past) history.push({ ...row, position, ended });
    }
    if (added.length > 0) await client.query(table.upsert, [JSON.stringify(added)]);
    if (changed.length > 0) await update(client, table, changed);
    if (gone.length > 0) await client.query(table.remove, [JSON.stringify(gone)]);
    if (history.length > 0) await client.query(table.history!, [JSON.stringify(history)]);
  }
}

/** Writes of rows that were there only the columns that any of them changed: most columns never do. */
async function update(client: ClientBase, table: Statement, versions: readonly Version[]): Promise<void> {
  const columns = new Set<string>();
  for (const { before, after } of versions) {
    const [was, is] = [before as Columns, after as Columns];
    for (const column in is) if (is[column] !== was[column]) columns.add(column);
    // A column the row no longer states is null.
    for (const column in was) if (!(column in is)) columns.add(column);
  }
  columns.delete('position');
  const rows = versions.map(({ key, after, position }) => {
    const row: Record<string, unknown> = { ...key, position };
    for (const column of columns) row[column] = (after as Columns)[column];
    return row;
  });
  const set = [...columns, 'position'].map((column) => `${quoted(column)} = k.${quoted(column)}`).join(', ');
  await client.query(
    table.update.replace('$set', () => set),
    [JSON.stringify(rows)],
  );
}

type Columns = Readonly<Record<string, unknown>>;
