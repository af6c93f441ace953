import { BasisPoints, ListOf, Nested, OneOf, WholeNumber } from '#platform';
import { given } from '../asked.js';
import { shareOf } from '../case-figures/share.js';
import { AsOf } from '../paging.js';
import { type FunnelStep, funnelSteps } from './rows.js';

export class FromStepBefore {
  @WholeNumber({ description: 'Cases that came to both steps, and to this one with no more suppliers' })
  partnerships: number;
  @WholeNumber({ description: 'Their suppliers at the step before' }) before: number;
  @WholeNumber({ description: 'Their suppliers at this step' }) suppliers: number;
  @BasisPoints({
    max: 10_000,
    optional: true,
    description: 'The one over the other: a ratio of sums',
  })
  share?: number;
  @WholeNumber({
    description:
      'Cases with more suppliers at this step than before it: some came in from elsewhere, and how many went on is unknown',
  })
  widened: number;
}

export class FunnelStepAnswer {
  @OneOf(funnelSteps) step: FunnelStep;
  @WholeNumber({ description: 'Cases that came to this step' }) partnerships: number;
  @WholeNumber({ description: 'Suppliers in them' }) suppliers: number;
  @Nested(() => FromStepBefore, { optional: true, description: 'Absent at the first step' })
  fromStepBefore?: FromStepBefore;
}

export class SupplierFunnelFigures {
  @WholeNumber({ description: 'Cases asked about' }) partnerships: number;
  @ListOf(() => FunnelStepAnswer, { max: funnelSteps.length }) steps: readonly FunnelStepAnswer[];
}

export class SupplierFunnelAnswer extends SupplierFunnelFigures {
  @Nested(() => AsOf) asOf: AsOf;
}

/** A step over all cases; `both` are those that came to the step before too, and did not widen; `widened` those that did. */
export interface StepSum {
  readonly partnerships: number;
  readonly suppliers: number;
  readonly both: number;
  readonly widened: number;
  readonly before: number;
  readonly after: number;
}

export const funnelOf = (partnerships: number, sums: Readonly<Record<FunnelStep, StepSum>>): SupplierFunnelFigures => ({
  partnerships,
  steps: funnelSteps.map((step, index) => {
    const { partnerships, suppliers, both, before, after, widened } = sums[step];
    return given({
      step,
      partnerships,
      suppliers,
      fromStepBefore:
        index === 0
          ? null
          : (given({
              partnerships: both,
              before,
              suppliers: after,
              share: shareOf(after, before),
              widened,
            }) as FromStepBefore),
    }) as FunnelStepAnswer;
  }),
});
