import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { aggregations, benefitClasses, bounds, evidenceLevels, isDue } from '#partnership';
import { Code, Decimal, Flag, ListOf, Nested, Oere, OneOf, Organisation, Text, Uuid, WholeNumber } from '#platform';
import { Asked, given } from '../asked.js';
import { type CursorKind, DEFAULT_LIMIT, decodeCursor, encodeCursor, PageAnswer, pageOf } from '../paging.js';
import { Readings } from '../reading.js';
import type { Sql } from '../scope.js';
import { all, benefitsOf, isOver, PortfolioFilters, withStated } from './question.js';
import type { BenefitRow, BenefitStatedRow, CaseRow, StatedSide } from './rows.js';

const kinds = ['money', 'unit'] as const;
export const followUps = ['followed-up', 'not-followed-up', 'not-yet-due', 'unplanned'] as const;
type FollowUp = (typeof followUps)[number];

const sorts = {
  year: ['b.year', 'integer', 'whole'],
  party: ['b.party', 'text', 'text'],
} as const satisfies Record<string, readonly [column: string, type: string, cursor: CursorKind]>;
const sortNames = Object.keys(sorts) as readonly (keyof typeof sorts)[];

export class BenefitsQuestion extends PortfolioFilters {
  @OneOf(kinds, { optional: true, description: "Money, or amounts in the KPI's unit" }) kind?: BenefitRow['kind'];
  @OneOf(followUps, { optional: true, description: 'Where the following up stands' }) 'follow-up'?: FollowUp;
  @OneOf(sortNames, { optional: true, description: 'year unless given' }) sort?: keyof typeof sorts;
  @OneOf(['asc', 'desc'], { optional: true, description: 'asc unless given' }) order?: 'asc' | 'desc';
}

type Listed = BenefitRow & Pick<BenefitStatedRow, 'stated'> & Pick<CaseRow, 'case_number' | 'title'>;

export class ListBenefits extends Asked<BenefitsQuestion, PortfolioBenefitsPage> {}

/** A benefit as planned or realised, and the definition of its KPI it was stated under. */
export class PortfolioStated {
  @Decimal({ optional: true, description: "In the KPI's unit" }) amount?: string;
  @Oere({ min: Number.MIN_SAFE_INTEGER, optional: true }) amountOere?: number;
  @OneOf(bounds) bound: string;
  @WholeNumber({ optional: true, description: 'Of money: whose prices it is in' }) priceYear?: number;
  @Text({ max: 80, optional: true, description: 'Of an amount that is not money' }) unit?: string;
  @OneOf(benefitClasses) benefitClass: string;
  @OneOf(aggregations, { description: 'Of the KPI: only sums, and money, are added up' }) aggregation: string;
  @Text({ max: 2000, optional: true, description: 'Of what was realised' }) evidence?: string;
  @OneOf(evidenceLevels, { optional: true, description: 'Unknown unless stated' }) evidenceLevel?: string;
  @Flag({ optional: true, description: 'True for an amount no source gives' }) illustrative?: boolean;
  @ListOf(WholeNumber(), { max: 1_000, description: 'Positions of the events that state it; the last holds' })
  positions: readonly number[];
}

export class PortfolioBenefit {
  @Uuid() partnershipId: string;
  @Text({ max: 60 }) caseNumber: string;
  @Text({ max: 200 }) title: string;
  @Code({ description: 'Code of the KPI' }) kpi: string;
  @Organisation({ description: 'Who gains' }) party: string;
  @WholeNumber() year: number;
  @OneOf(kinds) kind: string;
  @OneOf(followUps) followUp: string;
  @Nested(() => PortfolioStated, { optional: true }) planned?: PortfolioStated;
  @Nested(() => PortfolioStated, { optional: true, description: 'Absent when it is unknown; unknown is not zero' })
  realised?: PortfolioStated;
}

export class PortfolioBenefitsPage extends PageAnswer {
  @ListOf(() => PortfolioBenefit, { max: 200 }) items: readonly PortfolioBenefit[];
}

@QueryHandler(ListBenefits)
export class ListBenefitsHandler implements IQueryHandler<ListBenefits> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ListBenefits): Promise<PortfolioBenefitsPage> {
    const { sort = 'year', order = 'asc', limit = DEFAULT_LIMIT } = question;
    const list = `benefits:${sort}:${order}`;
    const [column, type, cursor] = sorts[sort];
    const after = decodeCursor(question.cursor, list, [cursor, 'uuid', 'text', 'text', 'whole', 'text']);
    return this.readings.answer(principal, question, ['portfolio'], async (reading) => {
      const rows = await reading.rows<Listed>((sql) => {
        const { from, conditions } = benefitsOf(sql, question, 'with-cases');
        conditions.push(...chosen(sql, question, reading.day));
        const by = [column, 'b.partnership_id', 'b.kpi', 'b.party', 'b.year', 'b.kind'];
        if (after) {
          const types = [type, 'uuid', 'text', 'text', 'integer', 'text'];
          const values = after.map((one, n) => `${sql.value(one)}::${types[n]}`);
          conditions.push(`(${by.join(', ')}) ${order === 'asc' ? '>' : '<'} (${values.join(', ')})`);
        }
        const inOrder = by.map((one) => `${one} ${order}`).join(', ');
        const page = `select b.*, c.case_number, c.title from ${from} where ${all(conditions)}
          order by ${inOrder} limit ${sql.value(limit + 1)}`;
        return `select b.*, s.stated from ${withStated(sql, page)} order by ${inOrder}`;
      });
      const { page, ...next } = pageOf(rows, limit, (row) =>
        encodeCursor(list, [row[sort], row.partnership_id, row.kpi, row.party, row.year, row.kind]),
      );
      return { items: page.map((row) => benefitAnswer(row, reading.day)), ...next, asOf: reading.asOf };
    });
  }
}

function chosen(sql: Sql, { kind, 'follow-up': followUp }: BenefitsQuestion, day: string): string[] {
  const conditions = kind === undefined ? [] : [`b.kind = ${sql.value(kind)}`];
  if (followUp === undefined) return conditions;
  if (followUp === 'unplanned') return [...conditions, 'b.planned is null'];
  const due = isOver(sql, day);
  const is = {
    'not-yet-due': [`not ${due}`],
    'followed-up': [due, 'b.realised is not null'],
    'not-followed-up': [due, 'b.realised is null'],
  };
  return [...conditions, 'b.planned is not null', ...is[followUp]];
}

/** The same choice as `chosen` makes. */
export function followUpOf(
  { planned, realised, year }: { readonly planned: unknown; readonly realised: unknown; readonly year: number },
  day: string,
): FollowUp {
  if (planned === null) return 'unplanned';
  if (!isDue(year, day)) return 'not-yet-due';
  return realised === null ? 'not-followed-up' : 'followed-up';
}

function benefitAnswer(row: Listed, day: string): PortfolioBenefit {
  const { partnership_id: partnershipId, case_number: caseNumber, title, kpi, party, year, kind, stated } = row;
  const side = ({ definition, defined: _, bound = 'point', ...said }: StatedSide): PortfolioStated => ({
    ...said,
    bound,
    ...(kind === 'money' ? { priceYear: said.priceYear ?? year } : { unit: definition.unit }),
    benefitClass: definition.benefitClass,
    aggregation: definition.aggregation,
  });
  return given({
    partnershipId,
    caseNumber,
    title,
    kpi,
    party,
    year,
    kind,
    followUp: followUpOf(row, day),
    planned: stated.planned && side(stated.planned),
    realised: stated.realised && side(stated.realised),
  }) as PortfolioBenefit;
}
