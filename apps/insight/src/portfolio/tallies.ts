import type { Alike, Tally } from '#partnership';
import type { Additive } from '../kept-additions.js';
import type { Reading } from '../reading.js';
import { alikeOf } from './alike.js';
import { all, benefitsOf, type Grouping, groupings, isOver, type PortfolioFilters } from './question.js';

/** Benefits that are alike and in one group, added up; exact. */
export interface GroupTally extends Tally {
  /** Empty for all groups that are not asked for one by one. */
  readonly group: string;
  /** The code of `alike`, whose year is one for all years that are over, and one for those that are not. */
  readonly code: string;
  readonly over: boolean;
}

const benefits = {
  table: 'benefit',
  projection: 'portfolio',
  columns: ['theme', 'sector', 'lead', 'party', 'year', 'benefit_class', 'alike'],
  amounts: ['planned', 'realised'],
} as const satisfies Additive;

/** The groups there are benefits in. */
export async function groupsOf(reading: Reading, question: PortfolioFilters, by: Grouping): Promise<readonly string[]> {
  const { column } = groupings[by];
  const addUp = await addUpOf(reading, question);
  if (addUp) return addUp([{ column }]).map(({ values: [group] }) => group!);
  const found = await reading.rows<{ group: string }>((sql) => {
    const { from, conditions } = benefitsOf(sql, question);
    return `select distinct b.${column}::text as "group" from ${from} where ${all(conditions)}`;
  });
  return found.map(({ group }) => group);
}

/** The groups that are named, each by itself, and all others together. */
export async function talliesOf(
  reading: Reading,
  question: PortfolioFilters,
  apart?: { readonly by: Grouping; readonly groups: readonly string[] },
): Promise<readonly GroupTally[]> {
  const thisYear = Number(reading.day.slice(0, 4));
  const [over, notOver] = [new Map<string, Alike>(), new Map<string, Alike>()];
  const decoded = (code: string, isOver: boolean) => {
    const known = isOver ? over : notOver;
    const alike = known.get(code) ?? alikeOf(code, isOver ? thisYear - 1 : thisYear);
    known.set(code, alike);
    return alike;
  };
  const addUp = await addUpOf(reading, question);
  if (addUp) {
    const groups = new Set(apart?.groups);
    const group = apart && { column: groupings[apart.by].column, as: (key: string) => (groups.has(key) ? key : '') };
    const isOver = { column: 'year', as: (year: string) => (Number(year) < thisYear ? 'over' : 'not over') } as const;
    return addUp([{ column: 'alike' }, isOver, ...(group ? [group] : [])]).map(({ values, count, amounts }) => {
      const [code, over, group = ''] = values as [string, string, string?];
      const [planned, realised] = amounts as [bigint, bigint];
      return { group, code, over: over === 'over', alike: decoded(code, over === 'over'), count, planned, realised };
    });
  }
  const found = await reading.rows<Found>((sql) => {
    const group = apart && `b.${groupings[apart.by].column}::text`;
    const named = apart && `case when ${group} = any(${sql.value(apart.groups)}::text[]) then ${group} else '' end`;
    const { from, conditions } = benefitsOf(sql, question);
    return `select ${named ?? `''`} as "group", b.alike as code, ${isOver(sql, reading.day)} as over, count(*) as count,
                   sum(b.planned::bigint)::text as planned, sum(b.realised::bigint)::text as realised
              from ${from} where ${all(conditions)} group by 1, 2, 3`;
  });
  return found.map(({ group, code, over, count, planned, realised }) => ({
    group,
    code,
    over,
    alike: decoded(code, over),
    count,
    planned: BigInt(planned ?? 0),
    realised: BigInt(realised ?? 0),
  }));
}

interface Found extends Pick<GroupTally, 'group' | 'code' | 'over' | 'count'> {
  readonly planned: string | null;
  readonly realised: string | null;
}

/** Without any of the database: what only the case says, its benefits do not. */
async function addUpOf(reading: Reading, question: PortfolioFilters) {
  const { municipality, phase, status, theme, sector, lead, party, year, 'benefit-class': benefit_class } = question;
  if (municipality !== undefined || phase || status) return undefined;
  const addUp = await reading.addUp(benefits);
  const one = (value?: string) => (value === undefined ? undefined : [value]);
  const chosen = { theme, sector, lead: one(lead), party: one(party), year: year?.map(String), benefit_class };
  return addUp && ((by: Parameters<typeof addUp>[0]) => addUp(by, chosen));
}

/** The same of all groups together. */
export function together(tallies: readonly GroupTally[]): readonly GroupTally[] {
  const sums = new Map<Alike, { -readonly [Column in keyof GroupTally]: GroupTally[Column] }>();
  for (const one of tallies) {
    const sum = sums.get(one.alike);
    if (!sum) {
      sums.set(one.alike, { ...one, group: '' });
      continue;
    }
    sum.count += one.count;
    sum.planned += one.planned;
    sum.realised += one.realised;
  }
  return [...sums.values()];
}
