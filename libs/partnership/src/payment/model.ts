import { Refused } from '#decider';
import { sameContent } from '../content.js';
import type { Contract } from '../contract/contract.js';
import { runningContract, withContract } from '../contract/standing.js';
import { agreedOere } from '../contract/terms.js';
import { own } from '../guards.js';
import type { Kpi } from '../kpi/definition.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { Fact, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';
import type { PaymentTerms } from './calculation.js';
import { checkAmount, checkFormula, checkTargetAhead, formulaOf, type StatedFormula } from './formula.js';
import { modelOf, withModel } from './standing.js';

export interface OfModel {
  readonly contractId: string;
  readonly modelId: string;
}

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type PaymentModelEvent =
  | Fact<
      'PaymentModelAgreed',
      OfModel & PaymentTerms & { readonly title: string; readonly kpi: string; readonly agreedBy: SubjectId }
    >
  | Fact<
      'PaymentModelAmended',
      OfModel &
        PaymentTerms & {
          readonly title: string;
          /** From 2; outcomes that are verified already keep the version they were verified under. */
          readonly version: number;
          readonly reason: string;
          readonly agreedBy: SubjectId;
        }
    >;

/** Terms as they are stated: the direction is the KPI's own. */
type StatedTerms = OfModel &
  Omit<PaymentTerms, 'direction' | 'formula'> & { readonly title: string; readonly formula: StatedFormula };

export type PaymentModelCommand =
  | Wish<'AgreePaymentModel', StatedTerms & { readonly kpi: string }>
  | Wish<'AmendPaymentModel', StatedTerms & { readonly reason: string }>;

export const modelRefusals = {
  'payment-model-known-otherwise': {
    about: 'state',
    en: 'Payment model {modelId} is agreed on other terms: amend it with a reason, or use another id.',
    da: 'Betalingsmodel {modelId} er aftalt på andre vilkår: lav et tillæg med en begrundelse, eller brug et andet id.',
  },
  'payment-by-unknown-kpi': {
    about: 'input',
    en: 'A payment model pays by a KPI; {kpi} is not defined.',
    da: 'En betalingsmodel betaler efter en KPI; {kpi} er ikke defineret.',
  },
  'payment-by-range-kpi': {
    about: 'input',
    en: '{kpi} is a range KPI, which neither rises nor falls: there is no improvement to pay for.',
    da: '{kpi} er en KPI med interval, som hverken skal op eller ned: der er ingen forbedring at betale for.',
  },
  'payment-by-hidden-kpi': {
    about: 'state',
    en: '{kpi} is not contract-relevant, so that the partner could not see what it is paid by: revise the KPI first.',
    da: '{kpi} er ikke kontraktrelevant, så partneren kan ikke se, hvad den betales efter: revidér KPI’en først.',
  },
  'minimum-population': {
    about: 'input',
    en: 'The minimum population is a whole number, at least 1.',
    da: 'Mindste population er et helt tal, mindst 1.',
  },
  'floor-above-cap': {
    about: 'input',
    en: 'The floor of {floorOere} øre lies above the cap of {capOere}.',
    da: 'Minimumsbetalingen på {floorOere} øre ligger over loftet på {capOere}.',
  },
  'cap-above-maximum-cost': {
    about: 'input',
    en: 'The cap of {capOere} øre and the instalments of {agreedOere} exceed the maximum cost of {maximumCostOere}.',
    da: 'Loftet på {capOere} øre og raterne på {agreedOere} overstiger de maksimale omkostninger på {maximumCostOere}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof modelRefusals, details?: Record<string, unknown>) => new Refused(reason, details);

export const modelDecisions: Decisions<PaymentModelCommand> = {
  AgreePaymentModel({ data: { formula, title, kpi, ...stated }, by }, partnership) {
    const contract = runningContract(partnership, stated.contractId);
    const agreed = { ...stated, formula: formulaOf(formula) };
    const known = own(contract.paymentModels, stated.modelId);
    if (known) {
      const again = { title, kpi, terms: termsOf({ ...agreed, direction: known.terms.direction }) };
      if (sameContent({ title: known.title, kpi: known.kpi, terms: known.terms }, again)) return [];
      throw refuse('payment-model-known-otherwise', { modelId: stated.modelId });
    }
    const paying = payingKpi(partnership, kpi);
    const terms = { ...agreed, direction: paying.direction };
    checkTerms(terms, paying.kpi, contract);
    return [{ type: 'PaymentModelAgreed', data: { ...terms, title, kpi, agreedBy: by.subject } }];
  },

  AmendPaymentModel({ data: { formula, title, reason, ...stated }, by }, partnership) {
    const contract = runningContract(partnership, stated.contractId);
    const model = modelOf(contract, stated.modelId);
    const { kpi, direction } = payingKpi(partnership, model.kpi);
    const terms = { ...stated, formula: formulaOf(formula), direction };
    if (model.title === title && sameContent(model.terms, termsOf(terms))) return [];
    checkTerms(terms, kpi, contract);
    const version = model.version + 1;
    return [{ type: 'PaymentModelAmended', data: { ...terms, title, version, reason, agreedBy: by.subject } }];
  },
};

/** The KPI a model pays by, and which way is better. */
function payingKpi(partnership: Registered, code: string): { kpi: Kpi; direction: 'up' | 'down' } {
  const kpi = own(partnership.kpis, code);
  if (!kpi) throw refuse('payment-by-unknown-kpi', { kpi: code });
  const { direction, contractRelevant } = kpi.definition;
  if (direction === 'range') throw refuse('payment-by-range-kpi', { kpi: code });
  if (!contractRelevant) throw refuse('payment-by-hidden-kpi', { kpi: code });
  return { kpi, direction };
}

function checkTerms(terms: PaymentTerms, kpi: Kpi, { phases, maximumCostOere }: Contract): void {
  const { formula, capOere, floorOere, minimumPopulation } = terms;
  checkFormula(formula, kpi);
  checkTargetAhead(terms, kpi);
  if (!Number.isSafeInteger(minimumPopulation) || minimumPopulation < 1) throw refuse('minimum-population');
  if (floorOere !== undefined) checkAmount(floorOere);
  if (capOere === undefined) return;
  checkAmount(capOere);
  if (floorOere !== undefined && floorOere > capOere) throw refuse('floor-above-cap', { floorOere, capOere });
  const agreed = agreedOere(phases);
  if (agreed + capOere > maximumCostOere)
    throw refuse('cap-above-maximum-cost', { capOere, agreedOere: agreed, maximumCostOere });
}

/** Of what was stated, what decides the payment. */
const termsOf = (stated: PaymentTerms): PaymentTerms => {
  const { direction, formula, capOere, floorOere, minimumPopulation, requiredEvidenceLevel } = stated;
  return { direction, formula, capOere, floorOere, minimumPopulation, requiredEvidenceLevel };
};

export const modelEvolutions: Evolutions<PaymentModelEvent> = {
  PaymentModelAgreed: (partnership, { contractId, modelId, title, kpi, ...stated }) =>
    withContract(partnership, contractId, (contract) => ({
      ...contract,
      paymentModels: {
        ...contract.paymentModels,
        [modelId]: { title, kpi, version: 1, terms: termsOf(stated), outcomes: {} },
      },
    })),
  PaymentModelAmended: (partnership, { title, version, ...stated }) =>
    withModel(partnership, stated, (model) => ({ ...model, title, version, terms: termsOf(stated) })),
};
