import { Code, Flag, type HealthAnswer, Instant, ListOf, Nested, OneOf, WholeNumber } from '#platform';

export const projectionStates = ['running', 'retrying', 'outdated', 'other-store', 'stopped'] as const;

export class CountersAnswer {
  @WholeNumber({
    optional: true,
    description:
      'Events up to the checkpoint, as the store counts them; absent while it is still counting after a start',
  })
  stored?: number;
  @WholeNumber() applied: number;
  @WholeNumber() skipped: number;
  @WholeNumber() parked: number;
}

export class ProjectionAnswer {
  @Code({ example: 'worklist' }) name: string;
  @WholeNumber({ description: 'What built the tables' }) version: number;
  @OneOf(projectionStates, {
    description:
      'outdated: another version built the tables, which serve as they are until a build of this one is switched to; other-store: they were built from another event store, or from this one before it was restored, and nothing is worked in',
  })
  state: (typeof projectionStates)[number];
  @WholeNumber({ description: 'Everything up to here is worked in' }) checkpoint: number;
  @Instant({ optional: true, description: 'When the checkpoint last moved' }) movedAt?: string;
  @WholeNumber({ description: 'About how many events are still to come' }) lag: number;
  @Flag() caughtUp: boolean;
  @Nested(() => CountersAnswer) counters: CountersAnswer;
  @WholeNumber({
    min: Number.MIN_SAFE_INTEGER,
    optional: true,
    description:
      'stored − applied − skipped − parked: events never delivered, or below zero worked in twice. Not 0 is an alarm. Absent while stored is',
  })
  hole?: number;
  @WholeNumber({ description: 'How many partnerships wait for an event to be put right' }) parkedPartnerships: number;
}

/** What the read models tell of themselves in the process's health. */
export interface ReadModelsAnswer extends HealthAnswer {
  readonly head?: number;
  readonly projections: readonly ProjectionAnswer[];
}

export const readModelsFields = {
  head: WholeNumber({ optional: true, description: 'Position of the last event in the store' }),
  projections: ListOf(() => ProjectionAnswer, { max: 100 }),
};
