import { decodeCursor, encodeCursor, pageOf } from '../paging.js';
import type { Reading } from '../reading.js';
import { all, ofCases, type PortfolioFilters } from './question.js';
import type { CaseRow } from './rows.js';
import { casesOf, countsOf } from './show.js';

/** Partnerships on one page unless fewer are asked for. */
const MOST_PARTNERSHIPS = 10_000;

type Counted = Pick<CaseRow, 'partnership_id' | 'phase' | 'status' | 'classified' | 'moved'>;

/** The number of partnerships, each of them with where it stands since which event. */
export async function explainPartnerships(reading: Reading, question: PortfolioFilters) {
  const { limit = MOST_PARTNERSHIPS, theme, sector } = question;
  const after = decodeCursor(question.cursor, 'portfolio-partnerships', ['uuid']);
  const rows = await reading.rows<Counted>((sql) => {
    const conditions = ofCases(sql, question);
    if (after) conditions.push(`c.partnership_id > ${sql.value(after[0])}::uuid`);
    return `select c.partnership_id, c.phase, c.status, c.classified, c.moved from ${sql.visible('portfolio_case')} c
      where ${all(conditions)} order by c.partnership_id limit ${sql.value(limit + 1)}`;
  });
  const { page, ...next } = pageOf(rows, limit, (row) => encodeCursor('portfolio-partnerships', [row.partnership_id]));
  return {
    figure: { name: 'partnerships', partnerships: countsOf(await casesOf(reading, question, 'theme')) },
    benefits: 0,
    inputs: [
      { name: 'day', value: reading.day, positions: [] },
      ...page.map(({ partnership_id: partnershipId, phase, status, moved }) => ({
        name: 'partnership',
        partnershipId,
        value: `${phase} ${status}`,
        positions: [moved],
      })),
    ],
    // Why they are among those chosen, too.
    positions: page.flatMap(({ classified, moved }) => ((theme ?? sector) ? [classified, moved] : [moved])),
    ...next,
    projections: await reading.readFrom(),
    asOf: reading.asOf,
  };
}
