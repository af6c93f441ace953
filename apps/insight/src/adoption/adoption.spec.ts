import { describe, expect, it } from '@jest/globals';
import { adoptionDecided, adoptionLive } from '../../../../libs/partnership/test/story-from-contract.js';
import { type Dated, rowsAfter } from '../../test/rows.js';
import { caseFiguresProjection } from '../case-figures/projection.js';
import { type AdoptionTally, coverageOf } from './coverage.js';
import type { AdoptionRow } from './rows.js';

const adoption = (...events: readonly Dated[]) =>
  rowsAfter(caseFiguresProjection, events).of<AdoptionRow>('adoption')[0];

describe('the adoption of a solution by a municipality', () => {
  it('is followed from the invitation until it is live', () => {
    expect(adoption(...adoptionDecided)).toMatchObject({
      status: 'adopts',
      basis: 'own-procurement',
      since: '2026-05-23',
      sites: null,
    });
    expect(adoption(...adoptionLive)).toMatchObject({ status: 'live', since: '2026-05-25', sites: 4, population: 310 });
    expect(adoption(...adoptionLive)?.events).toHaveLength(3);
  });

  it('keeps how it was decided when it is withdrawn', () => {
    const withdrawn: Dated = {
      type: 'AdoptionWithdrawn',
      data: { municipality: '0580', withdrawnOn: '2026-05-30', reason: 'Økonomi' },
    };
    expect(adoption(...adoptionLive, withdrawn)).toMatchObject({ status: 'withdrawn', basis: 'own-procurement' });
  });

  it('begins anew with another invitation', () => {
    const again: Dated = { type: 'AdoptionInvited', data: { municipality: '0580', invitedOn: '2026-05-31' } };
    expect(adoption(...adoptionLive, again)).toMatchObject({
      status: 'invited',
      basis: null,
      sites: null,
      population: null,
    });
  });
});

describe('the coverage of the municipalities', () => {
  const tally = (municipality: string, more: Partial<AdoptionTally> = {}): AdoptionTally => ({
    municipality,
    status: 'live',
    basis: 'free',
    adoptions: 1,
    sites: 1,
    population: null,
    illustrative: 0,
    ...more,
  });
  const one = (code: string, tallies: readonly AdoptionTally[]) =>
    coverageOf(tallies).byMunicipality.find(({ municipality }) => municipality === code);

  it('has all 98 of them, whoever adopts', () => {
    const { byMunicipality, coverage } = coverageOf([]);
    expect(byMunicipality).toHaveLength(98);
    expect(coverage).toMatchObject({ municipalities: 98, notInvited: 98, live: 0, liveShare: 0, populationAtLeast: 0 });
  });

  it('counts a municipality with several solutions once, by the one that has come furthest', () => {
    const tallies = [
      tally('0561', { adoptions: 3 }),
      tally('0561', { status: 'declined', basis: null }),
      tally('0101', { status: 'invited', basis: null }),
    ];
    expect(coverageOf(tallies).coverage).toMatchObject({
      live: 1,
      invited: 1,
      declined: 0,
      notInvited: 96,
      liveShare: 102,
    });
    expect(one('0561', tallies)).toMatchObject({ name: 'Esbjerg', status: 'live', live: 3, declined: 1 });
  });

  it('covers at least the people of the largest solution, and says where nobody knows', () => {
    const tallies = [
      tally('0561', { population: 300 }),
      tally('0561', { population: 200, basis: 'own-procurement' }),
      tally('0580', { population: null }),
      tally('0370', { population: 900, status: 'withdrawn' }),
    ];
    expect(coverageOf(tallies).coverage).toMatchObject({ populationAtLeast: 300, populationUnknown: 1 });
    expect(one('0580', tallies)).not.toHaveProperty('populationAtLeast');
    expect(one('0370', tallies)).toMatchObject({ status: 'withdrawn', sites: 0 });
  });

  it('tells decisions by their basis, those withdrawn since among them', () => {
    const { decidedYes, adoptions } = coverageOf([
      tally('0561', { adoptions: 2 }),
      tally('0580', { status: 'withdrawn', basis: 'own-procurement' }),
      tally('0370', { status: 'adopts', basis: null }),
      tally('0101', { status: 'declined', basis: null }),
    ]);
    expect(decidedYes).toEqual([
      { basis: 'named-in-notice', adoptions: 0, municipalities: 0 },
      { basis: 'own-procurement', adoptions: 1, municipalities: 1 },
      { basis: 'free', adoptions: 2, municipalities: 1 },
      { basis: 'not-stated', adoptions: 1, municipalities: 1 },
    ]);
    expect(adoptions).toContainEqual({ status: 'declined', adoptions: 1 });
  });

  it('leaves codes that no municipality has out of everything but their count', () => {
    const { coverage, unlisted } = coverageOf([tally('0411', { adoptions: 2 })]);
    expect([coverage.live, unlisted]).toEqual([0, 2]);
  });
});
