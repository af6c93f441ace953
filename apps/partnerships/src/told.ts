import { BusinessDate, ListOf, Text } from '#platform';

/** What a body may say about what it tells; kept beside the event. */
export abstract class Told {
  @ListOf(Text({ max: 80 }), {
    max: 50,
    optional: true,
    description: 'Fields of this body whose values no source gives',
  })
  illustrative?: string[];

  @Text({ max: 500, optional: true, description: 'Where this is known from', example: 'frederikssund.dk' })
  source?: string;
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
