import type { FigureOf } from '#partnership';
import type { Language, Sentence } from '#platform';
import type { FormulaAnswer } from '../explanation/answer.js';
import { type Formula, inLanguage } from '../explanation/formula.js';

export const explainedNames = [
  'planned',
  'due',
  'not-yet-due',
  'not-followed-up',
  'realised',
  'realised-share',
  'follow-up',
  'not-added',
  'partnerships',
] as const satisfies readonly (FigureOf['name'] | CountedName)[];
export type ExplainedName = (typeof explainedNames)[number];
/** Figures that are no amounts, and so of no measure. */
export type CountedName = 'follow-up' | 'not-added' | 'partnerships';

const apart: Sentence = {
  en: 'Only benefits in this measure are in it: of municipalities, or of the one party chosen, and never of a KPI that is no sum. A bound among them makes the sum a bound; opposite bounds make it unknown.',
  da: 'Kun gevinster i denne enhed er med: kommuners eller den ene valgte parts, og aldrig på en KPI, der ikke er en sum. En grænse iblandt dem gør summen til en grænse; modsatte grænser gør den ukendt.',
};
const sum = (en: string, da: string): Sentence => ({ en: `${en} ${apart.en}`, da: `${da} ${apart.da}` });

const formulas: Readonly<Record<ExplainedName, Formula>> = {
  planned: {
    code: 'sum-planned',
    expression: 'Σ planned',
    says: sum('The sum of what is planned.', 'Summen af det planlagte.'),
  },
  due: {
    code: 'sum-due',
    expression: 'Σ planned where year < year of day',
    says: sum('The sum of what is planned for years that have ended.', 'Summen af det planlagte for år, der er gået.'),
  },
  'not-yet-due': {
    code: 'sum-not-yet-due',
    expression: 'Σ planned where year ≥ year of day',
    says: sum(
      'The sum of what is planned for years that have not ended.',
      'Summen af det planlagte for år, der ikke er gået.',
    ),
  },
  'not-followed-up': {
    code: 'sum-not-followed-up',
    expression: 'Σ planned where year < year of day and nothing is realised',
    says: sum(
      'The sum of what is planned for years that have ended and of which nothing is recorded as realised, for the same KPI, party, year and kind of amount.',
      'Summen af det planlagte for år, der er gået, hvor intet er registreret som realiseret for samme KPI, part, år og slags.',
    ),
  },
  realised: {
    code: 'sum-realised',
    expression: 'Σ realised',
    says: sum(
      'The sum of what was realised at this level of evidence.',
      'Summen af det realiserede på dette dokumentationsniveau.',
    ),
  },
  'realised-share': {
    code: 'ratio-of-sums',
    expression: 'Σ realised × 10000 / Σ planned',
    says: sum(
      'What was realised at this level of evidence as a share of what was planned, over the benefits for which both are known, in basis points. A plan known only as at least so much makes it an at most.',
      'Det realiserede på dette dokumentationsniveau som andel af det planlagte, over de gevinster, hvor begge dele kendes, i basispoint. En plan, der kun kendes som mindst så meget, gør andelen til højst.',
    ),
    rounding: { decimals: 0, half: 'away-from-zero' },
  },
  'follow-up': {
    code: 'follow-up-counts',
    expression: 'followedUp × 10000 / (followedUp + notFollowedUp)',
    says: {
      en: 'Every benefit is counted, whatever it is in and whoever gains. One that is planned is due when its year has ended, and followed up when something is recorded as realised for the same KPI, party, year and kind of amount. The share is of those due, in basis points.',
      da: 'Alle gevinster tælles, uanset enhed og part. En planlagt gevinst er forfalden, når dens år er gået, og fulgt op, når noget er registreret som realiseret for samme KPI, part, år og slags. Andelen er af de forfaldne, i basispoint.',
    },
    rounding: { decimals: 0, half: 'away-from-zero' },
  },
  'not-added': {
    code: 'not-added-counts',
    expression:
      'by reason: number planned; number realised; number planned where year < year of day and nothing is realised',
    says: {
      en: 'The benefits that stand in no sum, by the reason: those of a KPI that is no sum are not additive, and those of parties that are no municipalities stand apart, unless only one party is chosen. A benefit counts as planned, as realised, or as both; as not followed up when its year has ended and nothing is recorded as realised.',
      da: 'De gevinster, der ikke indgår i nogen sum, efter årsag: på en KPI, der ikke er en sum, kan de ikke lægges sammen, og for parter, der ikke er kommuner, står de for sig, medmindre kun én part er valgt. En gevinst tæller som planlagt, som realiseret eller som begge dele; som ikke fulgt op, når dens år er gået, og intet er registreret som realiseret.',
    },
  },
  partnerships: {
    code: 'partnership-counts',
    expression: 'number of partnerships; by phase; by status',
    says: {
      en: 'Each partnership that is chosen by what is asked about cases counts once, with benefits or without, in the phase and the status it stands in. Year, party and class of benefit choose benefits, and no partnerships.',
      da: 'Hvert partnerskab, der er valgt ved det, der spørges om sager, tæller én gang, med gevinster eller uden, i den fase og den status, det står i. År, part og gevinstklasse vælger gevinster og ingen partnerskaber.',
    },
  },
};

export const formulaOf = (figure: ExplainedName, language: Language): FormulaAnswer =>
  inLanguage(formulas[figure], language);
