import { describe, expect, it } from '@jest/globals';
import { economist, leader, manager, wish } from '../../test/story.js';
import {
  contractsSigned,
  developing,
  firstGatePassed,
  gatesPassed,
  passedOnCondition,
  secondPartnerFailed,
  targetsAssessed,
} from '../../test/story-from-contract.js';
import { decided, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';

const place = { contractId: 'k1', phaseNo: 1, instalment: 'R2' };
const release = (changes = {}) =>
  wish(economist, 'ReleaseInstalment', { ...place, releasedOn: '2026-05-01', invoiceReference: 'F-17', ...changes });
const settle = (changes = {}) =>
  wish(economist, 'SettlePayment', {
    ...place,
    amountOere: 60_000_000,
    paidOn: '2026-05-10',
    paymentReference: 'B-1',
    ...changes,
  });
const cancel = (changes = {}) =>
  wish(economist, 'CancelInstalment', { ...place, reason: 'Kontrakten er ophørt', ...changes });
const terminated: PartnershipEvent = {
  type: 'ContractTerminated',
  data: { contractId: 'k1', ground: 'breach', reason: 'Leverer ikke', terminatedOn: '2026-04-01' },
};
const released = [...firstGatePassed, ...decided(firstGatePassed, release())];
const settled = [...released, ...decided(released, settle())];

describe('releasing an instalment', () => {
  it('is finance’s, with the amount and currency of the contract', () => {
    expect(decided(firstGatePassed, release())).toEqual([
      {
        type: 'InstalmentReleased',
        data: {
          ...place,
          amountOere: 60_000_000,
          currency: 'DKK',
          releasedOn: '2026-05-01',
          invoiceReference: 'F-17',
          releasedBy: 'fin-1',
        },
      },
    ]);
    expect(refused(firstGatePassed, { ...release(), by: manager })).toBe('role-may-not');
  });
  it('is done once, whatever is retried', () => {
    expect(decided(released, release())).toEqual([]);
    expect(refused(released, release({ invoiceReference: 'F-18' }))).toBe('already-released');
    expect(decided(settled, release())).toEqual([]);
    expect(refused(settled, release({ releasedOn: '2026-05-20' }))).toBe('already-released');
  });
  it('waits for the gate to be passed', () => {
    expect(refused(targetsAssessed, release())).toBe('gate-not-passed');
    expect(refused(secondPartnerFailed, release({ contractId: 'k2' }))).toBe('gate-not-passed');
  });
  it('waits for the condition of the gate to be fulfilled', () => {
    expect(refused(passedOnCondition, release())).toBe('condition-not-fulfilled');
    const fulfilled: PartnershipEvent = {
      type: 'GateConditionFulfilled',
      data: { contractId: 'k1', phaseNo: 1, note: 'Testet', acceptedBy: 'lead-1' },
    };
    expect(decided([...passedOnCondition, fulfilled], release())).toHaveLength(1);
  });
  it('waits for the start of the phase when that is what makes it payable', () => {
    expect(refused(contractsSigned, release({ instalment: 'R1' }))).toBe('phase-not-started');
    expect(decided(developing, release({ instalment: 'R1' }))).toHaveLength(1);
  });
  it('ends with the contract’s termination', () => {
    expect(refused([...firstGatePassed, terminated], release())).toBe('contract-terminated');
  });
  it('pays a partner that was narrowed out what it had earned', () => {
    const narrowed: PartnershipEvent = {
      type: 'PartnerNarrowed',
      data: { contractId: 'k1', phaseNo: 1, reason: 'x', decidedBy: 'lead-1' },
    };
    expect(decided([...gatesPassed, narrowed], release())).toHaveLength(1);
  });
  it('has happened', () => {
    expect(refused(firstGatePassed, release({ releasedOn: '2026-06-02' }))).toBe('in-the-future');
  });
  it('is of an instalment there is', () => {
    expect(refused(firstGatePassed, release({ instalment: 'R9' }))).toBe('unknown-instalment');
    expect(refused(firstGatePassed, release({ phaseNo: 3 }))).toBe('unknown-phase');
    expect(refused(firstGatePassed, release({ contractId: 'k9' }))).toBe('unknown-contract');
  });
});

describe('settling a payment', () => {
  it('is of the exact amount', () => {
    expect(decided(released, settle())).toHaveLength(1);
    expect(refused(released, settle({ amountOere: 59_999_999 }))).toBe('amount-not-instalment');
  });
  it('happens once: the same reference again changes nothing, another is refused', () => {
    expect(decided(settled, settle())).toEqual([]);
    expect(refused(settled, settle({ paymentReference: 'B-2' }))).toBe('already-settled');
  });
  it('waits for the release', () => {
    expect(refused(firstGatePassed, settle())).toBe('not-released');
    expect(refused(released, settle({ paidOn: '2026-04-30' }))).toBe('paid-before-release');
    expect(refused(released, settle({ paidOn: '2026-06-02' }))).toBe('in-the-future');
  });
  it('still happens after termination, for what was released before', () => {
    expect(decided([...released, terminated], settle())).toHaveLength(1);
  });
});

describe('cancelling an instalment', () => {
  const cancelled = [...firstGatePassed, terminated, ...decided([...firstGatePassed, terminated], cancel())];

  it('is of one that is open, for good', () => {
    expect(cancelled.at(-1)).toEqual({
      type: 'InstalmentCancelled',
      data: { ...place, reason: 'Kontrakten er ophørt' },
    });
    expect(refused(cancelled, release())).toBe('instalment-cancelled');
  });
  it('changes nothing the second time, and keeps its reason', () => {
    expect(decided(cancelled, cancel())).toEqual([]);
    expect(refused(cancelled, { ...cancel({ reason: 'En anden' }), by: leader })).toBe('instalment-cancelled');
  });
  it('is over once it is released', () => {
    expect(refused(released, cancel())).toBe('already-released');
    expect(refused(settled, cancel())).toBe('already-released');
  });
});
