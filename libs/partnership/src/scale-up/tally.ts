import { parse } from '../kpi/decimal.js';
import type { Bound, benefitClasses, KpiDefinition } from '../kpi/definition.js';
import type { EvidenceLevel } from '../kpi/measurements.js';
import type { BusinessDate } from '../vocabulary.js';
import type { Benefit } from './scale-up.js';

/** What an amount is in. Amounts in different measures are never added. */
export type Measure =
  | { readonly kind: 'money'; readonly currency: 'DKK'; readonly priceYear: number }
  | { readonly kind: 'unit'; readonly unit: string; readonly benefitClass: (typeof benefitClasses)[number] };

export interface StatedAs {
  readonly measure: Measure;
  /** False of an amount in the unit of a KPI that is no sum: a mean or a ratio cannot be added to another. */
  readonly additive: boolean;
  readonly bound: Bound;
}

/** What benefits that may be counted together have in common. */
export interface Alike {
  readonly year: number;
  /** Whose benefit it is: those of municipalities are added up, those of others only party by party. */
  readonly party: 'municipality' | 'other';
  readonly planned?: StatedAs;
  readonly realised?: StatedAs & { readonly evidenceLevel?: EvidenceLevel };
}

/** Benefits that are alike, added up: each planned or realised (or both) for one KPI, party, year and kind of amount. */
export interface Tally {
  readonly alike: Alike;
  readonly count: number;
  /** In øre, or in millionths of the unit; 0 when not planned, or not realised. */
  readonly planned: bigint;
  readonly realised: bigint;
}

/** How a benefit is stated, under the definition its KPI has when it is. */
export function statedAs(
  { year, amountOere, priceYear = year, bound = 'point' }: Benefit,
  { unit, benefitClass, aggregation }: Pick<KpiDefinition, 'unit' | 'benefitClass' | 'aggregation'>,
): StatedAs {
  if (amountOere === undefined)
    return { measure: { kind: 'unit', unit, benefitClass }, additive: aggregation === 'sum', bound };
  return { measure: { kind: 'money', currency: 'DKK', priceYear }, additive: true, bound };
}

/** The amount of a benefit: in øre, or in millionths of the unit. */
export const exactAmount = ({ amount = '0', amountOere }: Benefit): bigint =>
  amountOere === undefined ? parse(amount) : BigInt(amountOere);

/** Whether a benefit of this year is due on a day: whether the year has ended. */
export const isDue = (year: number, day: BusinessDate): boolean => year < Number(day.slice(0, 4));
