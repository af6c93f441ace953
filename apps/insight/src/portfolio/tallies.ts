import type { Alike, Tally } from '#partnership';
import type { Reading } from '../reading.js';
import { alikeOf } from './alike.js';
import { all, benefitsOf, type Grouping, groupings, type PortfolioFilters } from './question.js';

/** Benefits that are alike and in one group, added up by the database; exact. */
export interface GroupTally extends Tally {
  /** Empty when nothing is grouped. */
  readonly group: string;
  /** The code of `alike`. */
  readonly code: string;
}

/** @param groups only these; all of them unless given */
export async function talliesOf(
  { rows }: Reading,
  question: PortfolioFilters,
  by?: Grouping,
  groups?: readonly string[],
): Promise<readonly GroupTally[]> {
  const found = await rows<{ group: string; code: string; count: number; planned: string; realised: string }>((sql) => {
    const { column, ofCase } = by ? groupings[by] : { column: `''`, ofCase: false };
    const { from, conditions } = benefitsOf(sql, question, ofCase);
    if (groups) conditions.push(`${column} = any(${sql.value(groups)}::text[])`);
    return `select ${column} as "group", b.alike as code, count(*) as count,
        coalesce(sum(b.planned::bigint), 0)::text as planned, coalesce(sum(b.realised::bigint), 0)::text as realised
      from ${from} where ${all(conditions)} group by 1, 2`;
  });
  const known = new Map<string, Alike>();
  return found.map(({ group, code, count, planned, realised }) => {
    const alike = known.get(code) ?? alikeOf(code);
    known.set(code, alike);
    return { group, code, alike, count, planned: BigInt(planned), realised: BigInt(realised) };
  });
}
