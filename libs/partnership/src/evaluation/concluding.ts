import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { own } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import { openEvaluation } from './assessing.js';
import type { Evaluation, EvaluationCommand, EvaluationEvent } from './evaluation.js';

export const concludingRefusals = {
  'recommendation-missing': {
    about: 'state',
    en: 'No recommendation is issued: the evaluator recommends before leadership decides.',
    da: 'Der er ikke afgivet indstilling: evaluator indstiller, før ledelsen beslutter.',
  },
  'own-evaluation': {
    about: 'who',
    en: 'You submitted the evaluation or its recommendation: somebody else must decide.',
    da: 'Du har selv indsendt evalueringen eller indstillingen: en anden skal træffe beslutningen.',
  },
  'deviation-needs-reason': {
    about: 'input',
    en: 'The recommendation is {recommendation}: give the reason for deciding otherwise; both are kept.',
    da: 'Indstillingen er {recommendation}: begrund, at der besluttes andet; begge dele bevares.',
  },
  'back-to-missing': {
    about: 'input',
    en: 'Say whether the iteration goes back to development or to the pilot.',
    da: 'Angiv, om iterationen går tilbage til udvikling eller til pilotforløb.',
  },
  'back-to-not-wanted': {
    about: 'input',
    en: 'Only an iteration goes back.',
    da: 'Kun en iteration går tilbage.',
  },
  'nobody-to-pilot-with': {
    about: 'state',
    en: 'No contract is running: there is nobody to pilot with.',
    da: 'Ingen kontrakt løber: der er ingen at gennemføre et pilotforløb med.',
  },
  'nobody-to-develop-with': {
    about: 'state',
    en: 'No contract is running, and no winner of the award is left to sign one: the case stops.',
    da: 'Ingen kontrakt løber, og ingen vinder af tildelingen kan indgå en: sagen stoppes.',
  },
  'nothing-to-scale': {
    about: 'state',
    en: 'No partner is left whose solution could be scaled.',
    da: 'Der er ingen partner tilbage, hvis løsning kan skaleres.',
  },
  'scaling-needs-override': {
    about: 'state',
    en: 'No contract is evaluated as reaching its performance level within its maximum cost: give a reason for scaling nevertheless.',
    da: 'Ingen kontrakt er evalueret til at nå sit præstationsniveau inden for de maksimale omkostninger: begrund, at der alligevel skaleres.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof concludingRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export const concludingDecisions = {
  TakeEvaluationDecision({ data, by }, partnership) {
    const taken = partnership.evaluation?.decided;
    const issued = partnership.evaluation?.recommendation?.recommendation;
    const decision = { ...data, recommendation: issued, decidedBy: by.subject };
    if (sameContent(taken, decision)) return [];

    const evaluation = openEvaluation(partnership);
    if (!issued && evaluation.cause === 'pilots-ended') throw refuse('recommendation-missing');
    if (evaluation.evaluators.includes(by.subject) || evaluation.recommendation?.issuedBy === by.subject)
      throw refuse('own-evaluation');
    if (issued && issued !== data.decision && isBlank(data.deviationReason))
      throw refuse('deviation-needs-reason', { recommendation: issued });
    if (data.decision === 'iterate') {
      if (!data.backTo) throw refuse('back-to-missing');
      if (standing(partnership, 'running').length === 0) checkSomebodyFor(data.backTo, partnership);
    } else if (data.backTo) {
      throw refuse('back-to-not-wanted');
    }
    if (data.decision === 'scale') checkScalable(partnership, evaluation, data.overrideReason);
    return [{ type: 'EvaluationDecisionTaken', data: decision }];
  },
} satisfies Pick<Decisions<EvaluationCommand>, 'TakeEvaluationDecision'>;

/** With no contract running, development goes on only where somebody is left to sign one. */
function checkSomebodyFor(
  backTo: 'development' | 'pilot',
  { route, procurement: { award }, contracts }: Registered,
): void {
  if (backTo === 'pilot') throw refuse('nobody-to-pilot-with');
  const signed = Object.values(contracts).map(({ terms }) => terms.tendererId);
  const left = award ? award.winners.some((winner) => !signed.includes(winner)) : route !== 'innovation-partnership';
  if (!left) throw refuse('nobody-to-develop-with');
}

const standing = ({ contracts }: Registered, ...statuses: string[]) =>
  Object.entries(contracts).filter(([, { status }]) => statuses.includes(status));

function checkScalable(
  partnership: Registered,
  { cause, submitted }: Evaluation,
  overrideReason: string | undefined,
): void {
  const scalable = Object.fromEntries(standing(partnership, 'running', 'completed'));
  if (cause === 'no-partner-left' || Object.keys(scalable).length === 0) throw refuse('nothing-to-scale');
  const good = submitted?.contracts.some(({ contractId, performanceLevelMet, expectedCostOere }) => {
    const contract = own(scalable, contractId);
    return contract && performanceLevelMet && expectedCostOere <= contract.maximumCostOere;
  });
  if (!good && isBlank(overrideReason)) throw refuse('scaling-needs-override');
}

export const concludingEvolutions = {
  EvaluationDecisionTaken: (partnership, decided) => ({
    ...partnership,
    phase: phaseAfter(partnership, decided),
    evaluation: partnership.evaluation && { ...partnership.evaluation, decided },
  }),
} satisfies Pick<Evolutions<EvaluationEvent>, 'EvaluationDecisionTaken'>;

function phaseAfter(
  { phase }: Registered,
  { decision, backTo = 'development' }: Extract<EvaluationEvent, { type: 'EvaluationDecisionTaken' }>['data'],
) {
  if (decision === 'scale') return 'scale-up';
  return decision === 'iterate' ? backTo : phase;
}
