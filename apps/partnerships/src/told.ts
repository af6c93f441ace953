import { BusinessDate, Invalid, ListOf, type Sentence, Text } from '#platform';

/** What a body may say about what it tells; kept beside the event. */
export abstract class Told {
  @ListOf(Text({ max: 80 }), {
    max: 50,
    optional: true,
    description:
      'Fields of this body whose values no source gives; a field within a field by its path, like partner.cvr',
  })
  illustrative?: string[];

  @Text({ max: 500, optional: true, description: 'Where this is known from', example: 'frederikssund.dk' })
  source?: string;
}

const noSuchField: Sentence = { en: 'names no field of this body', da: 'er ikke et felt i dette indhold' };

/**
 * Sees to it that what is marked as illustrative is there: a mark that is mistyped would show its value as known.
 *
 * @throws Invalid that names every mark without a field
 */
export function checkMarks(body: unknown, marks: readonly string[] = []): void {
  const faults = marks.flatMap((mark, n) =>
    holds(body, mark.split('.')) ? [] : [{ pointer: `#/illustrative/${n}`, says: noSuchField }],
  );
  if (faults.length > 0) throw new Invalid('body', faults);
}

function holds(value: unknown, [name, ...within]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return false;
  return holds((value as Record<string, unknown>)[name], within);
}

/** A body whose command has no date of its own. */
export abstract class Dated extends Told {
  @BusinessDate({
    optional: true,
    description: 'The day it happened; today in Denmark unless given',
    example: '2025-03-31',
  })
  occurredOn?: string;
}

/** The date of its own that a command happened on. */
export const happenedOn = (example: string) =>
  BusinessDate({ optional: true, description: 'The day it happened; today in Denmark unless given', example });
