import type { BasisPoints, BusinessDate, Decimal, Fact, Period, SubjectId, Wish } from '../vocabulary.js';

/** The four dimensions of VTV, the Danish welfare technology assessment. */
export const dimensions = ['citizen', 'organisation', 'technology', 'economy'] as const;
export const benefitClasses = [
  'time-freed',
  'economy',
  'citizen-quality',
  'work-environment',
  'clinical-effect',
  'climate',
  'social',
  'spread',
] as const;
export const directions = ['up', 'down', 'range'] as const;
/** How measurements of several sites or periods become one figure. */
export const aggregations = ['sum', 'mean-weighted-by-n', 'ratio-of-sums', 'last'] as const;
export type Aggregation = (typeof aggregations)[number];
export const bounds = ['point', 'at-least', 'at-most'] as const;
export type Bound = (typeof bounds)[number];

export interface KpiDefinition {
  readonly code: string;
  readonly name: string;
  readonly dimension: (typeof dimensions)[number];
  readonly benefitClass: (typeof benefitClasses)[number];
  readonly unit: string;
  readonly direction: (typeof directions)[number];
  /** The acceptable range of a range KPI, both ends included. */
  readonly range?: { readonly low: Decimal; readonly high: Decimal };
  readonly primary: boolean;
  readonly aggregation: Aggregation;
  /** How far from the target still counts as within tolerance, as a share of the way from baseline to target. */
  readonly tolerance: BasisPoints;
  /** Days after a measurement's period from which it is stale; never when absent. */
  readonly staleAfterDays?: number;
  readonly population?: string;
  readonly gains?: string;
  readonly pays?: string;
  readonly cashable: boolean;
  readonly contractRelevant: boolean;
  readonly publishable: boolean;
}

/** A value, or the two numbers whose ratio it is. */
export interface Reading {
  readonly value?: Decimal;
  readonly numerator?: Decimal;
  readonly denominator?: Decimal;
  /** Whether the value is known exactly or only as a bound; a point unless stated. */
  readonly bound?: Bound;
  /** How many observations stand behind it. */
  readonly n?: number;
}

export interface Baseline extends Reading {
  readonly period: Period;
  readonly source: string;
}

export interface KpiTarget {
  readonly value: Decimal;
  readonly due: BusinessDate;
  readonly bound: Bound;
}

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type KpiDefinitionEvent =
  | Fact<'KpiDefined', KpiDefinition>
  | Fact<'KpiRevised', { readonly version: number; readonly reason: string; readonly definition: KpiDefinition }>
  | Fact<'BaselineSet', { readonly code: string; readonly baseline: Baseline; readonly reason?: string }>
  | Fact<'BaselineLocked', { readonly code: string; readonly lockedBy: SubjectId }>
  | Fact<'TargetSet', { readonly code: string; readonly target: KpiTarget; readonly reason?: string }>;

type DataOf<T extends KpiDefinitionEvent['type']> = Extract<KpiDefinitionEvent, { type: T }>['data'];

export type KpiDefinitionCommand =
  | Wish<'DefineKpi', KpiDefinition>
  | Wish<'ReviseKpi', { readonly reason: string; readonly definition: KpiDefinition }>
  | Wish<'SetBaseline', DataOf<'BaselineSet'>>
  | Wish<'LockBaseline', { readonly code: string }>
  | Wish<'SetTarget', DataOf<'TargetSet'>>;

export interface Kpi {
  readonly definition: KpiDefinition;
  readonly version: number;
  readonly baseline: 'missing' | 'set' | 'locked';
  readonly target: boolean;
}
