import { describe, expect, it } from '@jest/globals';
import { decidedTo, piloting, recommended } from '../../../../libs/partnership/test/story-from-contract.js';
import { type Dated, rowsAfter } from '../../test/rows.js';
import { caseFiguresProjection } from '../case-figures/projection.js';
import type { Happening } from '../events.js';
import { durationsOf, type Stays } from './answer.js';
import type { CourseRow, StayRow } from './course.js';
import { distributionOf } from './distribution.js';

const suspended: Happening = { type: 'PartnershipSuspended', data: { reason: 'Valg' } };
const resumed: Happening = { type: 'PartnershipResumed', data: { phase: 'pilot' } };
const closed = (result: 'stopped' | 'cancelled'): Happening => ({
  type: 'PartnershipClosed',
  data: { result, reason: 'too-expensive', explanation: 'For dyrt', from: 'pilot', closedBy: 'lead-1' },
});
const reopened: Happening = { type: 'PartnershipReopened', data: { phase: 'pilot', reason: 'Ny bevilling' } };

const on = (day: string, ...events: readonly Happening[]): Dated[] => events.map((event) => ({ ...event, on: day }));
const rows = (...events: readonly Dated[]) => rowsAfter(caseFiguresProjection, events);
const stays = (...events: readonly Dated[]) =>
  rows(...events)
    .of<StayRow>('phase_stay')
    .map(({ phase, entered_on, left_on, outcome, rested_days }) => [phase, entered_on, left_on, outcome, rested_days]);
const begun = on('2026-01-01', ...piloting);
const lastOf = (...events: readonly Dated[]) => stays(...events).at(-1);

describe('the stays of a case', () => {
  it('are one for each time it is in a phase', () => {
    const iterated = [...on('2026-01-01', ...recommended), ...on('2026-02-01', decidedTo('iterate', 'development'))];
    expect(stays(...iterated).map(([phase]) => phase)).toEqual([
      'draft',
      'need',
      'market-dialogue',
      'procurement',
      'development',
      'pilot',
      'evaluation',
    ]);
    const again = rows(...iterated).of<CourseRow>('case_course');
    expect(again).toMatchObject([{ phase: 'development', entered_on: '2026-02-01', status: 'open' }]);
  });

  it('have the days the case rested apart', () => {
    const events = [
      ...begun,
      ...on('2026-02-01', suspended),
      ...on('2026-02-11', resumed),
      ...on('2026-03-01', closed('stopped')),
    ];
    expect(lastOf(...events)).toEqual(['pilot', '2026-01-01', '2026-03-01', 'stopped', 10]);
  });

  it('end with the case, also while it rests', () => {
    const events = [...begun, ...on('2026-02-01', suspended), ...on('2026-02-06', closed('cancelled'))];
    expect(lastOf(...events)).toEqual(['pilot', '2026-01-01', '2026-02-06', 'cancelled', 5]);
  });

  it('do not know how long a case rested whose dates contradict each other', () => {
    const events = [
      ...begun,
      ...on('2026-02-01', suspended),
      ...on('2026-01-20', resumed),
      ...on('2026-03-01', closed('stopped')),
    ];
    expect(lastOf(...events)?.at(-1)).toBeNull();
  });

  it('begin anew when the case is reopened', () => {
    const events = [...begun, ...on('2026-02-01', closed('stopped')), ...on('2026-04-01', reopened)];
    expect(rows(...events).of('case_course')).toMatchObject([
      { phase: 'pilot', status: 'open', entered_on: '2026-04-01', suspended_on: null, rested_days: 0 },
    ]);
    expect(stays(...events).filter(([phase]) => phase === 'pilot')).toHaveLength(1);
  });

  it('remember the first dialogue and the first scale-up, and what is illustrative', () => {
    const events = [...on('2026-01-01', ...recommended), ...on('2026-02-01', decidedTo('scale'))].map((event) =>
      event.type === 'MarketDialogueOpened' ? { ...event, illustrative: ['occurredOn'] } : event,
    );
    expect(rows(...events).of('case_course')).toMatchObject([
      {
        dialogue_on: '2026-01-01',
        dialogue_illustrative: true,
        scale_up_on: '2026-02-01',
        scale_up_illustrative: false,
      },
    ]);
    expect(
      rows(...events)
        .of<StayRow>('phase_stay')
        .filter((stay) => stay.illustrative),
    ).toHaveLength(2);
  });
});

describe('the distribution of lengths', () => {
  const bars = (...days: readonly number[]) => distributionOf(days.map((one) => ({ days: one, stays: 1 })));

  it('is none of nothing', () => {
    expect(distributionOf([])).toBeUndefined();
  });

  it.each([
    [[10], ['10', '10', '10']],
    [
      [10, 20],
      ['12.5', '15', '17.5'],
    ],
    [
      [3, 1, 2],
      ['1.5', '2', '2.5'],
    ],
    [
      [1, 2, 3, 4],
      ['1.75', '2.5', '3.25'],
    ],
    [
      [1, 2, 3, 4, 100],
      ['2', '3', '4'],
    ],
  ])('has quartiles between the values on a straight line: %j', (days, [lower, median, upper]) => {
    expect(bars(...days)).toMatchObject({
      lowerQuartileDays: lower,
      medianDays: median,
      upperQuartileDays: upper,
      shortestDays: Math.min(...days),
      longestDays: Math.max(...days),
    });
  });

  it('counts stays of the same length each by itself', () => {
    const many = distributionOf([
      { days: 30, stays: 1 },
      { days: 5, stays: 3 },
    ]);
    expect(many).toMatchObject({ stays: 4, medianDays: '5', upperQuartileDays: '11.25' });
  });
});

describe('the durations', () => {
  const some = (ended: Stays['ended'], days: number, more: Partial<Stays> = {}): Stays => ({
    phase: 'pilot',
    ended,
    days: [days],
    stays: [1],
    suspended_stays: 0,
    suspended_days: 0,
    illustrative: 0,
    ...more,
  });

  it('never count what is open, or was stopped, with what is finished', () => {
    const { phases } = durationsOf([some('finished', 10), some('open', 500), some('stopped', 40)]);
    expect(phases).toMatchObject([
      {
        phase: 'pilot',
        finished: { stays: 1, medianDays: '10' },
        open: { medianDays: '500' },
        stopped: { longestDays: 40 },
      },
    ]);
  });

  it('count stays with contradicting dates, without a length', () => {
    const { phases } = durationsOf([some('finished', 10, { days: [10, -3], stays: [1, 2] })]);
    expect(phases[0]?.finished).toMatchObject({ stays: 1, shortestDays: 10, contradictory: 2 });
    expect(durationsOf([some('finished', -3)]).phases[0]?.finished).toEqual({
      stays: 0,
      suspendedStays: 0,
      suspendedDays: 0,
      contradictory: 1,
      illustrative: 0,
    });
  });

  it('say nothing of rests on the whole way, as they are told by phase', () => {
    const whole = some('finished', 400, { phase: null, suspended_stays: null, suspended_days: null });
    const { dialogueToScaleUp, phases } = durationsOf([whole]);
    expect([phases, dialogueToScaleUp.finished?.suspendedDays]).toEqual([[], undefined]);
  });
});
