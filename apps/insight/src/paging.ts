import { BusinessDate, Instant, Invalid, Nested, Text, WholeNumber } from '#platform';

export const DEFAULT_LIMIT = 50;
export const MOST = 200;

type CursorValue = string | number;

const isText = (value: unknown): value is string => typeof value === 'string';

/** What a cursor may hold, as SQL can read it: whoever makes a cursor up is told so, and not the database. */
const kinds = {
  text: (value: unknown) => isText(value) && !value.includes('\0'),
  whole: (value: unknown) => Number.isSafeInteger(Number(value)) && /^-?\d{1,16}$/.test(String(value)),
  uuid: (value: unknown) => isText(value) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  date: (value: unknown) => isText(value) && (isEndless(value) || isDay(value)),
  instant: (value: unknown) =>
    isText(value) &&
    isDay(value.slice(0, 10)) &&
    /^[\d:.+ TZ-]{10,40}$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
} as const;
export type CursorKind = keyof typeof kinds;

const isEndless = (value: string) => value === 'infinity' || value === '-infinity';
const isDay = (value: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value) &&
  value > '0001';

/**
 * Where a page ended: the sort values of its last row, the row's id among them. A page begins after them and not after
 * a number of rows, so rows that come, go or change meanwhile neither shift it nor repeat anything. Only a row whose
 * sort value itself is changed moves to where it now belongs.
 *
 * @param of the list and its sorting: a cursor of another one is refused
 */
export function encodeCursor(of: string, values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([of, ...values])).toString('base64url');
}

/** @throws Invalid when the text is not a cursor of this list and sorting */
export function decodeCursor(
  text: string | undefined,
  of: string,
  holds: readonly CursorKind[],
): readonly CursorValue[] | undefined {
  if (text === undefined) return undefined;
  const [found, ...values] = parsed(text);
  const fits = found === of && values.length === holds.length && values.every((one, n) => kinds[holds[n]!](one));
  if (fits) return values as CursorValue[];
  throw new Invalid('query', [
    {
      parameter: 'cursor',
      says: {
        en: 'must be the next of an answer to the same list in the same order',
        da: 'skal være next fra et svar på samme liste i samme rækkefølge',
      },
    },
  ]);
}

function parsed(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** A page out of rows of which one more was read, to know whether there is a next one. */
export function pageOf<Row>(rows: readonly Row[], limit: number, cursor: (last: Row) => string) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { page, ...(rows.length > limit && last && { next: cursor(last) }) };
}

/** What every query takes. */
export abstract class Fresh {
  @WholeNumber({
    optional: true,
    description:
      'Position that a write was answered with: the answer waits until it is worked in, and is 503 if that takes too long',
    example: 128,
  })
  'at-least'?: number;

  @Instant({
    optional: true,
    description:
      'Answers exactly as it was answered then: what was recorded later, corrections too, is left out. `asOf.time` of an answer asks for that answer again',
    example: '2026-03-31T08:15:00Z',
  })
  'known-at'?: string;

  @BusinessDate({
    optional: true,
    description: 'Limits to what had occurred by this day, whenever it was recorded, and judges by it',
    example: '2026-03-31',
  })
  until?: string;
}

/** What every list takes. */
export abstract class Paged extends Fresh {
  @WholeNumber({
    min: 1,
    max: MOST,
    optional: true,
    description: `Most items; ${DEFAULT_LIMIT} unless given`,
    example: 50,
  })
  limit?: number;

  @Text({ max: 1000, optional: true, description: '`next` of the page before; all other parameters stay the same' })
  cursor?: string;
}

/** The moment an answer speaks of. */
export class AsOf {
  @WholeNumber({ description: 'Everything up to this position of the store is worked in', example: 128 })
  position: number;

  @Instant({
    description: 'Asked with `known-at` this time, the answer is the same again',
    example: '2026-03-31T08:15:00.000Z',
  })
  time: string;
}

/** What every list answers beside its items. */
export abstract class PageAnswer {
  @Text({ max: 1000, optional: true, description: 'Cursor of the next page; absent on the last one' })
  next?: string;
  @Nested(() => AsOf)
  asOf: AsOf;
}
