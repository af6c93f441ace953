import { describe, expect, it } from '@jest/globals';
import { officer, wish } from '../../test/story.js';
import {
  developing,
  firstGatePassed,
  gatesPassed,
  passedOnCondition,
  pilotCompleted,
  piloting,
  scaling,
  sensorTerms,
} from '../../test/story-from-contract.js';
import { decided, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';

const terminate = (contractId: string, terminatedOn = '2026-05-25') =>
  wish(officer, 'TerminateContract', { contractId, ground: 'breach', reason: 'Leverer ikke', terminatedOn });

describe('terminating a contract', () => {
  const opened = { type: 'EvaluationOpened', data: { cause: 'no-partner-left' } };

  it('leaves the other partners at work', () => {
    expect(decided(developing, terminate('k1')).map(({ type }) => type)).toEqual(['ContractTerminated']);
  });
  it('brings the case to a decision when the last partner is gone', () => {
    expect(decided(developing, terminate('k1'), terminate('k2'))).toContainEqual(opened);
    expect(decided(pilotCompleted, terminate('k1'), terminate('k2'))).toContainEqual(opened);
  });
  it('does not open an evaluation after evaluation', () => {
    expect(decided(scaling, terminate('k1'), terminate('k2'))).not.toContainEqual(opened);
  });
  it('changes nothing the second time, and cannot be done over', () => {
    const ended = [...developing, ...decided(developing, terminate('k1'))];
    expect(decided(ended, terminate('k1'))).toEqual([]);
    expect(refused(ended, terminate('k1', '2026-05-26'))).toBe('contract-ended');
  });
  it('waits until the pilots that run with this partner alone are ended by name', () => {
    expect(decided(piloting, terminate('k1'))).toHaveLength(1);
    expect(refused(piloting, terminate('k1'), terminate('k2'))).toBe('pilot-needs-partner');
  });
  it('happens after signing, and not in the future', () => {
    expect(refused(developing, terminate('k1', '2025-10-14'))).toBe('ended-before-signing');
    expect(refused(developing, terminate('k1', '2026-06-02'))).toBe('in-the-future');
  });
});

describe('completing a contract', () => {
  const complete = (contractId = 'k1') => wish(officer, 'CompleteContract', { contractId, completedOn: '2026-05-25' });
  /** k1 without its second phase, so that its only gate decides. */
  const short = (past: readonly PartnershipEvent[]) =>
    past.map(
      (event): PartnershipEvent =>
        event.type === 'PartnershipContractSigned'
          ? { ...event, data: { ...event.data, phases: event.data.phases.slice(0, 1) } }
          : event,
    );
  const settled = ['R1', 'R2'].map(
    (instalment): PartnershipEvent => ({
      type: 'InstalmentCancelled',
      data: { contractId: 'k1', phaseNo: 1, instalment, reason: 'Modregnet' },
    }),
  );

  it('needs every phase decided and no instalment open', () => {
    expect(decided([...short(gatesPassed), ...settled], complete())).toEqual([
      { type: 'ContractCompleted', data: { contractId: 'k1', completedOn: '2026-05-25' } },
    ]);
    expect(refused(gatesPassed, complete())).toBe('phases-not-decided');
    expect(refused([...short(gatesPassed), ...settled.slice(1)], complete())).toBe('instalments-open');
  });
  it('needs the conditions of its gates fulfilled', () => {
    expect(refused([...short(passedOnCondition), ...settled], complete())).toBe('conditions-open');
  });
  it('happens after signing, and not in the future', () => {
    const on = (completedOn: string) => wish(officer, 'CompleteContract', { contractId: 'k1', completedOn });
    expect(refused([...short(gatesPassed), ...settled], on('2025-10-14'))).toBe('ended-before-signing');
    expect(refused([...short(gatesPassed), ...settled], on('2026-06-02'))).toBe('in-the-future');
  });
  it('does not leave development with nobody', () => {
    const alone = [...short(gatesPassed), ...settled, ...decided(gatesPassed, terminate('k2'))];
    expect(refused(alone, complete())).toBe('last-partner-in-development');
  });
  it('does not leave a pilot with nobody', () => {
    const alone = [...short(piloting), ...settled, ...decided(piloting, terminate('k2'))];
    expect(refused(alone, complete())).toBe('pilot-needs-partner');
    expect(decided([...short(piloting), ...settled], complete())).toHaveLength(1);
  });
  it('changes nothing the second time', () => {
    const done = [...short(gatesPassed), ...settled, ...decided([...short(gatesPassed), ...settled], complete())];
    expect(decided(done, complete())).toEqual([]);
    expect(refused(done, { ...complete(), data: { contractId: 'k1', completedOn: '2026-05-26' } })).toBe(
      'contract-ended',
    );
  });
  it('lets the partner’s contract be followed by none in its place, for the winner had one', () => {
    expect(
      refused(
        [...firstGatePassed, ...decided(firstGatePassed, terminate('k1'))],
        wish(officer, 'SignContract', { ...sensorTerms, contractId: 'k9' }),
      ),
    ).toBe('winner-has-contract');
  });
});
