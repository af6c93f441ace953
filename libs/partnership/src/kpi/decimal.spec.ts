import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refusal } from '../../test/story.js';
import { divide, format, isDecimal, parse, quotient } from './decimal.js';

describe('an exact decimal', () => {
  it.each(['0', '-0.5', '12.4', '0.000001', '999999999999.999999', '-999999999999.999999'])('keeps %s', (text) => {
    expect(format(parse(text))).toBe(text);
  });
  it('is said as shortly as can be', () => {
    expect([format(parse('1.500')), format(parse('007')), format(parse('-0')), format(parse('2.000000'))]).toEqual([
      '1.5',
      '7',
      '0',
      '2',
    ]);
  });
  it.each(['', '.5', '1.', '1,5', '1e3', '+1', ' 1', '1.1234567', '1234567890123', 'NaN', '--1'])(
    'is not %j',
    (text) => {
      expect(isDecimal(text)).toBe(false);
      expect(refusal(() => parse(text)).reason).toBe('not-a-decimal');
    },
  );
  it('adds without the errors of floats', () => {
    expect(format(parse('0.1') + parse('0.2'))).toBe('0.3');
  });
});

describe('rounding', () => {
  it('is half away from zero', () => {
    expect([quotient(5n, 2n), quotient(-5n, 2n), quotient(5n, -2n), quotient(-5n, -2n)]).toEqual([3n, -3n, -3n, 3n]);
    expect([quotient(7n, 3n), quotient(-7n, 3n), quotient(8n, 3n), quotient(0n, 3n)]).toEqual([2n, -2n, 3n, 0n]);
  });
  it('is to six decimals', () => {
    expect(format(divide(parse('1'), parse('3')))).toBe('0.333333');
    expect(format(divide(parse('-2'), parse('3')))).toBe('-0.666667');
  });
  it('is never further off than half, and exact where it can be', () => {
    const whole = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
    fc.assert(
      fc.property(whole, fc.bigInt({ min: 1n, max: 10n ** 18n }), fc.boolean(), (a, size, negative) => {
        const b = negative ? -size : size;
        const off = a - quotient(a, b) * b;
        expect(2n * (off < 0n ? -off : off) <= size).toBe(true);
        expect(quotient(a * b, b)).toBe(a);
      }),
    );
  });
});
