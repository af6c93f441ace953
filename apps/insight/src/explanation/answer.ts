import { bounds, evidenceLevels } from '#partnership';
import {
  BusinessDate,
  Code,
  Decimal,
  Flag,
  Instant,
  ListOf,
  Nested,
  OneOf,
  Organisation,
  Text,
  Uuid,
  WholeNumber,
} from '#platform';
import { AsOf } from '../paging.js';

/** Most measurements an explanation names at once. */
export const MOST_MEASUREMENTS = 10_000;
const MOST_INPUTS = MOST_MEASUREMENTS + 100;

export class RoundingAnswer {
  @WholeNumber({ description: 'Decimals of the result' }) decimals: number;
  @OneOf(['away-from-zero'], { description: 'Where a half goes' }) half: string;
}

export class FormulaAnswer {
  @Code({ example: 'ratio-of-sums', description: 'Which formula; stable' }) code: string;
  @Text({ max: 400, example: 'Σ numerator / Σ denominator', description: 'By the names of the inputs' })
  expression: string;
  @Text({ max: 2000, description: 'In the language of Accept-Language' }) text: string;
  @Nested(() => RoundingAnswer, { optional: true, description: 'Absent when nothing is rounded' })
  rounding?: RoundingAnswer;
}

export class InputPeriod {
  @BusinessDate() from: string;
  @BusinessDate({ description: 'Inclusive' }) to: string;
}

/** One thing a figure is computed from, as the events state it. */
export class InputAnswer {
  @Code({ example: 'measurement', description: 'What it is in the formula' }) name: string;
  @Text({ max: 200, optional: true, description: 'Which one, where there are several of the name' }) id?: string;
  @Text({ max: 200, optional: true, example: '3.9', description: 'An exact number, a date or a code' }) value?: string;
  @Decimal({ optional: true }) numerator?: string;
  @Decimal({ optional: true }) denominator?: string;
  @OneOf(bounds, { optional: true, description: 'A point unless stated' }) bound?: string;
  @WholeNumber({ optional: true, description: 'Observations behind it' }) n?: number;
  @Nested(() => InputPeriod, { optional: true }) period?: InputPeriod;
  @Text({ max: 80, optional: true, example: 'DKK', description: 'Of the value' }) unit?: string;
  @OneOf(evidenceLevels, { optional: true }) evidenceLevel?: string;
  @Uuid({ optional: true }) partnershipId?: string;
  @Code({ optional: true }) kpi?: string;
  @Code({ optional: true }) site?: string;
  @Code({ optional: true }) contractId?: string;
  @Organisation({ optional: true, description: 'Whom it is about' }) party?: string;
  @WholeNumber({ optional: true }) year?: number;
  @WholeNumber({ optional: true, description: 'Whose prices money is in' }) priceYear?: number;
  @Text({ max: 2000, optional: true, description: 'Where it is known from' }) source?: string;
  @Flag({ optional: true, description: 'True for a value no source gives' }) illustrative?: boolean;
  @ListOf(WholeNumber(), {
    max: 1_000,
    description: 'Positions of the events that state it; of several, each corrects the one before and the last holds',
  })
  positions: readonly number[];
}

/** An event behind an input. Of one whose entry in the timeline is not for the reader, there is the position only. */
export class EventBehind {
  @WholeNumber({ description: 'Position in the store', example: 128 }) position: number;
  @Uuid({ optional: true, description: 'Id of the event' }) id?: string;
  @Text({ max: 100, optional: true, example: 'kpi-5f0c7d2e-3c7b-5a44-9d0e-7e2c1f4b6a10-CHANGES' }) stream?: string;
  @Code({ optional: true, example: 'MeasurementCorrected' }) type?: string;
  @BusinessDate({ optional: true, description: 'When it happened' }) occurredOn?: string;
  @Instant({ optional: true, description: 'When it was recorded' }) recordedAt?: string;
}

export class ProjectionBehind {
  @Code({ example: 'kpis' }) name: string;
  @WholeNumber({ min: 1, example: 2, description: 'Of what built its tables' }) version: number;
}

/**
 * How a figure came to be: everything needed to compute it again, and the events that say so. What is explained extends
 * this by its `figure`, as it is answered elsewhere.
 */
export abstract class Explanation {
  @Nested(() => FormulaAnswer) formula: FormulaAnswer;
  @ListOf(() => InputAnswer, { max: MOST_INPUTS }) inputs: readonly InputAnswer[];
  @ListOf(() => EventBehind, { max: 10 * MOST_INPUTS, description: 'In order of position' })
  events: readonly EventBehind[];
  @ListOf(() => ProjectionBehind, {
    max: 20,
    description: 'All that figure and inputs were read from, by name; `access` says who sees what',
  })
  projections: readonly ProjectionBehind[];
  @Nested(() => AsOf) asOf: AsOf;
}
