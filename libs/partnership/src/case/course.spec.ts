import { describe, expect, it } from '@jest/globals';
import { fold, given } from '#decider';
import { type Refusal, refuses } from '../../test/refuses.js';
import { economist, leader, manager, needDescribed, refusal, wish } from '../../test/story.js';
import { type PartnershipEvent, partnership } from '../partnership.js';

const suspended: PartnershipEvent = {
  type: 'PartnershipSuspended',
  data: { reason: 'Budgetforhandling', expectedUntil: '2026-09-01' },
};
const closed: PartnershipEvent = {
  type: 'PartnershipClosed',
  data: {
    result: 'stopped',
    reason: 'priorities-changed',
    explanation: 'Budgettet er skåret',
    from: 'need',
    closedBy: 'lead-1',
  },
};
const concluded: PartnershipEvent = {
  type: 'ScaleUpConcluded',
  data: { summary: 'I drift i fire kommuner', decidedBy: 'lead-1' },
};
const planned: PartnershipEvent = {
  type: 'MilestonePlanned',
  data: { code: 'M1', title: 'Prototype klar', plannedOn: '2026-05-01' },
};
const contract = (): PartnershipEvent => ({
  type: 'PartnershipContractSigned',
  data: {
    contractId: 'k1',
    title: 'Udvikling',
    partner: { cvr: '11111111', name: 'Væskevagt' },
    signedOn: '2025-10-12',
    currency: 'DKK',
    maximumCostOere: 100,
    iprScheme: 'Leverandøren ejer',
    performanceLevels: [],
    phases: [
      {
        no: 1,
        title: 'Udvikling',
        plannedStart: '2025-11-01',
        plannedEnd: '2026-05-01',
        valueOere: 100,
        targets: [{ code: 'T1', title: 'Prototype', criterion: 'Virker' }],
        instalments: [
          { code: 'R1', title: 'Første rate', amountOere: 40 },
          { code: 'R2', title: 'Anden rate', amountOere: 60 },
        ],
      },
    ],
  },
});
const completed: PartnershipEvent = {
  type: 'ContractCompleted',
  data: { contractId: 'k1', completedOn: '2026-05-01' },
};
const released: PartnershipEvent = {
  type: 'InstalmentReleased',
  data: {
    contractId: 'k1',
    phaseNo: 1,
    instalment: 'R1',
    amountOere: 40,
    currency: 'DKK',
    releasedOn: '2026-04-01',
    releasedBy: 'fin-1',
  },
};
const settled: Extract<PartnershipEvent, { type: 'PaymentSettled' }> = {
  type: 'PaymentSettled',
  data: {
    contractId: 'k1',
    phaseNo: 1,
    instalment: 'R1',
    amountOere: 40,
    paidOn: '2026-04-10',
    paymentReference: 'F-1',
  },
};
const cancelled: PartnershipEvent = {
  type: 'InstalmentCancelled',
  data: { contractId: 'k1', phaseNo: 1, instalment: 'R2', reason: 'Fasen udgik' },
};
const pilot: readonly PartnershipEvent[] = [
  {
    type: 'PilotPlanned',
    data: {
      pilotId: 'p1',
      title: 'Afprøvning',
      contracts: [],
      plannedStart: '2026-01-01',
      plannedEnd: '2026-05-01',
      plannedParticipants: 20,
    },
  },
  { type: 'PilotStarted', data: { pilotId: 'p1', startedOn: '2026-01-01' } },
];

const suspend = (data: object = {}) =>
  wish(leader, 'SuspendPartnership', { reason: 'Budgetforhandling', expectedUntil: '2026-09-01', ...data });
const resume = wish(leader, 'ResumePartnership', { note: 'Vedtaget' });
const close = (result: 'completed' | 'stopped' | 'cancelled', data: object = {}) =>
  wish(leader, 'ClosePartnership', {
    result,
    reason: 'priorities-changed',
    explanation: 'Budgettet er skåret',
    ...data,
  });
const reopen = wish({ ...leader, permissions: ['reopen'] }, 'ReopenPartnership', { reason: 'Nye midler' });

describe('suspending and resuming', () => {
  it('remembers where it was', () => {
    const suspension = given(partnership, ...needDescribed).when(suspend());
    expect(suspension).toEqual([suspended]);
    expect(fold(partnership, [...needDescribed, ...suspension])).toMatchObject({ status: 'suspended', phase: 'need' });
    const resumed = given(partnership, ...needDescribed, suspended).when(resume);
    expect(resumed).toEqual([{ type: 'PartnershipResumed', data: { phase: 'need', note: 'Vedtaget' } }]);
    expect(fold(partnership, [...needDescribed, suspended, ...resumed])).toMatchObject({
      status: 'open',
      phase: 'need',
    });
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...needDescribed).when(suspend(), suspend(), resume, resume)).toHaveLength(2);
  });

  it('can happen again', () => {
    expect(given(partnership, ...needDescribed).when(suspend(), resume, suspend())).toHaveLength(3);
  });

  it('lets a suspended case be written in, and what was released be paid', () => {
    const note = wish(manager, 'WriteNote', { noteId: 'n1', text: 'Afventer' });
    expect(given(partnership, ...needDescribed, suspended).when(note)).toHaveLength(1);
    const pay = wish(economist, 'SettlePayment', settled.data);
    expect(given(partnership, ...needDescribed, contract(), released, suspended).when(pay)).toEqual([settled]);
  });

  const plan = wish(manager, 'PlanMilestone', { code: 'M1', title: 'Prototype klar', plannedOn: '2026-05-01' });
  refuses(
    [
      ['for another reason while it rests', [suspended], suspend({ reason: 'Andet' }), 'already-suspended'],
      ['until before it begins', [], suspend({ expectedUntil: '2026-05-31' }), 'suspension-dates-reversed'],
      ['without a reason', [], suspend({ reason: '' }), 'course-reason-missing'],
      ['to plan while it rests', [suspended], plan, 'suspended'],
      ['to the project manager', [], { ...suspend(), by: manager }, 'role-may-not'],
    ],
    needDescribed,
  );
});

describe('closing', () => {
  it('is completing from follow-up', () => {
    const past = [...needDescribed, concluded];
    expect(given(partnership, ...past).when(close('completed', { reason: 'goals-reached' }))).toEqual([
      {
        type: 'PartnershipClosed',
        data: {
          result: 'completed',
          reason: 'goals-reached',
          explanation: 'Budgettet er skåret',
          from: 'follow-up',
          closedBy: 'lead-1',
        },
      },
    ]);
  });

  it('is stopping or cancelling from any phase, also while it rests', () => {
    expect(given(partnership, ...needDescribed).when(close('stopped'))).toEqual([closed]);
    expect(given(partnership, ...needDescribed, suspended).when(close('cancelled'))).toHaveLength(1);
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...needDescribed, closed).when(close('stopped'))).toEqual([]);
  });

  it('leaves contracts that ended, with every instalment settled or cancelled, behind', () => {
    const past = [...needDescribed, contract(), released, settled, cancelled, completed];
    expect(given(partnership, ...past).when(close('stopped'))).toHaveLength(1);
  });

  it('leaves milestones that were reached, missed or dropped behind', () => {
    const past: PartnershipEvent[] = [
      ...needDescribed,
      planned,
      { type: 'MilestoneMissed', data: { code: 'M1', missedOn: '2026-05-02', note: 'Forsinket' } },
    ];
    expect(given(partnership, ...past).when(close('stopped'))).toHaveLength(1);
  });

  it('names what is still under way', () => {
    const details = (...events: readonly PartnershipEvent[]) =>
      refusal(() => given(partnership, ...needDescribed, ...events).when(close('stopped'))).details;
    expect(details(contract())).toEqual({ contracts: ['k1'] });
    expect(details(contract(), released, completed)).toEqual({ instalments: ['k1/1/R1', 'k1/1/R2'] });
    expect(details(...pilot)).toEqual({ pilots: ['p1'] });
    expect(details(planned)).toEqual({ milestones: ['M1'] });
  });

  const partly: PartnershipEvent = {
    type: 'MilestonePartlyReached',
    data: { code: 'M1', reachedOn: '2026-05-01', note: 'Halvt', remaining: 'Resten' },
  };
  const cases: Refusal[] = [
    ['as completed before follow-up', [], close('completed'), 'scale-up-not-concluded'],
    ['while a contract runs', [contract()], close('stopped'), 'contracts-still-running'],
    [
      'while an instalment is released and not settled',
      [contract(), cancelled, released, completed],
      close('cancelled'),
      'instalments-still-open',
    ],
    [
      'while an instalment is neither paid nor cancelled',
      [contract(), released, settled, completed],
      close('stopped'),
      'instalments-still-open',
    ],
    ['while a pilot runs', pilot, close('stopped'), 'pilots-still-open'],
    ['while a pilot is planned', pilot.slice(0, -1), close('stopped'), 'pilots-still-open'],
    ['while a milestone is planned', [planned], close('stopped'), 'milestones-still-open'],
    ['while a milestone is partly reached', [planned, partly], close('stopped'), 'milestones-still-open'],
    ['with another result than it has', [closed], close('cancelled'), 'already-closed'],
    ['without an explanation', [], close('stopped', { explanation: '' }), 'course-reason-missing'],
  ];
  refuses(cases, needDescribed);
});

describe('reopening', () => {
  it('returns to where it was closed from', () => {
    const reopened = given(partnership, ...needDescribed, closed).when(reopen);
    expect(reopened).toEqual([{ type: 'PartnershipReopened', data: { phase: 'need', reason: 'Nye midler' } }]);
    expect(fold(partnership, [...needDescribed, closed, ...reopened])).toMatchObject({ status: 'open', phase: 'need' });
  });

  it('opens a case that rested when it was closed', () => {
    const reopened = given(partnership, ...needDescribed, suspended, closed).when(reopen);
    expect(fold(partnership, [...needDescribed, suspended, closed, ...reopened])).toMatchObject({ status: 'open' });
  });

  it('changes nothing about an open case, and lets it be closed again', () => {
    expect(given(partnership, ...needDescribed).when(reopen)).toEqual([]);
    expect(given(partnership, ...needDescribed, closed).when(reopen, close('stopped'))).toHaveLength(2);
  });

  refuses(
    [
      ['without the permission', [closed], { ...reopen, by: leader }, 'permission-missing'],
      ['without a reason', [closed], { ...reopen, data: { reason: '' } }, 'course-reason-missing'],
      ['to suspend instead', [closed], suspend(), 'closed'],
    ],
    needDescribed,
  );
});
