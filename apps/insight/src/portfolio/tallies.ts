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

interface Found {
  readonly group: string;
  readonly code: string;
  readonly over: boolean;
  readonly count: number;
  readonly planned: string | null;
  readonly realised: string | null;
}

export async function talliesOf(
  { rows, day }: Reading,
  question: PortfolioFilters,
  by?: Grouping,
): Promise<readonly GroupTally[]> {
  const found = await rows<Found>((sql) => {
    const { column, ofCase } = by ? groupings[by] : { column: `''`, ofCase: false };
    const { from, conditions } = benefitsOf(sql, question, ofCase);
    return `select ${column} as "group", b.alike as code, ${isOver(sql, day)} as over, count(*)::integer as count,
        sum(b.planned::bigint) as planned, sum(b.realised::bigint) as realised
      from ${from} where ${all(conditions)} group by 1, 2, 3`;
  });
  const thisYear = Number(day.slice(0, 4));
  const known = new Map<string, Alike>();
  const alikeIn = (code: string, over: boolean): Alike => {
    const key = `${over} ${code}`;
    const alike = known.get(key) ?? alikeOf(code, over ? thisYear - 1 : thisYear);
    known.set(key, alike);
    return alike;
  };
  return found.map(({ planned, realised, ...tally }) => ({
    ...tally,
    alike: alikeIn(tally.code, tally.over),
    planned: BigInt(planned ?? 0),
    realised: BigInt(realised ?? 0),
  }));
}

/** The same of all groups together. */
export function together(tallies: readonly GroupTally[]): readonly GroupTally[] {
  const sums = new Map<Alike, GroupTally>();
  for (const one of tallies) {
    const sum = sums.get(one.alike);
    sums.set(one.alike, {
      ...one,
      group: '',
      count: (sum?.count ?? 0) + one.count,
      planned: (sum?.planned ?? 0n) + one.planned,
      realised: (sum?.realised ?? 0n) + one.realised,
    });
  }
  return [...sums.values()];
}
