import { Refused } from '#decider';
import type { Decimal, RefusalTexts } from '../vocabulary.js';

/** An exact decimal number, held as a whole number of millionths. */
export type Micro = bigint;

const one = 1_000_000n;
const places = 6;
const written = /^-?\d{1,12}(\.\d{1,6})?$/;

export const decimalRefusals = {
  'not-a-decimal': {
    about: 'input',
    en: '{text} is not a decimal number with at most 12 digits before and 6 after the point.',
    da: '{text} er ikke et decimaltal med højst 12 cifre før og 6 efter punktummet.',
  },
} as const satisfies RefusalTexts;

/** Whether the text is a number that can be kept exactly. */
export const isDecimal = (text: Decimal): boolean => written.test(text);

/** The number a text says. Throws `Refused('not-a-decimal')`. */
export function parse(text: Decimal): Micro {
  if (!isDecimal(text)) throw new Refused<keyof typeof decimalRefusals>('not-a-decimal', { text });
  const [whole, fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}

/** The shortest text that says exactly this number. */
export function format(number: Micro): Decimal {
  const size = number < 0n ? -number : number;
  const fraction = (size % one).toString().padStart(places, '0').replace(/0+$/, '');
  return `${number < 0n ? '-' : ''}${size / one}${fraction && `.${fraction}`}`;
}

/** A quotient of whole numbers, rounded half away from zero. Throws a `RangeError` when divided by zero. */
export function quotient(dividend: bigint, divisor: bigint): bigint {
  const [above, below] = divisor < 0n ? [-dividend, -divisor] : [dividend, divisor];
  const twice = above < 0n ? -(-2n * above + below) : 2n * above + below;
  return twice / (2n * below);
}

/** To six decimals, rounded half away from zero. */
export const divide = (a: Micro, b: Micro): Micro => quotient(a * one, b);
