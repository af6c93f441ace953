import type { Alike, Tally } from '#partnership';
import type { Reading } from '../reading.js';
import { alikeOf } from './alike.js';
import { all, benefitsOf, type Grouping, groupings, isOver, type PortfolioFilters } from './question.js';

/** Benefits that are alike and in one group, added up by the database; exact. */
export interface GroupTally extends Tally {
  /** Empty when nothing is grouped. */
  readonly group: string;
  /** The code of `alike`, whose year is one for all years that are over, and one for those that are not. */
  readonly code: string;
  readonly over: boolean;
}

/** The groups in which there are benefits that are alike, and what they come to in each. */
interface Found {
  readonly code: string;
  readonly over: boolean;
  readonly groups: readonly string[];
  readonly counts: readonly number[];
  readonly planned: readonly (string | null)[];
  readonly realised: readonly (string | null)[];
}

export async function talliesOf(
  { sums, day }: Reading,
  question: PortfolioFilters,
  by?: Grouping,
): Promise<readonly GroupTally[]> {
  const found = await sums<Found>((sql) => {
    const group = by ? `b.${groupings[by].column}` : `''`;
    const { from, conditions } = benefitsOf(sql, question);
    const listed = (what: string, as: string) => `json_agg(${what}) as ${as}`;
    return `select t.code, t.over, ${listed('t."group"', 'groups')}, ${listed('t.count', 'counts')},
        ${listed('t.planned::text', 'planned')}, ${listed('t.realised::text', 'realised')}
      from (select ${group} as "group", b.alike as code, ${isOver(sql, day)} as over, count(*) as count,
                   sum(b.planned::bigint) as planned, sum(b.realised::bigint) as realised
              from ${from} where ${all(conditions)} group by 1, 2, 3) t
      group by t.code, t.over`;
  });
  const thisYear = Number(day.slice(0, 4));
  return found.flatMap(({ code, over, groups, counts, planned, realised }) => {
    const alike = alikeOf(code, over ? thisYear - 1 : thisYear);
    return groups.map((group, n) => ({
      group,
      code,
      over,
      alike,
      count: counts[n]!,
      planned: BigInt(planned[n] ?? 0),
      realised: BigInt(realised[n] ?? 0),
    }));
  });
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
