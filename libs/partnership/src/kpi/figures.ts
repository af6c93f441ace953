import type { Decimal, Period } from '../vocabulary.js';
import { divide, format, type Micro, parse, quotient } from './decimal.js';
import type { Bound, KpiDefinition } from './definition.js';
import { type EvidenceLevel, evidenceLevels, type Measurement } from './measurements.js';
import { aggregationFault, readingFault } from './reading.js';

/** Why measurements do not make a figure. */
export type NoFigure =
  /** There are none. */
  | 'no-data'
  /** Some lack what the aggregation needs, as after a revision of the definition. */
  | 'not-aggregable'
  | 'evidence-blended'
  | 'partners-blended'
  /** Some are of sites, some of municipalities or of the whole: the wider ones hold the narrower already. */
  | 'sites-and-whole-blended'
  /** Two of one place are of overlapping periods: what is in both would count twice, whoever measured it. */
  | 'periods-overlap'
  /** Some are known as at least, others as at most. */
  | 'bounds-contradict'
  /** Several are of the latest period, and none of them is the last. */
  | 'several-latest';

export interface KnownFigure {
  readonly known: true;
  readonly value: Decimal;
  readonly bound: Bound;
  /** Observations behind it; absent when a measurement does not say. */
  readonly n?: number;
  /** The sums a ratio is of. */
  readonly numerator?: Decimal;
  readonly denominator?: Decimal;
  /** Distinct, in order. */
  readonly periods: readonly Period[];
  /** How many measurements it is made of. */
  readonly count: number;
}
/** One number out of measurements, or why there is none; never zero for unknown. */
export type Figure = KnownFigure | { readonly known: false; readonly reason: NoFigure };

/** Measurements that may be put into one figure: of one evidence level, one partner's contract and one site. */
export interface Series {
  readonly evidenceLevel: EvidenceLevel;
  readonly contractId?: string;
  readonly site?: string;
  /** In order of period, then id. */
  readonly measurements: readonly Measurement[];
}

/** The measurements apart: by evidence level, strongest first, then by contract and by site. */
export function series(measurements: Iterable<Measurement>): Series[] {
  const apart = new Map<string, Measurement[]>();
  for (const measurement of measurements) {
    const { evidenceLevel, contractId = '', site = '' } = measurement;
    const key = JSON.stringify([evidenceLevels.length - evidenceLevels.indexOf(evidenceLevel), contractId, site]);
    const group = apart.get(key);
    if (group) group.push(measurement);
    else apart.set(key, [measurement]);
  }
  return [...apart.entries()]
    .sort(([one], [other]) => inOrder(one, other))
    .map(([, group]) => {
      const [{ evidenceLevel, contractId, site }] = group as [Measurement];
      return { evidenceLevel, contractId, site, measurements: group.sort(byPeriod) };
    });
}

/** The figure that measurements make under a KPI's definition, whatever order they come in. */
export function aggregate(
  definition: Pick<KpiDefinition, 'aggregation'>,
  measurements: readonly Measurement[],
): Figure {
  const [first, ...others] = measurements;
  if (!first) return { known: false, reason: 'no-data' };
  const none = (reason: NoFigure): Figure => ({ known: false, reason });
  if (measurements.some((one) => readingFault(one) ?? aggregationFault(definition, one))) return none('not-aggregable');
  if (others.some(({ evidenceLevel }) => evidenceLevel !== first.evidenceLevel)) return none('evidence-blended');
  if (others.some(({ contractId }) => contractId !== first.contractId)) return none('partners-blended');
  if (definition.aggregation === 'last') {
    const latest = others.reduce((last, { period }) => maxOf(last, periodKey({ period })), periodKey(first));
    const [only, another] = measurements.filter((one) => periodKey(one) === latest);
    return another || !only ? none('several-latest') : figureOf([only], { value: parse(only.value ?? '0') });
  }
  if (others.some((one) => extentOf(one) !== extentOf(first))) return none('sites-and-whole-blended');
  if (definition.aggregation !== 'mean-weighted-by-n' && overlap(measurements)) return none('periods-overlap');
  return figureOf(measurements, combined(definition.aggregation, measurements));
}

/** How much of the partnership a measurement is about. */
const extentOf = ({ site, municipality }: Measurement) =>
  site !== undefined ? 'site' : municipality !== undefined ? 'municipality' : 'whole';

interface Sums {
  readonly value: Micro;
  readonly numerator?: Micro;
  readonly denominator?: Micro;
}

const total = (measurements: readonly Measurement[], number: (measurement: Measurement) => bigint): bigint =>
  measurements.reduce((sum, measurement) => sum + number(measurement), 0n);

function combined(aggregation: KpiDefinition['aggregation'], measurements: readonly Measurement[]): Sums {
  if (aggregation === 'ratio-of-sums') {
    const numerator = total(measurements, (one) => parse(one.numerator ?? '0'));
    const denominator = total(measurements, (one) => parse(one.denominator ?? '0'));
    return { value: divide(numerator, denominator), numerator, denominator };
  }
  const value = ({ value = '0' }: Measurement) => parse(value);
  if (aggregation === 'sum') return { value: total(measurements, value) };
  const n = (measurement: Measurement) => BigInt(measurement.n ?? 0);
  return {
    value: quotient(
      total(measurements, (one) => value(one) * n(one)),
      total(measurements, n),
    ),
  };
}

function figureOf(measurements: readonly Measurement[], { value, numerator, denominator }: Sums): Figure {
  const bounds = new Set(measurements.map(({ bound = 'point' }) => bound));
  if (bounds.has('at-least') && bounds.has('at-most')) return { known: false, reason: 'bounds-contradict' };
  const bound = bounds.has('at-least') ? 'at-least' : bounds.has('at-most') ? 'at-most' : 'point';
  const n = measurements.every((one) => one.n !== undefined)
    ? measurements.reduce((sum, one) => sum + (one.n ?? 0), 0)
    : undefined;
  const periods = new Map(measurements.map(({ period }) => [periodKey({ period }), period]));
  return {
    known: true,
    value: format(value),
    bound,
    n,
    numerator: numerator === undefined ? undefined : format(numerator),
    denominator: denominator === undefined ? undefined : format(denominator),
    periods: [...periods.entries()].sort(([one], [other]) => inOrder(one, other)).map(([, period]) => period),
    count: measurements.length,
  };
}

/** Sorts by the end of the period, then by its beginning. */
const periodKey = ({ period }: { readonly period: Period }) => `${period.to} ${period.from}`;
const inOrder = (one: string, other: string) => (one < other ? -1 : Number(one > other));
const maxOf = (one: string, other: string) => (one < other ? other : one);
const byPeriod = (one: Measurement, other: Measurement) =>
  inOrder(periodKey(one), periodKey(other)) || inOrder(one.measurementId, other.measurementId);

function overlap(measurements: readonly Measurement[]): boolean {
  const lastDay = new Map<string, string>();
  return measurements
    .toSorted((one, other) => inOrder(one.period.from, other.period.from))
    .some(({ site, municipality, period }) => {
      const place = site ?? municipality ?? '';
      const before = lastDay.get(place);
      if (before !== undefined && period.from <= before) return true;
      lastDay.set(place, period.to);
      return false;
    });
}
