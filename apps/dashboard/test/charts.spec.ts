import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { course } from '../public/charts/lines.js';
import { extent, middle, months, scale, ticks } from '../public/charts/scale.js';
import { asShown, baselineValue, figureValue } from '../public/kpi/figures.js';

/** A decimal of the domain: at most six digits after the point. */
const amount = fc.maxSafeInteger().map((millionths) => millionths / 1e6);

describe('the scale of a picture', () => {
  it('puts the ends of the values at the ends of the place, also upside down', () => {
    const down = scale([0, 100], [250, 10]);
    expect([down(0), down(50), down(100)]).toEqual([250, 130, 10]);
  });
  it('puts a single value in the middle', () => {
    expect(scale([5, 5], [0, 100])(5)).toBe(50);
  });
});

describe('the ticks of an axis', () => {
  it('are round', () => {
    expect(ticks(0, 95, 4)).toEqual([0, 25, 50, 75, 100]);
    expect(ticks(0.039, 0.0689, 4)).toEqual([0.03, 0.04, 0.05, 0.06, 0.07]);
  });
  it('enclose every value, evenly, and are never many', () => {
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const found = ticks(low, high, 4);
        const slack = (high - low) * 1e-6 + 1e-9;
        expect(found[0]).toBeLessThanOrEqual(low + slack);
        expect(found.at(-1)).toBeGreaterThanOrEqual(high - slack);
        expect(found.length).toBeGreaterThan(1);
        expect(found.length).toBeLessThan(9);
      }),
    );
  });
});

describe('what an axis takes in', () => {
  it('begins at zero where that is near, so that small changes do not look large', () => {
    expect(extent([38, 95, 30])).toEqual([0, 95]);
    expect(extent([1000, 1010])).toEqual([1000, 1010]);
    expect(extent([-10, -30])).toEqual([-30, 0]);
  });
  it('leaves out what is unknown and does not take it for zero', () => {
    expect(extent([undefined, 1000, null, 1010, Number.NaN])).toEqual([1000, 1010]);
    expect(extent([undefined])).toEqual([0, 1]);
  });
});

describe('the months under an axis', () => {
  it('are every one of them, or few that lie evenly', () => {
    expect(months('2024-01-15', '2024-04-30', 6)).toEqual(['2024-02-01', '2024-03-01', '2024-04-01']);
    expect(months('2021-09-01', '2024-06-30', 6)).toEqual([
      '2022-01-01',
      '2022-07-01',
      '2023-01-01',
      '2023-07-01',
      '2024-01-01',
    ]);
  });
  it('are at least one', () => {
    expect(months('2024-01-15', '2024-01-20')).toEqual(['2024-01-15']);
  });
});

describe('a line', () => {
  it('is broken where a value is unknown', () => {
    expect(course(['1 1', '2 2', undefined, '4 4', '5 5'])).toBe('M1 1L2 2M4 4L5 5');
  });
  it('stands a period at its middle', () => {
    expect(middle({ from: '2024-01-01', to: '2024-01-03' })).toBe(Date.parse('2024-01-02'));
  });
});

describe('a ratio', () => {
  const percentage = { aggregation: 'ratio-of-sums', unit: '%' };
  it('is shown in hundredths where its unit is per cent, and as it is otherwise', () => {
    expect(asShown('0.0689', percentage)).toBe(6.89);
    expect(asShown('0.0689', { ...percentage, unit: 'admissions per citizen' })).toBe(0.0689);
    expect(asShown('18', { aggregation: 'last', unit: '%' })).toBe(18);
  });
  it('is that of the baseline’s own numbers', () => {
    const period = { from: '2022-01-01', to: '2022-12-31' };
    const baseline = { period, source: 'register', locked: true, numerator: '42', denominator: '600' };
    expect(baselineValue(baseline, percentage)).toBe(7);
    expect(baselineValue({ ...baseline, denominator: '0' }, percentage)).toBeUndefined();
  });
  it('that is not known has no value', () => {
    expect(figureValue({ known: false, reason: 'no-data' }, percentage)).toBeUndefined();
  });
});
