import { describe, expect, it } from '@jest/globals';
import { awarded, leader, needDescribed, officer, registeredAs, tendersEvaluated, wish } from '../../test/story.js';
import {
  contractSigned,
  contractsSigned,
  developing,
  firstGatePassed,
  gatesPassed,
  passedOnCondition,
  pilotCompleted,
  piloting,
  scaleTerms,
  scaling,
  secondPartnerFailed,
  sensorTerms,
  startedWithoutTender,
} from '../../test/story-from-contract.js';
import { decided, phaseAfter, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';
import type { ContractPhase, ContractTerms } from './contract.js';

describe('signing a contract after a tender', () => {
  const sign = (changes: Partial<ContractTerms> = {}) => wish(officer, 'SignContract', { ...sensorTerms, ...changes });

  it('brings the case into development', () => {
    expect(decided(awarded, sign())).toEqual([{ type: 'PartnershipContractSigned', data: sensorTerms }]);
    expect([phaseAfter(awarded), phaseAfter(contractSigned)]).toEqual(['procurement', 'development']);
  });
  it('goes on with the other winner in development', () => {
    expect(decided(contractSigned, wish(officer, 'SignContract', scaleTerms))).toHaveLength(1);
  });
  it('changes nothing the second time, and is refused under the same id on other terms', () => {
    expect(decided(contractSigned, sign())).toEqual([]);
    expect(refused(contractSigned, sign({ title: 'Et andet' }))).toBe('contract-id-taken');
  });
  it('waits for the award', () => {
    expect(refused(tendersEvaluated, sign())).toBe('award-missing');
  });
  it('is only for those the award names', () => {
    expect(refused(awarded, sign({ tendererId: 'c3', partner: { cvr: '33333333', name: 'Nordlys' } }))).toBe(
      'not-awarded',
    );
    expect(refused(awarded, sign({ tendererId: undefined }))).toBe('not-awarded');
  });
  it('waits until the day after the standstill', () => {
    expect(refused(awarded, sign({ signedOn: '2025-10-11' }))).toBe('standstill-not-over');
    expect(decided(awarded, sign({ signedOn: '2025-10-12' }))).toHaveLength(1);
  });
  it('gives each winner one contract, whatever the company', () => {
    const again = sign({ contractId: 'k9', partner: { cvr: '55555555', name: 'Datterselskabet' } });
    expect(refused(contractSigned, again)).toBe('winner-has-contract');
  });
  it('gives each partner one running contract', () => {
    expect(refused(contractSigned, sign({ contractId: 'k9', tendererId: 'c2' }))).toBe('partner-has-contract');
  });
  it('is with the company that tendered', () => {
    expect(refused(awarded, sign({ partner: { cvr: '99999999', name: 'En anden' } }))).toBe('partner-not-tenderer');
  });
  it('has happened', () => {
    expect(refused(awarded, sign({ signedOn: '2026-06-02' }))).toBe('in-the-future');
  });
  it('belongs in procurement or development', () => {
    expect(refused(piloting, wish(officer, 'SignContract', { ...scaleTerms, contractId: 'k3' }))).toBe('wrong-phase');
  });
});

describe('the terms of a contract', () => {
  const [first, second] = sensorTerms.phases as [ContractPhase, ContractPhase];
  const refusedTerms = (changes: Partial<ContractTerms>) =>
    refused(awarded, wish(officer, 'SignContract', { ...sensorTerms, ...changes }));
  const withFirst = (changes: Partial<ContractPhase>) => refusedTerms({ phases: [{ ...first, ...changes }, second] });

  it('have phases numbered from 1 without gaps', () => {
    expect(refusedTerms({ phases: [] })).toBe('phases-missing');
    expect(refusedTerms({ phases: [second] })).toBe('phases-not-in-order');
    expect(refusedTerms({ phases: [first, { ...second, no: 3 }] })).toBe('phases-not-in-order');
  });
  it('have phases that end after they start', () => {
    expect(withFirst({ plannedEnd: '2025-10-31' })).toBe('phase-ends-before-it-starts');
  });
  it('have a target in every phase, under codes of their own', () => {
    expect(withFirst({ targets: [] })).toBe('targets-missing');
    expect(withFirst({ targets: [...first.targets, ...first.targets] })).toBe('code-used-twice');
    expect(
      refusedTerms({ performanceLevels: [...sensorTerms.performanceLevels, ...sensorTerms.performanceLevels] }),
    ).toBe('code-used-twice');
  });
  it('have instalments that sum exactly to the phase', () => {
    expect(withFirst({ valueOere: 100_000_001 })).toBe('instalments-not-phase-value');
    expect(withFirst({ instalments: [...first.instalments, ...first.instalments], valueOere: 200_000_000 })).toBe(
      'code-used-twice',
    );
  });
  it('have amounts in whole øre above zero', () => {
    const [one, two] = first.instalments as [
      ContractPhase['instalments'][number],
      ContractPhase['instalments'][number],
    ];
    expect(
      withFirst({
        instalments: [
          { ...one, amountOere: 100_000_000 },
          { ...two, amountOere: 0 },
        ],
      }),
    ).toBe('amount-not-in-oere');
    expect(
      withFirst({
        instalments: [
          { ...one, amountOere: 99_999_999.5 },
          { ...two, amountOere: 0.5 },
        ],
      }),
    ).toBe('amount-not-in-oere');
  });
  it('stay within the maximum cost', () => {
    expect(refusedTerms({ maximumCostOere: 149_999_999 })).toBe('above-maximum-cost');
  });
  it('end after the contract is signed', () => {
    expect(refusedTerms({ endsOn: '2025-10-14' })).toBe('contract-ends-before-signing');
  });
  it('measure performance on KPIs that are defined', () => {
    expect(refusedTerms({ performanceLevels: [{ code: 'Y', description: 'x', kpi: 'unheard-of' }] })).toBe(
      'performance-level-on-unknown-kpi',
    );
  });
  it('of an innovation partnership state performance levels and intellectual property', () => {
    expect(refusedTerms({ performanceLevels: [] })).toBe('performance-levels-missing');
    expect(refusedTerms({ iprScheme: ' ' })).toBe('ipr-scheme-missing');
  });
});

describe('starting development without a tender', () => {
  const start = (changes = {}) =>
    wish(leader, 'StartDevelopment', {
      legalRationale: 'Udbudslovens § 4, nr. 1',
      startedOn: '2025-10-01',
      ...changes,
    });
  const need = registeredAs('public-private-innovation');
  const described = [...need, ...needDescribed.slice(-1)];
  const opiTerms = { ...sensorTerms, tendererId: undefined, performanceLevels: [], iprScheme: '' };

  it('is leadership’s to decide, with the legal rationale', () => {
    expect(decided(described, start())).toEqual([
      {
        type: 'DevelopmentStarted',
        data: { legalRationale: 'Udbudslovens § 4, nr. 1', startedOn: '2025-10-01', decidedBy: 'lead-1' },
      },
    ]);
    expect(refused(described, start({ legalRationale: ' ' }))).toBe('legal-rationale-missing');
    expect(refused(described, { ...start(), by: officer })).toBe('role-may-not');
  });
  it('changes nothing the second time', () => {
    expect(decided(startedWithoutTender, start())).toEqual([]);
    expect(refused(startedWithoutTender, start({ startedOn: '2025-10-02' }))).toBe('wrong-phase');
  });
  it('is not for innovation partnerships', () => {
    expect(refused(needDescribed, start())).toBe('route-needs-tender');
  });
  it('waits for the route to be decided', () => {
    const undecided = described.filter(({ type }) => type !== 'ProcurementRouteDecided');
    const route = { ...(undecided[0] as PartnershipEvent) } as Extract<
      PartnershipEvent,
      { type: 'PartnershipRegistered' }
    >;
    const opi: PartnershipEvent = { ...route, data: { ...route.data, route: 'public-private-innovation' } };
    expect(refused([opi, ...undecided.slice(1)], start())).toBe('route-not-decided');
  });
  it('waits for a need, and has happened', () => {
    expect(refused(need, start())).toBe('wrong-phase');
    expect(phaseAfter(startedWithoutTender)).toBe('development');
    expect(refused(described, start({ startedOn: '2026-06-02' }))).toBe('in-the-future');
  });
  it('does not go around a tender under way', () => {
    const { data } = awarded.find(({ type }) => type === 'NoticePublished') as Extract<
      PartnershipEvent,
      { type: 'NoticePublished' }
    >;
    expect(refused([...described, { type: 'NoticePublished', data }], start())).toBe('tender-under-way');
  });
  it('lets contracts be signed without an award, or what section 73 asks for', () => {
    expect(decided(startedWithoutTender, wish(officer, 'SignContract', opiTerms))).toHaveLength(1);
  });
  it('comes before a contract without a tender', () => {
    expect(refused(described, wish(officer, 'SignContract', opiTerms))).toBe('wrong-phase');
  });
});

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
    const ended = decided(contractsSigned, terminate('k1'));
    expect(refused([...contractsSigned, ...ended], amend())).toBe('contract-ended');
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
