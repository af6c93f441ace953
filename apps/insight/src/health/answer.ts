import { Code, Flag, Instant, ListOf, Nested, OneOf, Text, WholeNumber } from '#platform';

export const healthStatuses = ['ok', 'degraded', 'down'] as const;

export class ParkedAnswer {
  @Text({ max: 200, description: 'The partnership, whose later events wait' }) partition: string;
  @WholeNumber({ description: 'The event that cannot be applied' }) position: number;
  @WholeNumber({ description: 'How many events wait' }) events: number;
  @Instant() since: string;
}

export class CountersAnswer {
  @WholeNumber() stored: number;
  @WholeNumber() applied: number;
  @WholeNumber() skipped: number;
  @WholeNumber() parked: number;
}

export class ProjectionAnswer {
  @Code({ example: 'worklist' }) name: string;
  @WholeNumber() version: number;
  @OneOf(['running', 'retrying', 'stopped']) state: string;
  @WholeNumber({ description: 'Everything up to here is worked in' }) checkpoint: number;
  @WholeNumber({ description: 'About how many events are still to come' }) lag: number;
  @Flag() caughtUp: boolean;
  @Nested(() => CountersAnswer) counters: CountersAnswer;
  @Flag({ description: 'stored ≠ applied + skipped + parked: an alarm' }) hole: boolean;
  @ListOf(() => ParkedAnswer, { max: 1000 }) parked: ParkedAnswer[];
}

export class HealthAnswer {
  @OneOf(healthStatuses) status: (typeof healthStatuses)[number];
  @WholeNumber({ optional: true, description: 'Position of the last event in the store' }) head?: number;
  @ListOf(() => ProjectionAnswer, { max: 100 }) projections: ProjectionAnswer[];
}
