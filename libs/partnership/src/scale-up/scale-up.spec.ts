import { describe, expect, it } from '@jest/globals';
import { economist, evaluator, leader, manager, wish } from '../../test/story.js';
import {
  adoptionDecided,
  adoptionInvited,
  adoptionLive,
  benefit,
  developing,
  followedUp,
  followUpPlanned,
  minutesToAction,
  recommended,
  scaling,
} from '../../test/story-from-contract.js';
import { decided, phaseAfter, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';

const municipality = '0580';
const invite = (changes = {}) => wish(manager, 'InviteAdoption', { municipality, invitedOn: '2026-05-21', ...changes });
const decide = (changes = {}) =>
  wish(manager, 'DecideAdoption', {
    municipality,
    adopts: true,
    basis: 'own-procurement',
    decidedOn: '2026-05-23',
    ...changes,
  });
const live = (changes = {}) =>
  wish(manager, 'TakeAdoptionLive', {
    municipality,
    liveOn: '2026-05-25',
    sites: 4,
    populationCovered: 310,
    ...changes,
  });
const withdraw = (changes = {}) =>
  wish(manager, 'WithdrawAdoption', { municipality, withdrawnOn: '2026-05-28', reason: 'Besparelser', ...changes });

describe('the adoption by a municipality', () => {
  it('is invited, decided, live and perhaps withdrawn, each step once', () => {
    expect(
      decided(scaling, invite(), invite(), decide(), decide(), live(), live(), withdraw(), withdraw()).map(
        ({ type }) => type,
      ),
    ).toEqual(['AdoptionInvited', 'AdoptionDecided', 'AdoptionWentLive', 'AdoptionWithdrawn']);
  });
  it('follows that order', () => {
    expect(refused(scaling, decide())).toBe('adoption-not-invited');
    expect(refused(adoptionInvited, live())).toBe('adoption-stands');
    expect(refused(adoptionDecided, decide({ decidedOn: '2026-05-24' }))).toBe('adoption-stands');
    expect(refused(adoptionLive, invite({ invitedOn: '2026-05-26' }))).toBe('adoption-stands');
    expect(refused(adoptionLive, live({ sites: 5 }))).toBe('adoption-stands');
    expect(refused(adoptionLive, withdraw(), withdraw({ reason: 'x' }))).toBe('adoption-stands');
  });
  it('may be invited again after a no or a withdrawal', () => {
    const no = decide({ adopts: false, basis: undefined });
    const again = invite({ invitedOn: '2026-05-30' });
    expect(decided(adoptionInvited, no, again)).toHaveLength(2);
    expect(decided(adoptionLive, withdraw(), again)).toHaveLength(2);
    expect(refused(adoptionInvited, no, live())).toBe('adoption-stands');
  });
  it('states its basis when it is a yes', () => {
    expect(refused(adoptionInvited, decide({ basis: undefined }))).toBe('adoption-basis-missing');
  });
  it('goes live somewhere', () => {
    expect(refused(adoptionDecided, live({ sites: 0 }))).toBe('live-without-site');
    expect(refused(adoptionDecided, live({ populationCovered: -1 }))).toBe('live-without-site');
  });
  it('takes its steps on days in order, none of them ahead', () => {
    expect(refused(adoptionInvited, decide({ decidedOn: '2026-05-20' }))).toBe('adoption-before');
    expect(refused(adoptionDecided, live({ liveOn: '2026-05-22' }))).toBe('adoption-before');
    for (const [past, command] of [
      [scaling, invite({ invitedOn: '2026-06-02' })],
      [adoptionInvited, decide({ decidedOn: '2026-06-02' })],
      [adoptionDecided, live({ liveOn: '2026-06-02' })],
      [adoptionLive, withdraw({ withdrawnOn: '2026-06-02' })],
    ] as const)
      expect(refused(past, command)).toBe('in-the-future');
  });
  it('is by a municipality', () => {
    expect(refused(scaling, invite({ municipality: '33333333' }))).toBe('adopter-not-a-municipality');
  });
  it('belongs in scale-up and follow-up', () => {
    expect(refused(recommended, invite())).toBe('wrong-phase');
    expect(decided(followedUp, invite({ municipality: '0101' }))).toHaveLength(1);
  });
});

describe('planning a benefit', () => {
  const plan = (changes = {}) => wish(economist, 'PlanBenefit', { ...benefit, ...changes });

  it('is an amount of the KPI or of money, never both', () => {
    expect(decided(developing, plan(), plan())).toEqual([{ type: 'BenefitPlanned', data: benefit }]);
    expect(refused(developing, plan({ amountOere: 100 }))).toBe('benefit-not-one-amount');
    expect(refused(developing, plan({ amount: undefined }))).toBe('benefit-not-one-amount');
    expect(refused(developing, plan({ amount: 'mange' }))).toBe('not-a-decimal');
    expect(refused(developing, plan({ amount: undefined, amountOere: 0.5 }))).toBe('benefit-not-in-oere');
  });
  it('keeps hours and money apart, and may be planned anew', () => {
    const money = plan({ amount: undefined, amountOere: 5_000 });
    expect(decided(developing, plan(), money, plan(), money)).toHaveLength(2);
    expect(decided(developing, plan(), plan({ amount: '13' }), plan())).toHaveLength(3);
  });
  it('is in the prices of a year only when it is money', () => {
    expect(refused(developing, plan({ priceYear: 2025 }))).toBe('price-year-without-money');
    expect(decided(developing, plan({ amount: undefined, amountOere: 5_000, priceYear: 2025 }))).toHaveLength(1);
  });
  it('may be said again when the definition of its KPI was revised', () => {
    const definition = { ...minutesToAction, code: benefit.kpi };
    const revise = wish(manager, 'ReviseKpi', { definition, reason: 'Enheden præciseret' });
    expect(decided(developing, plan(), revise, plan(), plan())).toHaveLength(3);
  });
  it('is of a KPI there is, for a party or an adopting municipality', () => {
    expect(refused(developing, plan({ kpi: 'x' }))).toBe('benefit-of-unknown-kpi');
    expect(refused(adoptionInvited, plan({ party: municipality }))).toBe('benefit-for-stranger');
    expect(decided(adoptionDecided, plan({ party: municipality }))).toHaveLength(1);
    expect(decided(adoptionLive, plan({ party: municipality }))).toHaveLength(1);
  });
});

describe('recording a realised benefit', () => {
  const realise = (changes = {}) =>
    wish(evaluator, 'RecordRealisedBenefit', { ...benefit, evidence: 'Opgørelse 2026', ...changes });

  it('names its evidence', () => {
    expect(decided(scaling, realise(), realise())).toHaveLength(1);
    expect(refused(scaling, realise({ evidence: ' ' }))).toBe('benefit-evidence-missing');
  });
  it('is of a year that has begun', () => {
    expect(refused(scaling, realise({ year: 2027 }))).toBe('benefit-year-not-begun');
  });
  it('keeps the rules of a planned one', () => {
    expect(refused(scaling, realise({ party: '0101' }))).toBe('benefit-for-stranger');
  });
  it('is not mistaken for what was planned', () => {
    expect(decided(scaling, wish(economist, 'PlanBenefit', benefit), realise())).toHaveLength(2);
  });
  it('comes from the pilot onwards', () => {
    expect(refused(developing, realise())).toBe('wrong-phase');
  });
});

describe('following up', () => {
  const plan = (changes = {}) =>
    wish(manager, 'PlanFollowUp', { owner: 'pm-1', reportsDue: ['2026-05-31', '2027-05-31'], ...changes });
  const conclude = wish(leader, 'ConcludeScaleUp', { summary: 'I drift i en kommune mere' });
  const report = (changes = {}) =>
    wish(manager, 'SubmitFollowUpReport', {
      due: '2026-05-31',
      reportedOn: '2026-05-30',
      summary: 'Gevinsterne holder',
      ...changes,
    });

  it('is planned with an owner and days in order', () => {
    expect(decided(scaling, plan(), plan())).toHaveLength(1);
    expect(refused(scaling, plan({ owner: ' ' }))).toBe('follow-up-without-owner');
    expect(refused(scaling, plan({ reportsDue: [] }))).toBe('reports-due-not-in-order');
    expect(refused(scaling, plan({ reportsDue: ['2027-05-31', '2026-05-31'] }))).toBe('reports-due-not-in-order');
    expect(refused(scaling, plan({ reportsDue: ['2026-05-31', '2026-05-31'] }))).toBe('reports-due-not-in-order');
    expect(refused(recommended, plan())).toBe('wrong-phase');
  });
  it('begins when scale-up is concluded, with an adoption live and a plan', () => {
    expect(decided(followUpPlanned, conclude, conclude)).toEqual([
      { type: 'ScaleUpConcluded', data: { summary: 'I drift i en kommune mere', decidedBy: 'lead-1' } },
    ]);
    expect(phaseAfter(followedUp)).toBe('follow-up');
    expect(refused(adoptionLive, conclude)).toBe('follow-up-not-planned');
    expect(refused(followUpPlanned, withdraw(), conclude)).toBe('no-adoption-live');
    expect(refused(recommended, conclude)).toBe('wrong-phase');
  });
  it('reports once for each day that is due', () => {
    expect(decided(followedUp, report(), report())).toHaveLength(1);
    expect(refused(followedUp, report(), report({ summary: 'Rettet' }))).toBe('report-already-submitted');
    expect(refused(followedUp, report({ due: '2026-12-31' }))).toBe('report-not-due');
    expect(refused(adoptionLive, report())).toBe('follow-up-not-planned');
    expect(refused(followedUp, report({ reportedOn: '2026-06-02' }))).toBe('in-the-future');
    expect(refused(followedUp, report({ document: 'doc-9' }))).toBe('report-not-journalised');
  });
  it('keeps the reports when it is planned anew', () => {
    const replan = plan({ reportsDue: ['2026-05-31', '2028-05-31'] });
    expect(decided(followedUp, report(), replan, report())).toHaveLength(2);
    expect(refused(followedUp, report(), replan, report({ due: '2027-05-31' }))).toBe('report-not-due');
  });
  it('goes on after the case is closed', () => {
    const closed: PartnershipEvent = {
      type: 'PartnershipClosed',
      data: { result: 'completed', reason: 'goals-reached', explanation: 'x', from: 'follow-up', closedBy: 'lead-1' },
    };
    expect(decided([...followedUp, closed], report())).toHaveLength(1);
    expect(refused([...followedUp, closed], plan({ owner: 'pm-2' }))).toBe('closed');
  });
});
