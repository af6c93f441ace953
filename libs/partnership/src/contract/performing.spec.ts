import { describe, expect, it } from '@jest/globals';
import { officer, wish } from '../../test/story.js';
import {
  contractsSigned,
  developing,
  gatesPassed,
  passedOnCondition,
  scaling,
  secondPartnerFailed,
  sensorTerms,
} from '../../test/story-from-contract.js';
import { decided, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';
import type { ContractPhase } from './contract.js';

describe('amending a contract', () => {
  const third: ContractPhase = { ...(sensorTerms.phases[1] as ContractPhase), no: 3, title: 'Forlænget afprøvning' };
  const amend = (changes = {}) =>
    wish(officer, 'AmendContract', {
      contractId: 'k1',
      description: 'En fase mere',
      legalBasis: 'Udbudslovens § 183',
      reason: 'Influenza på stedet',
      addedPhases: [third],
      ...changes,
    });

  it('adds phases after those there are, within the maximum cost', () => {
    const added = decided(contractsSigned, amend());
    expect(added).toHaveLength(1);
    expect(refused([...contractsSigned, ...added], amend({ reason: 'Endnu en' }))).toBe('phases-not-in-order');
    expect(decided([...contractsSigned, ...added], amend())).toEqual([]);
  });
  it('states its legal basis and reason', () => {
    expect(refused(contractsSigned, amend({ legalBasis: '' }))).toBe('legal-basis-missing');
    expect(refused(contractsSigned, amend({ reason: '' }))).toBe('legal-basis-missing');
  });
  it('never lowers the maximum cost below what the phases sum to', () => {
    expect(refused(contractsSigned, amend({ maximumCostOere: 199_999_999 }))).toBe('above-maximum-cost');
    expect(decided(contractsSigned, amend({ maximumCostOere: 200_000_000 }))).toHaveLength(1);
  });
  it('keeps the rules of phases', () => {
    expect(refused(contractsSigned, amend({ addedPhases: [{ ...third, targets: [] }] }))).toBe('targets-missing');
  });
  it('does not end the contract before it began', () => {
    expect(refused(contractsSigned, amend({ endsOn: '2025-10-14' }))).toBe('amended-end-before-signing');
  });
  it('is of a contract that runs', () => {
    const ended: PartnershipEvent = {
      type: 'ContractTerminated',
      data: { contractId: 'k1', ground: 'breach', reason: 'x', terminatedOn: '2026-05-01' },
    };
    expect(refused([...contractsSigned, ended], amend())).toBe('contract-ended');
    expect(refused(contractsSigned, amend({ contractId: 'k9' }))).toBe('unknown-contract');
    expect(refused(contractsSigned, amend({ contractId: 'constructor' }))).toBe('unknown-contract');
  });
});

describe('starting a phase', () => {
  const start = (phaseNo: number, startedOn = '2026-02-02', contractId = 'k1') =>
    wish(officer, 'StartPhase', { contractId, phaseNo, startedOn });

  it('begins with the first', () => {
    expect(decided(contractsSigned, start(1))).toEqual([
      { type: 'PhaseStarted', data: { contractId: 'k1', phaseNo: 1, startedOn: '2026-02-02' } },
    ]);
    expect(refused(contractsSigned, start(2))).toBe('previous-gate-not-passed');
  });
  it('changes nothing the second time, and is refused on another day', () => {
    expect(decided(developing, start(1, '2025-11-01'))).toEqual([]);
    expect(refused(developing, start(1, '2025-11-02'))).toBe('phase-already-started');
  });
  it('goes on when the gate before it is passed', () => {
    expect(decided(gatesPassed, start(2))).toHaveLength(1);
  });
  it('goes on while a condition is open, but not past the day it is due', () => {
    expect(decided(passedOnCondition, start(2))).toHaveLength(1);
    const due = passedOnCondition.map(
      (event): PartnershipEvent =>
        event.type === 'PhaseGateDecided' ? { ...event, data: { ...event.data, conditionDue: '2026-03-01' } } : event,
    );
    expect(decided(due, start(2, '2026-03-01'))).toHaveLength(1);
    expect(refused(due, start(2, '2026-03-02'))).toBe('condition-overdue');
    const fulfilled: PartnershipEvent = {
      type: 'GateConditionFulfilled',
      data: { contractId: 'k1', phaseNo: 1, note: 'Testet', acceptedBy: 'lead-1' },
    };
    expect(decided([...due, fulfilled], start(2, '2026-03-02'))).toHaveLength(1);
  });
  it('is blocked by a failed gate', () => {
    expect(refused(secondPartnerFailed, start(2, '2026-02-02', 'k2'))).toBe('previous-gate-not-passed');
  });
  it('happens after signing, and not in the future', () => {
    expect(refused(contractsSigned, start(1, '2025-10-14'))).toBe('phase-before-signing');
    expect(refused(contractsSigned, start(1, '2026-06-02'))).toBe('in-the-future');
  });
  it('is of a phase there is, in development or pilot', () => {
    expect(refused(contractsSigned, start(3))).toBe('unknown-phase');
    expect(refused(scaling, start(2))).toBe('wrong-phase');
  });
});
