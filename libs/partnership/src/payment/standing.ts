import { Refused } from '#decider';
import type { Contract } from '../contract/contract.js';
import { withContract } from '../contract/standing.js';
import { own } from '../guards.js';
import type { Registered } from '../partnership.js';
import type { BusinessDate, Oere, RefusalTexts, SubjectId } from '../vocabulary.js';
import { calculate, type Payment, type PaymentTerms } from './calculation.js';
import type { OfModel } from './model.js';
import type { Outcome } from './outcome.js';

/** A payment model of a contract. */
export interface PaymentModel {
  readonly title: string;
  readonly kpi: string;
  readonly version: number;
  /** As last amended. */
  readonly terms: PaymentTerms;
  readonly outcomes: Readonly<Record<string, OutcomeState>>;
}

/** An outcome: its payment is released once, settled once. */
export interface OutcomeState {
  readonly status: 'verified' | 'released' | 'settled' | 'withdrawn';
  /** As verified or last corrected. */
  readonly outcome: Outcome;
  /** Those in force when it was verified. */
  readonly terms: PaymentTerms;
  /** Everybody who has verified it, corrections included. */
  readonly verifiers: readonly SubjectId[];
  readonly release?: {
    readonly amountOere: Oere;
    readonly releasedOn: BusinessDate;
    readonly invoiceReference?: string;
  };
  readonly settlement?: { readonly paidOn: BusinessDate; readonly paymentReference: string };
  readonly withdrawnBecause?: string;
}

export interface OfOutcome extends OfModel {
  readonly outcomeId: string;
}

export const standingRefusals = {
  'unknown-payment-model': {
    about: 'missing',
    en: 'There is no payment model {modelId} in the contract.',
    da: 'Der er ingen betalingsmodel {modelId} i kontrakten.',
  },
  'unknown-outcome': {
    about: 'missing',
    en: 'There is no outcome {outcomeId} of the payment model.',
    da: 'Der er intet resultat {outcomeId} under betalingsmodellen.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof standingRefusals, details: Record<string, unknown>) =>
  new Refused(reason, details);

export function modelOf(contract: Contract, modelId: string): PaymentModel {
  const model = own(contract.paymentModels, modelId);
  if (!model) throw refuse('unknown-payment-model', { modelId });
  return model;
}

export function outcomeOf(model: PaymentModel, outcomeId: string): OutcomeState {
  const outcome = own(model.outcomes, outcomeId);
  if (!outcome) throw refuse('unknown-outcome', { outcomeId });
  return outcome;
}

/** What the outcomes of a model have been paid so far. */
const releasedUnder = ({ outcomes }: PaymentModel): Oere =>
  Object.values(outcomes).reduce((sum, { release }) => sum + (release?.amountOere ?? 0), 0);

/** What the outcomes of a contract have been paid so far, under all of its models. */
export const releasedByResults = ({ paymentModels }: Contract): Oere =>
  Object.values(paymentModels).reduce((sum, model) => sum + releasedUnder(model), 0);

/** What an outcome that is not released would pay now. */
export const paymentOf = (model: PaymentModel, { terms, outcome }: OutcomeState): Payment =>
  calculate(terms, outcome, releasedUnder(model));

/** Outcomes of a contract that somebody has still to release, as 'model/outcome'; those that pay nothing are not among them. */
export const unreleasedOutcomes = (contract: Contract): string[] =>
  idsOf(contract, (state, model) => state.status === 'verified' && paymentOf(model, state).payable);

/** Outcomes of a contract that are released and not paid yet, as 'model/outcome'. */
export const unsettledOutcomes = (contract: Contract): string[] =>
  idsOf(contract, ({ status }) => status === 'released');

const idsOf = ({ paymentModels }: Contract, is: (state: OutcomeState, model: PaymentModel) => boolean): string[] =>
  Object.entries(paymentModels).flatMap(([modelId, model]) =>
    Object.entries(model.outcomes)
      .filter(([, state]) => is(state, model))
      .map(([outcomeId]) => `${modelId}/${outcomeId}`),
  );

/** The partnership with the model changed; as it was when it does not know the model. */
export const withModel = (
  partnership: Registered,
  { contractId, modelId }: OfModel,
  change: (model: PaymentModel) => PaymentModel,
): Registered =>
  withContract(partnership, contractId, (contract) => {
    const model = own(contract.paymentModels, modelId);
    if (!model) return contract;
    return { ...contract, paymentModels: { ...contract.paymentModels, [modelId]: change(model) } };
  });

/** The partnership with the outcome changed; as it was when it does not know the outcome. */
export const withOutcome = (
  partnership: Registered,
  place: OfOutcome,
  change: (outcome: OutcomeState) => OutcomeState,
): Registered =>
  withModel(partnership, place, (model) => {
    const outcome = own(model.outcomes, place.outcomeId);
    if (!outcome) return model;
    return { ...model, outcomes: { ...model.outcomes, [place.outcomeId]: change(outcome) } };
  });
