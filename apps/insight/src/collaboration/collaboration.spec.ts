import { describe, expect, it } from '@jest/globals';
import { registered } from '../../../../libs/partnership/test/story.js';
import { contractSigned } from '../../../../libs/partnership/test/story-from-contract.js';
import { type Dated, rowsAfter } from '../../test/rows.js';
import { caseFiguresProjection } from '../case-figures/projection.js';
import { collaborationOf, type PartnersTally, typesOfPartner } from './answer.js';
import type { CollaboratorRow, InnovationRow } from './rows.js';

const rows = (...events: readonly Dated[]) => rowsAfter(caseFiguresProjection, events);
const collaborators = (...events: readonly Dated[]) =>
  rows(...events)
    .of<CollaboratorRow>('collaborator')
    .map(({ organisation, partner_type, party, contracts }) => [organisation, partner_type, party, contracts]);
const left = (organisation: string): Dated => ({ type: 'PartyLeft', data: { organisation, reason: 'Andet' } });

describe('who takes part in a case', () => {
  it('is who joined, until it leaves, and who has a contract', () => {
    expect(collaborators(...contractSigned, left('0165'))).toEqual([
      ['0561', 'other-municipality', true, 0],
      ['33333333', 'private-company', true, 0],
      ['11111111', null, false, 1],
    ]);
  });

  it('is a party with a contract once, and still when it leaves as a party', () => {
    const joined: Dated = {
      type: 'PartyJoined',
      data: { organisation: '11111111', name: 'Konsortiet Væskevagt', partnerType: 'private-company' },
    };
    expect(collaborators(...contractSigned, joined, left('11111111')).at(-1)).toEqual([
      '11111111',
      'private-company',
      false,
      1,
    ]);
  });

  it('goes with the types of innovation, as they are amended', () => {
    const [first] = registered as [Extract<Dated, { type: 'PartnershipRegistered' }>];
    const classification = { ...first.data.classification, innovationTypes: ['service'] as const };
    const amended: Dated = { type: 'RegistrationAmended', data: { classification, reason: 'Rettelse' } };
    expect(rows(...registered).of<InnovationRow>('innovation')[0]?.types).toEqual(['product', 'service']);
    expect(rows(...registered, amended).of<InnovationRow>('innovation')[0]?.types).toEqual(['service']);
  });
});

describe('the statistics of collaboration', () => {
  const nobody = Object.fromEntries(['external', ...typesOfPartner].map((type) => [type, 0])) as PartnersTally;

  it('are shares of the cases asked about', () => {
    const figures = collaborationOf(
      [
        { types: ['product'], partnerships: 3 },
        { types: ['product', 'service'], partnerships: 1 },
      ],
      { ...nobody, external: 3, 'private-company': 2, 'not-stated': 1 },
    );
    expect(figures).toMatchObject({
      partnerships: 4,
      external: { partnerships: 3, share: 7_500 },
      complex: { partnerships: 1, share: 2_500 },
    });
    const type = (name: string) => figures.byPartnerType.find(({ type }) => type === name);
    expect(type('private-company')).toMatchObject({ partnerships: 2, share: 5_000 });
    expect(type('not-stated')).toMatchObject({ partnerships: 1 });
    expect(type('region')).toMatchObject({ partnerships: 0, share: 0 });
    expect(figures.byInnovationType).toContainEqual({ type: 'product', partnerships: 4, share: 10_000 });
  });

  it('have no shares where there are no cases', () => {
    expect(collaborationOf([], nobody).external).toEqual({ partnerships: 0 });
  });
});
