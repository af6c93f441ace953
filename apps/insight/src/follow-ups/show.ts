import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { daysBetween } from '#partnership';
import { OneOf, Text, WholeNumber } from '#platform';
import { Asked, given } from '../asked.js';
import { all, CasesQuestion, inPeriod, ofCases } from '../case-figures/cases.js';
import { DEFAULT_LIMIT, decodeCursor, encodeCursor, MOST, pageOf } from '../paging.js';
import { isOver } from '../portfolio/question.js';
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
    return this.readings.answer(principal, question, ['case-figures', 'portfolio'], async (reading) => {
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

const benefits = (sql: Sql, question: CasesQuestion, stated = '') =>
  `from ${sql.visible('benefit')} b ${stated} where b.planned is not null and ${asked(sql, question, 'b', 'make_date(b.year, 12, 31)')}`;

const reportColumns = `r.partnership_id, 'report' as kind, r.due::text as id, r.due, f.owner, null as kpi, null as party,
  null::integer as year, null as planned`;
const benefitColumns = `b.partnership_id, 'benefit' as kind, concat_ws('/', b.kpi, b.party, b.year, b.kind) as id,
  make_date(b.year, 12, 31) as due, null as owner, b.kpi, b.party, b.year, b.kind as planned`;

/** Everything that was to be followed up, done or not, and by which events; of a benefit at the end of its year. */
export function followUpsAsked(sql: Sql, question: CasesQuestion): string {
  return `
    select ${reportColumns}, r.reported_on is not null as done, coalesce(r.reported_on > r.due, false) as late,
           r.illustrative, array_remove(array[r.plan_event, r.reported_event], null) as positions
      ${reports(sql, question)}
    union all
    select ${benefitColumns}, b.realised is not null, false, ${isStatedWithoutSource}, ${statedBy}
      ${benefits(sql, question, `join ${sql.visible('benefit_stated')} s using (partnership_id, kpi, party, year, kind)`)}`;
}

const sides = `unnest(array[s.stated -> 'planned', s.stated -> 'realised']) side where side is not null`;
/** The events that planned and realised a benefit. */
const statedBy = `array(select json_array_elements_text(side -> 'positions')::bigint from ${sides})`;
/** Whether either amount is one that no source gives. */
const isStatedWithoutSource = `exists (select 1 from ${sides} and side ->> 'illustrative' = 'true')`;

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

/** Each kind is read in order by itself, up to a page of it: most of what is missing is not looked at. */
const missing = ({ rows, day }: Reading, question: FollowUpsQuestion) =>
  rows<Missing>((sql) => {
    const { value, visible } = sql;
    const after = decodeCursor(question.cursor, 'follow-ups', ['date', 'uuid', 'text']);
    const rest =
      after &&
      `(x.due, x.partnership_id, x.kind || ' ' || x.id) > (${value(after[0])}::date, ${value(after[1])}::uuid, ${value(after[2])})`;
    // So that what was read before is not looked at again.
    const [fromYear] = /^\d{4}/.exec(String(after?.[0])) ?? [];
    const most = value((question.limit ?? DEFAULT_LIMIT) + 1);
    const reportsMissing = () =>
      `select ${reportColumns} ${reports(sql, question)} and r.reported_on is null and r.due < ${value(day)}::date`;
    const benefitsMissing = () =>
      `select ${benefitColumns} ${benefits(sql, question)} and b.realised is null and ${isOver(sql, day)}
        ${fromYear ? `and b.year >= ${value(Number(fromYear))}::integer` : ''}`;
    const halves = [
      { kind: 'report', due: 'due', missing: reportsMissing },
      { kind: 'benefit', due: 'year', missing: benefitsMissing },
    ]
      .filter(({ kind }) => question.kind === undefined || question.kind === kind)
      .map(
        ({ due, missing }) => `(select * from (${missing()}) x where ${rest ?? 'true'}
          order by ${due}, partnership_id, kind || ' ' || id limit ${most})`,
      );
    const order = `x.due, x.partnership_id, x.kind || ' ' || x.id`;
    return `select x.*, w.case_number, w.title as partnership, w.status
      from (select x.* from (${halves.join(' union all ')}) x order by ${order} limit ${most}) x
      join ${visible('portfolio_case')} w on w.partnership_id = x.partnership_id order by ${order}`;
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
