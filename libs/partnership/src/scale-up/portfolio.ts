import { format, quotient } from '../kpi/decimal.js';
import type { Bound } from '../kpi/definition.js';
import { type EvidenceLevel, evidenceLevels } from '../kpi/measurements.js';
import type { BasisPoints, BusinessDate, Decimal, Oere } from '../vocabulary.js';
import { type Alike, isDue, type Measure, type Tally } from './tally.js';

export type Amount = { readonly amountOere: Oere } | { readonly amount: Decimal };

/** A sum, or why there is none; `count` says how many benefits are behind it. Nothing to add is not zero. */
export type Total = { readonly count: number } & (
  | ({ readonly known: true; readonly bound: Bound } & Amount)
  | { readonly known: false; readonly reason: 'none' | 'bounds-contradict' | 'too-large' }
);

/** What was realised of what was planned, over the benefits for which both are known in the same measure. */
export type RealisedShare = { readonly count: number } & (
  | {
      readonly known: true;
      readonly basisPoints: BasisPoints;
      readonly bound: Bound;
      readonly realised: Amount;
      readonly planned: Amount;
    }
  | {
      readonly known: false;
      readonly reason: 'nothing-followed-up' | 'planned-not-positive' | 'bounds-contradict' | 'too-large';
    }
);

export interface RealisedFigures {
  readonly evidenceLevel: EvidenceLevel | 'not-stated';
  readonly realised: Total;
  readonly share: RealisedShare;
}

export interface MeasureFigures {
  readonly measure: Measure;
  readonly planned: Total;
  /** Of what was planned: for years that have ended, and for the others. */
  readonly due: Total;
  readonly notYetDue: Total;
  /** Planned, its year has ended, and nothing is recorded as realised. */
  readonly notFollowedUp: Total;
  /** Strongest evidence first. */
  readonly realised: readonly RealisedFigures[];
}

/** How many benefits were followed up, whatever they are in. */
export interface FollowUpCounts {
  readonly planned: number;
  readonly due: number;
  /** Of those that are due. */
  readonly followedUp: number;
  readonly notFollowedUp: number;
  readonly notYetDue: number;
  /** Realised without having been planned. */
  readonly unplanned: number;
  /** followedUp / due; absent when nothing is due. */
  readonly share?: BasisPoints;
}

/** Benefits that stand in no sum, and why. */
export interface NotAdded {
  readonly reason: 'not-additive' | 'party-apart';
  readonly planned: number;
  readonly realised: number;
  readonly notFollowedUp: number;
}

export interface Portfolio {
  readonly followUp: FollowUpCounts;
  readonly figures: readonly MeasureFigures[];
  readonly notAdded: readonly NotAdded[];
}

/** How benefits are judged. */
export interface Judged {
  /** The day it is judged on. */
  readonly day: BusinessDate;
  /** All of them are of one party, so that there is no party to keep apart. */
  readonly oneParty: boolean;
}

/** One of the figures of a measure. */
export interface FigureOf {
  readonly name: 'planned' | 'due' | 'not-yet-due' | 'not-followed-up' | 'realised' | 'realised-share';
  readonly measure: Measure;
  /** Of what was realised. */
  readonly evidenceLevel?: RealisedFigures['evidenceLevel'];
}

/** What benefits come to. Only amounts in the same measure are added, planned never to realised. */
export function portfolio(tallies: readonly Tally[], judged: Judged): Portfolio {
  const measures = new Map<string, { readonly measure: Measure; readonly tallies: Tally[] }>();
  const apart: Record<NotAdded['reason'], Tally[]> = { 'not-additive': [], 'party-apart': [] };
  for (const tally of tallies) {
    const { planned, realised } = tally.alike;
    const reason = whyNotAdded(tally.alike, judged);
    if (reason) {
      apart[reason].push(tally);
      continue;
    }
    const found = [planned, realised].filter((stated) => stated !== undefined).map(({ measure }) => measure);
    for (const [key, measure] of new Map(found.map((measure) => [keyOf(measure), measure]))) {
      const same = measures.get(key);
      if (same) same.tallies.push(tally);
      else measures.set(key, { measure, tallies: [tally] });
    }
  }
  const inOrder = [...measures].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    followUp: followUpOf(tallies, judged.day),
    figures: inOrder.map(([, { measure, tallies }]) => figuresOf(measure, tallies, judged)),
    notAdded: (['not-additive', 'party-apart'] as const).flatMap((reason) => {
      const of = apart[reason];
      if (of.length === 0) return [];
      const { planned, notFollowedUp } = followUpOf(of, judged.day);
      return [{ reason, planned, realised: countOf(of.filter(({ alike }) => alike.realised)), notFollowedUp }];
    }),
  };
}

/** Whether such benefits are what a figure is made of. */
export function isBehind({ name, measure, evidenceLevel }: FigureOf, alike: Alike, judged: Judged): boolean {
  if (whyNotAdded(alike, judged)) return false;
  const { year, planned, realised } = alike;
  const isPlanned = planned !== undefined && isSameMeasure(planned.measure, measure);
  const isRealised =
    realised !== undefined &&
    isSameMeasure(realised.measure, measure) &&
    (realised.evidenceLevel ?? 'not-stated') === evidenceLevel;
  switch (name) {
    case 'planned':
      return isPlanned;
    case 'due':
      return isPlanned && isDue(year, judged.day);
    case 'not-yet-due':
      return isPlanned && !isDue(year, judged.day);
    case 'not-followed-up':
      return isPlanned && isDue(year, judged.day) && !realised;
    case 'realised':
      return isRealised;
    case 'realised-share':
      return isRealised && isPlanned;
  }
}

function whyNotAdded({ party, planned, realised }: Alike, { oneParty }: Judged): NotAdded['reason'] | undefined {
  if (party === 'other' && !oneParty) return 'party-apart';
  return planned?.additive === false || realised?.additive === false ? 'not-additive' : undefined;
}

export function isSameMeasure(one: Measure, other: Measure): boolean {
  if (one.kind === 'money') return other.kind === 'money' && one.priceYear === other.priceYear;
  return other.kind === 'unit' && one.unit === other.unit && one.benefitClass === other.benefitClass;
}

const keyOf = (measure: Measure): string =>
  measure.kind === 'money'
    ? JSON.stringify([measure.kind, measure.priceYear])
    : JSON.stringify([measure.kind, measure.benefitClass, measure.unit]);

const countOf = (tallies: readonly Tally[]): number => tallies.reduce((sum, { count }) => sum + count, 0);

function followUpOf(tallies: readonly Tally[], day: BusinessDate): FollowUpCounts {
  const planned = tallies.filter(({ alike }) => alike.planned);
  const due = planned.filter(({ alike }) => isDue(alike.year, day));
  const followedUp = countOf(due.filter(({ alike }) => alike.realised));
  const counted = { planned: countOf(planned), due: countOf(due), followedUp };
  return {
    ...counted,
    notFollowedUp: counted.due - followedUp,
    notYetDue: counted.planned - counted.due,
    unplanned: countOf(tallies.filter(({ alike }) => !alike.planned)),
    ...(counted.due > 0 && { share: Number(quotient(BigInt(followedUp) * 10_000n, BigInt(counted.due))) }),
  };
}

function figuresOf(measure: Measure, tallies: readonly Tally[], judged: Judged): MeasureFigures {
  const behind = (name: FigureOf['name'], evidenceLevel?: FigureOf['evidenceLevel']) =>
    tallies.filter(({ alike }) => isBehind({ name, measure, evidenceLevel }, alike, judged));
  const planned = (name: FigureOf['name']) => totalOf(measure, 'planned', behind(name));
  return {
    measure,
    planned: planned('planned'),
    due: planned('due'),
    notYetDue: planned('not-yet-due'),
    notFollowedUp: planned('not-followed-up'),
    realised: statedLevels.flatMap((evidenceLevel) => {
      const realised = behind('realised', evidenceLevel);
      if (realised.length === 0) return [];
      const share = shareOf(measure, behind('realised-share', evidenceLevel));
      return [{ evidenceLevel, realised: totalOf(measure, 'realised', realised), share }];
    }),
  };
}

/** Strongest first; what is not stated last. */
export const statedLevels = [...evidenceLevels.toReversed(), 'not-stated'] as const;

type Side = 'planned' | 'realised';

const sumOf = (side: Side, tallies: readonly Tally[]): bigint => tallies.reduce((sum, one) => sum + one[side], 0n);

/** A bound makes the sum a bound; opposite ones leave it open. */
function boundOf(side: Side, tallies: readonly Tally[]): Bound | undefined {
  const bounds = new Set(tallies.map(({ alike }) => alike[side]!.bound));
  if (bounds.has('at-least') && bounds.has('at-most')) return undefined;
  return bounds.has('at-least') ? 'at-least' : bounds.has('at-most') ? 'at-most' : 'point';
}

const amountOf = ({ kind }: Measure, sum: bigint): Amount =>
  kind === 'money' ? { amountOere: Number(sum) } : { amount: format(sum) };

const isExact = (measure: Measure, sum: bigint) => measure.kind === 'unit' || Number.isSafeInteger(Number(sum));

function totalOf(measure: Measure, side: Side, tallies: readonly Tally[]): Total {
  const count = countOf(tallies);
  if (count === 0) return { known: false, reason: 'none', count };
  const bound = boundOf(side, tallies);
  if (!bound) return { known: false, reason: 'bounds-contradict', count };
  const sum = sumOf(side, tallies);
  if (!isExact(measure, sum)) return { known: false, reason: 'too-large', count };
  return { known: true, ...amountOf(measure, sum), bound, count };
}

function shareOf(measure: Measure, pairs: readonly Tally[]): RealisedShare {
  const count = countOf(pairs);
  if (count === 0) return { known: false, reason: 'nothing-followed-up', count };
  const [planned, realised] = [sumOf('planned', pairs), sumOf('realised', pairs)];
  if (planned <= 0n) return { known: false, reason: 'planned-not-positive', count };
  const bound = shareBound(boundOf('planned', pairs), boundOf('realised', pairs), realised);
  if (!bound) return { known: false, reason: 'bounds-contradict', count };
  const basisPoints = Number(quotient(realised * 10_000n, planned));
  if (![planned, realised].every((sum) => isExact(measure, sum)) || !Number.isSafeInteger(basisPoints))
    return { known: false, reason: 'too-large', count };
  const amounts = { realised: amountOf(measure, realised), planned: amountOf(measure, planned) };
  return { known: true, basisPoints, bound, ...amounts, count };
}

/** A larger plan makes the share smaller, as long as something was gained; a plan of at most so much may be nothing. */
function shareBound(planned: Bound | undefined, realised: Bound | undefined, sum: bigint): Bound | undefined {
  if (planned === 'point') return realised;
  if (planned === 'at-least' && sum >= 0n && realised !== 'at-least') return realised && 'at-most';
  return undefined;
}
