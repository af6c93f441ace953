import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { daysBetween, type MilestoneState, milestoneStates } from '#partnership';
import { BusinessDate, Code, Flag, Kommunekode, ListOf, OneOf, SubjectId, Text, Uuid, WholeNumber } from '#platform';
import { Asked, given, noSuchPartnership } from '../asked.js';
import { DEFAULT_LIMIT, decodeCursor, encodeCursor, PageAnswer, Paged, pageOf } from '../paging.js';
import { Readings } from '../reading.js';
import type { Sql } from '../scope.js';
import type { MilestoneRow } from './projection.js';

export class MilestoneItem {
  @Uuid() partnershipId: string;
  @Text({ max: 200, example: '2022-0580-0112' }) caseNumber: string;
  @Text({ max: 200, example: 'Intelligent diaper' }) partnership: string;
  @Code({ example: 'M-01' }) code: string;
  @Text({ max: 200, example: 'First prototype' }) title: string;
  @OneOf(milestoneStates) state: MilestoneState;
  @BusinessDate({ optional: true, description: 'The day the state holds from; absent while planned' }) since?: string;
  @BusinessDate() plannedOn: string;
  @BusinessDate({ description: 'What it was planned for at first' }) firstPlannedOn: string;
  @WholeNumber({ description: 'How often it was moved' }) rescheduled: number;
  @Flag({ description: 'Open, and planned for a day before today' }) overdue: boolean;
  @WholeNumber({ optional: true, description: 'Days it is overdue' }) daysOverdue?: number;
  @WholeNumber({ optional: true, description: 'Days it was reached after it was planned; absent when it was in time' })
  daysLate?: number;
  @Code({ optional: true }) contractId?: string;
  @WholeNumber({ optional: true, min: 1 }) phaseNo?: number;
  @SubjectId({ optional: true }) responsible?: string;
  @Text({ max: 4000, optional: true }) note?: string;
  @Text({ max: 4000, optional: true, description: 'What is missing of a milestone that was partly reached' })
  remaining?: string;
  @ListOf(Code(), { max: 1000, description: 'Journalised documents' }) evidence: readonly string[];
  @WholeNumber({ description: 'How often its entry was corrected' }) corrected: number;
  @ListOf(Text({ max: 80 }), { max: 100, description: 'Fields whose values no source gives' })
  illustrative: readonly string[];
}

export class MilestonePage extends PageAnswer {
  @ListOf(() => MilestoneItem, { max: 200 }) items: readonly MilestoneItem[];
}

export class MilestonesQuestion extends Paged {
  @ListOf(OneOf(milestoneStates), { max: milestoneStates.length, optional: true }) state?: readonly string[];
  @Flag({ optional: true, description: 'Only those that are (or are not) overdue' }) overdue?: boolean;
  @WholeNumber({
    max: 3650,
    optional: true,
    description: 'Open, and due from today to so many days from now',
    example: 14,
  })
  'due-within'?: number;
  @Flag({ optional: true, description: 'Only those that were (or were not) reached late' }) late?: boolean;
  @Kommunekode({ optional: true, description: 'Of partnerships this municipality takes part in' })
  municipality?: string;
  @SubjectId({ optional: true }) responsible?: string;
}

/** Milestones by planned date: of one partnership, or of all that are visible. */
export class ListMilestones extends Asked<MilestonesQuestion & { readonly id?: string }, MilestonePage> {}

type Listed = MilestoneRow & { readonly case_number: string; readonly partnership: string };

@QueryHandler(ListMilestones)
export class ListMilestonesHandler implements IQueryHandler<ListMilestones> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ListMilestones): Promise<MilestonePage> {
    const { id, limit = DEFAULT_LIMIT } = question;
    const after = decodeCursor(question.cursor, 'milestones', ['date', 'uuid', 'text']);
    return this.readings.answer(principal, question, ['worklist', 'milestones'], async (reading) => {
      const { day, asOf } = reading;
      if (id !== undefined && !(await reading.sees(id))) throw noSuchPartnership();
      const rows = await reading.rows<Listed>((sql) => {
        const { value, visible } = sql;
        const conditions = filters(sql, question, day);
        if (id !== undefined) conditions.push(`m.partnership_id = ${value(id)}::uuid`);
        if (after) {
          const [plannedOn, partnershipId, code] = after;
          conditions.push(
            `(m.planned_on, m.partnership_id, m.code) > (${value(plannedOn)}::date, ${value(partnershipId)}::uuid, ${value(code)})`,
          );
        }
        return `select m.*, w.case_number, w.title as partnership
          from ${visible('milestone', 'few')} m join ${visible('worklist', 'few')} w on w.partnership_id = m.partnership_id
          where ${['true', ...conditions].join(' and ')}
          order by m.planned_on, m.partnership_id, m.code limit ${value(limit + 1)}`;
      });
      const { page, ...next } = pageOf(rows, limit, (row) =>
        encodeCursor('milestones', [row.planned_on, row.partnership_id, row.code]),
      );
      return { items: page.map((row) => itemOf(row, day)), ...next, asOf };
    });
  }
}

const isOpen = `m.state in ('planned', 'partly-reached')`;

function filters({ value }: Sql, question: MilestonesQuestion, today: string): string[] {
  const { state, overdue, 'due-within': dueWithin, late, municipality, responsible } = question;
  const conditions: string[] = [];
  const either = (wanted: boolean, condition: string) => conditions.push(wanted ? condition : `not (${condition})`);
  if (state) conditions.push(`m.state = any(${value(state)}::text[])`);
  if (overdue !== undefined) either(overdue, `${isOpen} and m.planned_on < ${value(today)}::date`);
  if (dueWithin !== undefined) {
    const day = value(today);
    conditions.push(`${isOpen} and m.planned_on between ${day}::date and ${day}::date + ${value(dueWithin)}::integer`);
  }
  if (late !== undefined) either(late, `m.state = 'reached' and m.state_since > m.planned_on`);
  if (municipality !== undefined) conditions.push(`${value(municipality)} = any(w.municipalities)`);
  if (responsible !== undefined) conditions.push(`m.responsible = ${value(responsible)}`);
  return conditions;
}

export function itemOf(row: Listed, today: string): MilestoneItem {
  const overdue = (row.state === 'planned' || row.state === 'partly-reached') && row.planned_on < today;
  const late = row.state === 'reached' && row.state_since !== null ? daysBetween(row.planned_on, row.state_since) : 0;
  return given({
    partnershipId: row.partnership_id,
    caseNumber: row.case_number,
    partnership: row.partnership,
    code: row.code,
    title: row.title,
    state: row.state,
    since: row.state_since,
    plannedOn: row.planned_on,
    firstPlannedOn: row.first_planned_on,
    rescheduled: row.rescheduled,
    overdue,
    daysOverdue: overdue ? daysBetween(row.planned_on, today) : null,
    daysLate: late > 0 ? late : null,
    contractId: row.contract_id,
    phaseNo: row.phase_no,
    responsible: row.responsible,
    note: row.note,
    remaining: row.remaining,
    evidence: row.evidence,
    corrected: row.corrected,
    illustrative: row.illustrative,
  }) as MilestoneItem;
}
