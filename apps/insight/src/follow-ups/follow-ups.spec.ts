import { describe, expect, it } from '@jest/globals';
import { followUpPlanned } from '../../../../libs/partnership/test/story-from-contract.js';
import { type Dated, rowsAfter } from '../../test/rows.js';
import { caseFiguresProjection } from '../case-figures/projection.js';
import { type FollowUpTally, followUpsOf } from './answer.js';
import type { FollowUpPlanRow, FollowUpReportRow } from './rows.js';

const rows = (...events: readonly Dated[]) => rowsAfter(caseFiguresProjection, [...followUpPlanned, ...events]);
const reported: Dated = {
  type: 'FollowUpReported',
  data: { due: '2026-05-31', reportedOn: '2026-06-01', summary: 'Alt vel' },
};

describe('the follow-up of a case', () => {
  it('asks for the reports of its plan, until they are submitted', () => {
    const reports = rows(reported).of<FollowUpReportRow>('follow_up_report');
    expect(reports.map(({ due, reported_on }) => [due, reported_on])).toEqual([
      ['2026-05-31', '2026-06-01'],
      ['2027-05-31', null],
    ]);
  });

  it('asks no more for what a later plan leaves out, and keeps what was submitted', () => {
    const again: Dated = { type: 'FollowUpPlanned', data: { owner: 'pm-2', reportsDue: ['2026-05-31', '2028-05-31'] } };
    const after = rows(reported, again);
    const [plan] = after.of<FollowUpPlanRow>('follow_up_plan');
    const reports = after.of<FollowUpReportRow>('follow_up_report');
    expect(reports.filter(({ plan_event }) => plan_event === plan?.plan_event)).toMatchObject([
      { due: '2026-05-31', reported_on: '2026-06-01' },
      { due: '2028-05-31', reported_on: null },
    ]);
    expect(reports.map(({ due }) => due)).toContain('2027-05-31');
  });
});

describe('counting follow-ups', () => {
  const tally = (kind: FollowUpTally['kind'], is_due: boolean, done: boolean, number: number, late = false) => ({
    kind,
    is_due,
    done,
    late,
    number,
  });

  it('keeps reports and benefits apart, and what is not due yet out of what is missing', () => {
    const figures = followUpsOf([
      tally('report', true, true, 3),
      tally('report', true, true, 2, true),
      tally('report', true, false, 4),
      tally('report', false, false, 5),
      tally('benefit', true, false, 7),
      tally('benefit', false, true, 1),
    ]);
    expect(figures).toEqual({
      reports: { due: 9, followedUp: 5, late: 2, missing: 4, notYetDue: 5 },
      benefits: { due: 7, followedUp: 0, missing: 7, notYetDue: 1 },
    });
  });
});
