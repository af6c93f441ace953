import { Refused } from '#decider';
import { sameContent } from '../content.js';
import { onlyIn, own } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import { hasEnded } from '../pilot/standing.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { Evaluation, EvaluationCommand, EvaluationEvent } from './evaluation.js';

export const assessingRefusals = {
  'pilots-not-ended': {
    about: 'state',
    en: 'The pilots {pilots} have not ended: complete or abort them first.',
    da: 'Pilotforløbene {pilots} er ikke afsluttet: afslut eller afbryd dem først.',
  },
  'stop-is-decided': {
    about: 'state',
    en: 'Leadership has decided to stop: close the partnership, or open the evaluation again.',
    da: 'Ledelsen har besluttet at stoppe: afslut partnerskabet, eller åbn evalueringen igen.',
  },
  'finding-of-unknown-kpi': {
    about: 'input',
    en: 'A finding is about the KPI {kpi}, which is not defined.',
    da: 'En konklusion handler om KPI {kpi}, som ikke er defineret.',
  },
  'evaluated-contract-unknown': {
    about: 'input',
    en: 'There is no contract {contractId} to evaluate.',
    da: 'Der er ingen kontrakt {contractId} at evaluere.',
  },
  'contract-evaluated-twice': {
    about: 'input',
    en: 'Contract {contractId} is evaluated twice.',
    da: 'Kontrakt {contractId} er evalueret to gange.',
  },
  'expected-cost-not-in-oere': {
    about: 'input',
    en: 'The expected cost {expectedCostOere} must be whole øre, zero or more.',
    da: 'De forventede omkostninger {expectedCostOere} skal være hele øre, nul eller mere.',
  },
  'evaluation-not-journalised': {
    about: 'state',
    en: 'The document {document} is not journalised: journalise it first.',
    da: 'Dokumentet {document} er ikke journaliseret: journalisér det først.',
  },
  'recommendation-already-issued': {
    about: 'state',
    en: 'The recommendation is issued: {recommendation}. Evaluation and recommendation stand until the decision.',
    da: 'Indstillingen er afgivet: {recommendation}. Evaluering og indstilling står ved magt, til der er truffet beslutning.',
  },
  'evaluation-not-submitted': {
    about: 'state',
    en: 'The evaluation is not submitted: submit it before the recommendation.',
    da: 'Evalueringen er ikke indsendt: indsend den før indstillingen.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof assessingRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export const assessingDecisions = {
  OpenEvaluation({ data }, partnership) {
    const { evaluation, phase } = partnership;
    if (phase === 'evaluation' && evaluation) {
      if (evaluation.decided) return [{ type: 'EvaluationOpened', data: { cause: evaluation.cause, ...data } }];
      if (evaluation.note === data.note) return [];
    }
    onlyIn(partnership, 'pilot');
    const open = Object.entries(partnership.pilots).filter(([, pilot]) => !hasEnded(pilot));
    if (open.length > 0) throw refuse('pilots-not-ended', { pilots: open.map(([pilotId]) => pilotId) });
    return [{ type: 'EvaluationOpened', data: { cause: 'pilots-ended', ...data } }];
  },

  SubmitEvaluation({ data, by }, partnership) {
    const evaluation = openEvaluation(partnership);
    const submitted = { ...data, submittedBy: by.subject };
    if (sameContent(evaluation.submitted, submitted)) return [];
    if (evaluation.recommendation)
      throw refuse('recommendation-already-issued', { recommendation: evaluation.recommendation.recommendation });
    for (const { kpi } of data.findings)
      if (!own(partnership.kpis, kpi)) throw refuse('finding-of-unknown-kpi', { kpi });
    const evaluated = new Set<string>();
    for (const { contractId, expectedCostOere } of data.contracts) {
      if (!own(partnership.contracts, contractId)) throw refuse('evaluated-contract-unknown', { contractId });
      if (evaluated.has(contractId)) throw refuse('contract-evaluated-twice', { contractId });
      if (!Number.isSafeInteger(expectedCostOere) || expectedCostOere < 0)
        throw refuse('expected-cost-not-in-oere', { expectedCostOere });
      evaluated.add(contractId);
    }
    if (data.document !== undefined && !partnership.caseWork.documents.has(data.document))
      throw refuse('evaluation-not-journalised', { document: data.document });
    return [{ type: 'EvaluationSubmitted', data: submitted }];
  },

  IssueRecommendation({ data, by }, partnership) {
    const evaluation = openEvaluation(partnership);
    const issued = { ...data, issuedBy: by.subject };
    if (sameContent(evaluation.recommendation, issued)) return [];
    if (evaluation.recommendation)
      throw refuse('recommendation-already-issued', { recommendation: evaluation.recommendation.recommendation });
    if (!evaluation.submitted) throw refuse('evaluation-not-submitted');
    return [{ type: 'RecommendationIssued', data: issued }];
  },
} satisfies Pick<Decisions<EvaluationCommand>, 'OpenEvaluation' | 'SubmitEvaluation' | 'IssueRecommendation'>;

/** The round under way. Refused outside the phase, and after a decision to stop. */
export function openEvaluation(partnership: Registered): Evaluation {
  onlyIn(partnership, 'evaluation');
  const { evaluation } = partnership;
  if (evaluation?.decided) throw refuse('stop-is-decided');
  return evaluation ?? { cause: 'pilots-ended', evaluators: [] };
}

const inEvaluation = (partnership: Registered, change: Partial<Evaluation>): Registered =>
  partnership.evaluation ? { ...partnership, evaluation: { ...partnership.evaluation, ...change } } : partnership;

export const assessingEvolutions = {
  EvaluationOpened: (partnership, { cause, note }) => ({
    ...partnership,
    phase: 'evaluation',
    evaluation: { cause, note, evaluators: [] },
  }),
  EvaluationSubmitted: (partnership, submitted) =>
    inEvaluation(partnership, {
      submitted,
      evaluators: [...new Set([...(partnership.evaluation?.evaluators ?? []), submitted.submittedBy])],
    }),
  RecommendationIssued: (partnership, recommendation) => inEvaluation(partnership, { recommendation }),
} satisfies Pick<Evolutions<EvaluationEvent>, 'EvaluationOpened' | 'EvaluationSubmitted' | 'RecommendationIssued'>;
