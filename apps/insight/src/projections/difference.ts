import { type CompareOptions, rowsDiffering, type TableDifference } from '#projection';

type Say = (line: string) => void;
type Row = Readonly<Record<string, unknown>>;

/** Most differences shown inside one value. */
const MOST = 5;
/** Milliseconds between two lines of progress. */
const EVERY = 1_000;

/** Tells which table is being compared, where comparing takes its time. */
export function comparing(say: Say): Required<CompareOptions> {
  let told = performance.now();
  return {
    onTable(table, number, of) {
      if (performance.now() - told < EVERY) return;
      told = performance.now();
      say(`Comparing ${table}, ${number} of ${of}`);
    },
  };
}

/** Tells in lines what two builds differ in. */
export function tellDifference(differences: readonly TableDifference[], say: Say): void {
  if (differences.length === 0) {
    say('Every row is as it was.');
    return;
  }
  say(`${rowsDiffering(differences)} rows of ${differences.length} tables differ.`);
  for (const { table, columns, added, removed, changed } of differences) {
    const which = Object.entries(changed.columns).map(([column, rows]) => `${column} in ${rows}`);
    const counts = `${added.rows} rows added, ${removed.rows} removed, ${changed.rows} changed`;
    say(`${table}: ${counts}${which.length > 0 ? ` (${which.join(', ')})` : ''}`);
    for (const column of columns.added) say(`  + column ${column}`);
    for (const column of columns.removed) say(`  - column ${column}`);
    for (const row of added.examples) say(`  + ${told(row)}`);
    for (const row of removed.examples) say(`  - ${told(row)}`);
    for (const { key, before, after } of changed.examples) {
      say(`  ~ ${told(key)}`);
      for (const column of Object.keys(before))
        for (const line of changesIn(column, before[column], after[column])) say(`      ${line}`);
    }
  }
}

const told = (row: Row) =>
  short(
    Object.entries(row)
      .map(([column, value]) => `${column}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(' '),
    300,
  );

/** What differs within a value, by path: documents are long, and mostly the same. */
function changesIn(path: string, before: unknown, after: unknown): readonly string[] {
  const lines: string[] = [];
  const walk = (at: string, was: unknown, is: unknown): void => {
    if (JSON.stringify(was) === JSON.stringify(is)) return;
    if (isDocument(was) && isDocument(is)) {
      for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) walk(`${at}.${key}`, was[key], is[key]);
    } else {
      lines.push(`${at}: ${value(was)} → ${value(is)}`);
    }
  };
  walk(path, before, after);
  return lines.length > MOST ? [...lines.slice(0, MOST), `and ${lines.length - MOST} more in ${path}`] : lines;
}

const isDocument = (one: unknown): one is Row => typeof one === 'object' && one !== null;
const value = (one: unknown) => (one === undefined ? 'nothing' : short(JSON.stringify(one), 120));
const short = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
