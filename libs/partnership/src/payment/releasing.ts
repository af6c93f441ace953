import { Refused } from '#decider';
import type { Contract } from '../contract/contract.js';
import { contractOf } from '../contract/standing.js';
import { agreedOere } from '../contract/terms.js';
import { hasHappened } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { BusinessDate, Fact, Oere, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';
import type { Calculation } from './calculation.js';
import { checkNotWithdrawn, type Outcome, type RestsOn } from './outcome.js';
import {
  modelOf,
  type OfOutcome,
  type OutcomeState,
  outcomeOf,
  type PaymentModel,
  paymentOf,
  releasedByResults,
  withOutcome,
} from './standing.js';

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type ReleasingEvent =
  | Fact<
      'OutcomePaymentReleased',
      OfOutcome & {
        readonly amountOere: Oere;
        readonly currency: string;
        readonly calculation: Calculation;
        readonly releasedOn: BusinessDate;
        readonly invoiceReference?: string;
        readonly releasedBy: SubjectId;
      }
    >
  | Fact<
      'OutcomePaymentSettled',
      OfOutcome & { readonly amountOere: Oere; readonly paidOn: BusinessDate; readonly paymentReference: string }
    >;

type DataOf<T extends ReleasingEvent['type']> = Extract<ReleasingEvent, { type: T }>['data'];

export type ReleasingCommand =
  | Wish<
      'ReleaseOutcomePayment',
      Omit<DataOf<'OutcomePaymentReleased'>, 'amountOere' | 'currency' | 'calculation' | 'releasedBy'> & {
        /** Those that the outcome rests on. */
        readonly measurements?: readonly RestsOn[];
      }
    >
  | Wish<'SettleOutcomePayment', DataOf<'OutcomePaymentSettled'>>;

export const releasingRefusals = {
  'outcome-already-released': {
    about: 'state',
    en: 'Outcome {outcomeId} was released on {releasedOn}: an outcome is paid once.',
    da: 'Resultat {outcomeId} blev frigivet {releasedOn}: et resultat betales kun én gang.',
  },
  'outcome-contract-terminated': {
    about: 'state',
    en: 'Contract {contractId} is terminated: nothing more is released under it; withdraw its open outcomes.',
    da: 'Kontrakt {contractId} er bragt til ophør: der frigives ikke mere under den; træk de åbne resultater tilbage.',
  },
  'own-verification': {
    about: 'who',
    en: 'You verified outcome {outcomeId}: somebody else must release its payment.',
    da: 'Du har verificeret resultat {outcomeId}: en anden skal frigive betalingen.',
  },
  'released-before-verified': {
    about: 'input',
    en: 'Outcome {outcomeId} cannot be released on {releasedOn}, before it was verified on {verifiedOn}.',
    da: 'Resultat {outcomeId} kan ikke frigives {releasedOn}, før det blev verificeret {verifiedOn}.',
  },
  'outcome-measurements-changed': {
    about: 'state',
    en: 'Outcome {outcomeId} was verified by measurements that were corrected or withdrawn since: {measurements}. Correct the outcome, which verifies it again, or withdraw it.',
    da: 'Resultat {outcomeId} er verificeret efter målinger, der siden er rettet eller trukket tilbage: {measurements}. Ret resultatet, så det verificeres igen, eller træk det tilbage.',
  },
  'evidence-too-weak': {
    about: 'state',
    en: 'The evidence of outcome {outcomeId} is {evidenceLevel}; the model pays from {requiredEvidenceLevel}.',
    da: 'Evidensen for resultat {outcomeId} er {evidenceLevel}; modellen betaler fra {requiredEvidenceLevel}.',
  },
  'population-too-small': {
    about: 'state',
    en: 'Outcome {outcomeId} is about {population} people; the model pays from {minimumPopulation}.',
    da: 'Resultat {outcomeId} omfatter {population} personer; modellen betaler fra {minimumPopulation}.',
  },
  'improvement-not-proven': {
    about: 'state',
    en: 'Outcome {outcomeId} or its baseline is known only as a bound that proves no improvement: measure it, and correct the outcome.',
    da: 'Resultat {outcomeId} eller dets baseline kendes kun som en grænse, der ikke viser nogen forbedring: mål det, og ret resultatet.',
  },
  'nothing-achieved': {
    about: 'state',
    en: 'Outcome {outcomeId} has not come to what the model pays for.',
    da: 'Resultat {outcomeId} er ikke nået til det, modellen betaler for.',
  },
  'cap-reached': {
    about: 'state',
    en: 'The model has paid all of its cap of {capOere} øre: outcome {outcomeId} pays nothing more.',
    da: 'Modellen har betalt hele sit loft på {capOere} øre: resultat {outcomeId} udløser ikke mere.',
  },
  'above-contract-maximum': {
    about: 'state',
    en: 'With {amountOere} øre for outcome {outcomeId} the contract would come to {sumOere}, above its maximum cost of {maximumCostOere}: amend the contract first.',
    da: 'Med {amountOere} øre for resultat {outcomeId} ville kontrakten nå {sumOere} og overstige de maksimale omkostninger på {maximumCostOere}: lav et tillæg til kontrakten først.',
  },
  'outcome-not-released': {
    about: 'state',
    en: 'The payment of outcome {outcomeId} is not released: release it before it is paid.',
    da: 'Betalingen for resultat {outcomeId} er ikke frigivet: frigiv den, før den betales.',
  },
  'amount-not-released': {
    about: 'input',
    en: '{expectedOere} øre were released for outcome {outcomeId}, not {amountOere}.',
    da: 'Der er frigivet {expectedOere} øre for resultat {outcomeId}, ikke {amountOere}.',
  },
  'outcome-already-settled': {
    about: 'state',
    en: 'Outcome {outcomeId} was paid on {paidOn} with reference {paymentReference}.',
    da: 'Resultat {outcomeId} blev betalt {paidOn} med reference {paymentReference}.',
  },
  'outcome-paid-before-release': {
    about: 'input',
    en: 'Outcome {outcomeId} cannot be paid on {paidOn}, before it was released on {releasedOn}.',
    da: 'Resultat {outcomeId} kan ikke være betalt {paidOn}, før det blev frigivet {releasedOn}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof releasingRefusals, details: Record<string, unknown>) =>
  new Refused(reason, details);

export const releasingDecisions: Decisions<ReleasingCommand> = {
  ReleaseOutcomePayment(command, partnership) {
    const { measurements, ...data } = command.data;
    const { contractId, modelId, outcomeId, releasedOn, invoiceReference } = data;
    const contract = contractOf(partnership, contractId);
    const model = modelOf(contract, modelId);
    const known = outcomeOf(model, outcomeId);
    const { release, verifiers, outcome } = known;
    if (release) {
      if (release.releasedOn === releasedOn && release.invoiceReference === invoiceReference) return [];
      throw refuse('outcome-already-released', { outcomeId, releasedOn: release.releasedOn });
    }
    checkStillToRelease(contract, known, { contractId, outcomeId });
    if (verifiers.includes(command.by.subject)) throw refuse('own-verification', { outcomeId });
    hasHappened(command, releasedOn);
    const { verifiedOn } = outcome;
    if (releasedOn < verifiedOn) throw refuse('released-before-verified', { outcomeId, releasedOn, verifiedOn });
    checkUnchanged(outcome, measurements, outcomeId);
    const calculation = payableNow(model, known, outcomeId);
    const { amountOere } = calculation;
    checkMaximum(contract, outcomeId, amountOere);
    const { currency } = contract.terms;
    const releasedBy = command.by.subject;
    return [{ type: 'OutcomePaymentReleased', data: { ...data, amountOere, currency, calculation, releasedBy } }];
  },

  SettleOutcomePayment(command, partnership) {
    const { contractId, modelId, outcomeId, amountOere, paidOn, paymentReference } = command.data;
    const { release, settlement } = outcomeOf(modelOf(contractOf(partnership, contractId), modelId), outcomeId);
    if (!release) throw refuse('outcome-not-released', { outcomeId });
    const { amountOere: expectedOere, releasedOn } = release;
    if (amountOere !== expectedOere) throw refuse('amount-not-released', { outcomeId, expectedOere, amountOere });
    if (settlement) {
      if (settlement.paymentReference === paymentReference && settlement.paidOn === paidOn) return [];
      throw refuse('outcome-already-settled', { outcomeId, ...settlement });
    }
    hasHappened(command, paidOn);
    if (paidOn < releasedOn) throw refuse('outcome-paid-before-release', { outcomeId, paidOn, releasedOn });
    return [{ type: 'OutcomePaymentSettled', data: command.data }];
  },
};

/** What was verified is paid for: a measurement that says something else by now may bear another figure. */
function checkUnchanged(
  { measurements = [], measuredAs }: Outcome,
  now: readonly RestsOn[] = [],
  outcomeId: string,
): void {
  const verifiedAs = new Map(measuredAs?.map(({ measurementId, revision }) => [measurementId, revision]));
  const standing = new Map(now.map(({ measurementId, found }) => [measurementId, found?.revision]));
  const changed = measurements.filter(
    (id) => standing.get(id) === undefined || standing.get(id) !== verifiedAs.get(id),
  );
  if (changed.length > 0) throw refuse('outcome-measurements-changed', { outcomeId, measurements: changed });
}

/** Refuses an outcome that is withdrawn, or whose contract is terminated. */
export function checkStillToRelease(
  { status }: Contract,
  known: OutcomeState,
  { contractId, outcomeId }: Pick<OfOutcome, 'contractId' | 'outcomeId'>,
): void {
  checkNotWithdrawn(known, outcomeId);
  if (status === 'terminated') throw refuse('outcome-contract-terminated', { contractId });
}

/** How the amount is made up now. Refuses an outcome that pays nothing, with the reason. */
export function payableNow(model: PaymentModel, state: OutcomeState, outcomeId: string): Calculation {
  const payment = paymentOf(model, state);
  if (payment.payable) return payment.calculation;
  const { requiredEvidenceLevel, minimumPopulation, capOere } = state.terms;
  const { evidenceLevel, population } = state.outcome;
  throw refuse(payment.reason, {
    outcomeId,
    evidenceLevel,
    requiredEvidenceLevel,
    population,
    minimumPopulation,
    capOere,
  });
}

/** Instalments and results together stay within what the contract may cost. */
function checkMaximum(contract: Contract, outcomeId: string, amountOere: Oere): void {
  const { maximumCostOere, phases } = contract;
  const sumOere = agreedOere(phases) + releasedByResults(contract) + amountOere;
  if (sumOere > maximumCostOere)
    throw refuse('above-contract-maximum', { outcomeId, amountOere, sumOere, maximumCostOere });
}

export const releasingEvolutions: Evolutions<ReleasingEvent> = {
  OutcomePaymentReleased: (partnership, data) =>
    withOutcome(partnership, data, (known) => ({
      ...known,
      status: 'released',
      release: {
        amountOere: data.amountOere,
        releasedOn: data.releasedOn,
        invoiceReference: data.invoiceReference,
      },
    })),
  OutcomePaymentSettled: (partnership, data) =>
    withOutcome(partnership, data, (known) => ({
      ...known,
      status: 'settled',
      settlement: { paidOn: data.paidOn, paymentReference: data.paymentReference },
    })),
};
