import { daysBetween } from '../calendar.js';
import type { BasisPoints, BusinessDate } from '../vocabulary.js';
import { type Micro, parse, quotient } from './decimal.js';
import type { Bound, KpiDefinition, KpiTarget, Reading } from './definition.js';
import type { Figure, KnownFigure } from './figures.js';
import { readingValue } from './reading.js';

/** What a figure is held against. */
export interface Aim {
  readonly baseline?: Reading;
  readonly target?: Pick<KpiTarget, 'value'>;
}

export type Attainment =
  /** The share of the way from baseline to target; below zero when it went the other way, above the whole when past it. */
  | { readonly kind: 'share'; readonly basisPoints: BasisPoints; readonly bound: Bound }
  | { readonly kind: 'range'; readonly inRange: boolean }
  | {
      readonly kind: 'unknown';
      readonly reason: 'no-data' | 'baseline-missing' | 'target-missing' | 'target-equals-baseline' | 'bound-undecided';
    };

/** The statuses of a KPI. `undecided`: the figure is a bound that lies on neither side of the target for certain. */
export const kpiStatuses = [
  'on-target',
  'within-tolerance',
  'off-target',
  'no-data',
  'stale-data',
  'baseline-missing',
  'target-missing',
  'undecided',
] as const;
export type KpiStatus = (typeof kpiStatuses)[number];

type Traits = Pick<KpiDefinition, 'direction' | 'range' | 'tolerance' | 'staleAfterDays'>;

/**
 * How far a figure has come: (actual − baseline) / (target − baseline), in basis points rounded half away from zero,
 * whichever way the KPI shall go. A range KPI is in or out.
 */
export function attainment(definition: Pick<Traits, 'direction' | 'range'>, aim: Aim, figure: Figure): Attainment {
  if (definition.direction === 'range') return inRange(definition.range, figure);
  const baseline = aim.baseline && readingValue(aim.baseline);
  if (baseline === undefined) return { kind: 'unknown', reason: 'baseline-missing' };
  if (!aim.target) return { kind: 'unknown', reason: 'target-missing' };
  if (!figure.known) return { kind: 'unknown', reason: 'no-data' };
  const target = parse(aim.target.value);
  const actual = parse(figure.value);
  if (target === baseline) return { kind: 'unknown', reason: 'target-equals-baseline' };
  // A larger actual figure means more of the way when the target lies above the baseline. A larger baseline means
  // less of it while the target is ahead, and more once it is passed, as long as it stays on its side of the target.
  const rises = target > baseline;
  const byActual = rises ? figure.bound : opposite(figure.bound);
  const byBaseline =
    actual === target ? 'point' : actual > target ? (aim.baseline?.bound ?? 'point') : opposite(aim.baseline?.bound);
  const bound = together(byActual, byBaseline);
  if (!bound) return { kind: 'unknown', reason: 'bound-undecided' };
  return { kind: 'share', basisPoints: Number(quotient((actual - baseline) * 10_000n, target - baseline)), bound };
}

/**
 * Where a KPI stands. A target that equals the baseline ('keep it there') is met or missed, without a share. A figure
 * known only as a bound is on or off target when that is certain.
 */
export function status(definition: Traits, aim: Aim, figure: Figure, today: BusinessDate): KpiStatus {
  const ranged = definition.direction === 'range';
  if (!ranged && !aim.baseline) return 'baseline-missing';
  if (!ranged && !aim.target) return 'target-missing';
  if (!figure.known) return 'no-data';
  if (isStale(definition, figure, today)) return 'stale-data';
  const attained = attainment(definition, aim, figure);
  if (attained.kind === 'range') return attained.inRange ? 'on-target' : 'off-target';
  if (ranged || !aim.target) return 'undecided';
  const met = reaches(parse(figure.value), figure.bound, parse(aim.target.value), definition.direction === 'up');
  if (met === undefined) return 'undecided';
  if (met) return 'on-target';
  if (attained.kind === 'unknown') return attained.reason === 'bound-undecided' ? 'undecided' : 'off-target';
  const near = attained.basisPoints >= 10_000 - definition.tolerance;
  if (attained.bound === (near ? 'at-most' : 'at-least')) return 'undecided';
  return near ? 'within-tolerance' : 'off-target';
}

function isStale({ staleAfterDays }: Traits, { periods }: KnownFigure, today: BusinessDate): boolean {
  const latest = periods.at(-1)?.to;
  return staleAfterDays !== undefined && latest !== undefined && daysBetween(latest, today) >= staleAfterDays;
}

function inRange(range: KpiDefinition['range'], figure: Figure): Attainment {
  if (!range) return { kind: 'unknown', reason: 'target-missing' };
  if (!figure.known) return { kind: 'unknown', reason: 'no-data' };
  const actual = parse(figure.value);
  const [low, high] = [parse(range.low), parse(range.high)];
  if (figure.bound === 'point') return { kind: 'range', inRange: low <= actual && actual <= high };
  const outside = figure.bound === 'at-least' ? actual > high : actual < low;
  return outside ? { kind: 'range', inRange: false } : { kind: 'unknown', reason: 'bound-undecided' };
}

/** Whether the target is reached; undefined when the bound leaves it open. */
function reaches(actual: Micro, bound: Bound, target: Micro, up: boolean): boolean | undefined {
  const met = up ? actual >= target : actual <= target;
  if (bound === 'point') return met;
  const couldBeBetter = bound === (up ? 'at-least' : 'at-most');
  return met === couldBeBetter ? met : undefined;
}

const opposite = (bound: Bound = 'point'): Bound =>
  bound === 'point' ? 'point' : bound === 'at-least' ? 'at-most' : 'at-least';

function together(one: Bound, other: Bound): Bound | undefined {
  if (one === 'point') return other;
  return other === 'point' || other === one ? one : undefined;
}
