import { type Phase, phases } from '#partnership';
import { Decimal, ListOf, Nested, OneOf, WholeNumber } from '#platform';
import { given } from '../asked.js';
import { AsOf } from '../paging.js';
import { type Bar, distributionOf } from './distribution.js';

export class DurationAnswer {
  @WholeNumber({ description: 'Stays whose length is known' }) stays: number;
  @Decimal({ optional: true, description: 'A quarter lasted no longer' }) lowerQuartileDays?: string;
  @Decimal({ optional: true, description: 'Half lasted no longer' }) medianDays?: string;
  @Decimal({ optional: true, description: 'Three quarters lasted no longer' }) upperQuartileDays?: string;
  @WholeNumber({ optional: true }) shortestDays?: number;
  @WholeNumber({ optional: true }) longestDays?: number;
  @WholeNumber({ optional: true, description: 'Stays during which the case rested; told by phase only' })
  suspendedStays?: number;
  @WholeNumber({ optional: true, description: 'Days it rested in them, which are part of their length' })
  suspendedDays?: number;
  @WholeNumber({
    description: 'Stays that were left before they were entered, by their dates: their length is not known',
  })
  contradictory: number;
  @WholeNumber({ description: 'How many begin or end on a day that no source gives' }) illustrative: number;
}

const finished = 'Left for another phase, or completed; absent when there is none';
const stopped = 'Left because the case was stopped or cancelled; absent when there is none';
const open = 'Not over: so far, up to the day of the answer; absent when there is none';

export class DurationsByEnd {
  @Nested(() => DurationAnswer, { optional: true, description: finished }) finished?: DurationAnswer;
  @Nested(() => DurationAnswer, { optional: true, description: stopped }) stopped?: DurationAnswer;
  @Nested(() => DurationAnswer, { optional: true, description: open }) open?: DurationAnswer;
}

export class PhaseDurationAnswer extends DurationsByEnd {
  @OneOf(phases) phase: Phase;
}

export class DurationFigures {
  @ListOf(() => PhaseDurationAnswer, { max: phases.length, description: 'Phases in their order' })
  phases: readonly PhaseDurationAnswer[];
  @Nested(() => DurationsByEnd, {
    description: 'From the first day in market dialogue to the first day of scale-up, one a case that had a dialogue',
  })
  dialogueToScaleUp: DurationsByEnd;
}

export class DurationsAnswer extends DurationFigures {
  @Nested(() => AsOf) asOf: AsOf;
}

export const ends = ['finished', 'stopped', 'open'] as const;

/** Stays of the same phase and end; of the whole way, with no phase. */
export interface Stays {
  readonly phase: Phase | null;
  readonly ended: (typeof ends)[number];
  /** The lengths there are, and how many stays are of each. */
  readonly days: readonly number[];
  readonly stays: readonly number[];
  /** None of the whole way. */
  readonly suspended_stays: number | null;
  readonly suspended_days: number | null;
  readonly illustrative: number;
}

export function durationsOf(stays: readonly Stays[]): DurationFigures {
  const inPhase = (phase: Phase | null) => {
    const own = stays.filter((one) => one.phase === phase);
    return given(
      Object.fromEntries(ends.map((end) => [end, durationOf(own.find(({ ended }) => ended === end))])),
    ) as DurationsByEnd;
  };
  return {
    phases: phases.flatMap((phase) => {
      const durations = inPhase(phase);
      return Object.keys(durations).length === 0 ? [] : [{ phase, ...durations }];
    }),
    dialogueToScaleUp: inPhase(null),
  };
}

function durationOf(all: Stays | undefined): DurationAnswer | undefined {
  if (!all) return undefined;
  const bars = all.days.map((days, n): Bar => ({ days, stays: all.stays[n]! }));
  return given({
    stays: 0,
    ...distributionOf(bars.filter(({ days }) => days >= 0)),
    suspendedStays: all.suspended_stays,
    suspendedDays: all.suspended_days,
    contradictory: bars.reduce((sum, { days, stays }) => (days < 0 ? sum + stays : sum), 0),
    illustrative: all.illustrative,
  }) as DurationAnswer;
}
