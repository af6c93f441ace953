import { describe, expect, it } from '@jest/globals';
import { fold, given } from '#decider';
import { refuses } from '../../test/refuses.js';
import { awarded, leader, manager, officer, prepared, system, tendersEvaluated, wish } from '../../test/story.js';
import { contractSigned, piloting, scaleTerms, sensorTerms } from '../../test/story-from-contract.js';
import { type PartnershipEvent, partnership } from '../partnership.js';
import type { EndedStandstill } from './standstill.js';

const end = (data: Partial<EndedStandstill> = {}, today = '2026-06-01') => ({
  ...wish(officer, 'EndStandstill', { endedOn: '2025-10-11', ...data }, '2025-10-11'),
  today,
});
const ended = (data: Partial<EndedStandstill> = {}): PartnershipEvent => ({
  type: 'StandstillEnded',
  data: { endedOn: '2025-10-11', ...data },
});
const lodged = { lodgedOn: '2025-10-08' };
const suspended = { ...lodged, suspendsUntil: '2025-11-07' };
const sign = (signedOn: string) => wish(officer, 'SignContract', { ...sensorTerms, signedOn });

describe('ending the standstill', () => {
  it('is noted by the officer, or told by a system', () => {
    expect(given(partnership, ...awarded).when(end())).toEqual([ended()]);
    expect(given(partnership, ...awarded).when({ ...end(), by: system })).toHaveLength(1);
  });

  it('is noted from the day after its last day', () => {
    expect(given(partnership, ...awarded).when(end({}, '2025-10-12'))).toHaveLength(1);
  });

  it('is noted late too, once a contract is signed', () => {
    expect(given(partnership, ...contractSigned).when(end())).toHaveLength(1);
  });

  it('is noted while the case rests', () => {
    const suspension: PartnershipEvent = {
      type: 'PartnershipSuspended',
      data: { reason: 'Budgettet forhandles' },
    };
    expect(given(partnership, ...awarded, suspension).when(end())).toHaveLength(1);
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...awarded).when(end(), end(), { ...end(), by: system })).toHaveLength(1);
    const complained = end({ complaint: suspended });
    expect(given(partnership, ...awarded).when(complained, complained)).toHaveLength(1);
  });

  it('takes what becomes of a complaint', () => {
    const events = given(partnership, ...awarded).when(
      end(),
      end({ complaint: lodged }),
      end({ complaint: suspended }),
      end({ complaint: { ...lodged, suspendsUntil: '2026-01-15' } }),
    );
    expect(events).toHaveLength(4);
    expect(fold(partnership, [...awarded, ...events])).toHaveProperty(
      'procurement.standstill.complaint.suspendsUntil',
      '2026-01-15',
    );
  });

  it('is forgotten with the award when the procurement is cancelled', () => {
    const cancelled: PartnershipEvent = {
      type: 'ProcurementCancelled',
      data: { reason: 'Klagen fik medhold', decidedBy: 'lead-1' },
    };
    expect(fold(partnership, [...awarded, ended(), cancelled])).not.toHaveProperty('procurement.standstill');
  });

  refuses([
    ['to the project manager', awarded, { ...end(), by: manager }, 'role-may-not'],
    ['to leadership', awarded, { ...end(), by: leader }, 'role-may-not'],
    ['without an award', tendersEvaluated, end(), 'standstill-without-award'],
    ['without an award, in a procurement that has just begun', prepared, end(), 'standstill-without-award'],
    ['in the pilot', piloting, end(), 'wrong-phase'],
    ['before the last day of the award', awarded, end({ endedOn: '2025-10-10' }), 'standstill-ends-later'],
    ['on its last day', awarded, end({}, '2025-10-11'), 'standstill-not-passed'],
    ['before its last day', awarded, end({ endedOn: '2025-10-20' }, '2025-10-19'), 'standstill-not-passed'],
    ['on another day', [...awarded, ended()], end({ endedOn: '2025-10-13' }), 'standstill-ended-otherwise'],
    ['without the complaint there is', [...awarded, ended({ complaint: lodged })], end(), 'complaint-noted'],
    [
      'with a complaint before the award',
      awarded,
      end({ complaint: { lodgedOn: '2025-09-30' } }),
      'complaint-before-award',
    ],
    ['with a complaint still to come', awarded, end({ complaint: { lodgedOn: '2026-06-02' } }), 'in-the-future'],
    [
      'with a complaint that ended before it was lodged',
      awarded,
      end({ complaint: { ...lodged, suspendsUntil: '2025-10-07' } }),
      'suspended-before-complaint',
    ],
  ]);
});

describe('signing after the standstill', () => {
  it('needs no note of its end', () => {
    expect(given(partnership, ...awarded).when(sign('2025-10-12'))).toHaveLength(1);
    expect(given(partnership, ...awarded, ended()).when(sign('2025-10-12'))).toHaveLength(1);
  });

  it('can be done when the suspension by a complaint is over', () => {
    const past = [...awarded, ended({ complaint: suspended })];
    expect(given(partnership, ...past).when(sign('2025-11-08'))).toHaveLength(1);
  });

  it('is not held up by a complaint lodged after the standstill, unless the Board suspends the award', () => {
    const late = { lodgedOn: '2025-10-12' };
    expect(given(partnership, ...awarded, ended({ complaint: late })).when(sign('2025-10-13'))).toHaveLength(1);
    const suspendedLate = [...awarded, ended({ complaint: { ...late, suspendsUntil: '2025-11-12' } })];
    expect(() => given(partnership, ...suspendedLate).when(sign('2025-11-12'))).toThrow('complaint-suspends-until');
  });

  it('can be done the day the award is notified where there is none', () => {
    const past = awarded.map((event) =>
      event.type === 'AwardDecided'
        ? { ...event, data: { ...event.data, standstillEndsOn: event.data.notifiedOn } }
        : event,
    );
    expect(given(partnership, ...past).when(sign('2025-10-01'))).toHaveLength(1);
    expect(() => given(partnership, ...past).when(sign('2025-09-30'))).toThrow('standstill-not-over');
  });

  it('changes nothing of what was signed before a complaint was known', () => {
    const past = [...contractSigned, ended({ complaint: lodged })];
    expect(given(partnership, ...past).when(wish(officer, 'SignContract', sensorTerms))).toEqual([]);
  });

  refuses([
    ['in the standstill', awarded, sign('2025-10-11'), 'standstill-not-over'],
    ['in a prolonged one', [...awarded, ended({ endedOn: '2025-10-20' })], sign('2025-10-20'), 'standstill-not-over'],
    [
      'while a complaint is undecided',
      [...awarded, ended({ complaint: lodged })],
      sign('2026-05-01'),
      'complaint-suspends',
    ],
    [
      'while a complaint of the last day of the standstill is undecided',
      [...awarded, ended({ complaint: { lodgedOn: '2025-10-11' } })],
      sign('2026-05-01'),
      'complaint-suspends',
    ],
    [
      'until the suspension is over',
      [...awarded, ended({ complaint: suspended })],
      sign('2025-11-07'),
      'complaint-suspends-until',
    ],
    [
      'with the other winner while a complaint is undecided',
      [...contractSigned, ended({ complaint: lodged })],
      wish(officer, 'SignContract', scaleTerms),
      'complaint-suspends',
    ],
  ]);
});
