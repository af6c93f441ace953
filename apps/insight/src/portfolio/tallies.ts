import { type Alike, isDue, type Tally } from '#partnership';
import type { By, Sum } from '../additions.js';
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

/** Groups that are told apart; all others are together. */
interface Apart {
  readonly by: Grouping;
  readonly groups: readonly string[];
}

export async function talliesOf(
  reading: Reading,
  question: PortfolioFilters,
  apart?: Apart,
): Promise<readonly GroupTally[]> {
  const thisYear = Number(reading.day.slice(0, 4));
  const addUp = await addUpOf(reading, question);
  const added = addUp ? addedBy(addUp, reading.day, apart) : await addedByDatabase(reading, question, apart);
  const [over, notOver] = [new Map<string, Alike>(), new Map<string, Alike>()];
  return added.map(({ group, code, over: isOver, count, planned, realised }) => {
    const known = isOver ? over : notOver;
    const alike = known.get(code) ?? alikeOf(code, isOver ? thisYear - 1 : thisYear);
    known.set(code, alike);
    return { group, code, over: isOver, alike, count, planned, realised };
  });
}

type Added = Omit<GroupTally, 'alike'>;

function addedBy(addUp: OfBenefits, day: string, apart?: Apart): readonly Added[] {
  const isOver = { column: 'year', as: (year: string) => `${isDue(Number(year), day)}` } as const;
  const groups = new Set(apart?.groups);
  const group = apart && { column: groupings[apart.by].column, as: (key: string) => (groups.has(key) ? key : '') };
  return addUp([{ column: 'alike' }, isOver, ...(group ? [group] : [])]).map(({ values, count, amounts }) => {
    const [code, over, group = ''] = values as [string, string, string?];
    const [planned, realised] = amounts as [bigint, bigint];
    return { group, code, over: over === 'true', count, planned, realised };
  });
}

async function addedByDatabase(reading: Reading, question: PortfolioFilters, apart?: Apart): Promise<readonly Added[]> {
  const found = await reading.rows<Omit<Added, 'planned' | 'realised'> & Amounts>((sql) => {
    const group = apart && `b.${groupings[apart.by].column}::text`;
    const named = apart && `case when ${group} = any(${sql.value(apart.groups)}::text[]) then ${group} else '' end`;
    const { from, conditions } = benefitsOf(sql, question);
    return `select ${named ?? `''`} as "group", b.alike as code, ${isOver(sql, reading.day)} as over, count(*) as count,
                   sum(b.planned::bigint)::text as planned, sum(b.realised::bigint)::text as realised
              from ${from} where ${all(conditions)} group by 1, 2, 3`;
  });
  return found.map((one) => ({ ...one, planned: BigInt(one.planned ?? 0), realised: BigInt(one.realised ?? 0) }));
}

/** None where there is nothing to add. */
interface Amounts {
  readonly planned: string | null;
  readonly realised: string | null;
}

type OfBenefits = (by: readonly By<(typeof benefits.columns)[number]>[]) => readonly Sum[];

/** Nothing when it is chosen by what only the case says: its benefits do not. */
async function addUpOf(reading: Reading, question: PortfolioFilters): Promise<OfBenefits | undefined> {
  const { municipality, phase, status, theme, sector, lead, party, year, 'benefit-class': benefit_class } = question;
  if (municipality !== undefined || phase || status) return undefined;
  const addUp = await reading.addUp(benefits);
  const one = (value?: string) => (value === undefined ? undefined : [value]);
  const chosen = { theme, sector, lead: one(lead), party: one(party), year: year?.map(String), benefit_class };
  return addUp && ((by) => addUp(by, chosen));
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
