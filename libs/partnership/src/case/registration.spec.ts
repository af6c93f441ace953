import { describe, expect, it } from '@jest/globals';
import { fold, given } from '#decider';
import { refuses } from '../../test/refuses.js';
import { auditor, manager, officer, registered, wish } from '../../test/story.js';
import { type PartnershipEvent, partnership, type Registered } from '../partnership.js';

const [first] = registered as [Extract<PartnershipEvent, { type: 'PartnershipRegistered' }>];
const { registeredBy: _by, ...said } = first.data;
const register = (data: object = {}, by = manager) => wish(by, 'RegisterPartnership', { ...said, ...data });
const amend = (data: object) => wish(manager, 'AmendRegistration', { reason: 'Nyt navn', ...data });
const join = (organisation: string, name: string) =>
  wish(officer, 'AddParty', { organisation, name, partnerType: 'other-municipality' });
const leave = (organisation: string, reason = 'Anden prioritet') =>
  wish(officer, 'RemoveParty', { organisation, reason });

describe('registering a partnership', () => {
  it('begins a case in draft, with the lead organisation as a party', () => {
    expect(given(partnership).when(register())).toEqual([first]);
    expect(fold(partnership, [first])).toMatchObject({
      status: 'open',
      phase: 'draft',
      route: 'innovation-partnership',
      lead: '0250',
      parties: { '0250': { name: 'Frederikssund Kommune', company: false } },
    });
  });

  it('changes nothing the second time, also after it was amended', () => {
    expect(given(partnership, first).when(register())).toEqual([]);
    expect(given(partnership, first).when(amend({ title: 'Væskebalance' }), register())).toHaveLength(1);
  });

  refuses([
    ['under a case number that is taken', [first], register({ title: 'Noget andet' }), 'case-number-taken'],
    ['for another lead organisation', [], register({ leadOrganisation: '0561' }), 'not-lead-organisation'],
    ['to an auditor', [], register({}, { ...auditor, organisation: '0250' }), 'role-may-not'],
    [
      'without an innovation type',
      [],
      register({ classification: { ...said.classification, innovationTypes: [] } }),
      'innovation-type-missing',
    ],
    [
      'with the main purpose among the others',
      [],
      register({ classification: { ...said.classification, otherPurposes: ['quality-for-citizens'] } }),
      'purpose-repeated',
    ],
  ]);
});

describe('wishing something of a case nobody registered', () => {
  refuses([['before anything', [], join('0101', 'Københavns Kommune'), 'not-registered']]);
});

describe('amending a registration', () => {
  it('says what is new and why', () => {
    const command = amend({ title: 'Væskebalance' });
    expect(given(partnership, ...registered).when(command)).toEqual([
      { type: 'RegistrationAmended', data: { title: 'Væskebalance', reason: 'Nyt navn' } },
    ]);
  });

  it('leaves what it does not mention', () => {
    const amended = given(partnership, ...registered).when(amend({ title: 'A', summary: 'S' }), amend({ title: 'B' }));
    const { registration } = fold(partnership, [...registered, ...amended]) as Registered;
    expect(registration).toMatchObject({ title: 'B', summary: 'S', classification: said.classification });
  });

  it('changes nothing when it is so already', () => {
    expect(given(partnership, ...registered).when(amend({ title: said.title }))).toEqual([]);
  });

  refuses(
    [
      ['without anything to amend', [], amend({}), 'nothing-amended'],
      ['without a reason', [], amend({ title: 'B', reason: ' ' }), 'amendment-reason-missing'],
      [
        'into no innovation type at all',
        [],
        amend({ classification: { ...said.classification, innovationTypes: [] } }),
        'innovation-type-missing',
      ],
    ],
    registered,
  );
});

describe('joining and leaving', () => {
  it('makes a private company a company and a municipality none', () => {
    const { parties } = fold(partnership, registered) as Registered;
    expect(parties).toMatchObject({ '33333333': { company: true }, '0165': { company: false } });
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...registered).when(join('0165', 'Albertslund Kommune'))).toEqual([]);
    expect(given(partnership, ...registered).when(leave('0165'), leave('0165'))).toHaveLength(1);
  });

  it('lets a party come back', () => {
    const command = join('0165', 'Albertslund Kommune');
    expect(given(partnership, ...registered).when(leave('0165'), command)).toHaveLength(2);
  });

  const contract = {
    type: 'PartnershipContractSigned',
    data: {
      contractId: 'k1',
      title: 'Udvikling',
      partner: { cvr: '33333333', name: 'Nordlys' },
      signedOn: '2025-10-12',
      currency: 'DKK',
      maximumCostOere: 0,
      iprScheme: '',
      performanceLevels: [],
      phases: [],
    },
  } as const satisfies PartnershipEvent;

  it('lets a company leave once its contract has ended', () => {
    const ended = {
      type: 'ContractCompleted',
      data: { contractId: 'k1', completedOn: '2026-05-01' },
    } as const;
    expect(given(partnership, ...registered, contract, ended).when(leave('33333333'))).toHaveLength(1);
  });

  refuses(
    [
      ['under another name than before', [], join('0165', 'Albertslund'), 'party-already-joined'],
      ['to leave when it does not take part', [], leave('0101'), 'party-unknown'],
      ['to the lead organisation, which cannot leave', [], leave('0250'), 'lead-cannot-leave'],
      ['to a company under contract', [contract], leave('33333333'), 'party-under-contract'],
      [
        'to those who do not take part',
        [],
        wish({ ...officer, organisation: '0101' }, 'AddParty', {
          organisation: '0101',
          name: 'Københavns Kommune',
          partnerType: 'other-municipality',
        }),
        'not-registered',
      ],
    ],
    registered,
  );
});
