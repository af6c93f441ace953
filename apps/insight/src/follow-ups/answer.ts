import { BusinessDate, Code, ListOf, Nested, OneOf, Organisation, SubjectId, Text, Uuid, WholeNumber } from '#platform';
import { given } from '../asked.js';
import { PageAnswer } from '../paging.js';

export const kinds = ['report', 'benefit'] as const;

export class FollowUpCount {
  @WholeNumber({ description: 'Due before today' }) due: number;
  @WholeNumber({ description: 'Of them, those that were followed up' }) followedUp: number;
  @WholeNumber({ optional: true, description: 'Of those followed up, how many after they were due; reports only' })
  late?: number;
  @WholeNumber({ description: 'Of them, those that were not' }) missing: number;
  @WholeNumber({ description: 'Due today or later, followed up already or not' }) notYetDue: number;
}

export class FollowUpFigures {
  @Nested(() => FollowUpCount, { description: 'Reports that the follow-up plans ask for' }) reports: FollowUpCount;
  @Nested(() => FollowUpCount, {
    description:
      'Planned benefits, due when their year is over; followed up when anything realised is recorded, nought too',
  })
  benefits: FollowUpCount;
}

export class MissingFollowUp {
  @Uuid() partnershipId: string;
  @Text({ max: 200, example: '2022-0580-0112' }) caseNumber: string;
  @Text({ max: 200, example: 'Intelligent diaper' }) partnership: string;
  @OneOf(['open', 'suspended', 'closed'], { description: 'Of the partnership' }) status: string;
  @OneOf(kinds) kind: (typeof kinds)[number];
  @BusinessDate({ description: 'The day the report is due, or the last of the year of the benefit' }) due: string;
  @WholeNumber({ description: 'Days since it was due' }) daysOverdue: number;
  @SubjectId({ optional: true, description: 'Who is to submit the report' }) owner?: string;
  @Code({ optional: true, description: 'Of the benefit' }) kpi?: string;
  @Organisation({ optional: true, description: 'Whose benefit it is' }) party?: string;
  @WholeNumber({ optional: true, description: 'Of the benefit' }) year?: number;
  @OneOf(['unit', 'money'], { optional: true, description: 'Whether it is planned in the unit of the KPI or in money' })
  planned?: string;
}

export class FollowUpsPage extends PageAnswer {
  @Nested(() => FollowUpFigures, { description: 'Of all that is asked about, on every page' }) figures: FollowUpFigures;
  @ListOf(() => MissingFollowUp, { max: 200, description: 'What is missing, longest overdue first' })
  items: readonly MissingFollowUp[];
}

/** What was to be followed up, of one kind and state. */
export interface FollowUpTally {
  readonly kind: (typeof kinds)[number];
  readonly is_due: boolean;
  readonly done: boolean;
  readonly late: boolean;
  readonly number: number;
}

export function followUpsOf(tallies: readonly FollowUpTally[]): FollowUpFigures {
  const count = (kind: FollowUpTally['kind']): FollowUpCount => {
    const number = (is: (one: FollowUpTally) => boolean) =>
      tallies.reduce((sum, one) => (one.kind === kind && is(one) ? sum + one.number : sum), 0);
    return given({
      due: number((one) => one.is_due),
      followedUp: number((one) => one.is_due && one.done),
      late: kind === 'report' ? number((one) => one.is_due && one.late) : null,
      missing: number((one) => one.is_due && !one.done),
      notYetDue: number((one) => !one.is_due),
    }) as FollowUpCount;
  };
  return { reports: count('report'), benefits: count('benefit') };
}
