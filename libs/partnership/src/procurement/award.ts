import { Refused } from '#decider';
import { daysAfter } from '../calendar.js';
import { isBlank, sameContent } from '../content.js';
import { hasHappened, own } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { BasisPoints, RefusalTexts } from '../vocabulary.js';
import { published } from './candidates.js';
import { withoutConflicts } from './conflicts.js';
import { underWay, withProcurement } from './preparation.js';
import type { Procurement, ProcurementCommand, ProcurementEvent } from './procurement.js';
import { stillIn } from './tendering.js';

export const awardRefusals = {
  'tenders-missing': {
    about: 'state',
    en: 'There is no final tender to evaluate, and the notice does not reserve an award on the initial tenders.',
    da: 'Der er intet endeligt tilbud at evaluere, og udbudsbekendtgørelsen forbeholder ikke tildeling på de indledende tilbud.',
  },
  'evaluation-not-of-all': {
    about: 'input',
    en: 'Every tender is evaluated once and nothing else; left out: {leftOut}; no tender: {noTender}.',
    da: 'Hvert tilbud evalueres én gang og intet andet; udeladt: {leftOut}; intet tilbud: {noTender}.',
  },
  'scores-incomplete': {
    about: 'input',
    en: 'The tender of {tendererId} is scored once on each award criterion: {criteria}.',
    da: 'Tilbuddet fra {tendererId} bedømmes én gang på hvert tildelingskriterium: {criteria}.',
  },
  'score-out-of-range': {
    about: 'input',
    en: 'A score is a whole number from 0 to 10000; {tendererId} has {score} on {criterion}.',
    da: 'En bedømmelse er et helt tal fra 0 til 10000; {tendererId} har {score} på {criterion}.',
  },
  'award-already-decided': {
    about: 'state',
    en: 'The award is decided already: {winners}, notified on {notifiedOn}.',
    da: 'Tildelingen er allerede besluttet: {winners}, meddelt den {notifiedOn}.',
  },
  'tenders-not-evaluated': {
    about: 'state',
    en: 'Evaluate the tenders before the award is decided.',
    da: 'Evaluér tilbuddene, før tildelingen besluttes.',
  },
  'winner-missing': {
    about: 'input',
    en: 'Name at least one winner, each of them once; to award to nobody, cancel the procurement.',
    da: 'Angiv mindst én vinder, hver af dem én gang; annullér udbuddet, hvis ingen skal tildeles.',
  },
  'winner-not-evaluated': {
    about: 'input',
    en: 'These have no evaluated tender: {winners}.',
    da: 'Disse har ikke noget evalueret tilbud: {winners}.',
  },
  'several-winners-not-announced': {
    about: 'state',
    en: 'The notice announces one winner; {winners} are named.',
    da: 'Udbudsbekendtgørelsen varsler én vinder; der er angivet {winners}.',
  },
  'better-tender-passed-over': {
    about: 'input',
    en: 'The award goes to the best tenders: {better} scored higher than a winner.',
    da: 'Tildelingen sker til de bedste tilbud: {better} er bedømt højere end en vinder.',
  },
  'evaluator-decides': {
    about: 'who',
    en: 'You evaluated the tenders: somebody else must decide the award.',
    da: 'Du har evalueret tilbuddene: en anden skal beslutte tildelingen.',
  },
  'award-reason-missing': {
    about: 'input',
    en: 'Give the reason for the award.',
    da: 'Begrund tildelingen.',
  },
  'standstill-days': {
    about: 'input',
    en: 'The standstill is a whole number of days, not {standstillDays}.',
    da: 'Standstill-perioden er et helt antal dage, ikke {standstillDays}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof awardRefusals, details?: Record<string, unknown>) => new Refused(reason, details);

type Evaluation = Extract<ProcurementCommand, { type: 'EvaluateTenders' }>['data']['evaluations'][number];

/** Calendar days between notification and contract, unless the award says otherwise. */
const standstill = 10;

/** Whose tenders are to be evaluated: the final ones, or the initial ones where the notice reserved that. */
function tendersGiven(procurement: Procurement): string[] {
  const { candidates } = procurement;
  const final = Object.keys(candidates).filter((id) => candidates[id]?.finalTender);
  if (final.length > 0) return final;
  return published(procurement).mayAwardOnInitialTender ? stillIn(procurement) : [];
}

/** The weighted total of a tender's scores, rounded half up. */
function total({ tendererId, scores }: Evaluation, weights: Readonly<Record<string, BasisPoints>>): BasisPoints {
  const criteria = Object.keys(weights);
  const once = criteria.every((code) => scores.filter(({ criterion }) => criterion === code).length === 1);
  if (!once || scores.length !== criteria.length) throw refuse('scores-incomplete', { tendererId, criteria });
  let sum = 0;
  for (const { criterion, score } of scores) {
    if (!Number.isInteger(score) || score < 0 || score > 10_000)
      throw refuse('score-out-of-range', { tendererId, criterion, score });
    sum += score * (own(weights, criterion) ?? 0);
  }
  return Math.floor((sum + 5_000) / 10_000);
}

/** Those who scored higher than a winner and did not win. */
function passedOver({ evaluations }: NonNullable<Procurement['evaluation']>, winners: readonly string[]): string[] {
  const totals = evaluations.filter(({ tendererId }) => winners.includes(tendererId)).map((one) => one.total);
  const lowest = Math.min(...totals);
  return evaluations
    .filter((one) => !winners.includes(one.tendererId) && one.total > lowest)
    .map(({ tendererId }) => tendererId);
}

export const awardDecisions = {
  EvaluateTenders({ data, by }, partnership) {
    const procurement = partnership.procurement;
    const { award, evaluation: before } = procurement;
    const weights = procurement.notice?.weights ?? {};
    if (award) {
      const said = before && { ...before, evaluations: before.evaluations.map(({ total: _total, ...one }) => one) };
      if (sameContent(said, { ...data, evaluatedBy: by.subject })) return [];
      throw refuse('award-already-decided', { winners: award.winners, notifiedOn: award.notifiedOn });
    }
    underWay(partnership);
    published(procurement);
    const tenders = tendersGiven(procurement);
    if (tenders.length === 0) throw refuse('tenders-missing');
    const evaluated = data.evaluations.map(({ tendererId }) => tendererId);
    const leftOut = tenders.filter((id) => !evaluated.includes(id));
    const noTender = evaluated.filter((id, index) => !tenders.includes(id) || evaluated.indexOf(id) !== index);
    if (leftOut.length > 0 || noTender.length > 0) throw refuse('evaluation-not-of-all', { leftOut, noTender });
    const evaluations = data.evaluations.map((one) => ({ ...one, total: total(one, weights) }));
    const evaluation = { ...data, evaluations, evaluatedBy: by.subject };
    return before && sameContent(before, evaluation) ? [] : [{ type: 'TendersEvaluated', data: evaluation }];
  },

  DecideAward(command, partnership) {
    const { data, by } = command;
    const { standstillDays = standstill, ...said } = data;
    const { winners, reason, notifiedOn } = said;
    const before = partnership.procurement.award;
    if (!Number.isInteger(standstillDays) || standstillDays < 0) throw refuse('standstill-days', { standstillDays });
    const standstillEndsOn = daysAfter(notifiedOn, standstillDays);
    if (before) {
      if (sameContent(before, { ...said, standstillEndsOn, decidedBy: before.decidedBy })) return [];
      throw refuse('award-already-decided', { winners: before.winners, notifiedOn: before.notifiedOn });
    }
    const procurement = underWay(partnership);
    const { evaluation, evaluators } = procurement;
    if (!evaluation) throw refuse('tenders-not-evaluated');
    if (evaluators.includes(by.subject)) throw refuse('evaluator-decides');
    if (winners.length === 0 || new Set(winners).size < winners.length) throw refuse('winner-missing');
    const unknown = winners.filter((id) => !evaluation.evaluations.some(({ tendererId }) => tendererId === id));
    if (unknown.length > 0) throw refuse('winner-not-evaluated', { winners: unknown });
    if (winners.length > 1 && !published(procurement).severalWinnersAnnounced)
      throw refuse('several-winners-not-announced', { winners });
    const better = passedOver(evaluation, winners);
    if (better.length > 0) throw refuse('better-tender-passed-over', { better });
    withoutConflicts(procurement);
    hasHappened(command, notifiedOn);
    if (isBlank(reason)) throw refuse('award-reason-missing');
    return [{ type: 'AwardDecided', data: { ...said, standstillEndsOn, decidedBy: by.subject } }];
  },
} satisfies Pick<Decisions<ProcurementCommand>, 'EvaluateTenders' | 'DecideAward'>;

export const awardEvolutions = {
  TendersEvaluated: (partnership, data) =>
    withProcurement(partnership, {
      evaluation: data,
      evaluators: [...new Set([...partnership.procurement.evaluators, data.evaluatedBy])],
    }),
  AwardDecided: (partnership, data) => withProcurement(partnership, { award: data }),
} satisfies Pick<Evolutions<ProcurementEvent>, 'TendersEvaluated' | 'AwardDecided'>;
