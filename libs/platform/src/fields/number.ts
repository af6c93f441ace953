import { type Field, type FieldOptions, field, type Kind } from './kind.js';

export interface RangeOptions extends FieldOptions {
  readonly min?: number;
  readonly max?: number;
}

/** A whole number; from 0 to the largest safe integer unless given otherwise. */
export function WholeNumber({ min = 0, max = Number.MAX_SAFE_INTEGER, ...options }: RangeOptions = {}): Field {
  return field(
    whole('whole-number', min, max, 'a whole number', 'et helt tal', { example: Math.max(min, 1) }),
    options,
  );
}

/** An exact decimal number as text, so that nothing is rounded on the way: at most 12 digits before and 6 after the point. */
export function Decimal(options: FieldOptions = {}): Field {
  return field(decimal, options);
}

const exact = /^-?\d{1,12}(\.\d{1,6})?$/;
const decimal: Kind = {
  name: 'decimal',
  accepts: (value) => typeof value === 'string' && exact.test(value),
  says: {
    en: 'must be a decimal number as text, like "12.4": at most 12 digits before and 6 after the point',
    da: 'skal være et decimaltal som tekst, som "12.4": højst 12 cifre før og 6 efter punktummet',
  },
  schema: { type: 'string', pattern: exact.source, example: '12.4', description: 'Decimal number as text' },
};

/** An amount of money in øre, hundredths of a krone. */
export function Oere({ min = 0, max = Number.MAX_SAFE_INTEGER, ...options }: RangeOptions = {}): Field {
  const about = { example: 1_250_000_00, description: 'Amount in øre (1/100 krone)' };
  return field(whole('oere', min, max, 'an amount in whole øre', 'et beløb i hele øre', about), options);
}

/** A share in basis points, hundredths of a percent: 10000 is all of it. */
export function BasisPoints({ min = 0, max = 10_000, ...options }: RangeOptions = {}): Field {
  const about = { example: Math.min(2_500, max), description: 'Share in basis points (1/100 percent)' };
  return field(whole('basis-points', min, max, 'whole basis points', 'hele basispoint', about), options);
}

/** Yes or no. */
export function Flag(options: FieldOptions = {}): Field {
  return field(flag, options);
}

const flag: Kind = {
  name: 'flag',
  accepts: (value) => typeof value === 'boolean',
  says: { en: 'must be true or false', da: 'skal være true eller false' },
  schema: { type: 'boolean', example: true },
  fromText: (text) => (text === 'true' ? true : text === 'false' ? false : text),
};

function whole(name: string, min: number, max: number, en: string, da: string, about: object): Kind {
  return {
    name,
    accepts: (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
    says: { en: `must be ${en}${within(min, max).en}`, da: `skal være ${da}${within(min, max).da}` },
    schema: { type: 'integer', minimum: min, maximum: max, ...about },
    fromText: (text) => (/^-?\d{1,16}$/.test(text) ? Number(text) : text),
  };
}

function within(min: number, max: number): { en: string; da: string } {
  if (max === Number.MAX_SAFE_INTEGER) return { en: ` of at least ${min}`, da: ` på mindst ${min}` };
  return { en: ` from ${min} to ${max}`, da: ` fra ${min} til ${max}` };
}
