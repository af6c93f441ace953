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
import {
  FollowUpCounts,
  NotAddedAnswer,
  PartnershipCounts,
  PortfolioMeasure,
  PortfolioShare,
  PortfolioSum,
} from './answer.js';
import { followUpOf } from './benefits.js';
import { explainPartnerships } from './explain-partnerships.js';
import { type CountedName, type ExplainedName, explainedNames, formulaOf } from './formulas.js';
import { all, benefitsOf, isOver, PortfolioFilters, withStated } from './question.js';
import type { BenefitRow, BenefitStatedRow, CaseRow, StatedSide } from './rows.js';
import { talliesOf } from './tallies.js';

/** Benefits on one page unless fewer are asked for. */
const MOST_BENEFITS = 10_000;

export class PortfolioExplanationQuestion extends PortfolioFilters {
  @OneOf(explainedNames, {
    optional: true,
    description: 'follow-up unless given; amounts and shares are of one measure',
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
  @ListOf(() => NotAddedAnswer, { max: 2, optional: true, description: 'Of not-added' })
  notAdded?: readonly NotAddedAnswer[];
  @Nested(() => PartnershipCounts, { optional: true, description: 'Of partnerships' }) partnerships?: PartnershipCounts;
}

export class PortfolioExplanation extends Explanation {
  @Nested(() => PortfolioExplained, { description: 'As in the total of the portfolio' }) figure: PortfolioExplained;
  @WholeNumber({ description: 'Benefits behind the figure, on all pages; none behind a number of partnerships' })
  benefits: number;
  @ListOf(() => InputAnswer, {
    max: 3 * MOST_BENEFITS + 1,
    description: 'Of the benefits of this page, or the partnerships',
  })
  declare inputs: readonly InputAnswer[];
  @Text({
    max: 1000,
    optional: true,
    description: 'Cursor of the next ones; ask for them with `known-at` the `asOf.time` of this answer',
  })
  next?: string;
}

export class ExplainPortfolio extends Asked<PortfolioExplanationQuestion, PortfolioExplanation> {}

@QueryHandler(ExplainPortfolio)
export class ExplainPortfolioHandler implements IQueryHandler<ExplainPortfolio> {
  constructor(private readonly readings: Readings) {}

  async execute({ principal, question, language }: ExplainPortfolio): Promise<PortfolioExplanation> {
    const { figure = 'follow-up' } = question;
    const of = figureAsked(question);
    const { positions, ...explained } = await this.readings.answer<Explaining>(
      principal,
      question,
      ['portfolio'],
      (reading) =>
        figure === 'partnerships' ? explainPartnerships(reading, question) : explain(reading, question, of),
    );
    return {
      ...explained,
      formula: formulaOf(figure, language),
      events: await eventsBehind(this.readings, principal, positions),
    };
  }
}

/** An explanation, with the positions of the events behind it. */
type Explaining = Omit<PortfolioExplanation, 'formula' | 'events'> & { readonly positions: readonly number[] };

/** Of which measure and level the figure is; undefined when it counts whatever there is. */
function figureAsked(question: PortfolioExplanationQuestion): FigureOf | undefined {
  const { figure: name, kind, unit, 'price-year': priceYear, 'unit-class': benefitClass } = question;
  if (name === undefined || isCounted(name)) return undefined;
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

const isCounted = (name: ExplainedName): name is CountedName =>
  name === 'follow-up' || name === 'not-added' || name === 'partnerships';

type Explained = Pick<
  BenefitRow,
  'partnership_id' | 'kpi' | 'party' | 'year' | 'kind' | 'planned' | 'realised' | 'alike'
> &
  Pick<BenefitStatedRow, 'stated'> &
  Pick<CaseRow, 'classified' | 'moved'>;

async function explain(reading: Reading, question: PortfolioExplanationQuestion, of: FigureOf | undefined) {
  const { figure: name = 'follow-up' } = question;
  const judged: Judged = { day: reading.day, oneParty: question.party !== undefined };
  const tallies = await talliesOf(reading, question);
  /** By what benefits have in common, why they stand in no sum. */
  const notAdded = new Map(tallies.map((one) => [one.code, portfolio([one], judged).notAdded[0]?.reason]));
  const behind = tallies.filter(({ alike, code }) => {
    if (of) return isBehind(of, alike, judged);
    return name === 'follow-up' || notAdded.get(code) !== undefined;
  });
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
    const page = `select ${key}, b.planned, b.realised, b.alike, c.classified, c.moved
      from ${from} where ${all(conditions)} order by ${key} limit ${sql.value(limit + 1)}`;
    return `select b.*, s.stated from ${withStated(sql, page)} order by ${key}`;
  });
  const { page, ...next } = pageOf(rows, limit, (row) =>
    encodeCursor('portfolio-explanation', [row.partnership_id, row.kpi, row.party, row.year, row.kind]),
  );
  const inputs = page.flatMap((row) => inputsOf(row, name, reading.day, notAdded.get(row.alike)));
  return {
    figure: figureOf(portfolio(tallies, judged), of, name),
    benefits: behind.reduce((sum, { count }) => sum + count, 0),
    inputs: [{ name: 'day', value: reading.day, positions: [] }, ...inputs],
    positions: [...inputs.flatMap(({ positions }) => positions), ...page.flatMap((row) => grounds(row, question))],
    ...next,
    projections: await reading.readFrom(),
    asOf: reading.asOf,
  };
}

function figureOf(
  { figures, followUp, notAdded }: Portfolio,
  of: FigureOf | undefined,
  name: ExplainedName,
): PortfolioExplained {
  if (!of) return name === 'follow-up' ? { name, followUp } : { name, notAdded };
  const { measure, evidenceLevel } = of;
  const found = figures.find((one) => isSameMeasure(one.measure, measure));
  const realised = found?.realised.find((one) => one.evidenceLevel === evidenceLevel);
  const none = { known: false, reason: 'none', count: 0 };
  const explained = { name, measure, ...(evidenceLevel && { evidenceLevel }) };
  switch (of.name) {
    case 'planned':
    case 'due':
      return { ...explained, sum: found?.[of.name] ?? none };
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

function inputsOf(row: Explained, figure: ExplainedName, day: string, reason: string | undefined): InputAnswer[] {
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
  const positions = [...(stated.planned?.positions ?? []), ...(stated.realised?.positions ?? [])];
  switch (figure) {
    case 'follow-up':
      return [{ name: 'benefit', id: kind, ...about, value: followUpOf(row, day), positions }];
    case 'not-added': {
      const why = { name: 'not-added', id: kind, ...about, value: reason };
      const sides = (['planned', 'realised'] as const).filter((side) => stated[side]);
      return [
        { ...why, positions: reason === 'not-additive' ? definitionsOf(row) : positions },
        ...sides.map((side) => ({ ...amount(side), id: kind })),
      ];
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
  return [
    ...definitionsOf({ stated }),
    ...((theme ?? sector) ? [classified] : []),
    ...((phase ?? status) ? [moved] : []),
  ];
}

/** The events that defined what amounts are in, and whether they are added up. */
const definitionsOf = ({ stated }: Pick<Explained, 'stated'>): number[] => [
  ...new Set([stated.planned, stated.realised].flatMap((side) => (side?.amount === undefined ? [] : [side.defined]))),
];
