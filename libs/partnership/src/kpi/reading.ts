import type { Period, RefusalTexts } from '../vocabulary.js';
import { divide, isDecimal, type Micro, parse } from './decimal.js';
import type { KpiDefinition, Reading } from './definition.js';

/** What can be wrong with a reading and the period it is of. */
export const readingFaults = {
  'reading-not-decimal': {
    about: 'input',
    en: 'Numbers are decimals with at most 12 digits before and 6 after the point.',
    da: 'Tal er decimaltal med højst 12 cifre før og 6 efter punktummet.',
  },
  'reading-empty': {
    about: 'input',
    en: 'Give either a value, or a numerator and a denominator.',
    da: 'Angiv enten en værdi eller en tæller og en nævner.',
  },
  'denominator-not-positive': {
    about: 'input',
    en: 'The denominator must be more than zero.',
    da: 'Nævneren skal være større end nul.',
  },
  'reading-needs-ratio': {
    about: 'input',
    en: 'This KPI is a ratio of sums: give numerator and denominator, never a ready percentage.',
    da: 'Denne KPI er et forhold mellem summer: angiv tæller og nævner, aldrig en færdig procent.',
  },
  'reading-needs-value': {
    about: 'input',
    en: 'This KPI takes a value, not a numerator and a denominator.',
    da: 'Denne KPI opgøres som en værdi, ikke som tæller og nævner.',
  },
  'reading-needs-n': {
    about: 'input',
    en: 'This KPI is a mean weighted by n: say how many observations stand behind the value.',
    da: 'Denne KPI er et gennemsnit vægtet med n: angiv, hvor mange observationer der ligger bag værdien.',
  },
  'n-not-positive': {
    about: 'input',
    en: 'The number of observations is a whole number, at least 1.',
    da: 'Antallet af observationer er et helt tal, mindst 1.',
  },
  'period-reversed': {
    about: 'input',
    en: 'The period ends before it begins.',
    da: 'Perioden slutter, før den begynder.',
  },
  'period-not-over': {
    about: 'input',
    en: 'The period lies in the future; only what has been measured is recorded.',
    da: 'Perioden ligger i fremtiden; kun det, der er målt, registreres.',
  },
} as const satisfies RefusalTexts;
export type ReadingFault = keyof typeof readingFaults;

export function periodFault(period: Period, today: string): ReadingFault | undefined {
  if (period.to < period.from) return 'period-reversed';
  return period.to > today ? 'period-not-over' : undefined;
}

/** What is wrong with the numbers themselves, whatever the KPI. */
export function readingFault({ value, numerator, denominator, n }: Reading): ReadingFault | undefined {
  const given = [value, numerator, denominator].filter((text) => text !== undefined);
  if (given.some((text) => !isDecimal(text))) return 'reading-not-decimal';
  const ratio = numerator !== undefined && denominator !== undefined;
  if (given.length !== (ratio ? 2 : 1) || (!ratio && value === undefined)) return 'reading-empty';
  if (ratio && parse(denominator) <= 0n) return 'denominator-not-positive';
  return n !== undefined && (!Number.isSafeInteger(n) || n < 1) ? 'n-not-positive' : undefined;
}

/** What keeps a reading from being aggregated with others as the definition says. */
export function aggregationFault(
  { aggregation }: Pick<KpiDefinition, 'aggregation'>,
  reading: Reading,
): ReadingFault | undefined {
  if (aggregation === 'ratio-of-sums') return reading.numerator === undefined ? 'reading-needs-ratio' : undefined;
  if (reading.value === undefined) return 'reading-needs-value';
  return aggregation === 'mean-weighted-by-n' && reading.n === undefined ? 'reading-needs-n' : undefined;
}

/** The value a reading states or, rounded to six decimals, the ratio it is. */
export function readingValue({ value, numerator, denominator }: Reading): Micro | undefined {
  if (value !== undefined) return parse(value);
  if (numerator === undefined || denominator === undefined) return undefined;
  return divide(parse(numerator), parse(denominator));
}
