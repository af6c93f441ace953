import { Refused } from '#decider';
import type { Oere, RefusalTexts } from '../vocabulary.js';
import type { ContractPhase, PhaseState } from './contract.js';

export const termsRefusals = {
  'phases-missing': {
    about: 'input',
    en: 'A contract needs at least one phase.',
    da: 'En kontrakt skal have mindst én fase.',
  },
  'phases-not-in-order': {
    about: 'input',
    en: 'Phases are numbered one by one; number {expected} comes next, not {phaseNo}.',
    da: 'Faser nummereres fortløbende; den næste er nummer {expected}, ikke {phaseNo}.',
  },
  'phase-ends-before-it-starts': {
    about: 'input',
    en: 'Phase {phaseNo} is planned to end before it starts.',
    da: 'Fase {phaseNo} er planlagt til at slutte, før den begynder.',
  },
  'targets-missing': {
    about: 'input',
    en: 'Phase {phaseNo} needs at least one target.',
    da: 'Fase {phaseNo} skal have mindst ét delmål.',
  },
  'code-used-twice': {
    about: 'input',
    en: 'The code {code} is used twice among the {of}.',
    da: 'Koden {code} er brugt to gange blandt {of}.',
  },
  'amount-not-in-oere': {
    about: 'input',
    en: '{amountOere} is not an amount: it must be whole øre and more than zero.',
    da: '{amountOere} er ikke et beløb: det skal være hele øre og mere end nul.',
  },
  'currency-unknown': {
    about: 'input',
    en: '{currency} is no currency of ISO 4217: give its code, such as DKK.',
    da: '{currency} er ingen valuta i ISO 4217: angiv dens kode, som DKK.',
  },
  'instalments-not-phase-value': {
    about: 'input',
    en: 'The instalments of phase {phaseNo} sum to {sumOere} øre; the phase is worth {valueOere}.',
    da: 'Raterne i fase {phaseNo} giver {sumOere} øre; fasen er {valueOere} værd.',
  },
  'above-maximum-cost': {
    about: 'input',
    en: 'The phases, and what is paid by results, sum to {sumOere} øre, above the maximum cost of {maximumCostOere}.',
    da: 'Faserne og det, der er betalt efter resultater, giver {sumOere} øre og overstiger de maksimale omkostninger på {maximumCostOere}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof termsRefusals, details?: Record<string, unknown>) => new Refused(reason, details);

/** Refuses phases that do not follow each other from number `first`, or whose targets or money do not add up. */
export function checkPhases(phases: readonly ContractPhase[], first: number): void {
  phases.forEach((phase, index) => {
    const { no: phaseNo, valueOere } = phase;
    if (phaseNo !== first + index) throw refuse('phases-not-in-order', { expected: first + index, phaseNo });
    if (phase.plannedEnd < phase.plannedStart) throw refuse('phase-ends-before-it-starts', { phaseNo });
    if (phase.targets.length === 0) throw refuse('targets-missing', { phaseNo });
    checkCodes(phase.targets, 'targets');
    checkCodes(phase.instalments, 'instalments');
    for (const { amountOere } of phase.instalments) checkAmount(amountOere);
    const sumOere = phase.instalments.reduce((sum, { amountOere }) => sum + amountOere, 0);
    if (sumOere !== valueOere) throw refuse('instalments-not-phase-value', { phaseNo, sumOere, valueOere });
  });
}

export function checkSomePhases(phases: readonly ContractPhase[]): void {
  if (phases.length === 0) throw refuse('phases-missing');
}

export function checkCodes(coded: readonly { readonly code: string }[], of: string): void {
  const codes = coded.map(({ code }) => code);
  const code = codes.find((one, index) => codes.indexOf(one) !== index);
  if (code !== undefined) throw refuse('code-used-twice', { code, of });
}

export function checkAmount(amountOere: Oere): void {
  if (!Number.isSafeInteger(amountOere) || amountOere <= 0) throw refuse('amount-not-in-oere', { amountOere });
}

/** The currencies that are in use, as the runtime's own data on locales have them. */
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export function checkCurrency(currency: string): void {
  if (!currencies.has(currency)) throw refuse('currency-unknown', { currency });
}

export function checkMaximumCost(sumOere: Oere, maximumCostOere: Oere): void {
  checkAmount(maximumCostOere);
  if (sumOere > maximumCostOere) throw refuse('above-maximum-cost', { sumOere, maximumCostOere });
}

/** What the instalments of phases in force sum to; a cancelled one is no cost. */
export const agreedOere = (phases: readonly PhaseState[]): Oere =>
  phases
    .flatMap(({ instalments }) => Object.values(instalments))
    .reduce((sum, { amountOere, status }) => (status === 'cancelled' ? sum : sum + amountOere), 0);

export const plannedPhase = (phase: ContractPhase): PhaseState => ({
  status: 'planned',
  requiredForPilot: phase.requiredForPilot ?? false,
  evidenceBy: [],
  targets: Object.fromEntries(phase.targets.map(({ code }) => [code, {}])),
  instalments: Object.fromEntries(
    phase.instalments.map(({ code, amountOere, payableWhen = 'gate-passed' }) => [
      code,
      { amountOere, payableWhen, status: 'open' },
    ]),
  ),
});
