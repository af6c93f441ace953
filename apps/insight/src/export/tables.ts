import { type FieldsClass, fieldsOf, type Language, type Sentence } from '#platform';
import { type CellKind, cellKind, cellText } from './cell.js';
import { titleOf } from './titles.js';

export interface Column {
  readonly title: Sentence;
  readonly kind: CellKind;
  value(row: Row, language: Language): unknown;
}

/** The objects from the answer down to what a row is about. */
export type Row = readonly object[];

/** Rows of one kind in an answer: its figures themselves, or what stands in one of its lists. */
export interface Table {
  /** The lists that lead to it, `contracts.phases`; `items` of a list, `whole` for what the answer says of itself. */
  readonly name: string;
  readonly title: Sentence;
  readonly columns: readonly Column[];
  /** Set when every page of a list says the same of it, so that the first is enough. */
  readonly once?: true;
  rows(answer: object): Iterable<Row>;
}

interface Scalar {
  readonly path: readonly string[];
  readonly kind: CellKind;
  /** A code that names something. */
  readonly code: boolean;
  value(of: unknown, language: Language): unknown;
}

/** What a class holds: values that are columns, and lists that are tables of their own. */
interface Shape {
  readonly scalars: readonly Scalar[];
  readonly lists: readonly { readonly path: readonly string[]; readonly of: FieldsClass }[];
}

/** What says of the answer as a whole, and is told apart from its rows. */
const aside: ReadonlySet<string> = new Set(['asOf', 'next']);

const follow = (path: readonly string[], from: unknown): unknown =>
  path.reduce((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], from);

/** A part of an answer that marks its own illustrative fields is a row of its own. */
const isPart = (of: FieldsClass) => fieldsOf(of).some(({ name, list }) => name === 'illustrative' && list);

/** Sentences and pairs read well in one cell; more does not. */
const fitsOneCell = (of: FieldsClass) => {
  const fields = fieldsOf(of);
  if (isPart(of)) return false;
  if (fields.some(({ name }) => name === 'text')) return fields.every((field) => field.of === undefined);
  return fields.length <= 2 && fields.every((field) => field.of === undefined && !field.list);
};

/** Objects in one cell: their sentence where they have one, else their values. */
const inOneCell = (of: FieldsClass) => {
  const { scalars } = shapeOf(of);
  const sentence = scalars.find(({ path }) => path.join() === 'text');
  return (value: unknown, language: Language) =>
    (value as readonly object[] | undefined)
      ?.map((one) =>
        (sentence ? [sentence] : scalars)
          .map((scalar) => cellText(scalar.kind, scalar.value(one, language), language))
          .filter((text) => text !== '')
          .join(' – '),
      )
      .join('; ');
};

function shapeOf(type: FieldsClass, before: readonly string[] = []): Shape {
  const scalars: Scalar[] = [];
  const lists: { path: readonly string[]; of: FieldsClass }[] = [];
  for (const { name, kind, list, of } of fieldsOf(type)) {
    if (before.length === 0 && aside.has(name)) continue;
    const path = [...before, name];
    if (!of) {
      const joined = (value: unknown) => (value as readonly unknown[] | undefined)?.join(', ');
      scalars.push({
        path,
        kind: list ? 'text' : cellKind(kind),
        code: kind === 'code' && !list,
        value: (from) => (list ? joined(follow(path, from)) : follow(path, from)),
      });
    } else if (list && fitsOneCell(of)) {
      const cell = inOneCell(of);
      scalars.push({ path, kind: 'text', code: false, value: (from, language) => cell(follow(path, from), language) });
    } else if (list || isPart(of)) {
      lists.push({ path, of });
    } else {
      const nested = shapeOf(of, path);
      scalars.push(...nested.scalars);
      lists.push(...nested.lists);
    }
  }
  return { scalars, lists };
}

/** What tells rows of a class apart: what its first field says, a code where there is one, and the codes that follow. */
function keyOf({ scalars }: Shape): readonly Scalar[] {
  const [first] = scalars;
  if (!first) return [];
  const within = scalars.filter(({ path }) => path.length > 1 && path[0] === first.path[0]);
  if (within.length > 0) return within.some(({ code }) => code) ? within.filter(({ code }) => code) : within;
  const end = scalars.findIndex(({ code }, n) => n > 0 && !code);
  return scalars.slice(0, end < 0 ? undefined : end);
}

/** Columns of the object at a depth of the row; `of` tells them from others of the same name. */
const columnsOf = (scalars: readonly Scalar[], depth: number, of: readonly string[] = []): readonly Named[] =>
  scalars.map(({ path, kind, value }) => ({
    path,
    of,
    kind,
    value: (row, language) => value(row[depth], language),
  }));

interface Named extends Omit<Column, 'title'> {
  readonly path: readonly string[];
  readonly of: readonly string[];
}

/** Columns by their own names, and by where they stand where another has the same. */
function titled(columns: readonly Named[]): readonly Column[] {
  const names = columns.map(({ path }) => path.join());
  return columns.map(({ path, of, kind, value }, n) => {
    const { en, da } = titleOf(names.indexOf(names[n]!) === names.lastIndexOf(names[n]!) ? path : [...of, ...path]);
    const title = kind === 'percent' ? { en: `${en} (%)`, da: `${da} (%)` } : { en, da };
    return { title, kind, value };
  });
}

/** Amounts stand with their currency: the contract's where they belong to one, and else kroner. */
const currency: Column = {
  title: titleOf(['currency']),
  kind: 'text',
  value: (row) => row.map((one) => (one as { currency?: string }).currency).findLast((code) => code) ?? 'DKK',
};

function withCurrency(columns: readonly Column[]): readonly Column[] {
  const has = columns.some(({ title }) => title.en === currency.title.en);
  return has || !columns.some(({ kind }) => kind === 'money') ? columns : [...columns, currency];
}

type Step = readonly string[];

const under = (row: Row, step: Step): readonly object[] => {
  const found = follow(step, row.at(-1));
  if (found === undefined || found === null) return [];
  return Array.isArray(found) ? found : [found as object];
};

/** The rows at the end of some steps; with `all`, what has nothing there stands once with nothing in its place. */
const rowsAt = (steps: readonly Step[], all: boolean) => (answer: object) =>
  steps.reduce<readonly Row[]>(
    (rows, step, n) =>
      rows.flatMap((row) => {
        const found = under(row, step);
        if (found.length === 0 && all && n > 0) return [[...row, {}]];
        return found.map((one) => [...row, one]);
      }),
    [[answer]],
  );

export const isPaged = (type: FieldsClass): boolean => fieldsOf(type).some(({ name }) => name === 'next');

/**
 * The tables of an answer by what its class declares; the first is what the answer is mainly about.
 *
 * @param by a list within the items: the first table has a row for each entry, and one for an item that has none
 */
export function tablesOf(type: FieldsClass, by?: string): readonly Table[] {
  const paged = isPaged(type);
  const tables: Table[] = [];
  const add = (steps: readonly Step[], columns: readonly Named[], all = false) => {
    const path = steps.flat().filter((name) => name !== 'items');
    const own = steps.length > 0 ? 'items' : 'whole';
    tables.push({
      name: path.join('.') || own,
      title: titleOf(path.length > 0 ? path : [own]),
      columns: withCurrency(titled(columns)),
      ...(paged && steps[0]?.[0] !== 'items' && { once: true as const }),
      rows: rowsAt(steps, all),
    });
  };
  const walk = (of: FieldsClass, steps: readonly Step[], keys: readonly Named[]) => {
    const shape = shapeOf(of);
    const step = steps.at(-1);
    const joined = step?.join() === 'items' ? shape.lists.find(({ path }) => path.join() === by) : undefined;
    const own = columnsOf(shape.scalars, steps.length, step);
    if (joined) {
      const { scalars } = shapeOf(joined.of);
      add([...steps, joined.path], [...keys, ...own, ...columnsOf(scalars, steps.length + 1, joined.path)], true);
    } else if (own.length > 0) {
      add(steps, [...keys, ...own]);
    }
    const inner = [...keys, ...columnsOf(keyOf(shape), steps.length, step)];
    for (const { path, of: child } of shape.lists) {
      const next = [...steps, path];
      if (child !== joined?.of || path !== joined.path) walk(child, next, steps.length === 0 ? [] : inner);
      else {
        const below = shapeOf(child);
        const key = [...inner, ...columnsOf(keyOf(below), next.length, path)];
        for (const { path: deeper, of: grandchild } of below.lists) walk(grandchild, [...next, deeper], key);
      }
    }
  };
  walk(type, [], []);
  // What an answer says of itself comes after what it is a list of.
  const first = tables.findIndex(({ name }) => name === 'items' || (by !== undefined && name === by));
  if (first > 0) tables.unshift(...tables.splice(first, 1));
  return tables;
}
