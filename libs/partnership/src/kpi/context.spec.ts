import { describe, expect, it } from '@jest/globals';
import { fold } from '#decider';
import { drinkingScale, manager, refusal, sensorPatch } from '../../test/story.js';
import { piloting } from '../../test/story-from-contract.js';
import { type PartnershipEvent, partnership } from '../partnership.js';
import { kpiContext } from './context.js';

const suspended: PartnershipEvent = { type: 'PartnershipSuspended', data: { reason: 'Budgetforhandling' } };
const closed: PartnershipEvent = {
  type: 'PartnershipClosed',
  data: { result: 'stopped', reason: 'other', explanation: 'x', from: 'pilot', closedBy: 'lead-1' },
};
const context = (
  past: readonly PartnershipEvent[],
  type: Parameters<typeof kpiContext>[0],
  by = manager,
  kpi = 'admissions',
) => kpiContext(type, by, 'dehydration', fold(partnership, past), kpi);
const refused = (...of: Parameters<typeof context>) => refusal(() => context(...of)).reason;

describe('what a measured KPI must agree with', () => {
  it('is its definition, the sites approved and whose contracts there are', () => {
    expect(context(piloting, 'RecordMeasurements')).toMatchObject({
      partnershipId: 'dehydration',
      kpi: 'admissions',
      definition: { code: 'admissions' },
      definitionVersion: 1,
      sites: { s1: '0250' },
      contracts: { k1: '11111111', k2: '22222222' },
    });
    expect(context(piloting, 'RecordMeasurements', sensorPatch).kpi).toBe('admissions');
  });
  it('is of a KPI there is', () => {
    expect(refused(piloting, 'RecordMeasurements', manager, 'minutes')).toBe('unknown-kpi');
    expect(refused(piloting, 'RecordMeasurements', manager, 'constructor')).toBe('unknown-kpi');
  });
  it('is only for those who take part', () => {
    expect(refused(piloting, 'RecordMeasurements', { ...manager, organisation: '0101' })).toBe('not-registered');
    expect(refused(piloting, 'RecordMeasurements', { ...drinkingScale, organisation: '99999999' })).toBe(
      'not-registered',
    );
    expect(refused([], 'RecordMeasurements')).toBe('not-registered');
  });
  it('rests while the case rests', () => {
    expect(refused([...piloting, suspended], 'RecordMeasurements')).toBe('suspended');
    expect(refused([...piloting, suspended], 'CorrectMeasurement')).toBe('suspended');
  });
  it('may only be corrected once the case is closed', () => {
    expect(refused([...piloting, closed], 'RecordMeasurements')).toBe('closed');
    expect(context([...piloting, closed], 'CorrectMeasurement').kpi).toBe('admissions');
    expect(context([...piloting, closed], 'WithdrawMeasurement').kpi).toBe('admissions');
  });
});
