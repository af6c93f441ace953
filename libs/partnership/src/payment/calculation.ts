import { format, type Micro, parse, quotient } from '../kpi/decimal.js';
import type { Bound, Reading } from '../kpi/definition.js';
import { type EvidenceLevel, evidenceLevels } from '../kpi/measurements.js';
import type { BasisPoints, Decimal, Oere } from '../vocabulary.js';

/** From how much of the way from baseline to target this much is paid. */
export interface Tier {
  readonly from: BasisPoints;
  readonly amountOere: Oere;
}

/** What is counted: units of improvement on the baseline, or the outcomes that the figure itself is a number of. */
export const counted = ['improvement', 'count'] as const;
export type Counted = (typeof counted)[number];

export type Formula =
  /** The amount, once the figure has come to the threshold. */
  | { readonly kind: 'fixed'; readonly threshold: Decimal; readonly amountOere: Oere }
  /** So much for each of what is counted; a part of a unit counts as that part. */
  | { readonly kind: 'per-outcome'; readonly per: Counted; readonly unitOere: Oere }
  /** The amount of the highest tier that is reached on the way from the baseline to the model's own target. */
  | { readonly kind: 'tiered'; readonly target: Decimal; readonly tiers: readonly Tier[] }
  /** A share of what the improvement is worth, at so much a unit. */
  | { readonly kind: 'gain-share'; readonly unitOere: Oere; readonly share: BasisPoints };

/** What decides what an outcome pays. */
export interface PaymentTerms {
  /** Which way is better; as the KPI said when this was agreed. */
  readonly direction: 'up' | 'down';
  readonly formula: Formula;
  /** Most that is paid over the life of the model. */
  readonly capOere?: Oere;
  /** Least that is paid for an outcome that is payable; the cap is stronger. */
  readonly floorOere?: Oere;
  /** Least number of people the outcome must be about. */
  readonly minimumPopulation: number;
  readonly requiredEvidenceLevel: EvidenceLevel;
}

/** An outcome as far as its payment goes. */
export interface OutcomeFigure extends Omit<Reading, 'n'> {
  readonly population: number;
  readonly evidenceLevel: EvidenceLevel;
  /** The KPI's locked baseline; needed where improvement is paid. */
  readonly baseline?: Reading;
}

/** The steps to the amount, in numbers. */
export interface Calculation {
  /** Units of improvement, or outcomes counted; rounded to six decimals, which the amount is not made from. */
  readonly units?: Decimal;
  /** The share of the way to the model's target; rounded down, so that it never says a tier that is not reached. */
  readonly attainment?: BasisPoints;
  /** What the improvement is worth. */
  readonly gainOere?: Oere;
  /** What the formula alone gives. */
  readonly formulaOere: Oere;
  /** The floor, when it raised the amount. */
  readonly floorOere?: Oere;
  /** What was left of the cap, when there is one. */
  readonly capLeftOere?: Oere;
  readonly amountOere: Oere;
}

export const notPayable = [
  'evidence-too-weak',
  'population-too-small',
  'improvement-not-proven',
  'nothing-achieved',
  'cap-reached',
] as const;
export type NotPayable = (typeof notPayable)[number];

export type Payment =
  | { readonly payable: true; readonly calculation: Calculation }
  | { readonly payable: false; readonly reason: NotPayable };

/**
 * What an outcome pays, and by which steps; or why it pays nothing. `paidBefore` is what the model has paid already, in øre.
 *
 * In this order: the evidence is strong enough, the population large enough, and what is known proves something; then the
 * formula; then the floor; then what is left of the cap. A figure known only as a bound pays what the bound proves: 'at
 * least 10 saved' pays for 10, 'at most 10 saved' for nothing. All of it is exact, and rounded once: the amount of the
 * formula, to whole øre, half away from zero.
 */
export function calculate(terms: PaymentTerms, outcome: OutcomeFigure, paidBefore: Oere): Payment {
  const { formula, capOere, floorOere = 0 } = terms;
  if (rank(outcome.evidenceLevel) < rank(terms.requiredEvidenceLevel)) return nothing('evidence-too-weak');
  if (outcome.population < terms.minimumPopulation) return nothing('population-too-small');
  if (!isProven(terms.direction, outcome.bound)) return nothing('improvement-not-proven');

  const worth = worthOf(formula, terms.direction, outcome);
  if (typeof worth === 'string') return nothing(worth);
  const owedOere = Math.max(worth.formulaOere, floorOere);
  if (owedOere === 0) return nothing('nothing-achieved');
  const capLeftOere = capOere === undefined ? undefined : Math.max(capOere - paidBefore, 0);
  if (capLeftOere === 0) return nothing('cap-reached');
  return {
    payable: true,
    calculation: {
      ...worth,
      floorOere: owedOere > worth.formulaOere ? floorOere : undefined,
      capLeftOere,
      amountOere: Math.min(owedOere, capLeftOere ?? owedOere),
    },
  };
}

const rank = (level: EvidenceLevel) => evidenceLevels.indexOf(level);
const nothing = (reason: NotPayable): Payment => ({ payable: false, reason });

/** Whether the true figure is at least as good as the one that is known. */
const isProven = (direction: 'up' | 'down', bound: Bound = 'point') =>
  bound === 'point' || (bound === 'at-least') === (direction === 'up');
const opposite = { up: 'down', down: 'up' } as const;

type Worth = Pick<Calculation, 'units' | 'attainment' | 'gainOere' | 'formulaOere'>;

/** What the formula gives for a figure that proves what it says. */
function worthOf(formula: Formula, direction: 'up' | 'down', outcome: OutcomeFigure): Worth | NotPayable {
  const actual = exactly(outcome);
  switch (formula.kind) {
    case 'fixed': {
      const short = better(direction, actual, exactly({ value: formula.threshold })).above < 0n;
      return short ? 'nothing-achieved' : { formulaOere: formula.amountOere };
    }
    case 'per-outcome': {
      const units = formula.per === 'count' ? some(actual) : improvement(direction, actual, outcome.baseline);
      if (typeof units === 'string') return units;
      return { units: shown(units), formulaOere: whole(times(units, formula.unitOere)) };
    }
    case 'gain-share': {
      const units = improvement(direction, actual, outcome.baseline);
      if (typeof units === 'string') return units;
      const gain = times(units, formula.unitOere);
      const share = { above: gain.above * BigInt(formula.share), below: gain.below * 10_000n };
      return { units: shown(units), gainOere: whole(gain), formulaOere: whole(share) };
    }
    case 'tiered': {
      const share = wayTo(exactly({ value: formula.target }), direction, actual, outcome.baseline);
      if (typeof share === 'string') return share;
      const reached = formula.tiers.findLast(({ from }) => share.above * 10_000n >= BigInt(from) * share.below);
      if (!reached) return 'nothing-achieved';
      const attainment = held((share.above * 10_000n) / share.below);
      return { attainment, formulaOere: reached.amountOere };
    }
  }
}

/** Units of improvement on the baseline; one that may have been better than stated proves none. */
function improvement(direction: 'up' | 'down', actual: Exact, baseline: Reading | undefined): Exact | NotPayable {
  if (!baseline || !isProven(opposite[direction], baseline.bound)) return 'improvement-not-proven';
  return some(better(direction, actual, exactly(baseline)));
}

/**
 * How much of the way to the target is proven. The worse a baseline that is known only as a bound really was, the nearer
 * the share comes to the whole, from either side: no more than the whole is proven then.
 */
function wayTo(
  target: Exact,
  direction: 'up' | 'down',
  actual: Exact,
  baseline: Reading | undefined,
): Exact | NotPayable {
  const gone = improvement(direction, actual, baseline);
  const way = improvement(direction, target, baseline);
  if (typeof gone === 'string') return gone;
  if (typeof way === 'string') return way;
  const share = { above: gone.above * way.below, below: gone.below * way.above };
  const isBound = (baseline?.bound ?? 'point') !== 'point';
  return isBound && share.above > share.below ? { above: 1n, below: 1n } : share;
}

const some = (units: Exact): Exact | NotPayable => (units.above > 0n ? units : 'nothing-achieved');

/** A quotient that is not worked out, so that nothing is lost; `below` is positive. */
interface Exact {
  readonly above: bigint;
  readonly below: bigint;
}

const one: Micro = parse('1');

const exactly = ({ value, numerator, denominator }: Reading): Exact =>
  value !== undefined
    ? { above: parse(value), below: one }
    : { above: parse(numerator ?? '0'), below: parse(denominator ?? '1') };

/** How much better one is than the other; negative when it is worse. */
const better = (direction: 'up' | 'down', actual: Exact, other: Exact): Exact => {
  const more = actual.above * other.below - other.above * actual.below;
  return { above: direction === 'up' ? more : -more, below: actual.below * other.below };
};

const times = ({ above, below }: Exact, amountOere: Oere): Exact => ({ above: above * BigInt(amountOere), below });
const shown = ({ above, below }: Exact): Decimal => format(quotient(above * one, below));

/** Whole øre, rounded half away from zero; nothing where the count is below zero. */
const whole = ({ above, below }: Exact): Oere => (above > 0n ? held(quotient(above, below)) : 0);

/** As large as a number is exact: far above what a cap or the maximum cost of a contract lets through. */
const held = (number: bigint): number =>
  number > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(number);
