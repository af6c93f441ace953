import { benefitClasses, phases, sectorAreas, themes } from '#partnership';
import { Kommunekode, ListOf, OneOf, Organisation, WholeNumber } from '#platform';
import { Paged } from '../paging.js';
import type { Sql } from '../scope.js';
import { worklistStatuses } from '../worklist/course.js';

/** What a portfolio is made of; everything the caller may see unless chosen. */
export abstract class PortfolioFilters extends Paged {
  @ListOf(OneOf(themes), { max: themes.length, optional: true }) theme?: readonly string[];
  @ListOf(OneOf(sectorAreas), { max: sectorAreas.length, optional: true }) sector?: readonly string[];
  @Kommunekode({ optional: true, description: 'A municipality that takes part' }) municipality?: string;
  @Organisation({ optional: true, description: 'Who leads' }) lead?: string;
  @ListOf(OneOf(phases), { max: phases.length, optional: true }) phase?: readonly string[];
  @ListOf(OneOf(worklistStatuses), { max: worklistStatuses.length, optional: true }) status?: readonly string[];
  @ListOf(WholeNumber({ min: 1900, max: 2200, example: 2026 }), {
    max: 50,
    optional: true,
    description: 'Years of the benefits',
  })
  year?: readonly number[];
  @Organisation({ optional: true, description: 'Who gains' }) party?: string;
  @ListOf(OneOf(benefitClasses), { max: benefitClasses.length, optional: true })
  'benefit-class'?: readonly string[];
}

/** What benefits are grouped by: the column, and whether cases have it too. A case is in one group: its lead's. */
export const groupings = {
  theme: { column: 'theme', ofCase: true },
  sector: { column: 'sector', ofCase: true },
  municipality: { column: 'lead', ofCase: true },
  year: { column: 'year', ofCase: false },
  party: { column: 'party', ofCase: false },
} as const;
export type Grouping = keyof typeof groupings;
export const groupingNames = Object.keys(groupings) as readonly Grouping[];

/** Conditions on what cases and their benefits both say, as `alias`. */
function classified({ visible, value }: Sql, question: PortfolioFilters, alias: 'b' | 'c'): string[] {
  const { theme, sector, lead, municipality } = question;
  const conditions: string[] = [];
  for (const [column, wanted] of Object.entries({ theme, sector })) {
    if (wanted) conditions.push(`${alias}.${column} = any(${value(wanted)}::text[])`);
  }
  if (lead !== undefined) conditions.push(`${alias}.lead = ${value(lead)}`);
  if (municipality !== undefined) {
    conditions.push(`${alias}.partnership_id in (
      select m.partnership_id from ${visible('portfolio_municipality')} m where m.municipality = ${value(municipality)})`);
  }
  return conditions;
}

/** Conditions on where a case stands, as `c`. */
function standing({ value }: Sql, { phase, status }: PortfolioFilters): string[] {
  return Object.entries({ phase, status }).flatMap(([column, wanted]) =>
    wanted ? [`c.${column} = any(${value(wanted)}::text[])`] : [],
  );
}

/** Conditions on the cases, as `c`. */
export const ofCases = (sql: Sql, question: PortfolioFilters): string[] => [
  ...classified(sql, question, 'c'),
  ...standing(sql, question),
];

/**
 * The benefits that are asked about, as `b`, to stand after FROM; and the conditions. Their cases are there as `c` when
 * they are asked for.
 */
export function benefitsOf(
  sql: Sql,
  question: PortfolioFilters,
  cases?: 'with-cases',
): { from: string; conditions: string[] } {
  const { visible, value } = sql;
  const { year, party, 'benefit-class': benefitClass } = question;
  const ofCase = standing(sql, question);
  const conditions = [...classified(sql, question, 'b'), ...ofCase];
  if (year) conditions.push(`b.year = any(${value(year)}::integer[])`);
  if (party !== undefined) conditions.push(`b.party = ${value(party)}`);
  if (benefitClass) conditions.push(`b.benefit_class = any(${value(benefitClass)}::text[])`);
  const from = `${visible('benefit')} b`;
  // Most benefits are looked at: a case nobody asks about is not looked up.
  if (!cases && ofCase.length === 0) return { from, conditions };
  return { from: `${from} join ${visible('portfolio_case')} c on c.partnership_id = b.partnership_id`, conditions };
}

/** Those benefits with how they are stated, to stand after FROM as `b`: for what shows them one by one. */
export const withStated = ({ visible }: Sql, benefits: string): string =>
  `(${benefits}) b join ${visible('benefit_stated')} s on (s.partnership_id, s.kpi, s.party, s.year, s.kind)
    = (b.partnership_id, b.kpi, b.party, b.year, b.kind)`;

/** A condition that the year of a benefit, as `b`, is over on a day. */
export const isOver = ({ value }: Sql, day: string): string => `b.year < ${value(Number(day.slice(0, 4)))}::integer`;

export const all = (conditions: readonly string[]): string => ['true', ...conditions].join(' and ');
