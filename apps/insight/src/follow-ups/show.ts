import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { daysBetween } from '#partnership';
import { OneOf, Text, WholeNumber } from '#platform';
import { Asked, given } from '../asked.js';
import { all, CasesQuestion, inPeriod, ofCases } from '../case-figures/cases.js';
import { DEFAULT_LIMIT, decodeCursor, encodeCursor, MOST, pageOf } from '../paging.js';
import { type Reading, Readings } from '../reading.js';
import type { Sql } from '../scope.js';
import {
  type FollowUpFigures,
  type FollowUpsPage,
  type FollowUpTally,
  followUpsOf,
  kinds,
  type MissingFollowUp,
} from './answer.js';

export class FollowUpsQuestion extends CasesQuestion {
  @OneOf(kinds, { optional: true, description: 'List only these; both are counted' }) kind?: string;
  @WholeNumber({ min: 1, max: MOST, optional: true, description: `Most items; ${DEFAULT_LIMIT} unless given` })
  limit?: number;
  @Text({ max: 1000, optional: true, description: '`next` of the page before; all other parameters stay the same' })
  cursor?: string;
}

export class ShowFollowUps extends Asked<FollowUpsQuestion, FollowUpsPage> {}

interface Missing {
  readonly partnership_id: string;
  readonly case_number: string;
  readonly partnership: string;
  readonly status: string;
  readonly kind: (typeof kinds)[number];
  readonly id: string;
  readonly due: string;
  readonly owner: string | null;
  readonly kpi: string | null;
  readonly party: string | null;
  readonly year: number | null;
  readonly planned: string | null;
}

/** What was to be followed up and never was: the field's known failure, so that it is counted and listed. */
@QueryHandler(ShowFollowUps)
export class ShowFollowUpsHandler implements IQueryHandler<ShowFollowUps> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowFollowUps): Promise<FollowUpsPage> {
    return this.readings.answer(principal, question, ['case-figures', 'worklist', 'portfolio'], async (reading) => {
      const { limit = DEFAULT_LIMIT } = question;
      const figures = await followUps(reading, question);
      const { page, ...next } = pageOf(await missing(reading, question), limit, (row) =>
        encodeCursor('follow-ups', [row.due, row.partnership_id, `${row.kind} ${row.id}`]),
      );
      return { figures, items: page.map((row) => itemOf(row, reading.day)), ...next, asOf: reading.asOf };
    });
  }
}

const asked = (sql: Sql, question: CasesQuestion, alias: string, due: string) =>
  all([inPeriod(sql, question, due), ...ofCases(sql, question, alias)]);

const reports = (sql: Sql, question: CasesQuestion) =>
  `from ${sql.visible('follow_up_report')} r join ${sql.visible('follow_up_plan')} f on f.partnership_id = r.partnership_id
   where (r.plan_event = f.plan_event or r.reported_on is not null) and ${asked(sql, question, 'r', 'r.due')}`;

const benefits = (sql: Sql, question: CasesQuestion) =>
  `from ${sql.visible('benefit')} b where b.planned is not null and ${asked(sql, question, 'b', 'make_date(b.year, 12, 31)')}`;

/** Everything that was to be followed up, done or not; of a benefit at the end of its year. */
export function followUpsAsked(sql: Sql, question: CasesQuestion, explained = false): string {
  return `
    select r.partnership_id, 'report' as kind, r.due::text as id, r.due, f.owner, null as kpi, null as party, null::integer as year,
           null as planned, r.reported_on is not null as done, coalesce(r.reported_on > r.due, false) as late
           ${explained ? ', array_remove(array[r.plan_event, r.reported_event], null) as positions' : ''}
      ${reports(sql, question)}
    union all
    select b.partnership_id, 'benefit', concat_ws('/', b.kpi, b.party, b.year, b.kind), make_date(b.year, 12, 31), null, b.kpi, b.party, b.year,
           b.kind, b.realised is not null, false ${explained ? `, ${statedBy}` : ''}
      ${benefits(sql, question)}`;
}

/** The events that planned and realised a benefit. */
const statedBy = `array(select json_array_elements_text(side -> 'positions')::bigint
  from unnest(array[b.stated -> 'planned', b.stated -> 'realised']) side where side is not null)`;

export async function followUps({ rows, day }: Reading, question: CasesQuestion): Promise<FollowUpFigures> {
  return followUpsOf(
    await rows<FollowUpTally>(
      (
        sql,
      ) => `select x.kind, x.due < ${sql.value(day)}::date as is_due, x.done, x.late, sum(x.number)::integer as number
        from (select 'report' as kind, r.due, r.reported_on is not null as done, coalesce(r.reported_on > r.due, false) as late,
                     count(*) as number
                ${reports(sql, question)} group by 2, 3, 4
              union all
              select 'benefit', make_date(b.year, 12, 31), b.realised is not null, false, count(*)
                ${benefits(sql, question)} group by b.year, 3) x
        group by 1, 2, 3, 4`,
    ),
  );
}

const missing = ({ rows, day }: Reading, question: FollowUpsQuestion) =>
  rows<Missing>((sql) => {
    const { value, visible } = sql;
    const after = decodeCursor(question.cursor, 'follow-ups', ['date', 'uuid', 'text']);
    const conditions = ['not x.done', `x.due < ${value(day)}::date`];
    if (question.kind !== undefined) conditions.push(`x.kind = ${value(question.kind)}`);
    if (after) {
      conditions.push(
        `(x.due, x.partnership_id, x.kind || ' ' || x.id) > (${value(after[0])}::date, ${value(after[1])}::uuid, ${value(after[2])})`,
      );
    }
    const order = `x.due, x.partnership_id, x.kind || ' ' || x.id`;
    return `select x.*, w.case_number, w.title as partnership, w.status
      from (select x.* from (${followUpsAsked(sql, question)}) x where ${all(conditions)}
             order by ${order} limit ${value((question.limit ?? DEFAULT_LIMIT) + 1)}) x
      join ${visible('worklist')} w on w.partnership_id = x.partnership_id order by ${order}`;
  });

const itemOf = (row: Missing, today: string): MissingFollowUp =>
  given({
    partnershipId: row.partnership_id,
    caseNumber: row.case_number,
    partnership: row.partnership,
    status: row.status,
    kind: row.kind,
    due: row.due,
    daysOverdue: daysBetween(row.due, today),
    owner: row.owner,
    kpi: row.kpi,
    party: row.party,
    year: row.year,
    planned: row.planned,
  }) as MissingFollowUp;
