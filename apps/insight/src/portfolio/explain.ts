import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import {
  benefitClasses,
  type FigureOf,
  isBehind,
  isSameMeasure,
  type Judged,
  type Measure,
  type Portfolio,
  portfolio,
  statedLevels,
} from '#partnership';
import { Invalid, ListOf, Nested, OneOf, Text, WholeNumber } from '#platform';
import { Asked, given } from '../asked.js';
import { Explanation, InputAnswer } from '../explanation/answer.js';
import { eventsBehind } from '../explanation/behind.js';
import { decodeCursor, encodeCursor, pageOf } from '../paging.js';
import { type Reading, Readings } from '../reading.js';
import { FollowUpCounts, PortfolioMeasure, PortfolioShare, PortfolioSum } from './answer.js';
import { followUpOf } from './benefits.js';
import { type ExplainedName, explainedNames, formulaOf } from './formulas.js';
import { all, benefitsOf, isOver, PortfolioFilters, withStated } from './question.js';
import type { BenefitRow, BenefitStatedRow, CaseRow, StatedSide } from './rows.js';
import { talliesOf } from './tallies.js';

/** Benefits on one page unless fewer are asked for. */
const MOST_BENEFITS = 10_000;

export class PortfolioExplanationQuestion extends PortfolioFilters {
  @OneOf(explainedNames, {
    optional: true,
    description: 'follow-up unless given; all others are of one measure',
  })
  figure?: ExplainedName;
  @OneOf(['money', 'unit'], { optional: true, description: 'Of the measure' }) kind?: Measure['kind'];
  @WholeNumber({ optional: true, example: 2026, description: 'Of a measure of money' }) 'price-year'?: number;
  @Text({ max: 80, optional: true, example: 'hours', description: 'Of a measure that is not money' }) unit?: string;
  @OneOf(benefitClasses, { optional: true, description: 'Of a measure that is not money' })
  'unit-class'?: (typeof benefitClasses)[number];
  @OneOf(statedLevels, { optional: true, description: 'Of what was realised' })
  'evidence-level'?: (typeof statedLevels)[number];
}

export class PortfolioExplained {
  @OneOf(explainedNames) name: string;
  @Nested(() => PortfolioMeasure, { optional: true }) measure?: PortfolioMeasure;
  @OneOf(statedLevels, { optional: true }) evidenceLevel?: string;
  @Nested(() => PortfolioSum, { optional: true, description: 'Of a sum' }) sum?: PortfolioSum;
  @Nested(() => PortfolioShare, { optional: true, description: 'Of realised-share' }) share?: PortfolioShare;
  @Nested(() => FollowUpCounts, { optional: true, description: 'Of follow-up' }) followUp?: FollowUpCounts;
}

export class PortfolioExplanation extends Explanation {
  @Nested(() => PortfolioExplained, { description: 'As in the total of the portfolio' }) figure: PortfolioExplained;
  @WholeNumber({ description: 'Benefits behind the figure, on all pages' }) benefits: number;
  @ListOf(() => InputAnswer, { max: 2 * MOST_BENEFITS + 1, description: 'Of the benefits of this page' })
  declare inputs: readonly InputAnswer[];
  @Text({
    max: 1000,
    optional: true,
    description: 'Cursor of the next benefits; ask for them with `known-at` the `asOf.time` of this answer',
  })
  next?: string;
}

export class ExplainPortfolio extends Asked<PortfolioExplanationQuestion, PortfolioExplanation> {}

@QueryHandler(ExplainPortfolio)
export class ExplainPortfolioHandler implements IQueryHandler<ExplainPortfolio> {
  constructor(private readonly readings: Readings) {}

  async execute({ principal, question, language }: ExplainPortfolio): Promise<PortfolioExplanation> {
    const of = figureAsked(question);
    const { positions, ...explained } = await this.readings.answer(principal, question, ['portfolio'], (reading) =>
      explain(reading, question, of),
    );
    return {
      ...explained,
      formula: formulaOf(of?.name ?? 'follow-up', language),
      events: await eventsBehind(this.readings, principal, positions),
    };
  }
}

/** Of which measure and level the figure is; undefined when it counts whatever there is. */
function figureAsked(question: PortfolioExplanationQuestion): FigureOf | undefined {
  const { figure: name, kind, unit, 'price-year': priceYear, 'unit-class': benefitClass } = question;
  if (name === undefined || name === 'follow-up') return undefined;
  const ofRealised = name === 'realised' || name === 'realised-share';
  const needed = [
    'kind',
    ...(kind === 'money' ? ['price-year'] : kind === 'unit' ? ['unit', 'unit-class'] : []),
    ...(ofRealised ? ['evidence-level'] : []),
  ] as const;
  const missing = needed.filter((one) => question[one as keyof PortfolioExplanationQuestion] === undefined);
  const says = { en: `is needed for the figure ${name}`, da: `skal angives for tallet ${name}` };
  if (missing.length > 0)
    throw new Invalid(
      'query',
      missing.map((parameter) => ({ parameter, says })),
    );
  const measure: Measure =
    kind === 'money'
      ? { kind, currency: 'DKK', priceYear: priceYear! }
      : { kind: 'unit', unit: unit!, benefitClass: benefitClass! };
  return { name, measure, ...(ofRealised && { evidenceLevel: question['evidence-level'] }) };
}

type Explained = Pick<BenefitRow, 'partnership_id' | 'kpi' | 'party' | 'year' | 'kind' | 'planned' | 'realised'> &
  Pick<BenefitStatedRow, 'stated'> &
  Pick<CaseRow, 'classified' | 'moved'>;

async function explain(reading: Reading, question: PortfolioExplanationQuestion, of: FigureOf | undefined) {
  const judged: Judged = { day: reading.day, oneParty: question.party !== undefined };
  const tallies = await talliesOf(reading, question);
  const behind = of ? tallies.filter(({ alike }) => isBehind(of, alike, judged)) : tallies;
  const after = decodeCursor(question.cursor, 'portfolio-explanation', ['uuid', 'text', 'text', 'whole', 'text']);
  const limit = question.limit ?? MOST_BENEFITS;
  const rows = await reading.rows<Explained>((sql) => {
    const { from, conditions } = benefitsOf(sql, question, 'with-cases');
    const codes = sql.value(behind.map(({ code }) => code));
    const over = sql.value(behind.map(({ over }) => over));
    conditions.push(
      `(b.alike, ${isOver(sql, reading.day)}) in (select * from unnest(${codes}::text[], ${over}::boolean[]))`,
    );
    const key = 'b.partnership_id, b.kpi, b.party, b.year, b.kind';
    if (after) {
      const types = ['uuid', 'text', 'text', 'integer', 'text'];
      conditions.push(`(${key}) > (${after.map((one, n) => `${sql.value(one)}::${types[n]}`).join(', ')})`);
    }
    const page = `select ${key}, b.planned, b.realised, c.classified, c.moved
      from ${from} where ${all(conditions)} order by ${key} limit ${sql.value(limit + 1)}`;
    return `select b.*, s.stated from ${withStated(sql, page)} order by ${key}`;
  });
  const { page, ...next } = pageOf(rows, limit, (row) =>
    encodeCursor('portfolio-explanation', [row.partnership_id, row.kpi, row.party, row.year, row.kind]),
  );
  const inputs = page.flatMap((row) => inputsOf(row, of?.name ?? 'follow-up', reading.day));
  return {
    figure: figureOf(portfolio(tallies, judged), of),
    benefits: behind.reduce((sum, { count }) => sum + count, 0),
    inputs: [{ name: 'day', value: reading.day, positions: [] }, ...inputs],
    positions: [...inputs.flatMap(({ positions }) => positions), ...page.flatMap((row) => grounds(row, question))],
    ...next,
    projections: await reading.readFrom(),
    asOf: reading.asOf,
  };
}

function figureOf({ figures, followUp }: Portfolio, of: FigureOf | undefined): PortfolioExplained {
  if (!of) return { name: 'follow-up', followUp };
  const { name, measure, evidenceLevel } = of;
  const found = figures.find((one) => isSameMeasure(one.measure, measure));
  const realised = found?.realised.find((one) => one.evidenceLevel === evidenceLevel);
  const none = { known: false, reason: 'none', count: 0 };
  const explained = { name, measure, ...(evidenceLevel && { evidenceLevel }) };
  switch (name) {
    case 'planned':
    case 'due':
      return { ...explained, sum: found?.[name] ?? none };
    case 'not-yet-due':
      return { ...explained, sum: found?.notYetDue ?? none };
    case 'not-followed-up':
      return { ...explained, sum: found?.notFollowedUp ?? none };
    case 'realised':
      return { ...explained, sum: realised?.realised ?? none };
    case 'realised-share':
      return { ...explained, share: realised?.share ?? { ...none, reason: 'nothing-followed-up' } };
  }
}

function inputsOf(row: Explained, figure: ExplainedName, day: string): InputAnswer[] {
  const { partnership_id: partnershipId, kpi, party, year, kind, stated } = row;
  const about = { partnershipId, kpi, party, year };
  const amount = (name: 'planned' | 'realised'): InputAnswer => {
    const { amount, amountOere, bound, priceYear = year, evidence, ...said }: StatedSide = stated[name]!;
    return given({
      name,
      ...about,
      value: amount ?? String(amountOere),
      unit: kind === 'money' ? 'øre' : said.definition.unit,
      priceYear: kind === 'money' ? priceYear : undefined,
      bound,
      evidenceLevel: said.evidenceLevel,
      source: evidence,
      illustrative: said.illustrative,
      positions: said.positions,
    }) as InputAnswer;
  };
  switch (figure) {
    case 'follow-up': {
      const positions = [...(stated.planned?.positions ?? []), ...(stated.realised?.positions ?? [])];
      return [{ name: 'benefit', id: kind, ...about, value: followUpOf(row, day), positions }];
    }
    case 'realised':
      return [amount('realised')];
    case 'realised-share':
      return [amount('realised'), amount('planned')];
    default:
      return [amount('planned')];
  }
}

/** Events that are the ground for a benefit to be among those chosen, and in its measure. */
function grounds(
  { stated, classified, moved }: Explained,
  { theme, sector, phase, status }: PortfolioFilters,
): number[] {
  const definitions = [stated.planned, stated.realised].flatMap((side) =>
    side?.amount === undefined ? [] : [side.defined],
  );
  return [...definitions, ...((theme ?? sector) ? [classified] : []), ...((phase ?? status) ? [moved] : [])];
}
