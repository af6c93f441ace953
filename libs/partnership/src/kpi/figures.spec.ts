import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daysAfter } from '../calendar.js';
import type { Aggregation, Bound } from './definition.js';
import { aggregate, series } from './figures.js';
import { evidenceLevels, type Measurement } from './measurements.js';

let ids = 0;
const measured = (changes: Partial<Measurement>): Measurement => ({
  measurementId: `m${ids++}`,
  period: { from: '2026-03-01', to: '2026-03-31' },
  source: 'Alarmlog',
  evidenceLevel: 'measured',
  ...changes,
});
const march = { from: '2026-03-01', to: '2026-03-31' };
const april = { from: '2026-04-01', to: '2026-04-30' };
const of = (aggregation: Aggregation, ...measurements: Partial<Measurement>[]) =>
  aggregate({ aggregation }, measurements.map(measured));

describe('a figure out of measurements', () => {
  it('is unknown without any, not zero', () => {
    expect(of('sum')).toEqual({ known: false, reason: 'no-data' });
  });
  it('of a ratio is the sum of numerators by the sum of denominators, never a mean of percentages', () => {
    const figure = of(
      'ratio-of-sums',
      { numerator: '1', denominator: '2', site: 's1' },
      { numerator: '1', denominator: '98', site: 's2' },
    );
    expect(figure).toMatchObject({ known: true, value: '0.02', numerator: '2', denominator: '100', count: 2 });
  });
  it('of scores is the mean weighted by n', () => {
    const figure = of('mean-weighted-by-n', { value: '10', n: 1 }, { value: '40', n: 3 });
    expect(figure).toMatchObject({ known: true, value: '32.5', n: 4 });
  });
  it('of a sum adds up exactly, and says the periods it covers', () => {
    const figure = of('sum', { value: '0.1', period: march }, { value: '0.2', period: april });
    expect(figure).toEqual({ known: true, value: '0.3', bound: 'point', periods: [march, april], count: 2 });
  });
  it('of the last is the one of the latest period', () => {
    expect(of('last', { value: '7', period: april }, { value: '9', period: march })).toMatchObject({
      value: '7',
      periods: [april],
      count: 1,
    });
    expect(of('last', { value: '7', site: 's1' }, { value: '9', site: 's2' })).toEqual({
      known: false,
      reason: 'several-latest',
    });
  });
  it('counts observations only when every measurement says how many', () => {
    expect(of('sum', { value: '1', n: 3, period: march }, { value: '1', period: april })).toHaveProperty(
      'n',
      undefined,
    );
  });
});

describe('what never becomes one figure', () => {
  const unknown = (reason: string) => ({ known: false, reason });

  it('is evidence of different levels', () => {
    expect(of('sum', { value: '1', evidenceLevel: 'self-reported' }, { value: '1', period: april })).toEqual(
      unknown('evidence-blended'),
    );
  });
  it('is the solutions of different partners', () => {
    expect(of('sum', { value: '1', contractId: 'k1' }, { value: '1', contractId: 'k2' })).toEqual(
      unknown('partners-blended'),
    );
  });
  it('is a site or a municipality together with what holds it', () => {
    const blended = unknown('sites-and-whole-blended');
    expect(of('sum', { value: '1', site: 's1' }, { value: '1' })).toEqual(blended);
    expect(of('sum', { value: '1', site: 's1' }, { value: '1', municipality: '0250', period: april })).toEqual(blended);
    expect(of('sum', { value: '1', municipality: '0250' }, { value: '1', period: april })).toEqual(blended);
  });
  it('is a sum over periods that overlap in one place, whoever measured', () => {
    const late = { from: '2026-03-31', to: '2026-04-30' };
    expect(of('sum', { value: '1', period: late }, { value: '1', period: march })).toEqual(unknown('periods-overlap'));
    const ratio = { numerator: '1', denominator: '2' };
    expect(of('ratio-of-sums', { ...ratio, period: late }, ratio)).toEqual(unknown('periods-overlap'));
    expect(of('sum', { value: '1', site: 's1' }, { value: '1', site: 's2' })).toMatchObject({ value: '2' });
    expect(of('sum', { value: '1', municipality: '0250' }, { value: '1', municipality: '0561' })).toMatchObject({
      value: '2',
    });
    expect(of('sum', { value: '1', source: 'A' }, { value: '1', source: 'B' })).toEqual(unknown('periods-overlap'));
  });
  it('is a lower bound together with an upper one', () => {
    expect(of('sum', { value: '1', bound: 'at-least' }, { value: '1', bound: 'at-most', period: april })).toEqual(
      unknown('bounds-contradict'),
    );
  });
  it('is what was measured under a definition that added up otherwise', () => {
    expect(of('ratio-of-sums', { value: '1' })).toEqual(unknown('not-aggregable'));
    expect(of('mean-weighted-by-n', { value: '1' })).toEqual(unknown('not-aggregable'));
  });
});

describe('a figure known only as a bound', () => {
  it('stays a bound when exact ones are added to it', () => {
    expect(of('sum', { value: '1000000', bound: 'at-least' }, { value: '5', period: april })).toMatchObject({
      value: '1000005',
      bound: 'at-least',
    });
  });
});

describe('series', () => {
  it('keep evidence levels, partners and sites apart, the strongest evidence first', () => {
    const all = [
      { evidenceLevel: 'self-reported' as const, contractId: 'k1', site: 's1' },
      { contractId: 'k2', site: 's1', period: april },
      { contractId: 'k2', site: 's1', period: march },
      { contractId: 'k1', site: 's1' },
      {},
    ].map(measured);
    expect(series(all).map(({ measurements, ...apart }) => [apart, measurements.length])).toEqual([
      [{ evidenceLevel: 'measured' }, 1],
      [{ evidenceLevel: 'measured', contractId: 'k1', site: 's1' }, 1],
      [{ evidenceLevel: 'measured', contractId: 'k2', site: 's1' }, 2],
      [{ evidenceLevel: 'self-reported', contractId: 'k1', site: 's1' }, 1],
    ]);
    expect(series(all)[2]?.measurements.map(({ period }) => period)).toEqual([march, april]);
  });
});

const decimals = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((thousandths) => (thousandths / 1000).toFixed(3));
const positive = fc.integer({ min: 1, max: 1_000_000 }).map((thousandths) => (thousandths / 1000).toFixed(3));
const anyMeasurement = fc
  .record({
    month: fc.integer({ min: 0, max: 11 }),
    site: fc.constantFrom('s1', 's2', undefined),
    contractId: fc.constantFrom('k1', 'k2'),
    evidenceLevel: fc.constantFrom(...evidenceLevels),
    value: decimals,
    numerator: decimals,
    denominator: positive,
    n: fc.integer({ min: 1, max: 50 }),
    bound: fc.constantFrom<Bound>('point', 'at-least'),
    ratio: fc.boolean(),
  })
  .map(({ month, ratio, value, numerator, denominator, ...rest }) =>
    measured({
      ...rest,
      ...(ratio ? { numerator, denominator } : { value }),
      period: { from: daysAfter('2025-01-01', 31 * month), to: daysAfter('2025-01-01', 31 * month + 30) },
    }),
  );
const aggregation = fc.constantFrom<Aggregation>('sum', 'mean-weighted-by-n', 'ratio-of-sums', 'last');

describe('figures, whatever is measured', () => {
  it('do not depend on the order measurements come in', () => {
    const shuffled = fc
      .array(anyMeasurement, { maxLength: 12 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(aggregation, shuffled, (how, [one, other]) => {
        expect(aggregate({ aggregation: how }, one)).toEqual(aggregate({ aggregation: how }, other));
        const apart = (all: Measurement[]) =>
          series(all).map((group) => aggregate({ aggregation: how }, group.measurements));
        expect(apart(one)).toEqual(apart(other));
      }),
    );
  });
  it('lose no measurement among the series, and never blend within one', () => {
    fc.assert(
      fc.property(fc.array(anyMeasurement), (all) => {
        const apart = series(all);
        expect(
          apart
            .flatMap(({ measurements }) => measurements)
            .map(({ measurementId }) => measurementId)
            .sort(),
        ).toEqual(all.map(({ measurementId }) => measurementId).sort());
        for (const { measurements } of apart) {
          const figure = aggregate({ aggregation: 'sum' }, measurements);
          expect(figure).not.toMatchObject({ reason: 'evidence-blended' });
          expect(figure).not.toMatchObject({ reason: 'partners-blended' });
        }
      }),
    );
  });
  it('of a mean lie between the least and the greatest', () => {
    const scores = fc.array(fc.record({ value: decimals, n: fc.integer({ min: 1, max: 50 }) }), { minLength: 1 });
    fc.assert(
      fc.property(scores, (all) => {
        const figure = of('mean-weighted-by-n', ...all);
        const values = all.map(({ value }) => Number(value));
        expect(figure.known && Number(figure.value)).toBeGreaterThanOrEqual(Math.min(...values));
        expect(figure.known && Number(figure.value)).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });
});
