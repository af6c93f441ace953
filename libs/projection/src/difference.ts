import type { ClientBase, Pool } from 'pg';
import type { AnyProjection } from './projection.js';
import { keepsHistory, quoted, twinOf } from './tables.js';

/** How many examples are given of each kind. */
const EXAMPLES = 5;

type Row = Readonly<Record<string, unknown>>;

export interface TableDifference {
  readonly table: string;
  /** Columns, with their types, that stand in one build only; they are left out of the comparison of rows. */
  readonly columns: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly added: { readonly rows: number; readonly examples: readonly Row[] };
  readonly removed: { readonly rows: number; readonly examples: readonly Row[] };
  readonly changed: {
    readonly rows: number;
    /** In how many of them each column differs. */
    readonly columns: Readonly<Record<string, number>>;
    /** The first by key, each with the columns that differ only. */
    readonly examples: readonly { readonly key: Row; readonly before: Row; readonly after: Row }[];
  };
}

export interface CompareOptions {
  /** Told before each table is compared: the how-manieth of how many. */
  readonly onTable?: (table: string, number: number, of: number) => void;
}

/** How many rows differ. */
export const rowsDiffering = (differences: readonly TableDifference[]): number =>
  differences.reduce((sum, { added, removed, changed }) => sum + added.rows + removed.rows + changed.rows, 0);

/**
 * The tables in which a second build differs from a first, compared row for row by key with every column, those of the
 * past among them; none when they are equal. The database does the comparing, so no rows are held here but examples.
 *
 * @param client sees both builds at one moment when it is in a transaction of repeatable reads
 */
export async function compareSchemas(
  client: Pick<ClientBase, 'query'> | Pick<Pool, 'query'>,
  first: string,
  second: string,
  projections: readonly AnyProjection[],
  { onTable }: CompareOptions = {},
): Promise<readonly TableDifference[]> {
  const tables = projections
    .flatMap((projection) => projection.tables)
    .flatMap((table) => [
      { name: table.name, key: table.key },
      // A row began only once at an event.
      ...(keepsHistory(table) ? [{ name: twinOf(table), key: [...new Set([...table.key, 'position'])] }] : []),
    ]);
  const [before, after] = [await columnsOf(client, first), await columnsOf(client, second)];
  const differences: TableDifference[] = [];
  for (const [n, { name, key }] of tables.entries()) {
    onTable?.(name, n + 1, tables.length);
    const [was, is] = [before.get(name), after.get(name)];
    const both = [...(was ?? [])].filter(([column, type]) => is?.get(column) === type).map(([column]) => column);
    const columns = { added: lacking(is, was), removed: lacking(was, is) };
    const comparison = { first, second, name, key, types: was, both };
    const rows =
      was && is && key.every((column) => both.includes(column))
        ? await compareRows(client, comparison)
        : {
            added: await countRows(client, second, name, is),
            removed: await countRows(client, first, name, was),
            changed: none,
          };
    const same = rows.added.rows + rows.removed.rows + rows.changed.rows === 0;
    if (!same || columns.added.length + columns.removed.length > 0) differences.push({ table: name, columns, ...rows });
  }
  return differences;
}

type Columns = ReadonlyMap<string, string>;
const none = { rows: 0, columns: {}, examples: [] };

async function columnsOf(client: Pick<ClientBase, 'query'>, schema: string): Promise<ReadonlyMap<string, Columns>> {
  const { rows } = await client.query<{ table: string; columns: [string, string][] }>(
    `select c.relname as table, json_agg(json_build_array(a.attname, t.typname) order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
      where c.relnamespace = to_regnamespace($1) and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      group by c.relname`,
    [quoted(schema)],
  );
  return new Map(rows.map(({ table, columns }) => [table, new Map(columns)]));
}

const lacking = (some: Columns | undefined, others: Columns | undefined) =>
  [...(some ?? [])].filter(([column, type]) => others?.get(column) !== type).map((column) => column.join(' '));

async function countRows(client: Pick<ClientBase, 'query'>, schema: string, table: string, there: unknown) {
  if (!there) return { rows: 0, examples: [] };
  const { rows } = await client.query(`select count(*) as rows from ${quoted(schema)}.${quoted(table)}`);
  return { rows: Number(rows[0].rows), examples: [] };
}

interface Comparison {
  readonly first: string;
  readonly second: string;
  readonly name: string;
  readonly key: readonly string[];
  readonly types: Columns | undefined;
  /** Columns of both. */
  readonly both: readonly string[];
}

async function compareRows(client: Pick<ClientBase, 'query'>, { first, second, name, key, types, both }: Comparison) {
  const same = key.map((column) => `l.${quoted(column)} = n.${quoted(column)}`).join(' and ');
  const pairs = `${quoted(first)}.${quoted(name)} l full join ${quoted(second)}.${quoted(name)} n on ${same}`;
  // JSON as it was written has no equality.
  const inColumn = (row: string, column: string) =>
    `${row}.${quoted(column)}${types?.get(column) === 'json' ? '::jsonb' : ''}`;
  const rest = both.filter((column) => !key.includes(column));
  const differs = (column: string) => `${inColumn('l', column)} is distinct from ${inColumn('n', column)}`;
  // The column every table has, and which is never null: of a row that is there.
  const kinds = {
    added: 'l.position is null',
    removed: 'n.position is null',
    changed: `l.position is not null and n.position is not null and (${['false', ...rest.map(differs)].join(' or ')})`,
  };
  const counts = [
    ...Object.entries(kinds).map(([kind, is]) => `count(*) filter (where ${is}) as ${kind}`),
    ...rest.map(
      (column, n) =>
        `count(*) filter (where l.position is not null and n.position is not null and ${differs(column)}) as c${n}`,
    ),
  ];
  const {
    rows: [count],
  } = await client.query<Record<string, string>>(
    `select ${counts.join(', ')} from ${pairs} where ${Object.values(kinds)
      .map((is) => `(${is})`)
      .join(' or ')}`,
  );
  const rowsOf = (kind: keyof typeof kinds) => Number(count![kind]);
  const examples = async (kind: keyof typeof kinds) => {
    if (rowsOf(kind) === 0) return [];
    const order = key.map((column) => `coalesce(l.${quoted(column)}, n.${quoted(column)})`).join(', ');
    const { rows } = await client.query<{ before: Row; after: Row }>(
      `select to_jsonb(l) as before, to_jsonb(n) as after from ${pairs} where ${kinds[kind]} order by ${order} limit ${EXAMPLES}`,
    );
    return rows;
  };
  const counted = rest.map((column, n) => [column, Number(count![`c${n}`])] as const);
  return {
    added: { rows: rowsOf('added'), examples: (await examples('added')).map(({ after }) => after) },
    removed: { rows: rowsOf('removed'), examples: (await examples('removed')).map(({ before }) => before) },
    changed: {
      rows: rowsOf('changed'),
      columns: Object.fromEntries(counted.filter(([, rows]) => rows > 0)),
      examples: (await examples('changed')).map(({ before, after }) => {
        const different = rest.filter((column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]));
        return { key: pick(before, key), before: pick(before, different), after: pick(after, different) };
      }),
    },
  };
}

const pick = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((column) => [column, row[column]]));
