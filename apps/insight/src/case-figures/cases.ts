import { routes, sectorAreas, themes } from '#partnership';
import { BusinessDate, Kommunekode, ListOf, OneOf, Uuid } from '#platform';
import { Fresh } from '../paging.js';
import type { Sql } from '../scope.js';

/** Of which cases a figure is made; all that are visible unless it says. */
export class CasesQuestion extends Fresh {
  @ListOf(OneOf(themes), { max: themes.length, optional: true }) theme?: readonly string[];
  @ListOf(OneOf(sectorAreas), { max: sectorAreas.length, optional: true }) sector?: readonly string[];
  @ListOf(OneOf(routes), { max: routes.length, optional: true }) route?: readonly string[];
  @Kommunekode({ optional: true, description: 'A municipality that takes part' }) municipality?: string;
  @Uuid({ optional: true, description: 'Only this partnership' }) partnership?: string;
  @BusinessDate({ optional: true, description: 'Beginning of the period', example: '2026-01-01' }) from?: string;
  @BusinessDate({ optional: true, description: 'End of the period, inclusive', example: '2026-12-31' }) to?: string;
}

const ofTheMoment: ReadonlySet<string> = new Set<keyof Fresh>(['at-least', 'known-at', 'until']);

/** Whether it is all cases there are that are asked about, and whenever. */
export const isOfAll = (question: CasesQuestion): boolean =>
  Object.entries(question).every(([name, value]) => value === undefined || ofTheMoment.has(name));

/** Conditions that rows of `alias` belong to the cases that are asked about. */
export function ofCases({ value, visible }: Sql, question: CasesQuestion, alias: string): string[] {
  const { theme, sector, route, municipality, partnership } = question;
  const conditions: string[] = [];
  for (const [column, wanted] of Object.entries({ theme, sector, route })) {
    if (wanted) conditions.push(`c.${column} = any(${value(wanted)}::text[])`);
  }
  const among = (cases: string) => `${alias}.partnership_id in (select c.partnership_id from ${cases})`;
  return [
    ...(partnership === undefined ? [] : [`${alias}.partnership_id = ${value(partnership)}::uuid`]),
    ...(conditions.length === 0 ? [] : [among(`${visible('portfolio_case')} c where ${conditions.join(' and ')}`)]),
    ...(municipality === undefined
      ? []
      : [among(`${visible('portfolio_municipality')} c where c.municipality = ${value(municipality)}`)]),
  ];
}

/** A condition that a day lies in the period that is asked about; a day that is not known does not. */
export function inPeriod({ value }: Sql, { from, to }: Pick<CasesQuestion, 'from' | 'to'>, day: string): string {
  const conditions = [`${day} is not null`];
  if (from !== undefined) conditions.push(`${day} >= ${value(from)}::date`);
  if (to !== undefined) conditions.push(`${day} <= ${value(to)}::date`);
  return conditions.join(' and ');
}

export const all = (conditions: readonly string[]): string => ['true', ...conditions].join(' and ');
