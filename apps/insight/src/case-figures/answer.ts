import { Code, ListOf, Nested, Text, WholeNumber } from '#platform';
import { CoverageFigures } from '../adoption/answer.js';
import { CollaborationFigures } from '../collaboration/answer.js';
import { DurationFigures } from '../durations/answer.js';
import { Explanation, InputAnswer } from '../explanation/answer.js';
import { FollowUpFigures } from '../follow-ups/answer.js';
import { SupplierFunnelFigures } from '../funnel/answer.js';
import { PaymentTotalAnswer } from '../payments/answer.js';
import { StoppingFigures } from '../stopping/answer.js';
import { CasesQuestion } from './cases.js';

/** Facts an explanation names unless asked for another number. */
export const USUAL_FACTS = 1_000;
const MOST_FACTS = 10_000;
/** The day of the answer, and the period asked about. */
const BESIDE_FACTS = 3;

export class PageOfFacts extends CasesQuestion {
  @WholeNumber({ min: 1, max: MOST_FACTS, optional: true, description: `Most facts; ${USUAL_FACTS} unless given` })
  limit?: number;
  @Text({ max: 1000, optional: true, description: '`next` of the page before; all other parameters stay the same' })
  cursor?: string;
}

export class PageOfPaymentFacts extends PageOfFacts {
  @Code({ optional: true, description: 'Only this contract; together with `partnership`' }) contract?: string;
}

/** How a figure came to be, fact by fact: what is explained extends this by its `figure`. */
export abstract class FiguresExplanation extends Explanation {
  @ListOf(() => InputAnswer, {
    max: MOST_FACTS + BESIDE_FACTS,
    description: 'The day of the answer and the period asked about, then the facts of this page, by partnership',
  })
  declare inputs: readonly InputAnswer[];
  @Text({
    max: 1000,
    optional: true,
    description: 'Cursor of the next facts; ask for them with `known-at` the `asOf.time` of this answer',
  })
  next?: string;
}

export class PaymentsExplanation extends FiguresExplanation {
  @ListOf(() => PaymentTotalAnswer, { max: 200, description: 'As `totals` of the payments' })
  figure: readonly PaymentTotalAnswer[];
}
export class DurationsExplanation extends FiguresExplanation {
  @Nested(() => DurationFigures) figure: DurationFigures;
}
export class AdoptionExplanation extends FiguresExplanation {
  @Nested(() => CoverageFigures) figure: CoverageFigures;
}
export class FollowUpsExplanation extends FiguresExplanation {
  @Nested(() => FollowUpFigures) figure: FollowUpFigures;
}
export class FunnelExplanation extends FiguresExplanation {
  @Nested(() => SupplierFunnelFigures) figure: SupplierFunnelFigures;
}
export class StoppingExplanation extends FiguresExplanation {
  @Nested(() => StoppingFigures) figure: StoppingFigures;
}
export class CollaborationExplanation extends FiguresExplanation {
  @Nested(() => CollaborationFigures) figure: CollaborationFigures;
}
