import { describe, expect, it } from '@jest/globals';
import { refuses } from '../../test/refuses.js';
import { economist, evaluator, manager, system, wish } from '../../test/story.js';
import { baselineLocked } from '../../test/story-from-contract.js';
import {
  agree,
  correct,
  modelAgreed,
  release,
  released,
  second,
  settle,
  settled,
  verified,
  verify,
  withdraw,
} from '../../test/story-of-results.js';
import { decided, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';

const terminated: PartnershipEvent = {
  type: 'ContractTerminated',
  data: { contractId: 'k1', ground: 'breach', reason: 'Leverer ikke', terminatedOn: '2026-05-02' },
};
/** A past and what wishes led to after it. */
const led = (past: readonly PartnershipEvent[], ...wishes: Parameters<typeof decided>[1][]) => [
  ...past,
  ...decided(past, ...wishes),
];
const releaseSecond = release({ outcomeId: 'u2', releasedOn: '2026-05-20', invoiceReference: 'F-32' });

describe('releasing what an outcome pays', () => {
  it('is finance’s, with the amount and the steps to it', () => {
    expect(decided(verified, release())).toEqual([
      {
        type: 'OutcomePaymentReleased',
        data: {
          ...release().data,
          amountOere: 120_000_000,
          currency: 'DKK',
          calculation: {
            units: '2',
            formulaOere: 120_000_000,
            floorOere: undefined,
            capLeftOere: 200_000_000,
            amountOere: 120_000_000,
          },
          releasedBy: 'fin-1',
        },
      },
    ]);
    expect(refused(verified, { ...release(), by: manager })).toBe('role-may-not');
  });
  it('is done once, whatever is retried', () => {
    expect(decided(released, release())).toEqual([]);
    expect(decided(settled, release())).toEqual([]);
    expect(refused(released, release({ invoiceReference: 'F-99' }))).toBe('outcome-already-released');
    expect(refused(settled, release({ releasedOn: '2026-05-02' }))).toBe('outcome-already-released');
  });
  it('pays what is left of the cap, and then nothing', () => {
    const twice = led(released, verify(second));
    expect(decided(twice, releaseSecond)).toMatchObject([
      { data: { amountOere: 80_000_000, calculation: { formulaOere: 120_000_000, capLeftOere: 80_000_000 } } },
    ]);
    const third = { outcomeId: 'u3', period: { from: '2026-05-01', to: '2026-05-10' }, verifiedOn: '2026-05-20' };
    expect(
      refused(led(twice, releaseSecond, verify(third)), release({ outcomeId: 'u3', releasedOn: '2026-05-20' })),
    ).toBe('cap-reached');
  });
  it('pays a partner that was narrowed out what it had earned', () => {
    const narrowed: PartnershipEvent = {
      type: 'PartnerNarrowed',
      data: { contractId: 'k1', phaseNo: 1, reason: 'x', decidedBy: 'lead-1' },
    };
    expect(decided([...verified, narrowed], release())).toHaveLength(1);
  });

  const measured = (measurementId: string, revision: number) => ({
    measurementId,
    found: {
      evidenceLevel: 'measured',
      contractId: 'k1',
      period: { from: '2026-01-01', to: '2026-01-31' },
      revision,
      suppliedBy: ['pm-1'],
    },
  });
  const stand = [measured('m1', 0), measured('m2', 3)];
  const measuredTwice = led(modelAgreed, verify({ measurements: stand }));
  it('pays by measurements that stand as they were verified, and keeps nothing of them', () => {
    const [paid] = decided(measuredTwice, release({ measurements: stand }));
    expect(paid).toMatchObject({ type: 'OutcomePaymentReleased', data: { amountOere: 120_000_000 } });
    expect(paid?.data).not.toHaveProperty('measurements');
    const again = led(measuredTwice, correct({ numerator: '1200', measurements: [stand[0], measured('m2', 4)] }));
    expect(decided(again, release({ measurements: [stand[0], measured('m2', 4)] }))).toHaveLength(1);
  });

  const by = (subject: string) => ({ ...release(), by: { ...economist, subject } });
  const corrected = led(verified, { ...correct(), by: { ...evaluator, subject: 'eval-2' } });
  const open = agree({
    capOere: undefined,
    formula: { kind: 'per-outcome', per: 'improvement', unitOere: 175_000_000 },
  });
  refuses([
    ['to whoever verified it', verified, by('eval-1'), 'own-verification'],
    ['to whoever verified it before somebody corrected it', corrected, by('eval-1'), 'own-verification'],
    ['to whoever corrected it', corrected, by('eval-2'), 'own-verification'],
    ['after termination', [...verified, terminated], release(), 'outcome-contract-terminated'],
    ['once it is withdrawn', led(verified, withdraw()), release(), 'outcome-withdrawn'],
    [
      'when a measurement was withdrawn since',
      measuredTwice,
      release({ measurements: [stand[0], { measurementId: 'm2' }] }),
      'outcome-measurements-changed',
    ],
    [
      'when a measurement was corrected since',
      measuredTwice,
      release({ measurements: [stand[0], measured('m2', 4)] }),
      'outcome-measurements-changed',
    ],
    ['when nobody looked at the measurements', measuredTwice, release(), 'outcome-measurements-changed'],
    ['before it was verified', verified, release({ releasedOn: '2026-04-14' }), 'released-before-verified'],
    ['in the future', verified, release({ releasedOn: '2026-06-02' }), 'in-the-future'],
    ['when there is no such outcome', modelAgreed, release(), 'unknown-outcome'],
    ['when there is no such model', baselineLocked, release(), 'unknown-payment-model'],
    [
      'when the evidence is too weak',
      led(modelAgreed, verify({ evidenceLevel: 'self-reported' })),
      release(),
      'evidence-too-weak',
    ],
    ['when too few are behind it', led(modelAgreed, verify({ population: 99 })), release(), 'population-too-small'],
    [
      'when a bound proves nothing',
      led(modelAgreed, verify({ bound: 'at-least' })),
      release(),
      'improvement-not-proven',
    ],
    ['when nothing became better', led(modelAgreed, verify({ numerator: '2000' })), release(), 'nothing-achieved'],
    [
      'when the contract would cost more than it may',
      led(baselineLocked, open, verify({ numerator: '1199' })),
      release(),
      'above-contract-maximum',
    ],
  ]);
  it('may fill the contract to its maximum', () => {
    expect(decided(led(baselineLocked, open, verify()), release())).toMatchObject([
      { data: { amountOere: 350_000_000 } },
    ]);
  });
  it('counts what other models of the contract have paid, and no cancelled instalment', () => {
    const other = { modelId: 'b2', capOere: 350_000_000 };
    const both = led(released, agree(other), verify({ ...other, numerator: '400' }));
    expect(refused(both, release({ modelId: 'b2' }))).toBe('above-contract-maximum');
    const cancelled: PartnershipEvent = {
      type: 'InstalmentCancelled',
      data: { contractId: 'k1', phaseNo: 2, instalment: 'R1', reason: 'Fasen bortfalder' },
    };
    expect(decided([...both, cancelled], release({ modelId: 'b2' }))).toMatchObject([
      { data: { amountOere: 240_000_000 } },
    ]);
  });
});

describe('settling what an outcome pays', () => {
  it('is of the exact amount', () => {
    expect(decided(released, settle())).toEqual([{ type: 'OutcomePaymentSettled', data: settle().data }]);
    expect(decided(released, { ...settle(), by: system })).toHaveLength(1);
    expect(refused(released, settle({ amountOere: 120_000_001 }))).toBe('amount-not-released');
  });
  it('happens once', () => {
    expect(decided(settled, settle())).toEqual([]);
    expect(refused(settled, settle({ paymentReference: 'B-78' }))).toBe('outcome-already-settled');
    expect(refused(settled, settle({ paidOn: '2026-05-21' }))).toBe('outcome-already-settled');
  });
  it('still happens after termination, and while the case rests', () => {
    const resting: PartnershipEvent = { type: 'PartnershipSuspended', data: { reason: 'x' } };
    expect(decided([...released, terminated, resting], settle())).toHaveLength(1);
  });

  refuses([
    ['before it is released', verified, settle(), 'outcome-not-released'],
    ['on a day before its release', released, settle({ paidOn: '2026-04-30' }), 'outcome-paid-before-release'],
    ['in the future', released, settle({ paidOn: '2026-06-02' }), 'in-the-future'],
  ]);
});

describe('what is earned and not paid', () => {
  const close = wish({ ...evaluator, subject: 'lead-1', role: 'leadership' }, 'ClosePartnership', {
    result: 'stopped',
    reason: 'other',
    explanation: 'Stoppet',
  });
  /** Both contracts terminated, with nothing else open. */
  const ended = (past: readonly PartnershipEvent[]): PartnershipEvent[] => [
    ...past,
    terminated,
    { ...terminated, data: { ...terminated.data, contractId: 'k2' } },
    ...['k1', 'k2'].flatMap((contractId) =>
      [
        [1, 'R1'],
        [1, 'R2'],
        [2, 'R1'],
      ].map(
        ([phaseNo, instalment]): PartnershipEvent => ({
          type: 'InstalmentCancelled',
          data: { contractId, phaseNo: Number(phaseNo), instalment: String(instalment), reason: 'x' },
        }),
      ),
    ),
  ];

  it('keeps a case open until it is paid or withdrawn', () => {
    expect(refused(ended(verified), close)).toBe('outcomes-still-open');
    expect(refused(ended(released), close)).toBe('outcomes-still-open');
    expect(decided(ended(settled), close)).toHaveLength(1);
    expect(decided(ended(led(verified, withdraw())), close)).toHaveLength(1);
  });
  it('is not an outcome that pays nothing', () => {
    expect(decided(ended(led(modelAgreed, verify({ population: 3 }))), close)).toHaveLength(1);
  });
  it('keeps a contract from being completed until it is released or withdrawn', () => {
    const done: PartnershipEvent[] = [
      {
        type: 'PhaseGateDecided',
        data: {
          contractId: 'k1',
          phaseNo: 2,
          decision: 'pass',
          reason: 'x',
          criteriaVersion: 1,
          decidedBy: 'lead-1',
          at: '2026-05-01T09:00:00.000Z',
        },
      },
      { type: 'PilotStarted', data: { pilotId: 'p1', startedOn: '2026-03-01' } },
      ...[
        [1, 'R1'],
        [1, 'R2'],
        [2, 'R1'],
      ].map(
        ([phaseNo, instalment]): PartnershipEvent => ({
          type: 'InstalmentCancelled',
          data: { contractId: 'k1', phaseNo: Number(phaseNo), instalment: String(instalment), reason: 'x' },
        }),
      ),
    ];
    const complete = wish({ ...evaluator, role: 'procurement-officer' }, 'CompleteContract', {
      contractId: 'k1',
      completedOn: '2026-06-01',
    });
    expect(refused([...verified, ...done], complete)).toBe('outcomes-open');
    expect(decided([...released, ...done], complete)).toHaveLength(1);
  });
});
