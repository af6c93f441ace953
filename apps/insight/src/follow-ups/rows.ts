import { at, type Changes, type Table, touch } from '#projection';
import { isMarked } from '../case-figures/marked.js';
import type { Audience, Happening } from '../events.js';

export interface FollowUpPlanRow {
  readonly partnership_id: string;
  readonly owner: string;
  /** The plan that holds. */
  readonly plan_event: number;
  readonly audience: Audience;
}

/** A report that was asked for: still, when its plan is the one that holds. */
export interface FollowUpReportRow {
  readonly partnership_id: string;
  readonly due: string;
  readonly plan_event: number;
  readonly reported_on: string | null;
  readonly reported_event: number | null;
  readonly illustrative: boolean;
  readonly audience: Audience;
}

const plan: Table<FollowUpPlanRow, 'partnership_id'> = { name: 'follow_up_plan', key: ['partnership_id'] };
const report: Table<FollowUpReportRow, 'partnership_id' | 'due'> = {
  name: 'follow_up_report',
  key: ['partnership_id', 'due'],
};
export const followUpTables = [plan, report];

/** The follow-up plans and their reports; the benefits to be followed up stand in the portfolio. */
export const followUpChanges: Changes<Happening> = {
  FollowUpPlanned: (event) => {
    const { partition: partnership_id, position: plan_event } = event;
    const { owner, reportsDue } = event.data;
    return [
      touch(at(plan, { partnership_id }), () => ({ partnership_id, owner, plan_event, audience: 'municipal' })),
      ...reportsDue.map((due) =>
        touch(
          at(report, { partnership_id, due }),
          (row): FollowUpReportRow => ({
            partnership_id,
            due,
            plan_event,
            reported_on: row?.reported_on ?? null,
            reported_event: row?.reported_event ?? null,
            illustrative: isMarked(event, 'reportsDue'),
            audience: 'municipal',
          }),
        ),
      ),
    ];
  },
  FollowUpReported: (event) => {
    const { due, reportedOn: reported_on } = event.data;
    const illustrative = isMarked(event, 'reportedOn');
    return [
      touch(
        at(report, { partnership_id: event.partition, due }),
        (row) =>
          row && {
            ...row,
            reported_on,
            reported_event: event.position,
            illustrative: row.illustrative || illustrative,
          },
      ),
    ];
  },
};
