import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { own } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { BasisPoints, BusinessDate, Decimal, Fact, Period, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';
import { decimalRefusals, parse } from './decimal.js';
import { periodFault, readingFault, readingFaults } from './reading.js';

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
  readonly baselineReading?: Baseline;
  readonly target: boolean;
  readonly targetSet?: KpiTarget;
}

export const kpiRefusals = {
  ...decimalRefusals,
  ...readingFaults,
  'unknown-kpi': {
    about: 'missing',
    en: 'The KPI {kpi} is not defined in this partnership.',
    da: 'KPI {kpi} er ikke defineret i dette partnerskab.',
  },
  'kpi-code-taken': {
    about: 'state',
    en: 'The KPI {kpi} is defined otherwise: revise it with a reason, or use another code.',
    da: 'KPI {kpi} er defineret anderledes: revidér den med en begrundelse, eller brug en anden kode.',
  },
  'range-missing': {
    about: 'input',
    en: 'A range KPI states its range, the low end below the high end.',
    da: 'En KPI med interval angiver sit interval, med den lave ende under den høje.',
  },
  'range-not-wanted': {
    about: 'input',
    en: 'Only a KPI with direction range has a range.',
    da: 'Kun en KPI med retningen interval har et interval.',
  },
  'tolerance-not-a-share': {
    about: 'input',
    en: 'The tolerance is from 0 to 10,000 basis points of the way to the target.',
    da: 'Tolerancen er fra 0 til 10.000 basispoint af vejen til målet.',
  },
  'stale-after-no-days': {
    about: 'input',
    en: 'Measurements become stale after a whole number of days, at least 1.',
    da: 'Målinger forældes efter et helt antal dage, mindst 1.',
  },
  'baseline-locked': {
    about: 'state',
    en: 'The baseline of {kpi} is locked: what was measured before cannot change afterwards.',
    da: 'Baseline for {kpi} er låst: det, der blev målt før, kan ikke ændres bagefter.',
  },
  'baseline-measured-so': {
    about: 'state',
    en: 'The baseline of {kpi} is locked in its unit, direction and aggregation: define a new KPI instead.',
    da: 'Baseline for {kpi} er låst i sin enhed, retning og opgørelsesmåde: definér i stedet en ny KPI.',
  },
  'kpi-paid-by': {
    about: 'state',
    en: 'Contract {contractId} pays by {kpi} in its unit, direction and aggregation: define a new KPI instead.',
    da: 'Kontrakt {contractId} betaler efter {kpi} i dens enhed, retning og opgørelsesmåde: definér i stedet en ny KPI.',
  },
  'baseline-not-set': {
    about: 'state',
    en: 'The baseline of {kpi} is not set: set it before it is locked.',
    da: 'Baseline for {kpi} er ikke angivet: angiv den, før den låses.',
  },
  'change-needs-reason': {
    about: 'input',
    en: '{kpi} already has another {of}: give the reason for changing it.',
    da: '{kpi} har allerede en anden {of}: angiv begrundelsen for at ændre den.',
  },
  'range-has-no-target': {
    about: 'input',
    en: '{kpi} is a range KPI: its range is the target.',
    da: '{kpi} er en KPI med interval: intervallet er målet.',
  },
  'target-against-direction': {
    about: 'input',
    en: '{kpi} shall go {direction}: a target of {bound} says the opposite.',
    da: '{kpi} skal gå {direction}: et mål på {bound} siger det modsatte.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof kpiRefusals, details?: Record<string, unknown>) => new Refused(reason, details);

export const kpiDecisions: Decisions<KpiDefinitionCommand> = {
  DefineKpi({ data: definition }, partnership) {
    const known = own(partnership.kpis, definition.code);
    if (known) {
      if (sameContent(known.definition, definition)) return [];
      throw refuse('kpi-code-taken', { kpi: definition.code });
    }
    checkDefinition(definition);
    return [{ type: 'KpiDefined', data: definition }];
  },

  ReviseKpi({ data: { definition, reason } }, partnership) {
    const kpi = kpiOf(partnership, definition.code);
    if (sameContent(kpi.definition, definition)) return [];
    checkDefinition(definition);
    if (definition.direction === 'range' && kpi.target) throw refuse('range-has-no-target', { kpi: definition.code });
    const meaning = ({ unit, direction, aggregation }: KpiDefinition) => ({ unit, direction, aggregation });
    if (!sameContent(meaning(kpi.definition), meaning(definition))) checkMeaningFree(partnership, definition.code, kpi);
    return [{ type: 'KpiRevised', data: { version: kpi.version + 1, reason, definition } }];
  },

  SetBaseline({ data, today }, partnership) {
    const kpi = kpiOf(partnership, data.code);
    if (sameContent(kpi.baselineReading, data.baseline)) return [];
    if (kpi.baseline === 'locked') throw refuse('baseline-locked', { kpi: data.code });
    const fault = readingFault(data.baseline) ?? periodFault(data.baseline.period, today);
    if (fault) throw refuse(fault);
    if (kpi.baselineReading && isBlank(data.reason))
      throw refuse('change-needs-reason', { kpi: data.code, of: 'baseline' });
    return [{ type: 'BaselineSet', data }];
  },

  LockBaseline({ data: { code }, by }, partnership) {
    const { baseline } = kpiOf(partnership, code);
    if (baseline === 'locked') return [];
    if (baseline === 'missing') throw refuse('baseline-not-set', { kpi: code });
    return [{ type: 'BaselineLocked', data: { code, lockedBy: by.subject } }];
  },

  SetTarget({ data }, partnership) {
    const { code: kpi, target, reason } = data;
    const { targetSet, definition } = kpiOf(partnership, kpi);
    if (sameContent(targetSet, target)) return [];
    const { direction } = definition;
    if (direction === 'range') throw refuse('range-has-no-target', { kpi });
    parse(target.value);
    if (target.bound === (direction === 'up' ? 'at-most' : 'at-least'))
      throw refuse('target-against-direction', { kpi, direction, bound: target.bound });
    if (targetSet && isBlank(reason)) throw refuse('change-needs-reason', { kpi, of: 'target' });
    return [{ type: 'TargetSet', data }];
  },
};

function kpiOf(partnership: Registered, code: string): Kpi {
  const kpi = own(partnership.kpis, code);
  if (!kpi) throw refuse('unknown-kpi', { kpi: code });
  return kpi;
}

/** Refuses another meaning of a KPI whose baseline is locked, or by which a contract pays so much a unit. */
function checkMeaningFree({ contracts }: Registered, code: string, { baseline }: Kpi): void {
  if (baseline === 'locked') throw refuse('baseline-measured-so', { kpi: code });
  const pays = Object.entries(contracts).find(
    ([, { status, paymentModels }]) =>
      status !== 'completed' && status !== 'terminated' && Object.values(paymentModels).some(({ kpi }) => kpi === code),
  );
  if (pays) throw refuse('kpi-paid-by', { contractId: pays[0], kpi: code });
}

function checkDefinition({ direction, range, tolerance, staleAfterDays }: KpiDefinition): void {
  if (direction === 'range') {
    if (!range || parse(range.low) >= parse(range.high)) throw refuse('range-missing');
  } else if (range) {
    throw refuse('range-not-wanted');
  }
  if (!Number.isSafeInteger(tolerance) || tolerance < 0 || tolerance > 10_000) throw refuse('tolerance-not-a-share');
  if (staleAfterDays !== undefined && (!Number.isSafeInteger(staleAfterDays) || staleAfterDays < 1))
    throw refuse('stale-after-no-days');
}

const withKpi = (partnership: Registered, code: string, change: (kpi: Kpi) => Kpi): Registered => {
  const kpi = own(partnership.kpis, code);
  return kpi ? { ...partnership, kpis: { ...partnership.kpis, [code]: change(kpi) } } : partnership;
};

export const kpiEvolutions: Evolutions<KpiDefinitionEvent> = {
  KpiDefined: (partnership, definition) => ({
    ...partnership,
    kpis: {
      ...partnership.kpis,
      [definition.code]: { definition, version: 1, baseline: 'missing', target: false },
    },
  }),
  KpiRevised: (partnership, { version, definition }) =>
    withKpi(partnership, definition.code, (kpi) => ({ ...kpi, version, definition })),
  BaselineSet: (partnership, { code, baseline }) =>
    withKpi(partnership, code, (kpi) => ({ ...kpi, baseline: 'set', baselineReading: baseline })),
  BaselineLocked: (partnership, { code }) => withKpi(partnership, code, (kpi) => ({ ...kpi, baseline: 'locked' })),
  TargetSet: (partnership, { code, target }) =>
    withKpi(partnership, code, (kpi) => ({ ...kpi, target: true, targetSet: target })),
};
