import { ListOf, Text } from '#platform';

/** What every part has beside what its events state. */
export abstract class PartAnswer {
  @ListOf(Text({ max: 80 }), { max: 1000, description: 'Fields whose values no source gives' })
  illustrative: readonly string[];
}
