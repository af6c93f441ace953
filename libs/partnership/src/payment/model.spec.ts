import { describe, expect, it } from '@jest/globals';
import { refuses } from '../../test/refuses.js';
import { evaluator, leader, manager, officer, wish } from '../../test/story.js';
import { baselineLocked, contractsSigned, minutesToAction, sensorTerms } from '../../test/story-from-contract.js';
import { agree, amend, modelAgreed, release, second, settled, verified, verify } from '../../test/story-of-results.js';
import { decided, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';

const kpi = (changes: object): PartnershipEvent => ({ type: 'KpiDefined', data: { ...minutesToAction, ...changes } });
const completed: PartnershipEvent = {
  type: 'ContractCompleted',
  data: { contractId: 'k1', completedOn: '2026-05-01' },
};
const tiers = [{ from: 5_000, amountOere: 10_000_000 }];
const formula = (stated: object) => agree({ formula: stated });

describe('agreeing a payment model', () => {
  it('is the procurement officer’s or leadership’s, with the direction of the KPI', () => {
    expect(decided(baselineLocked, agree())).toEqual([
      { type: 'PaymentModelAgreed', data: { ...agree().data, direction: 'down', agreedBy: 'po-1' } },
    ]);
    expect(decided(baselineLocked, { ...agree(), by: leader })).toHaveLength(1);
    expect(refused(baselineLocked, { ...agree(), by: evaluator })).toBe('role-may-not');
  });
  it('may come before the baseline is locked', () => {
    expect(decided(contractsSigned, agree({ formula: { kind: 'tiered', target: '9', tiers } }))).toHaveLength(1);
  });
  it('changes nothing the second time', () => {
    expect(decided(modelAgreed, agree())).toEqual([]);
    expect(decided(modelAgreed, { ...agree(), by: leader })).toEqual([]);
  });

  refuses(
    [
      [
        'under an id that stands for other terms',
        modelAgreed,
        agree({ capOere: 1e8 }),
        'payment-model-known-otherwise',
      ],
      ['with another title', modelAgreed, agree({ title: 'En anden' }), 'payment-model-known-otherwise'],
      ['on a contract that has ended', [...baselineLocked, completed], agree(), 'contract-ended'],
      ['on no contract', baselineLocked, agree({ contractId: 'k9' }), 'unknown-contract'],
      ['by no KPI', baselineLocked, agree({ kpi: 'falls' }), 'payment-by-unknown-kpi'],
      [
        'by a KPI that should stay in a range',
        [...baselineLocked, kpi({ code: 'range', direction: 'range', range: { low: '1', high: '2' } })],
        agree({ kpi: 'range' }),
        'payment-by-range-kpi',
      ],
      [
        'by a KPI the partner may not see',
        [...baselineLocked, kpi({ code: 'own', contractRelevant: false })],
        agree({ kpi: 'own' }),
        'payment-by-hidden-kpi',
      ],
      ['for nobody', baselineLocked, agree({ minimumPopulation: 0 }), 'minimum-population'],
      ['with a floor above its cap', baselineLocked, agree({ capOere: 9_999_999 }), 'floor-above-cap'],
      ['with a cap of nothing', baselineLocked, agree({ floorOere: undefined, capOere: 0 }), 'formula-amount'],
      ['with a floor of half an øre', baselineLocked, agree({ floorOere: 0.5 }), 'formula-amount'],
      [
        'with a cap that the contract has no room for beside its instalments',
        baselineLocked,
        agree({ capOere: 350_000_001 }),
        'cap-above-maximum-cost',
      ],
    ],
    [],
  );
  it('lets the cap fill the contract', () => {
    expect(decided(baselineLocked, agree({ capOere: 350_000_000 }))).toHaveLength(1);
  });
});

describe('a formula', () => {
  const goods: object[] = [
    { kind: 'fixed', threshold: '3', amountOere: 1 },
    { kind: 'per-outcome', per: 'improvement', unitOere: 1 },
    { kind: 'tiered', target: '2.5', tiers },
    { kind: 'gain-share', unitOere: 1, share: 10_000 },
  ];
  it.each(goods)('may be %o', (stated) => {
    expect(decided(baselineLocked, formula(stated))).toHaveLength(1);
  });
  refuses(
    [
      ['when it lacks a field', [], formula({ kind: 'fixed', threshold: '3' }), 'formula-fields'],
      [
        'when it has a field of another kind',
        [],
        formula({ kind: 'fixed', threshold: '3', amountOere: 1, share: 1 }),
        'formula-fields',
      ],
      [
        'when it has a field of another kind in place of its own',
        [],
        formula({ kind: 'fixed', threshold: '3', unitOere: 1 }),
        'formula-fields',
      ],
      [
        'when its threshold is no number',
        [],
        formula({ kind: 'fixed', threshold: 'x', amountOere: 1 }),
        'not-a-decimal',
      ],
      ['when its target is no number', [], formula({ kind: 'tiered', target: 'x', tiers }), 'not-a-decimal'],
      ['when it pays nothing', [], formula({ kind: 'fixed', threshold: '3', amountOere: 0 }), 'formula-amount'],
      [
        'when a unit pays part of an øre',
        [],
        formula({ kind: 'per-outcome', per: 'improvement', unitOere: 0.5 }),
        'formula-amount',
      ],
      [
        'when a tier pays nothing',
        [],
        formula({ kind: 'tiered', target: '2', tiers: [{ from: 1, amountOere: 0 }] }),
        'formula-amount',
      ],
      ['when a gain is worth nothing', [], formula({ kind: 'gain-share', unitOere: 0, share: 1 }), 'formula-amount'],
      ['when it shares nothing', [], formula({ kind: 'gain-share', unitOere: 1, share: 0 }), 'formula-share'],
      [
        'when it shares more than all',
        [],
        formula({ kind: 'gain-share', unitOere: 1, share: 10_001 }),
        'formula-share',
      ],
      ['when it has no tier', [], formula({ kind: 'tiered', target: '2', tiers: [] }), 'tiers-not-rising'],
      [
        'when a later tier pays no more',
        [],
        formula({ kind: 'tiered', target: '2', tiers: [...tiers, { from: 6_000, amountOere: 10_000_000 }] }),
        'tiers-not-rising',
      ],
      [
        'when a later tier begins no later',
        [],
        formula({ kind: 'tiered', target: '2', tiers: [...tiers, { from: 5_000, amountOere: 20_000_000 }] }),
        'tiers-not-rising',
      ],
      [
        'when it counts what should fall',
        [],
        formula({ kind: 'per-outcome', per: 'count', unitOere: 1 }),
        'count-of-what-should-fall',
      ],
      [
        'when its target is no better than the locked baseline',
        [],
        formula({ kind: 'tiered', target: '5', tiers }),
        'model-target-not-ahead',
      ],
    ],
    baselineLocked,
  );
  it('says its numbers as numbers before there is a baseline too', () => {
    expect(refused(contractsSigned, formula({ kind: 'tiered', target: 'x', tiers }))).toBe('not-a-decimal');
  });
  it('may count what should rise', () => {
    const past = [...baselineLocked, kpi({ code: 'courses', direction: 'up' })];
    const counts = { kind: 'per-outcome', per: 'count', unitOere: 1 };
    expect(decided(past, agree({ kpi: 'courses', formula: counts }))).toHaveLength(1);
  });
});

describe('amending a payment model', () => {
  const amended = [...verified, ...decided(verified, amend({ capOere: 20_000_000 }))];

  it('makes a version of it, with a reason', () => {
    expect(amended.at(-1)).toEqual({
      type: 'PaymentModelAmended',
      data: { ...amend({ capOere: 20_000_000 }).data, direction: 'down', version: 2, agreedBy: 'po-1' },
    });
    expect(decided(amended, amend({ capOere: 20_000_000, reason: 'Igen' }))).toEqual([]);
    expect(decided(modelAgreed, amend())).toEqual([]);
    expect(decided(modelAgreed, amend({ title: 'Et andet navn' }))).toHaveLength(1);
  });
  it('leaves outcomes that are verified on the terms they were verified under', () => {
    expect(decided(amended, release())).toMatchObject([{ data: { amountOere: 120_000_000 } }]);
    const later = [...amended, ...decided(amended, verify(second))];
    expect(later.at(-1)).toMatchObject({ data: { modelVersion: 2 } });
    expect(
      decided(later, release({ ...second, releasedOn: '2026-05-20', period: undefined, verifiedOn: undefined })),
    ).toMatchObject([{ data: { amountOere: 20_000_000 } }]);
  });
  it('does not change what is paid', () => {
    const past = [...settled, ...decided(settled, amend({ capOere: 20_000_000 }))];
    expect(decided(past, release())).toEqual([]);
  });

  refuses([
    ['when there is no such model', baselineLocked, amend(), 'unknown-payment-model'],
    ['when the contract has ended', [...modelAgreed, completed], amend({ capOere: 1e8 }), 'contract-ended'],
    ['when its terms make no sense', modelAgreed, amend({ minimumPopulation: 0.5 }), 'minimum-population'],
    [
      'when its KPI is hidden from the partner since',
      [
        ...modelAgreed,
        {
          type: 'KpiRevised',
          data: {
            version: 2,
            reason: 'x',
            definition: { ...minutesToAction, code: 'admissions', contractRelevant: false },
          },
        },
      ],
      amend({ capOere: 1e8 }),
      'payment-by-hidden-kpi',
    ],
  ]);
});

describe('revising a KPI that is paid by', () => {
  const revise = (changes: object) =>
    wish(manager, 'ReviseKpi', {
      reason: 'Finere',
      definition: { ...minutesToAction, code: 'courses', direction: 'up', ...changes },
    });
  const courses = [...contractsSigned, kpi({ code: 'courses', direction: 'up' })];
  const counts = { kind: 'per-outcome', per: 'count', unitOere: 1 };
  const paidBy = [...courses, ...decided(courses, agree({ kpi: 'courses', formula: counts }))];

  it('keeps what its amounts are of, with no baseline locked too', () => {
    expect(refused(paidBy, revise({ unit: 'timer' }))).toBe('kpi-paid-by');
    expect(refused(paidBy, revise({ direction: 'down' }))).toBe('kpi-paid-by');
    expect(refused(paidBy, revise({ aggregation: 'last' }))).toBe('kpi-paid-by');
    expect(decided(paidBy, revise({ name: 'Forløb' }))).toHaveLength(1);
    expect(decided(courses, revise({ unit: 'timer' }))).toHaveLength(1);
  });
});

describe('amending a contract that pays by results', () => {
  const below = { contractId: 'k1', description: 'Lavere loft', legalBasis: '§ 178', reason: 'Aftalt' };
  it('keeps its maximum cost above the instalments and what was paid for results', () => {
    const to = (maximumCostOere: number) => wish(officer, 'AmendContract', { ...below, maximumCostOere });
    const instalments = sensorTerms.phases.reduce((sum, { valueOere }) => sum + valueOere, 0);
    expect(decided(settled, to(instalments + 120_000_000))).toHaveLength(1);
    expect(refused(settled, to(instalments + 119_999_999))).toBe('above-maximum-cost');
  });
});
