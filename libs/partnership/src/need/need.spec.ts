import { describe, expect, it } from '@jest/globals';
import { fold, given } from '#decider';
import { refuses } from '../../test/refuses.js';
import {
  dialogueOpened,
  manager,
  needDescribed,
  officer,
  prepared,
  refusal,
  registered,
  wish,
} from '../../test/story.js';
import { type PartnershipEvent, partnership } from '../partnership.js';

const need = { problem: 'Dehydrering opdages for sent', targetGroup: 'Borgere over 65' };
const describeNeed = (data: object = {}) => wish(manager, 'DescribeNeed', { ...need, ...data });

describe('describing the need', () => {
  it('takes a draft into the need phase', () => {
    const described = given(partnership, ...registered).when(describeNeed());
    expect(described).toEqual([{ type: 'NeedDescribed', data: need }]);
    expect(fold(partnership, [...registered, ...described])).toMatchObject({ phase: 'need', need });
  });

  it('may be done anew during the market dialogue, which goes on', () => {
    const described = given(partnership, ...dialogueOpened).when(describeNeed());
    expect(fold(partnership, [...dialogueOpened, ...described])).toMatchObject({ phase: 'market-dialogue', need });
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...registered).when(describeNeed(), describeNeed())).toHaveLength(1);
  });

  it('may be done anew once a procurement is cancelled', () => {
    const cancelled: PartnershipEvent = {
      type: 'ProcurementCancelled',
      data: { reason: 'Ingen egnede tilbud', decidedBy: 'lead-1' },
    };
    expect(given(partnership, ...prepared, cancelled).when(describeNeed())).toHaveLength(1);
  });

  it('says what is missing', () => {
    const decide = () => given(partnership, ...registered).when(describeNeed({ problem: ' ', targetGroup: '' }));
    expect(refusal(decide)).toMatchObject({
      reason: 'need-incomplete',
      details: { missing: ['problem', 'targetGroup'] },
    });
  });

  it('says by which word it names a supplier', () => {
    const decide = () => given(partnership, ...registered).when(describeNeed({ problem: 'Vi savner nordlys her' }));
    expect(refusal(decide)).toMatchObject({ reason: 'supplier-named', details: { word: 'nordlys' } });
  });

  const development: PartnershipEvent = {
    type: 'DevelopmentStarted',
    data: { legalRationale: 'OPI', startedOn: '2025-06-01', decidedBy: 'lead-1' },
  };
  const claim = { claim: '10 %', source: 'Hydra', quality: 'verified' };
  refuses([
    ['once the procurement is prepared', prepared, describeNeed(), 'need-already-tendered'],
    ['once development has started', [...needDescribed, development], describeNeed(), 'wrong-phase'],
    ['naming a company that takes part', registered, describeNeed({ targetGroup: 'Nordlys' }), 'supplier-named'],
    ['naming one of the dialogue', dialogueOpened, describeNeed({ desiredOutcome: 'Hydra' }), 'supplier-named'],
    ['naming one as a source', dialogueOpened, describeNeed({ claims: [claim] }), 'supplier-named'],
    ['naming a company nobody knows', registered, describeNeed({ problem: 'Som Acme ApS' }), 'supplier-named'],
    ['to the procurement officer', registered, { ...describeNeed(), by: officer }, 'role-may-not'],
  ]);
});
