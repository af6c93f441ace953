import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { onlyIn, own } from '../guards.js';
import { parse } from '../kpi/decimal.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { Benefit, ScaleUpCommand, ScaleUpEvent } from './scale-up.js';

export const benefitRefusals = {
  'benefit-of-unknown-kpi': {
    about: 'input',
    en: 'A benefit is by a KPI; {kpi} is not defined.',
    da: 'En gevinst opgøres på en KPI; {kpi} er ikke defineret.',
  },
  'benefit-not-one-amount': {
    about: 'input',
    en: 'A benefit is an amount in the unit of the KPI or an amount of money: give exactly one of them.',
    da: 'En gevinst er enten en mængde i KPI’ens enhed eller et beløb: angiv netop én af dem.',
  },
  'benefit-not-in-oere': {
    about: 'input',
    en: 'The amount {amountOere} must be whole øre.',
    da: 'Beløbet {amountOere} skal være i hele øre.',
  },
  'price-year-without-money': {
    about: 'input',
    en: 'Only an amount of money is in the prices of a year; this one is in the unit of the KPI.',
    da: 'Kun et beløb er i et års priser; denne mængde er i KPI’ens enhed.',
  },
  'benefit-for-stranger': {
    about: 'input',
    en: '{party} is neither a party nor a municipality that adopts.',
    da: '{party} er hverken part eller en kommune, der har taget løsningen i brug.',
  },
  'benefit-year-not-begun': {
    about: 'input',
    en: 'A benefit is realised in a year that has begun, not in {year}.',
    da: 'En gevinst er realiseret i et år, der er begyndt, ikke i {year}.',
  },
  'benefit-evidence-missing': {
    about: 'input',
    en: 'A realised benefit names its evidence.',
    da: 'En realiseret gevinst angiver sin dokumentation.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof benefitRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export const benefitDecisions = {
  PlanBenefit({ data }, partnership) {
    if (holds(partnership, 'planned', data)) return [];
    checkBenefit(data, partnership);
    return [{ type: 'BenefitPlanned', data }];
  },

  RecordRealisedBenefit({ data, today }, partnership) {
    if (holds(partnership, 'realised', data)) return [];
    onlyIn(partnership, 'pilot', 'evaluation', 'scale-up', 'follow-up');
    checkBenefit(data, partnership);
    if (data.year > Number(today.slice(0, 4))) throw refuse('benefit-year-not-begun', { year: data.year });
    if (isBlank(data.evidence)) throw refuse('benefit-evidence-missing');
    return [{ type: 'BenefitRealised', data }];
  },
} satisfies Pick<Decisions<ScaleUpCommand>, 'PlanBenefit' | 'RecordRealisedBenefit'>;

function checkBenefit({ kpi, party, amount, amountOere, priceYear }: Benefit, partnership: Registered): void {
  if (!own(partnership.kpis, kpi)) throw refuse('benefit-of-unknown-kpi', { kpi });
  if ((amount === undefined) === (amountOere === undefined)) throw refuse('benefit-not-one-amount');
  if (amount !== undefined) parse(amount);
  if (amountOere !== undefined && !Number.isSafeInteger(amountOere))
    throw refuse('benefit-not-in-oere', { amountOere });
  if (amountOere === undefined && priceYear !== undefined) throw refuse('price-year-without-money');
  const adoption = own(partnership.scaleUp.adoptions, party)?.status;
  const adopts = adoption === 'adopts' || adoption === 'live';
  if (!adopts && !Object.hasOwn(partnership.parties, party)) throw refuse('benefit-for-stranger', { party });
}

type Kind = 'planned' | 'realised';
const place = (kind: Kind, { kpi, party, year, amount }: Benefit) =>
  JSON.stringify([kind, kpi, party, year, amount === undefined ? 'money' : 'amount']);

/** Said again under a revised definition of the KPI, a benefit is another one: its unit may be. */
function holds({ kpis, scaleUp: { benefits = {} } }: Registered, kind: Kind, benefit: Benefit): boolean {
  const held = own(benefits, place(kind, benefit));
  return held?.kpiVersion === own(kpis, benefit.kpi)?.version && sameContent(held?.benefit, benefit);
}

const withBenefit = (partnership: Registered, kind: Kind, benefit: Benefit): Registered => ({
  ...partnership,
  scaleUp: {
    ...partnership.scaleUp,
    benefits: {
      ...partnership.scaleUp.benefits,
      [place(kind, benefit)]: { benefit, kpiVersion: own(partnership.kpis, benefit.kpi)?.version },
    },
  },
});

export const benefitEvolutions = {
  BenefitPlanned: (partnership, benefit) => withBenefit(partnership, 'planned', benefit),
  BenefitRealised: (partnership, benefit) => withBenefit(partnership, 'realised', benefit),
} satisfies Pick<Evolutions<ScaleUpEvent>, 'BenefitPlanned' | 'BenefitRealised'>;
