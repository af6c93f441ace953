import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Portfolio, phases, portfolio } from '#partnership';
import { OneOf } from '#platform';
import { Asked } from '../asked.js';
import type { Additive } from '../kept-additions.js';
import { DEFAULT_LIMIT, decodeCursor, encodeCursor, pageOf } from '../paging.js';
import { type Reading, Readings } from '../reading.js';
import { worklistStatuses } from '../worklist/course.js';
import type { PartnershipCounts, PortfolioAnswer, PortfolioGroup, PortfolioTotal } from './answer.js';
import { all, type Grouping, groupingNames, groupings, ofCases, PortfolioFilters } from './question.js';
import { type GroupTally, groupsOf, talliesOf, together } from './tallies.js';

export class PortfolioQuestion extends PortfolioFilters {
  @OneOf(groupingNames, { optional: true, description: 'theme unless given; by municipality is by who leads' })
  by?: Grouping;
}

export class ShowPortfolio extends Asked<PortfolioQuestion, PortfolioAnswer> {}

/** Partnerships in a phase and status, by group; one group of all of them when it is not by something of the case. */
interface Cases {
  readonly group: string;
  readonly name: string;
  readonly phase: string;
  readonly status: string;
  readonly count: number;
}

@QueryHandler(ShowPortfolio)
export class ShowPortfolioHandler implements IQueryHandler<ShowPortfolio> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowPortfolio): Promise<PortfolioAnswer> {
    const { by = 'theme' } = question;
    const after = decodeCursor(question.cursor, `portfolio:${by}`, ['text'])?.[0];
    return this.readings.answer(principal, question, ['portfolio'], async (reading) => ({
      ...(await answered(reading, question, by, after as string | undefined)),
      asOf: reading.asOf,
    }));
  }
}

async function answered(
  reading: Reading,
  question: PortfolioQuestion,
  by: Grouping,
  after: string | undefined,
): Promise<Omit<PortfolioAnswer, 'asOf'>> {
  const { limit = DEFAULT_LIMIT } = question;
  const judged = (oneParty: boolean) => ({ day: reading.day, oneParty });
  const cases = await casesOf(reading, question, by);
  const found = groupings[by].ofCase ? cases.map(({ group }) => group) : await groupsOf(reading, question, by);
  const keys = [...new Set(found)].sort();
  const rest = after === undefined ? keys : keys.filter((key) => key > after);
  const { page, ...next } = pageOf(rest, limit, (last) => encodeCursor(`portfolio:${by}`, [last]));
  const tallies = await talliesOf(reading, question, { by, groups: page });
  const groups = grouped(tallies);
  const total = portfolio(together(tallies), judged(question.party !== undefined));
  return {
    by,
    total: { ...total, partnerships: countsOf(cases) } as PortfolioTotal,
    items: page.map((key) => {
      const figures = portfolio(groups.get(key) ?? [], judged(by === 'party' || question.party !== undefined));
      return { ...label(key, cases, by), ...figures } satisfies Portfolio & { key: string } as PortfolioGroup;
    }),
    ...next,
  };
}

const casesAdded = {
  table: 'portfolio_case',
  projection: 'portfolio',
  columns: ['theme', 'sector', 'lead', 'lead_name', 'phase', 'status'],
  amounts: [],
} as const satisfies Additive;

export async function casesOf(reading: Reading, question: PortfolioFilters, by: Grouping): Promise<readonly Cases[]> {
  const { theme, sector, lead, phase, status, municipality } = question;
  // Who takes part stands in a table of its own.
  const addUp = municipality === undefined ? await reading.addUp(casesAdded) : undefined;
  if (!addUp) return casesInDatabase(reading, question, by);
  const { column, ofCase } = groupings[by];
  const group = ofCase ? [{ column }] : [];
  const name = by === 'municipality' ? [{ column: 'lead_name' as const }] : [];
  const chosen = { theme, sector, lead: lead === undefined ? undefined : [lead], phase, status };
  return addUp([{ column: 'phase' }, { column: 'status' }, ...group, ...name], chosen).map(({ values, count }) => {
    const [phase, status, group = '', name = ''] = values as [string, string, string?, string?];
    return { group, name, phase, status, count };
  });
}

function casesInDatabase({ rows }: Reading, question: PortfolioFilters, by: Grouping): Promise<readonly Cases[]> {
  return rows<Cases>((sql) => {
    const { column, ofCase } = groupings[by];
    return `select ${ofCase ? `c.${column}` : `''`} as "group", ${by === 'municipality' ? 'min(c.lead_name collate "C")' : `''`} as name,
        c.phase, c.status, count(*)::integer as count
      from ${sql.visible('portfolio_case')} c where ${all(ofCases(sql, question))} group by 1, c.phase, c.status`;
  });
}

function grouped(tallies: readonly GroupTally[]): ReadonlyMap<string, readonly GroupTally[]> {
  const groups = new Map<string, GroupTally[]>();
  for (const tally of tallies) {
    const same = groups.get(tally.group);
    if (same) same.push(tally);
    else groups.set(tally.group, [tally]);
  }
  return groups;
}

function label(key: string, cases: readonly Cases[], by: Grouping) {
  if (!groupings[by].ofCase) return { key };
  const of = cases.filter(({ group }) => group === key);
  // One municipality may be named in several ways.
  const [name] = of.map((one) => one.name).sort();
  return { key, ...(by === 'municipality' && { name }), partnerships: countsOf(of) };
}

export function countsOf(cases: readonly Cases[]): PartnershipCounts {
  const sum = (of: readonly Cases[]) => of.reduce((total, { count }) => total + count, 0);
  const counted = <Name extends 'phase' | 'status'>(name: Name, values: readonly string[]) =>
    values.flatMap((value) => {
      const count = sum(cases.filter((one) => one[name] === value));
      return count === 0 ? [] : [{ [name]: value, count } as Record<Name, string> & { count: number }];
    });
  return { count: sum(cases), byPhase: counted('phase', phases), byStatus: counted('status', worklistStatuses) };
}
