import { describe, expect, it } from '@jest/globals';
import { awarded, manager, wish } from '../../test/story.js';
import { baselineLocked, gatesPassed, minutesToAction } from '../../test/story-from-contract.js';
import { decided, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';
import type { KpiDefinition } from './definition.js';

const define = (changes: Partial<KpiDefinition> = {}) => wish(manager, 'DefineKpi', { ...minutesToAction, ...changes });
const defined: PartnershipEvent[] = [...awarded, { type: 'KpiDefined', data: minutesToAction }];
const range = { low: '36.5', high: '37.5' };

describe('defining a KPI', () => {
  it('gives it a code of its own', () => {
    expect(decided(awarded, define())).toEqual([{ type: 'KpiDefined', data: minutesToAction }]);
    expect(decided(defined, define())).toEqual([]);
    expect(refused(defined, define({ name: 'Minutter' }))).toBe('kpi-code-taken');
  });
  it('needs a range when it shall stay within one, and only then', () => {
    expect(decided(awarded, define({ direction: 'range', range }))).toHaveLength(1);
    expect(refused(awarded, define({ direction: 'range' }))).toBe('range-missing');
    expect(refused(awarded, define({ direction: 'range', range: { low: '10', high: '9' } }))).toBe('range-missing');
    expect(refused(awarded, define({ direction: 'range', range: { low: 'ti', high: '11' } }))).toBe('not-a-decimal');
    expect(refused(awarded, define({ range }))).toBe('range-not-wanted');
  });
  it('has a tolerance that is a share, and whole days to go stale', () => {
    expect(refused(awarded, define({ tolerance: 10_001 }))).toBe('tolerance-not-a-share');
    expect(refused(awarded, define({ tolerance: 0.5 }))).toBe('tolerance-not-a-share');
    expect(refused(awarded, define({ staleAfterDays: 0 }))).toBe('stale-after-no-days');
  });
});

describe('revising a KPI', () => {
  const revise = (changes: Partial<KpiDefinition>) =>
    wish(manager, 'ReviseKpi', { reason: 'Præciseret', definition: { ...minutesToAction, ...changes } });

  it('makes the next version, with a reason', () => {
    const definition = { ...minutesToAction, name: 'Minutter' };
    expect(decided(defined, revise({ name: 'Minutter' }))).toEqual([
      { type: 'KpiRevised', data: { version: 2, reason: 'Præciseret', definition } },
    ]);
    expect(decided(defined, revise({}))).toEqual([]);
  });
  it('keeps the code', () => {
    expect(refused(defined, revise({ code: 'other' }))).toBe('unknown-kpi');
  });
  it('keeps the rules of a definition', () => {
    expect(refused(defined, revise({ direction: 'range' }))).toBe('range-missing');
  });
  it('keeps the meaning of a locked baseline', () => {
    const admissions = baselineLocked.find(({ type }) => type === 'KpiDefined')?.data as KpiDefinition;
    const change = (changes: Partial<KpiDefinition>) =>
      wish(manager, 'ReviseKpi', { reason: 'x', definition: { ...admissions, ...changes } });
    expect(refused(baselineLocked, change({ unit: 'procent' }))).toBe('baseline-measured-so');
    expect(refused(baselineLocked, change({ direction: 'up' }))).toBe('baseline-measured-so');
    expect(refused(baselineLocked, change({ aggregation: 'last' }))).toBe('baseline-measured-so');
    expect(decided(baselineLocked, change({ name: 'Indlæggelser' }))).toHaveLength(1);
  });
  it('does not put a range where a target is', () => {
    const aimed: PartnershipEvent[] = [
      ...defined,
      { type: 'TargetSet', data: { code: 'minutes', target: { value: '30', due: '2026-12-31', bound: 'at-most' } } },
    ];
    expect(refused(aimed, revise({ direction: 'range', range }))).toBe('range-has-no-target');
  });
});

describe('the baseline of a KPI', () => {
  const set = (changes = {}, reason?: string) =>
    wish(manager, 'SetBaseline', {
      code: 'minutes',
      baseline: {
        value: '95',
        n: 120,
        period: { from: '2025-01-01', to: '2025-03-31' },
        source: 'Optegnelser',
        ...changes,
      },
      reason,
    });
  const lock = wish(manager, 'LockBaseline', { code: 'minutes' });

  it('is a value or a ratio, over a period that is past', () => {
    expect(decided(defined, set())).toHaveLength(1);
    expect(decided(defined, set({ value: undefined, numerator: '9', denominator: '100' }))).toHaveLength(1);
    expect(refused(defined, set({ value: undefined }))).toBe('reading-empty');
    expect(refused(defined, set({ numerator: '9' }))).toBe('reading-empty');
    expect(refused(defined, set({ numerator: '9', denominator: '100' }))).toBe('reading-empty');
    expect(refused(defined, set({ value: undefined, numerator: '9', denominator: '0' }))).toBe(
      'denominator-not-positive',
    );
    expect(refused(defined, set({ value: 'mange' }))).toBe('reading-not-decimal');
    expect(refused(defined, set({ n: 0 }))).toBe('n-not-positive');
    expect(refused(defined, set({ period: { from: '2025-04-01', to: '2025-03-31' } }))).toBe('period-reversed');
    expect(refused(defined, set({ period: { from: '2026-01-01', to: '2026-06-02' } }))).toBe('period-not-over');
  });
  it('changes with a reason until it is locked, and never after', () => {
    expect(decided(defined, set(), set())).toHaveLength(1);
    expect(refused(defined, set(), set({ value: '96' }))).toBe('change-needs-reason');
    expect(decided(defined, set(), set({ value: '96' }, 'Tællefejl'))).toHaveLength(2);
    expect(refused(defined, set(), lock, set({ value: '96' }, 'Tællefejl'))).toBe('baseline-locked');
  });
  it('is locked once it is set, once', () => {
    expect(refused(defined, lock)).toBe('baseline-not-set');
    expect(decided(defined, set(), lock, lock).slice(1)).toEqual([
      { type: 'BaselineLocked', data: { code: 'minutes', lockedBy: 'pm-1' } },
    ]);
  });
  it('is of a KPI there is', () => {
    expect(refused(gatesPassed, lock)).toBe('unknown-kpi');
  });
});

describe('the target of a KPI', () => {
  const aim = (changes = {}, reason?: string) =>
    wish(manager, 'SetTarget', {
      code: 'minutes',
      target: { value: '30', due: '2026-12-31', bound: 'at-most', ...changes },
      reason,
    });

  it('may lie in the future, and changes with a reason', () => {
    expect(decided(defined, aim(), aim())).toHaveLength(1);
    expect(refused(defined, aim(), aim({ value: '40' }))).toBe('change-needs-reason');
    expect(decided(defined, aim(), aim({ value: '40' }, 'Aftalt'))).toHaveLength(2);
  });
  it('is a number that goes the way the KPI shall go', () => {
    expect(refused(defined, aim({ value: '30 min' }))).toBe('not-a-decimal');
    expect(refused(defined, aim({ bound: 'at-least' }))).toBe('target-against-direction');
    const up: PartnershipEvent[] = [...awarded, { type: 'KpiDefined', data: { ...minutesToAction, direction: 'up' } }];
    expect(refused(up, aim())).toBe('target-against-direction');
  });
  it('is the range itself for a range KPI', () => {
    const ranged: PartnershipEvent[] = [
      ...awarded,
      { type: 'KpiDefined', data: { ...minutesToAction, direction: 'range', range } },
    ];
    expect(refused(ranged, aim())).toBe('range-has-no-target');
  });
});
