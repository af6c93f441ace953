import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Asked } from '../asked.js';
import { all, CasesQuestion, inPeriod, ofCases } from '../case-figures/cases.js';
import { type Reading, Readings } from '../reading.js';
import type { Sql } from '../scope.js';
import { funnelOf, type StepSum, type SupplierFunnelAnswer, type SupplierFunnelFigures } from './answer.js';
import { type FunnelStep, funnelSteps } from './rows.js';

export class FunnelQuestion extends CasesQuestion {}
export class ShowFunnel extends Asked<FunnelQuestion, SupplierFunnelAnswer> {}

/** How many suppliers there are at each step from interest to acceptance, over all cases. */
@QueryHandler(ShowFunnel)
export class ShowFunnelHandler implements IQueryHandler<ShowFunnel> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowFunnel): Promise<SupplierFunnelAnswer> {
    return this.readings.answer(principal, question, ['case-figures', 'portfolio'], async (reading) => ({
      ...(await funnel(reading, question)),
      asOf: reading.asOf,
    }));
  }
}

/** Cases that were registered in the period that is asked about. */
export const funnelsAsked = (sql: Sql, question: CasesQuestion): string =>
  all([inPeriod(sql, question, 'f.registered_on'), ...ofCases(sql, question, 'f')]);

export async function funnel({ rows }: Reading, question: CasesQuestion): Promise<SupplierFunnelFigures> {
  const sums = funnelSteps.map((step, index) => {
    const before = funnelSteps[index - 1] ?? step;
    // Where more come than there were, it is not known how many of those went on.
    const both = `filter (where f.${step} <= f.${before})`;
    return `json_build_object('partnerships', count(f.${step}), 'suppliers', coalesce(sum(f.${step}), 0), 'both', count(*) ${both},
      'before', coalesce(sum(f.${before}) ${both}, 0), 'after', coalesce(sum(f.${step}) ${both}, 0),
      'widened', count(*) filter (where f.${step} > f.${before})) as ${step}`;
  });
  const [row] = await rows<Record<FunnelStep, StepSum> & { partnerships: number }>(
    (sql) => `select count(*)::integer as partnerships, ${sums.join(', ')}
      from ${sql.visible('supplier_funnel')} f where ${funnelsAsked(sql, question)}`,
  );
  return funnelOf(row!.partnerships, row!);
}
