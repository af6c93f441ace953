import { describe, expect, it } from '@jest/globals';
import { putIn } from '../public/explained/put-in.js';

const measurement = (given: object) => ({ name: 'measurement', positions: [1], ...given });
const write = String;

describe('a formula with the numbers put in', () => {
  it('is the mean, each value weighted by its observations', () => {
    const inputs = [measurement({ value: '44', n: 53 }), measurement({ value: '38', n: 20 })];
    expect(putIn('mean-weighted-by-n', inputs, { write })).toBe('(44 × 53 + 38 × 20) / (53 + 20)');
  });
  it('is the ratio of the sums', () => {
    const inputs = [
      measurement({ numerator: '2', denominator: '51' }),
      measurement({ numerator: '3', denominator: '55' }),
    ];
    expect(putIn('ratio-of-sums', inputs, { write })).toBe('(2 + 3) / (51 + 55)');
  });
  it('is the share of the way from baseline to target', () => {
    const inputs = [
      { name: 'baseline', numerator: '42', denominator: '600', positions: [1] },
      { name: 'target', value: '0.05', positions: [2] },
    ];
    expect(putIn('share-of-the-way', inputs, { actual: '0.06', write })).toBe('(0.06 − 42 / 600) / (0.05 − 42 / 600)');
  });
  it('writes the first and the last of many terms', () => {
    const inputs = Array.from({ length: 20 }, (_, n) => measurement({ value: String(n) }));
    expect(putIn('sum', inputs, { write })).toBe('0 + 1 + 2 + 3 + 4 + 5 + … + 19');
  });
  it('is not written where a number is missing, or the formula is not one of these', () => {
    expect(putIn('share-of-the-way', [], { actual: '1', write })).toBeUndefined();
    expect(putIn('share-of-the-way', [{ name: 'target', value: '1', positions: [] }], { write })).toBeUndefined();
    expect(putIn('sum', [], { write })).toBeUndefined();
    expect(putIn('payments', [measurement({ value: '1' })], { write })).toBeUndefined();
  });
});
