import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Aim, attainment, status } from './attainment.js';
import type { Bound, KpiDefinition } from './definition.js';
import type { Figure, KnownFigure } from './figures.js';

const figure = (value: string, bound: Bound = 'point'): KnownFigure => ({
  known: true,
  value,
  bound,
  periods: [{ from: '2026-03-01', to: '2026-03-31' }],
  count: 1,
});
const noData: Figure = { known: false, reason: 'no-data' };
const aim = (baseline: string, target: string, bound?: Bound): Aim => ({
  baseline: { value: baseline, bound },
  target: { value: target },
});
const down = { direction: 'down', tolerance: 1_000 } as const;
const up = { direction: 'up', tolerance: 1_000 } as const;
const ranged = { direction: 'range', range: { low: '36.5', high: '37.5' }, tolerance: 0 } as const;

describe('attainment', () => {
  it('is the share of the way from baseline to target, whichever way it goes', () => {
    expect(attainment(up, aim('100', '200'), figure('150'))).toMatchObject({ kind: 'share', basisPoints: 5_000 });
    expect(attainment(down, aim('300', '100'), figure('150'))).toMatchObject({ kind: 'share', basisPoints: 7_500 });
  });
  it('is below zero when things went the other way, and above the whole past the target', () => {
    expect(attainment(down, aim('300', '100'), figure('320'))).toMatchObject({ basisPoints: -1_000 });
    expect(attainment(down, aim('300', '100'), figure('80'))).toMatchObject({ basisPoints: 11_000 });
  });
  it('is rounded half away from zero to basis points', () => {
    expect(attainment(up, aim('0', '3'), figure('2'))).toMatchObject({ basisPoints: 6_667 });
    expect(attainment(up, aim('0', '8'), figure('0.0004'))).toMatchObject({ basisPoints: 1 });
    expect(attainment(up, aim('0', '8'), figure('-0.0004'))).toMatchObject({ basisPoints: -1 });
  });
  it('reads a baseline that is a ratio', () => {
    const ratio: Aim = { baseline: { numerator: '1', denominator: '4' }, target: { value: '0.75' } };
    expect(attainment(up, ratio, figure('0.5'))).toMatchObject({ basisPoints: 5_000 });
  });
  it('is not computable when baseline, target or data are missing, or target and baseline are the same', () => {
    const reason = (of: Aim, one: Figure) => attainment(up, of, one);
    expect(reason({ target: { value: '1' } }, figure('1'))).toEqual({ kind: 'unknown', reason: 'baseline-missing' });
    expect(reason({ baseline: { value: '1' } }, figure('1'))).toEqual({ kind: 'unknown', reason: 'target-missing' });
    expect(reason(aim('0', '1'), noData)).toEqual({ kind: 'unknown', reason: 'no-data' });
    expect(reason(aim('1', '1.0'), figure('1'))).toEqual({ kind: 'unknown', reason: 'target-equals-baseline' });
  });
  it('of a range is in or out, both ends included', () => {
    const inside = (value: string) => attainment(ranged, {}, figure(value));
    expect([inside('36.5'), inside('37.5'), inside('37.6'), inside('36.4')]).toEqual(
      [true, true, false, false].map((inRange) => ({ kind: 'range', inRange })),
    );
    expect(attainment(ranged, {}, noData)).toEqual({ kind: 'unknown', reason: 'no-data' });
  });
  it('of a bound is a bound, turned around where less is more', () => {
    expect(attainment(up, aim('0', '10'), figure('5', 'at-least'))).toMatchObject({ bound: 'at-least' });
    expect(attainment(down, aim('10', '0'), figure('5', 'at-least'))).toMatchObject({ bound: 'at-most' });
    expect(attainment(down, aim('10', '0'), figure('5', 'at-most'))).toMatchObject({ bound: 'at-least' });
  });
  it('from a baseline known as at most can only be less than it looks', () => {
    expect(attainment(down, aim('300', '100', 'at-most'), figure('150'))).toMatchObject({ bound: 'at-most' });
    expect(attainment(down, aim('300', '100', 'at-most'), figure('90'))).toMatchObject({ bound: 'at-least' });
    expect(attainment(down, aim('300', '100', 'at-most'), figure('100'))).toMatchObject({ bound: 'point' });
  });
  it('is unknown when its bounds pull apart', () => {
    expect(attainment(down, aim('300', '100', 'at-most'), figure('150', 'at-most'))).toEqual({
      kind: 'unknown',
      reason: 'bound-undecided',
    });
  });
  it('of a range is out only when the bound says so for certain', () => {
    expect(attainment(ranged, {}, figure('38', 'at-least'))).toEqual({ kind: 'range', inRange: false });
    expect(attainment(ranged, {}, figure('37', 'at-least'))).toEqual({ kind: 'unknown', reason: 'bound-undecided' });
    expect(attainment(ranged, {}, figure('36', 'at-most'))).toEqual({ kind: 'range', inRange: false });
  });
});

describe('status', () => {
  const today = '2026-04-10';
  const of = (
    traits: Pick<KpiDefinition, 'direction' | 'tolerance' | 'range' | 'staleAfterDays'>,
    on: Aim,
    one: Figure,
  ) => status(traits, on, one, today);

  it('is on target at the target and past it', () => {
    expect(of(down, aim('300', '100'), figure('100'))).toBe('on-target');
    expect(of(down, aim('300', '100'), figure('20'))).toBe('on-target');
    expect(of(up, aim('1', '2'), figure('2'))).toBe('on-target');
  });
  it('is within tolerance on the last part of the way', () => {
    expect(of(down, aim('300', '100'), figure('120'))).toBe('within-tolerance');
    expect(of(down, aim('300', '100'), figure('121'))).toBe('off-target');
  });
  it('says what is missing: baseline, then target, then data', () => {
    expect(of(down, {}, noData)).toBe('baseline-missing');
    expect(of(down, { baseline: { value: '1' } }, noData)).toBe('target-missing');
    expect(of(down, aim('2', '1'), noData)).toBe('no-data');
    expect(of(ranged, {}, noData)).toBe('no-data');
  });
  it('is stale from the stated days after the last period', () => {
    expect(of({ ...down, staleAfterDays: 10 }, aim('300', '100'), figure('100'))).toBe('stale-data');
    expect(of({ ...down, staleAfterDays: 11 }, aim('300', '100'), figure('100'))).toBe('on-target');
  });
  it('of a target to keep the baseline is met or missed', () => {
    expect(of(up, aim('7', '7'), figure('7'))).toBe('on-target');
    expect(of(up, aim('7', '7'), figure('6.9'))).toBe('off-target');
  });
  it('of a range is in or out', () => {
    expect([of(ranged, {}, figure('37')), of(ranged, {}, figure('38'))]).toEqual(['on-target', 'off-target']);
    expect(of(ranged, {}, figure('37', 'at-most'))).toBe('undecided');
  });
  it('of a bound is claimed only when it is certain', () => {
    expect(of(up, aim('0', '10'), figure('11', 'at-least'))).toBe('on-target');
    expect(of(up, aim('0', '10'), figure('9', 'at-least'))).toBe('undecided');
    expect(of(up, aim('0', '10'), figure('11', 'at-most'))).toBe('undecided');
    expect(of(up, aim('0', '10'), figure('5', 'at-most'))).toBe('off-target');
    expect(of(up, aim('0', '10'), figure('9.5', 'at-most'))).toBe('undecided');
    expect(of(down, aim('10', '0'), figure('0', 'at-most'))).toBe('on-target');
    expect(of(down, aim('300', '100', 'at-most'), figure('115'))).toBe('undecided');
    expect(of(down, aim('300', '100', 'at-most'), figure('100'))).toBe('on-target');
  });
});

describe('attainment, whatever the figures', () => {
  const number = fc.integer({ min: -1_000_000, max: 1_000_000 });
  const text = (thousandths: number) => (thousandths / 1000).toFixed(3);
  const apart = fc.tuple(number, number).filter(([baseline, target]) => baseline !== target);
  const share = (baseline: number, target: number, actual: number) => {
    const attained = attainment(up, aim(text(baseline), text(target)), figure(text(actual)));
    if (attained.kind !== 'share') throw new Error(attained.kind);
    return attained.basisPoints;
  };

  it('is nothing at the baseline and the whole at the target', () => {
    fc.assert(
      fc.property(apart, ([baseline, target]) => {
        expect(share(baseline, target, baseline)).toBe(0);
        expect(share(baseline, target, target)).toBe(10_000);
      }),
    );
  });
  it('never falls when the figure moves towards the target’s side', () => {
    fc.assert(
      fc.property(apart, number, fc.nat(1_000_000), ([baseline, target], actual, step) => {
        const further = target > baseline ? actual + step : actual - step;
        expect(share(baseline, target, further)).toBeGreaterThanOrEqual(share(baseline, target, actual));
      }),
    );
  });
  it('holds for what a bound allows', () => {
    const bound = fc.constantFrom<Bound>('at-least', 'at-most');
    fc.assert(
      fc.property(apart, number, bound, fc.nat(1_000_000), ([baseline, target], stated, of, off) => {
        const attained = attainment(up, aim(text(baseline), text(target)), figure(text(stated), of));
        const truth = share(baseline, target, of === 'at-least' ? stated + off : stated - off);
        if (attained.kind !== 'share') throw new Error(attained.kind);
        if (attained.bound === 'at-least') expect(truth).toBeGreaterThanOrEqual(attained.basisPoints);
        else expect(truth).toBeLessThanOrEqual(attained.basisPoints);
      }),
    );
  });
});
