import { Refused } from '#decider';
import { sameContent } from '../content.js';
import { own } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { CaseWorkCommand, CaseWorkEvent } from './case-work.js';

export const economyRefusals = {
  'business-case-without-parties': {
    about: 'input',
    en: 'A business case says who invests and who gains: name at least one party.',
    da: 'En business case viser hvem der investerer, og hvem der får gevinsten: angiv mindst én part.',
  },
  'business-case-horizon': {
    about: 'input',
    en: 'A business case looks at least one whole year ahead, not {horizonYears}.',
    da: 'En business case rækker mindst ét helt år frem, ikke {horizonYears}.',
  },
  'business-case-party-repeated': {
    about: 'input',
    en: 'These stand in the business case more than once: {organisations}.',
    da: 'Disse står mere end én gang i business casen: {organisations}.',
  },
  'business-case-party-unknown': {
    about: 'state',
    en: 'These do not take part in the partnership: {organisations}. Add them as parties first.',
    da: 'Disse deltager ikke i partnerskabet: {organisations}. Tilføj dem som parter først.',
  },
  'budget-line-covers-nothing': {
    about: 'input',
    en: 'Say what the budget line {budgetLineId} covers: purchase, implementation or operation.',
    da: 'Angiv hvad budgetlinjen {budgetLineId} dækker: anskaffelse, implementering eller drift.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof economyRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export const economyDecisions: Pick<Decisions<CaseWorkCommand>, 'SetBusinessCase' | 'SetBudgetLine'> = {
  SetBusinessCase({ data }, { caseWork, parties }) {
    if (caseWork.businessCase && sameContent(caseWork.businessCase, data)) return [];
    const { horizonYears } = data;
    if (!Number.isInteger(horizonYears) || horizonYears < 1) throw refuse('business-case-horizon', { horizonYears });
    const organisations = data.parties.map(({ organisation }) => organisation);
    if (organisations.length === 0) throw refuse('business-case-without-parties');
    const repeated = organisations.filter((id, index) => organisations.indexOf(id) !== index);
    if (repeated.length > 0) throw refuse('business-case-party-repeated', { organisations: repeated });
    const unknown = organisations.filter((id) => !own(parties, id));
    if (unknown.length > 0) throw refuse('business-case-party-unknown', { organisations: unknown });
    return [{ type: 'BusinessCaseSet', data }];
  },

  SetBudgetLine({ data }, { caseWork }) {
    const { budgetLineId, covers } = data;
    const line = caseWork.budgetLines.get(budgetLineId);
    if (line && sameContent(line, data)) return [];
    if (!covers.purchase && !covers.implementation && !covers.operation)
      throw refuse('budget-line-covers-nothing', { budgetLineId });
    return [{ type: 'BudgetLineSet', data }];
  },
};

export const economyEvolutions: Pick<Evolutions<CaseWorkEvent>, 'BusinessCaseSet' | 'BudgetLineSet'> = {
  BusinessCaseSet: ({ caseWork, ...partnership }, data) => ({
    ...partnership,
    caseWork: { ...caseWork, businessCase: data },
  }),
  BudgetLineSet: ({ caseWork, ...partnership }, data) => ({
    ...partnership,
    caseWork: { ...caseWork, budgetLines: caseWork.budgetLines.set(data.budgetLineId, data) },
  }),
};
