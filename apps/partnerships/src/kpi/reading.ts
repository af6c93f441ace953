import { type Bound, bounds, type Period, type Reading } from '#partnership';
import { BusinessDate, Code, Decimal, OneOf, WholeNumber } from '#platform';
import { OfPartnership } from '../addresses.js';

export class OfKpi extends OfPartnership {
  @Code({ description: 'The KPI', example: 'ALERT-MIN' }) code: string;
}

export class PeriodBody implements Period {
  @BusinessDate({ example: '2026-03-01' }) from: string;
  @BusinessDate({ description: 'Inclusive', example: '2026-03-31' }) to: string;
}

export abstract class ReadingBody implements Reading {
  @Decimal({ optional: true }) value?: string;
  @Decimal({ optional: true, description: 'With the denominator, in place of a value' }) numerator?: string;
  @Decimal({ optional: true }) denominator?: string;
  @OneOf(bounds, { optional: true, description: 'Whether the value is known exactly; a point unless stated' })
  bound?: Bound;
  @WholeNumber({ optional: true, description: 'How many observations stand behind it' }) n?: number;
}
