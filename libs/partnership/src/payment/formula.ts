import { Refused } from '#decider';
import { parse } from '../kpi/decimal.js';
import type { Kpi } from '../kpi/definition.js';
import { readingValue } from '../kpi/reading.js';
import type { BasisPoints, Decimal, Oere, RefusalTexts } from '../vocabulary.js';
import type { Counted, Formula, PaymentTerms, Tier } from './calculation.js';

/** A formula as it is stated: those of the fields that its kind needs, and no other. */
export interface StatedFormula {
  readonly kind: Formula['kind'];
  readonly threshold?: Decimal;
  readonly amountOere?: Oere;
  readonly per?: Counted;
  readonly unitOere?: Oere;
  readonly target?: Decimal;
  readonly tiers?: readonly Tier[];
  readonly share?: BasisPoints;
}

export const formulaFields = {
  fixed: ['threshold', 'amountOere'],
  'per-outcome': ['per', 'unitOere'],
  tiered: ['target', 'tiers'],
  'gain-share': ['unitOere', 'share'],
} as const satisfies { readonly [Kind in Formula['kind']]: readonly (keyof StatedFormula)[] };
export const formulaKinds = Object.keys(formulaFields) as Formula['kind'][];

export const formulaRefusals = {
  'formula-fields': {
    about: 'input',
    en: 'A formula of the kind {formula} states {fields}, and nothing else.',
    da: 'En formel af typen {formula} angiver {fields} og ikke andet.',
  },
  'formula-amount': {
    about: 'input',
    en: 'The amounts of a formula are whole øre, more than zero.',
    da: 'Beløbene i en formel er hele øre og mere end nul.',
  },
  'formula-share': {
    about: 'input',
    en: 'The share of a gain is from 1 to 10,000 basis points.',
    da: 'Andelen af en gevinst er fra 1 til 10.000 basispoint.',
  },
  'tiers-not-rising': {
    about: 'input',
    en: 'There is at least one tier, and each begins further on the way to the target than the one before and pays more.',
    da: 'Der er mindst ét trin, og hvert trin begynder længere fremme mod målet end det forrige og betaler mere.',
  },
  'count-of-what-should-fall': {
    about: 'input',
    en: '{kpi} should go down: pay for its improvement, not for each that is counted.',
    da: '{kpi} skal gå ned: betal for forbedringen, ikke for hver enkelt, der tælles.',
  },
  'model-target-not-ahead': {
    about: 'input',
    en: 'The target {target} of the model is no better than the locked baseline of {kpi}.',
    da: 'Modellens mål {target} er ikke bedre end den låste baseline for {kpi}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof formulaRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

/** The formula that is stated. Refuses one that lacks a field, or has one of another kind. */
export function formulaOf(stated: StatedFormula): Formula {
  const fields: readonly (keyof StatedFormula)[] = formulaFields[stated.kind];
  const given = Object.entries(stated).filter(([name, value]) => name !== 'kind' && value !== undefined);
  if (given.length !== fields.length || fields.some((name) => stated[name] === undefined))
    throw refuse('formula-fields', { formula: stated.kind, fields });
  return stated as Formula;
}

/** Refuses numbers that make no sense, whatever is measured. */
export function checkFormula(formula: Formula, { definition: { direction, code: kpi } }: Kpi): void {
  switch (formula.kind) {
    case 'fixed':
      parse(formula.threshold);
      checkAmount(formula.amountOere);
      break;
    case 'per-outcome':
      checkAmount(formula.unitOere);
      if (formula.per === 'count' && direction === 'down') throw refuse('count-of-what-should-fall', { kpi });
      break;
    case 'tiered':
      parse(formula.target);
      checkTiers(formula.tiers);
      break;
    case 'gain-share':
      checkAmount(formula.unitOere);
      if (!Number.isSafeInteger(formula.share) || formula.share < 1 || formula.share > 10_000)
        throw refuse('formula-share');
  }
}

function checkTiers(tiers: readonly Tier[]): void {
  for (const { amountOere } of tiers) checkAmount(amountOere);
  const rises = ({ from, amountOere }: Tier, index: number) => {
    const before = tiers[index - 1] ?? { from: 0, amountOere: 0 };
    return Number.isSafeInteger(from) && from > before.from && amountOere > before.amountOere;
  };
  if (tiers.length === 0 || !tiers.every(rises)) throw refuse('tiers-not-rising');
}

export function checkAmount(amountOere: Oere): void {
  if (!Number.isSafeInteger(amountOere) || amountOere <= 0) throw refuse('formula-amount');
}

/** Whether a formula pays for what has become better since the baseline. */
export const needsBaseline = (formula: Formula): boolean =>
  formula.kind === 'tiered' ||
  formula.kind === 'gain-share' ||
  (formula.kind === 'per-outcome' && formula.per === 'improvement');

/** Refuses a target that the locked baseline has reached already: there is no way to it that could be measured. */
export function checkTargetAhead({ formula, direction }: PaymentTerms, { definition, ...kpi }: Kpi): void {
  if (formula.kind !== 'tiered' || kpi.baseline !== 'locked' || !kpi.baselineReading) return;
  const baseline = readingValue(kpi.baselineReading);
  const target = parse(formula.target);
  const ahead = baseline !== undefined && (direction === 'up' ? target > baseline : target < baseline);
  if (!ahead) throw refuse('model-target-not-ahead', { target: formula.target, kpi: definition.code });
}
