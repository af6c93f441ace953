import { describe, expect, it } from '@jest/globals';
import { awarded, leader, needDescribed, officer, registeredAs, tendersEvaluated, wish } from '../../test/story.js';
import {
  contractSigned,
  piloting,
  scaleTerms,
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
  it('changes nothing where what holds anyway is stated', () => {
    const phases = sensorTerms.phases.map(
      (phase): ContractPhase => ({
        ...phase,
        requiredForPilot: phase.requiredForPilot ?? false,
        instalments: phase.instalments.map((one) => ({ ...one, payableWhen: one.payableWhen ?? 'gate-passed' })),
      }),
    );
    expect(phases).not.toEqual(sensorTerms.phases);
    expect(decided(contractSigned, sign({ phases }))).toEqual([]);
    const otherwise = phases.map((phase) => ({ ...phase, requiredForPilot: !phase.requiredForPilot }));
    expect(refused(contractSigned, sign({ phases: otherwise }))).toBe('contract-id-taken');
  });
  it('waits for the award', () => {
    expect(refused(tendersEvaluated, sign())).toBe('award-missing');
  });
  it('is only for those the award names', () => {
    expect(refused(awarded, sign({ tendererId: 'c3', partner: { cvr: '33333333', name: 'Nordlys' } }))).toBe(
      'not-awarded',
    );
    expect(refused(awarded, sign({ tendererId: undefined }))).toBe('winner-not-named');
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
    expect(refusedTerms({ maximumCostOere: 500_000_000.5 })).toBe('amount-not-in-oere');
  });
  it('are in a currency there is', () => {
    expect(refusedTerms({ currency: 'KRO' })).toBe('currency-unknown');
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
