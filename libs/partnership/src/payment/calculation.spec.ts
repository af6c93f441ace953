import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evidenceLevels } from '../kpi/measurements.js';
import { calculate, type Formula, type OutcomeFigure, type PaymentTerms } from './calculation.js';

const terms = (formula: Formula, changes: Partial<PaymentTerms> = {}): PaymentTerms => ({
  direction: 'down',
  formula,
  minimumPopulation: 30,
  requiredEvidenceLevel: 'measured',
  ...changes,
});
const outcome = (changes: Partial<OutcomeFigure> = {}): OutcomeFigure => ({
  value: '200',
  population: 40,
  evidenceLevel: 'measured',
  baseline: { value: '300' },
  ...changes,
});
/** What it pays, or why it pays nothing. */
const pays = (agreed: PaymentTerms, figure: OutcomeFigure, before = 0) => {
  const payment = calculate(agreed, figure, before);
  return payment.payable ? payment.calculation.amountOere : payment.reason;
};
const steps = (agreed: PaymentTerms, figure: OutcomeFigure, before = 0) => {
  const payment = calculate(agreed, figure, before);
  return payment.payable ? payment.calculation : payment.reason;
};

const fixed = terms({ kind: 'fixed', threshold: '150', amountOere: 40_000 });
const perUnit = terms({ kind: 'per-outcome', per: 'improvement', unitOere: 500 });
const counts = terms({ kind: 'per-outcome', per: 'count', unitOere: 500 }, { direction: 'up' });
const tiered = terms({
  kind: 'tiered',
  target: '150',
  tiers: [
    { from: 5_000, amountOere: 10_000 },
    { from: 10_000, amountOere: 30_000 },
    { from: 15_000, amountOere: 50_000 },
  ],
});
const shared = terms({ kind: 'gain-share', unitOere: 1_001, share: 2_500 });

describe('a fixed amount', () => {
  it('is paid once the figure has come to the threshold, whichever way is better', () => {
    expect(pays(fixed, outcome({ value: '150' }))).toBe(40_000);
    expect(pays(fixed, outcome({ value: '150.000001' }))).toBe('nothing-achieved');
    expect(pays({ ...fixed, direction: 'up' }, outcome({ value: '150' }))).toBe(40_000);
    expect(pays({ ...fixed, direction: 'up' }, outcome({ value: '149.999999' }))).toBe('nothing-achieved');
  });
  it('needs no baseline', () => {
    expect(pays(fixed, outcome({ value: '1', baseline: undefined }))).toBe(40_000);
  });
});

describe('an amount per outcome', () => {
  it('is paid for each unit of improvement on the baseline, and for a part of one in part', () => {
    expect(steps(perUnit, outcome({ value: '297.75' }))).toEqual({
      units: '2.25',
      formulaOere: 1_125,
      amountOere: 1_125,
    });
    expect(pays({ ...perUnit, direction: 'up' }, outcome({ value: '310' }))).toBe(5_000);
  });
  it('is nothing without improvement', () => {
    expect(pays(perUnit, outcome({ value: '300' }))).toBe('nothing-achieved');
    expect(pays(perUnit, outcome({ value: '301' }))).toBe('nothing-achieved');
    expect(pays({ ...perUnit, floorOere: 9 }, outcome({ value: '301' }))).toBe('nothing-achieved');
  });
  it('is nothing for an improvement that is worth less than half an øre, unless there is a floor', () => {
    const tiny = outcome({ value: '299.9991' });
    expect(pays(perUnit, tiny)).toBe('nothing-achieved');
    expect(pays({ ...perUnit, floorOere: 9 }, tiny)).toBe(9);
  });
  it('is paid for each that is counted, without a baseline', () => {
    expect(steps(counts, outcome({ value: '12', baseline: undefined }))).toMatchObject({
      units: '12',
      amountOere: 6_000,
    });
    expect(pays({ ...counts, floorOere: 9 }, outcome({ value: '0' }))).toBe('nothing-achieved');
    expect(pays({ ...counts, floorOere: 9 }, outcome({ value: '-1' }))).toBe('nothing-achieved');
  });
  it('keeps a ratio as its two numbers until the one rounding at the end', () => {
    // 1/3 less 1/7 is 4/21: at 10,500,000 øre a unit exactly 2,000,000, which six decimals of each would miss.
    const ratio = outcome({
      value: undefined,
      numerator: '1',
      denominator: '7',
      baseline: { numerator: '1', denominator: '3' },
    });
    const agreed = terms({ kind: 'per-outcome', per: 'improvement', unitOere: 10_500_000 });
    expect(steps(agreed, ratio)).toMatchObject({ units: '0.190476', amountOere: 2_000_000 });
  });
  it('is rounded half away from zero', () => {
    const agreed = terms({ kind: 'per-outcome', per: 'improvement', unitOere: 5 });
    expect(pays(agreed, outcome({ value: '299.9' }))).toBe(1);
    expect(pays(agreed, outcome({ value: '299.91' }))).toBe('nothing-achieved');
  });
});

describe('tiers', () => {
  it('pay the amount of the highest one reached, and say how far it has come', () => {
    expect(steps(tiered, outcome({ value: '225' }))).toEqual({
      attainment: 5_000,
      formulaOere: 10_000,
      amountOere: 10_000,
    });
    expect(pays(tiered, outcome({ value: '150' }))).toBe(30_000);
    expect(pays(tiered, outcome({ value: '10' }))).toBe(50_000);
  });
  it('are not reached by rounding', () => {
    expect(pays(tiered, outcome({ value: '225.000001' }))).toBe('nothing-achieved');
    expect(steps(tiered, outcome({ value: '150.000001' }))).toMatchObject({ attainment: 9_999, amountOere: 10_000 });
  });
  it('pay nothing when the baseline is past the target already', () => {
    expect(pays(tiered, outcome({ value: '100', baseline: { value: '140' } }))).toBe('nothing-achieved');
  });
});

describe('a share of the gain', () => {
  it('is of what the improvement is worth, rounded once', () => {
    // 1.5 units are 1,501.5 øre, of which a quarter is 375.375.
    expect(steps(shared, outcome({ value: '298.5' }))).toEqual({
      units: '1.5',
      gainOere: 1_502,
      formulaOere: 375,
      amountOere: 375,
    });
  });
});

describe('what keeps an outcome from being paid', () => {
  it.each(evidenceLevels)('is evidence weaker than the model requires, when it is %s', (evidenceLevel) => {
    const expected = ['supplier-calculated', 'self-reported'].includes(evidenceLevel) ? 'evidence-too-weak' : 50_000;
    expect(pays(perUnit, outcome({ evidenceLevel }))).toBe(expected);
  });
  it('is a population below the least', () => {
    expect(pays(perUnit, outcome({ population: 29 }))).toBe('population-too-small');
    expect(pays(perUnit, outcome({ population: 30 }))).toBe(50_000);
  });
  it.each([perUnit, fixed, tiered, shared])('is a bound that proves nothing, for $formula.kind', (agreed) => {
    const good = outcome({ value: '100' });
    expect(pays(agreed, { ...good, bound: 'at-least' })).toBe('improvement-not-proven');
    expect(pays(agreed, { ...good, bound: 'at-most' })).toBe(pays(agreed, good));
  });
  it('turns with the direction', () => {
    const up = terms({ kind: 'fixed', threshold: '150', amountOere: 1 }, { direction: 'up' });
    expect(pays(up, outcome({ bound: 'at-most' }))).toBe('improvement-not-proven');
    expect(pays(up, outcome({ bound: 'at-least' }))).toBe(1);
  });
  it.each([perUnit, tiered, shared])(
    'is a baseline that may have been better than stated, for $formula.kind',
    (agreed) => {
      expect(pays(agreed, outcome({ value: '100', baseline: { value: '300', bound: 'at-most' } }))).toBe(
        'improvement-not-proven',
      );
      expect(pays(agreed, outcome({ value: '100', baseline: undefined }))).toBe('improvement-not-proven');
    },
  );
  it('is not a baseline that may have been worse, which proves at most the whole of the way', () => {
    const baseline = { value: '300', bound: 'at-least' } as const;
    expect(pays(perUnit, outcome({ baseline }))).toBe(50_000);
    expect(pays(tiered, outcome({ value: '200', baseline }))).toBe(10_000);
    expect(pays(tiered, outcome({ value: '10' }))).toBe(50_000);
    expect(steps(tiered, outcome({ value: '10', baseline }))).toMatchObject({ attainment: 10_000, amountOere: 30_000 });
  });
});

describe('the cap and the floor', () => {
  it('raise what is payable to the floor, and say so', () => {
    expect(steps({ ...perUnit, floorOere: 60_000 }, outcome())).toMatchObject({
      formulaOere: 50_000,
      floorOere: 60_000,
      amountOere: 60_000,
    });
    expect(steps({ ...perUnit, floorOere: 50_000 }, outcome())).not.toHaveProperty('floorOere', 50_000);
  });
  it('pay what is left of the cap over the life of the model', () => {
    const capped = { ...perUnit, capOere: 70_000 };
    expect(steps(capped, outcome())).toMatchObject({ capLeftOere: 70_000, amountOere: 50_000 });
    expect(steps(capped, outcome(), 40_000)).toMatchObject({
      formulaOere: 50_000,
      capLeftOere: 30_000,
      amountOere: 30_000,
    });
    expect(pays(capped, outcome(), 70_000)).toBe('cap-reached');
    expect(pays(capped, outcome(), 80_000)).toBe('cap-reached');
  });
  it('let the cap be the stronger', () => {
    expect(pays({ ...perUnit, capOere: 70_000, floorOere: 60_000 }, outcome(), 50_000)).toBe(20_000);
  });
});

const oere = fc.integer({ min: 1, max: 1_000_000_000 });
const decimal = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((micro) => (micro / 1e6).toFixed(6));
const formula: fc.Arbitrary<Formula> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), threshold: decimal, amountOere: oere }),
  fc.record({
    kind: fc.constant('per-outcome' as const),
    per: fc.constantFrom('improvement' as const, 'count' as const),
    unitOere: oere,
  }),
  fc.record({
    kind: fc.constant('tiered' as const),
    target: decimal,
    tiers: fc
      .uniqueArray(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 4 })
      .map((from) => from.sort((a, b) => a - b).map((one, index) => ({ from: one, amountOere: (index + 1) * 777 }))),
  }),
  fc.record({
    kind: fc.constant('gain-share' as const),
    unitOere: oere,
    share: fc.integer({ min: 1, max: 10_000 }),
  }),
);
/** As terms can be agreed: what should fall is not paid for by counting it. */
const agreed: fc.Arbitrary<PaymentTerms> = fc
  .record(
    {
      direction: fc.constantFrom('up' as const, 'down' as const),
      formula,
      capOere: oere,
      floorOere: oere,
      minimumPopulation: fc.integer({ min: 1, max: 50 }),
      requiredEvidenceLevel: fc.constantFrom(...evidenceLevels),
    },
    { requiredKeys: ['direction', 'formula', 'minimumPopulation', 'requiredEvidenceLevel'] },
  )
  .map((one) =>
    one.formula.kind === 'per-outcome' && one.formula.per === 'count' ? { ...one, direction: 'up' } : one,
  );
const bound = fc.constantFrom('point' as const, 'at-least' as const, 'at-most' as const);
const figure: fc.Arbitrary<OutcomeFigure> = fc.record({
  value: decimal,
  bound,
  population: fc.integer({ min: 1, max: 100 }),
  evidenceLevel: fc.constantFrom(...evidenceLevels),
  baseline: fc.record({ value: decimal, bound }),
});
const before = fc.integer({ min: 0, max: 1_000_000_000 });
const amount = (one: PaymentTerms, other: OutcomeFigure, paid: number) => {
  const payment = calculate(one, other, paid);
  return payment.payable ? payment.calculation.amountOere : 0;
};

describe('whatever is agreed and achieved', () => {
  it('pays whole øre, at most what is left of the cap, and at least the floor where the cap lets it', () => {
    fc.assert(
      fc.property(agreed, figure, before, (one, other, paid) => {
        const payment = calculate(one, other, paid);
        if (!payment.payable) return;
        const { amountOere } = payment.calculation;
        expect(Number.isSafeInteger(amountOere) && amountOere > 0).toBe(true);
        const left = one.capOere === undefined ? Number.MAX_SAFE_INTEGER : one.capOere - paid;
        expect(amountOere).toBeLessThanOrEqual(left);
        expect(amountOere).toBeGreaterThanOrEqual(Math.min(one.floorOere ?? 0, left));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never pays less for a better figure', () => {
    fc.assert(
      fc.property(agreed, figure, before, fc.nat(1_000_000_000), (one, other, paid, micro) => {
        const step =
          BigInt(Math.round(Number(other.value) * 1e6)) + (one.direction === 'up' ? 1n : -1n) * BigInt(micro);
        const value = `${(Number(step) / 1e6).toFixed(6)}`;
        expect(amount(one, { ...other, value }, paid)).toBeGreaterThanOrEqual(amount(one, other, paid));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never pays more for a bound than the worst that it leaves open', () => {
    fc.assert(
      fc.property(agreed, figure, before, fc.nat(1_000_000), (one, other, paid, micro) => {
        const off = (text = '0', known = 'point') =>
          (Number(text) + (known === 'at-least' ? 1 : known === 'at-most' ? -1 : 0) * (micro / 1e6)).toFixed(6);
        const really: OutcomeFigure = {
          ...other,
          value: off(other.value, other.bound),
          bound: 'point',
          baseline: { value: off(other.baseline?.value, other.baseline?.bound) },
        };
        expect(amount(one, other, paid)).toBeLessThanOrEqual(amount(one, really, paid));
      }),
      { numRuns: 5_000 },
    );
  });

  it('stays exact where numbers are as large as they get', () => {
    const most = '999999999999.999999';
    const far = terms(
      { kind: 'per-outcome', per: 'improvement', unitOere: Number.MAX_SAFE_INTEGER },
      { direction: 'up' },
    );
    const huge = outcome({ value: most, baseline: { value: `-${most}` } });
    expect(pays({ ...far, capOere: 5 }, huge)).toBe(5);
    expect(pays(far, huge)).toBe(Number.MAX_SAFE_INTEGER);
  });
});
