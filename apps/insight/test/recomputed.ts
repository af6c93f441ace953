/** An explanation, as JSON has it. */
export interface Explained {
  readonly inputs: readonly Input[];
  readonly formula: { readonly code: string };
  readonly attainmentFormula: { readonly code: string };
  readonly statusFormula: { readonly code: string };
}
interface Input {
  readonly name: string;
  readonly value?: string;
  readonly numerator?: string;
  readonly denominator?: string;
  readonly bound?: 'point' | 'at-least' | 'at-most';
  readonly n?: number;
  readonly period?: { readonly from: string; readonly to: string };
  readonly site?: string;
  readonly party?: string;
}

/** An exact fraction; the arithmetic of this file is its own, so that it agrees with the product's only if both are right. */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}
const whole = (number: bigint): Fraction => ({ over: number, under: 1n });
function fraction(text: string): Fraction {
  const [digits = '', decimals = ''] = text.replace('-', '').split('.');
  const size = BigInt(digits + decimals);
  return { over: text.startsWith('-') ? -size : size, under: 10n ** BigInt(decimals.length) };
}
const plus = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over * b.under + b.over * a.under,
  under: a.under * b.under,
});
const minus = (a: Fraction, b: Fraction) => plus(a, { over: -b.over, under: b.under });
const times = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.over, under: a.under * b.under });
function by(a: Fraction, b: Fraction): Fraction {
  const sign = b.over < 0n ? -1n : 1n;
  return { over: a.over * b.under * sign, under: a.under * b.over * sign };
}
const compare = (a: Fraction, b: Fraction) => {
  const difference = minus(a, b).over;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
};
/** Rounded to so many decimals, a half away from zero. */
function rounded({ over, under }: Fraction, decimals: number): Fraction {
  const scale = 10n ** BigInt(decimals);
  const size = (over < 0n ? -over : over) * scale;
  const up = (size % under) * 2n >= under ? 1n : 0n;
  const near = size / under + up;
  return { over: over < 0n ? -near : near, under: scale };
}
const total = (fractions: readonly Fraction[]) => fractions.reduce(plus, whole(0n));

function written(number: Fraction): string {
  const { over } = rounded(number, 6);
  const digits = (over < 0n ? -over : over).toString().padStart(7, '0');
  const text = `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '');
  return over < 0n ? `-${text}` : text;
}

type Bound = 'point' | 'at-least' | 'at-most';
type Figure = { known: false; reason: string } | { known: true; exact: Fraction; bound: Bound };

const turned = (bound: Bound): Bound => (bound === 'point' ? bound : bound === 'at-least' ? 'at-most' : 'at-least');

/** Figure, attainment and status, from what an explanation says and nothing else. */
export function recomputed({ inputs, formula, statusFormula }: Explained) {
  const input = (name: string) => inputs.find((one) => one.name === name);
  const number = (name: string) => {
    const value = input(name)?.value;
    return value === undefined ? undefined : fraction(value);
  };
  const measurements = inputs.filter(({ name }) => name === 'measurement');
  const figure = figureOf(formula.code, measurements);
  const ranged = statusFormula.code === 'status-in-range';
  const aim = {
    baseline: input('baseline'),
    target: number('target'),
    low: number('range-low'),
    high: number('range-high'),
  };
  const share = ranged ? rangeOf(figure, aim.low, aim.high) : shareOf(figure, aim.baseline, aim.target);
  const ends = measurements.map(({ period }) => period!.to).sort();
  const stale = number('stale-after-days');
  const age = ends.length === 0 ? 0 : (Date.parse(input('day')!.value!) - Date.parse(ends.at(-1)!)) / 86_400_000;
  const isStale = stale !== undefined && age >= Number(stale.over);
  return {
    figure: figure.known
      ? { known: true, value: written(figure.exact), bound: figure.bound }
      : { known: false, reason: figure.reason },
    attainment: share,
    status: statusOf(),
  };

  function statusOf(): string {
    if (!ranged && !aim.baseline) return 'baseline-missing';
    if (!ranged && !aim.target) return 'target-missing';
    if (!figure.known) return 'no-data';
    if (isStale) return 'stale-data';
    if (share.kind === 'range') return share.inRange ? 'on-target' : 'off-target';
    if (ranged) return 'undecided';
    const up = statusFormula.code === 'status-at-least-target';
    const met = compare(rounded(figure.exact, 6), aim.target!) * (up ? 1 : -1) >= 0;
    const mayBeBetter = figure.bound === (up ? 'at-least' : 'at-most');
    if (figure.bound !== 'point' && met !== mayBeBetter) return 'undecided';
    if (met) return 'on-target';
    if (share.kind !== 'share') return share.reason === 'bound-undecided' ? 'undecided' : 'off-target';
    const near = share.basisPoints >= 10_000 - Number(number('tolerance')!.over);
    if (share.bound === (near ? 'at-most' : 'at-least')) return 'undecided';
    return near ? 'within-tolerance' : 'off-target';
  }
}

function figureOf(code: string, measurements: readonly Input[]): Figure {
  const none = (reason: string): Figure => ({ known: false, reason });
  if (measurements.length === 0) return none('no-data');
  const ratio = code === 'ratio-of-sums';
  if (measurements.some((one) => (ratio ? one.numerator : one.value) === undefined)) return none('not-aggregable');
  if (code === 'mean-weighted-by-n' && measurements.some(({ n }) => n === undefined)) return none('not-aggregable');
  if (code === 'last' && measurements.length > 1) return none('several-latest');
  const width = ({ site, party }: Input) => (site ? 'site' : party ? 'municipality' : 'whole');
  if (code !== 'last' && new Set(measurements.map(width)).size > 1) return none('sites-and-whole-blended');
  if ((code === 'sum' || ratio) && overlap(measurements)) return none('periods-overlap');
  const bounds = new Set(measurements.map(({ bound = 'point' }) => bound));
  if (bounds.has('at-least') && bounds.has('at-most')) return none('bounds-contradict');
  const bound = bounds.has('at-least') ? 'at-least' : bounds.has('at-most') ? 'at-most' : 'point';
  const sum = (of: (one: Input) => Fraction) => total(measurements.map(of));
  const value = (one: Input) => fraction(one.value!);
  const n = (one: Input) => whole(BigInt(one.n!));
  const exact = ratio
    ? by(
        sum((one) => fraction(one.numerator!)),
        sum((one) => fraction(one.denominator!)),
      )
    : code === 'mean-weighted-by-n'
      ? by(
          sum((one) => times(value(one), n(one))),
          sum(n),
        )
      : sum(value);
  return { known: true, exact, bound };
}

function overlap(measurements: readonly Input[]): boolean {
  return measurements.some((one, index) =>
    measurements.slice(index + 1).some((other) => {
      const samePlace = (one.site ?? one.party) === (other.site ?? other.party);
      return samePlace && one.period!.from <= other.period!.to && other.period!.from <= one.period!.to;
    }),
  );
}

type Share =
  | { kind: 'share'; basisPoints: number; bound: Bound }
  | { kind: 'range'; inRange: boolean }
  | { kind: 'unknown'; reason: string };

function rangeOf(figure: Figure, low: Fraction | undefined, high: Fraction | undefined): Share {
  if (!low || !high) return { kind: 'unknown', reason: 'target-missing' };
  if (!figure.known) return { kind: 'unknown', reason: 'no-data' };
  const actual = rounded(figure.exact, 6);
  const [below, above] = [compare(actual, low) < 0, compare(actual, high) > 0];
  if (figure.bound === 'point') return { kind: 'range', inRange: !below && !above };
  const isOut = figure.bound === 'at-least' ? above : below;
  return isOut ? { kind: 'range', inRange: false } : { kind: 'unknown', reason: 'bound-undecided' };
}

function shareOf(figure: Figure, baseline: Input | undefined, target: Fraction | undefined): Share {
  const unknown = (reason: string): Share => ({ kind: 'unknown', reason });
  if (!baseline) return unknown('baseline-missing');
  if (!target) return unknown('target-missing');
  if (!figure.known) return unknown('no-data');
  const start =
    baseline.value === undefined
      ? rounded(by(fraction(baseline.numerator!), fraction(baseline.denominator!)), 6)
      : fraction(baseline.value);
  if (compare(start, target) === 0) return unknown('target-equals-baseline');
  const actual = rounded(figure.exact, 6);
  const share = rounded(times(by(minus(actual, start), minus(target, start)), whole(10_000n)), 0);
  // Which way the share moves when what is only bounded turns out larger.
  const ofActual = compare(target, start) > 0 ? figure.bound : turned(figure.bound);
  const past = compare(actual, target);
  const given = baseline.bound ?? 'point';
  const ofBaseline = past === 0 ? 'point' : past > 0 ? given : turned(given);
  const bounds = new Set([ofActual, ofBaseline].filter((bound) => bound !== 'point'));
  if (bounds.size > 1) return unknown('bound-undecided');
  return { kind: 'share', basisPoints: Number(share.over), bound: [...bounds][0] ?? 'point' };
}
