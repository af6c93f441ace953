import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { CaseWorkCommand, CaseWorkEvent, Risk } from './case-work.js';

export const riskRefusals = {
  'risk-id-taken': {
    about: 'state',
    en: 'There is another risk {riskId} already: choose another id, or reassess that one.',
    da: 'Der findes allerede en anden risiko {riskId}: vælg et andet id, eller vurdér den på ny.',
  },
  'risk-unknown': {
    about: 'missing',
    en: 'There is no risk {riskId}: raise it first.',
    da: 'Der findes ingen risiko {riskId}: registrér den først.',
  },
  'risk-closed': {
    about: 'state',
    en: 'The risk {riskId} is closed: {outcome}.',
    da: 'Risikoen {riskId} er lukket: {outcome}.',
  },
  'risk-scale': {
    about: 'input',
    en: 'Likelihood and consequence are whole numbers from 1 to 5, not {likelihood} and {consequence}.',
    da: 'Sandsynlighed og konsekvens er hele tal fra 1 til 5, ikke {likelihood} og {consequence}.',
  },
  'risk-words-missing': {
    about: 'input',
    en: 'Say in words why the risk {riskId} is seen in another way, or how it ended.',
    da: 'Skriv med ord hvorfor risikoen {riskId} vurderes anderledes, eller hvordan den endte.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof riskRefusals, details?: Record<string, unknown>) => new Refused(reason, details);

/** Refuses likelihoods and consequences outside the scale. */
function onScale({ likelihood, consequence }: { readonly likelihood: number; readonly consequence: number }): void {
  const fits = (grade: number) => Number.isInteger(grade) && grade >= 1 && grade <= 5;
  if (!fits(likelihood) || !fits(consequence)) throw refuse('risk-scale', { likelihood, consequence });
}

function known({ caseWork }: Registered, riskId: string): Risk {
  const risk = caseWork.risks.get(riskId);
  if (!risk) throw refuse('risk-unknown', { riskId });
  return risk;
}

export const riskDecisions: Pick<Decisions<CaseWorkCommand>, 'RaiseRisk' | 'ReassessRisk' | 'CloseRisk'> = {
  RaiseRisk({ data }, { caseWork }) {
    const taken = caseWork.risks.get(data.riskId);
    if (taken && sameContent(taken.raised, data)) return [];
    if (taken) throw refuse('risk-id-taken', { riskId: data.riskId });
    onScale(data);
    return [{ type: 'RiskRaised', data }];
  },

  ReassessRisk({ data }, partnership) {
    const { riskId, likelihood, consequence, reason } = data;
    const risk = known(partnership, riskId);
    if (risk.outcome !== undefined) throw refuse('risk-closed', { riskId, outcome: risk.outcome });
    onScale(data);
    if (isBlank(reason)) throw refuse('risk-words-missing', { riskId });
    if (risk.likelihood === likelihood && risk.consequence === consequence) return [];
    return [{ type: 'RiskReassessed', data }];
  },

  CloseRisk({ data }, partnership) {
    const { riskId, outcome } = data;
    const risk = known(partnership, riskId);
    if (risk.outcome === outcome) return [];
    if (risk.outcome !== undefined) throw refuse('risk-closed', { riskId, outcome: risk.outcome });
    if (isBlank(outcome)) throw refuse('risk-words-missing', { riskId });
    return [{ type: 'RiskClosed', data }];
  },
};

const withRisk = (partnership: Registered, id: string, risk: Risk) => ({
  ...partnership,
  caseWork: { ...partnership.caseWork, risks: partnership.caseWork.risks.set(id, risk) },
});

export const riskEvolutions: Pick<Evolutions<CaseWorkEvent>, 'RiskRaised' | 'RiskReassessed' | 'RiskClosed'> = {
  RiskRaised: (partnership, data) =>
    withRisk(partnership, data.riskId, {
      raised: data,
      likelihood: data.likelihood,
      consequence: data.consequence,
    }),
  RiskReassessed: (partnership, { riskId, likelihood, consequence }) => {
    const risk = partnership.caseWork.risks.get(riskId);
    return risk ? withRisk(partnership, riskId, { ...risk, likelihood, consequence }) : partnership;
  },
  RiskClosed: (partnership, { riskId, outcome }) => {
    const risk = partnership.caseWork.risks.get(riskId);
    return risk ? withRisk(partnership, riskId, { ...risk, outcome }) : partnership;
  },
};
