import { Refused } from '#decider';
import { isBlank } from '../content.js';
import type { Contract } from '../contract/contract.js';
import { hasHappened, own } from '../guards.js';
import type { Reading } from '../kpi/definition.js';
import { evidenceLevels } from '../kpi/measurements.js';
import { aggregationFault, periodFault, type ReadingFault, readingFault } from '../kpi/reading.js';
import type { Registered } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { PaymentTerms } from './calculation.js';
import { checkTargetAhead, needsBaseline } from './formula.js';
import type { OutcomeCommand, RestsOn } from './outcome.js';
import type { PaymentModel } from './standing.js';

export const verificationRefusals = {
  'verified-for-ended-contract': {
    about: 'state',
    en: 'Contract {contractId} is {status}: no more outcomes are verified under it.',
    da: 'Kontrakt {contractId} er {status}: der verificeres ikke flere resultater under den.',
  },
  'verifier-is-partner': {
    about: 'who',
    en: 'The partner is paid by this outcome: somebody outside {organisation} must verify it.',
    da: 'Partneren betales efter dette resultat: det skal verificeres af en uden for {organisation}.',
  },
  'own-measurements': {
    about: 'who',
    en: 'You supplied the measurements {measurements}: somebody else must verify what they show.',
    da: 'Du har leveret målingerne {measurements}: en anden skal verificere, hvad de viser.',
  },
  'outcome-measurement-unknown': {
    about: 'input',
    en: 'There are no such measurements of {kpi} of this contract in the period: {measurements}.',
    da: 'Der er ingen sådanne målinger af {kpi} for denne kontrakt i perioden: {measurements}.',
  },
  'outcome-measurement-without-contract': {
    about: 'input',
    en: 'The partnership has several contracts, and these measurements do not say whose solution they measured: {measurements}. Correct them to name the contract.',
    da: 'Partnerskabet har flere kontrakter, og disse målinger angiver ikke, hvis løsning de har målt: {measurements}. Ret dem, så de angiver kontrakten.',
  },
  'evidence-above-measurements': {
    about: 'input',
    en: 'The evidence is no stronger than the measurements it rests on: {measurements} are weaker.',
    da: 'Evidensen er ikke stærkere end de målinger, den hviler på: {measurements} er svagere.',
  },
  'outcome-not-journalised': {
    about: 'input',
    en: 'These documents are not journalised: {documents}.',
    da: 'Disse dokumenter er ikke journaliseret: {documents}.',
  },
  'outcome-evidence-missing': {
    about: 'input',
    en: 'A verified outcome names its evidence.',
    da: 'Et verificeret resultat angiver sin dokumentation.',
  },
  'outcome-population': {
    about: 'input',
    en: 'The population is a whole number, at least 1.',
    da: 'Populationen er et helt tal, mindst 1.',
  },
  'outcome-before-signing': {
    about: 'input',
    en: 'The period begins on {from}, before the contract was signed on {signedOn}.',
    da: 'Perioden begynder {from}, før kontrakten blev indgået {signedOn}.',
  },
  'outcome-periods-overlap': {
    about: 'state',
    en: 'The period overlaps that of outcome {other}: what is in both would be paid twice.',
    da: 'Perioden overlapper den for resultat {other}: det, der er i begge, ville blive betalt to gange.',
  },
  'outcome-without-baseline': {
    about: 'state',
    en: 'The model pays for improvement: lock the baseline of {kpi} first.',
    da: 'Modellen betaler for forbedring: lås baseline for {kpi} først.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof verificationRefusals | ReadingFault, details?: Record<string, unknown>) =>
  new Refused(reason, details);

type Verifying = Extract<OutcomeCommand, { type: 'VerifyOutcome' | 'CorrectOutcome' }>;

interface Place {
  readonly partnership: Registered;
  readonly contract: Contract;
  readonly model: PaymentModel;
  /** Those that hold for the outcome. */
  readonly terms: PaymentTerms;
}

/**
 * Refuses an outcome that is not so, that this person may not verify, or that would be paid twice. Gives the locked
 * baseline that it is held against, where there is one.
 */
export function checkOutcome(command: Verifying, place: Place): Reading | undefined {
  checkContract(place, command.data.contractId);
  checkVerifier(command, place);
  checkContent(command, place);
  checkMeasurements(command, place);
  checkPeriod(command, place);
  return baselineOf(place);
}

// What a partner earned before it was narrowed out is verified and paid; breach and the like end that.
function checkContract({ contract: { status } }: Place, contractId: string): void {
  if (status === 'completed' || status === 'terminated')
    throw refuse('verified-for-ended-contract', { contractId, status });
}

function checkVerifier({ by, data }: Verifying, { contract: { partnerCvr } }: Place): void {
  if (by.organisation === partnerCvr) throw refuse('verifier-is-partner', { organisation: partnerCvr });
  const supplied = (data.measurements ?? []).filter(({ found }) => found?.suppliedBy.includes(by.subject));
  if (supplied.length > 0) throw refuse('own-measurements', { measurements: idsOf(supplied) });
}

function checkContent({ data }: Verifying, { partnership, model }: Place): void {
  const kpi = own(partnership.kpis, model.kpi);
  // The population stands for the observations: whoever weighs by them has counted them.
  const reading = { ...data, n: data.population };
  if (!Number.isSafeInteger(data.population) || data.population < 1) throw refuse('outcome-population');
  const fault = readingFault(reading) ?? (kpi && aggregationFault(kpi.definition, reading));
  if (fault) throw refuse(fault);
  if (isBlank(data.evidence)) throw refuse('outcome-evidence-missing');
  const unknown = (data.documents ?? []).filter((id) => {
    const document = partnership.caseWork.documents.get(id);
    return !document || (document.contractId !== undefined && document.contractId !== data.contractId);
  });
  if (unknown.length > 0) throw refuse('outcome-not-journalised', { documents: unknown });
}

function checkMeasurements({ data }: Verifying, { partnership, model }: Place): void {
  const { measurements = [], contractId, period, evidenceLevel } = data;
  const unknown = measurements.filter(
    ({ found }) =>
      !found ||
      (found.contractId !== undefined && found.contractId !== contractId) ||
      found.period.from < period.from ||
      found.period.to > period.to,
  );
  if (unknown.length > 0) throw refuse('outcome-measurement-unknown', { kpi: model.kpi, measurements: idsOf(unknown) });
  const unclear = measurements.filter(({ found }) => found?.contractId === undefined);
  if (unclear.length > 0 && Object.keys(partnership.contracts).length > 1)
    throw refuse('outcome-measurement-without-contract', { measurements: idsOf(unclear) });
  const claimed = evidenceLevels.indexOf(evidenceLevel);
  const weaker = measurements.filter(({ found }) => found && evidenceLevels.indexOf(found.evidenceLevel) < claimed);
  if (weaker.length > 0) throw refuse('evidence-above-measurements', { measurements: idsOf(weaker) });
}

const idsOf = (measurements: readonly RestsOn[]) => measurements.map(({ measurementId }) => measurementId);

function checkPeriod(command: Verifying, { contract, model }: Place): void {
  const { period, verifiedOn, outcomeId } = command.data;
  hasHappened(command, verifiedOn);
  const fault = periodFault(period, verifiedOn);
  if (fault) throw refuse(fault);
  const { signedOn } = contract.terms;
  if (period.from < signedOn) throw refuse('outcome-before-signing', { from: period.from, signedOn });
  const other = Object.entries(model.outcomes).find(
    ([id, { status, outcome }]) =>
      id !== outcomeId &&
      status !== 'withdrawn' &&
      period.from <= outcome.period.to &&
      outcome.period.from <= period.to,
  );
  if (other) throw refuse('outcome-periods-overlap', { other: other[0] });
}

function baselineOf({ partnership, model, terms }: Place): Reading | undefined {
  const kpi = own(partnership.kpis, model.kpi);
  if (kpi?.baseline === 'locked' && kpi.baselineReading) {
    checkTargetAhead(terms, kpi);
    const { value, numerator, denominator, bound } = kpi.baselineReading;
    return { value, numerator, denominator, bound };
  }
  if (needsBaseline(terms.formula)) throw refuse('outcome-without-baseline', { kpi: model.kpi });
  return undefined;
}
