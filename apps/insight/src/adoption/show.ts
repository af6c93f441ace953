import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { municipalities } from '#partnership';
import { Text, WholeNumber } from '#platform';
import { Asked } from '../asked.js';
import { all, CasesQuestion, inPeriod, ofCases } from '../case-figures/cases.js';
import { shareOf } from '../case-figures/share.js';
import { DEFAULT_LIMIT, decodeCursor, encodeCursor, MOST, pageOf } from '../paging.js';
import { type Reading, Readings } from '../reading.js';
import type { Sql } from '../scope.js';
import type { AdoptionPage, CoverageFigures, SolutionCoverage } from './answer.js';
import { type AdoptionTally, coverageOf, statuses } from './coverage.js';

export class AdoptionQuestion extends CasesQuestion {
  @WholeNumber({ min: 1, max: MOST, optional: true, description: `Most solutions; ${DEFAULT_LIMIT} unless given` })
  limit?: number;
  @Text({ max: 1000, optional: true, description: '`next` of the page before; all other parameters stay the same' })
  cursor?: string;
}

export class ShowAdoption extends Asked<AdoptionQuestion, AdoptionPage> {}

type Solution = Omit<SolutionCoverage, 'partnershipId' | 'caseNumber' | 'populationUnknown' | 'liveShare'> & {
  readonly partnership_id: string;
  readonly case_number: string;
  readonly population_unknown: number;
  readonly sorted: string;
};

/** How far solutions have come in the 98 municipalities. */
@QueryHandler(ShowAdoption)
export class ShowAdoptionHandler implements IQueryHandler<ShowAdoption> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowAdoption): Promise<AdoptionPage> {
    return this.readings.answer(principal, question, ['case-figures', 'portfolio'], async (reading) => {
      const { limit = DEFAULT_LIMIT } = question;
      const figures = await coverage(reading, question);
      const { page, ...next } = pageOf(await solutions(reading, question), limit, (row) =>
        encodeCursor('adoption', [row.sorted, row.partnership_id]),
      );
      return { figures, items: page.map(solutionAnswer), ...next, asOf: reading.asOf };
    });
  }
}

/** Adoptions that came to where they stand in the period that is asked about. */
export const adoptionsAsked = (sql: Sql, question: CasesQuestion): string =>
  all([inPeriod(sql, question, 'a.since'), ...ofCases(sql, question, 'a')]);

export async function coverage({ rows }: Reading, question: CasesQuestion): Promise<CoverageFigures> {
  return coverageOf(
    await rows<AdoptionTally>(
      (
        sql,
      ) => `select a.municipality, a.status, a.basis, count(*)::integer as adoptions, coalesce(sum(a.sites), 0)::integer as sites,
          max(a.population) as population, count(*) filter (where a.illustrative)::integer as illustrative
        from ${sql.visible('adoption')} a where ${adoptionsAsked(sql, question)}
        group by a.municipality, a.status, a.basis`,
    ),
  );
}

const solutions = ({ rows }: Reading, question: AdoptionQuestion) =>
  rows<Solution>((sql) => {
    const { value, visible } = sql;
    const after = decodeCursor(question.cursor, 'adoption', ['text', 'uuid']);
    const rest = after && `(lower(w.title), w.partnership_id) > (${value(after[0])}, ${value(after[1])}::uuid)`;
    const at = statuses.map((status) => `count(*) filter (where a.status = '${status}')::integer as ${status}`);
    const adoptions = `${visible('adoption')} a where a.partnership_id = w.partnership_id and ${adoptionsAsked(sql, question)}`;
    return `select w.*, s.*
      from (select w.partnership_id, w.case_number, w.title as partnership, lower(w.title) as sorted
              from ${visible('portfolio_case')} w
             where exists (select 1 from ${adoptions}) and ${rest ?? 'true'}
             order by lower(w.title), w.partnership_id limit ${value((question.limit ?? DEFAULT_LIMIT) + 1)}) w
      cross join lateral (
        select ${at.join(', ')}, coalesce(sum(a.sites) filter (where a.status = 'live'), 0)::integer as sites,
               coalesce(sum(a.population) filter (where a.status = 'live'), 0)::integer as population,
               count(*) filter (where a.status = 'live' and a.population is null)::integer as population_unknown
          from ${adoptions}) s
      order by w.sorted, w.partnership_id`;
  });

const solutionAnswer = ({
  partnership_id,
  case_number,
  population_unknown,
  sorted: _,
  ...row
}: Solution): SolutionCoverage => ({
  partnershipId: partnership_id,
  caseNumber: case_number,
  ...row,
  populationUnknown: population_unknown,
  liveShare: shareOf(row.live, municipalities.size)!,
});
