import { describe, expect, it } from '@jest/globals';
import type { PartnershipEvent } from '#partnership';
import { followedUp, secondPartnerFailed } from '../../../../libs/partnership/test/story-from-contract.js';
import type { Happening } from '../events.js';
import { audienceOf, nameIn, names, namesAfter } from './names.js';
import { everyType, room, sentence } from './words.js';

const told = (events: readonly Happening[]) => {
  let known = { called: {}, seenBy: {} };
  return events.map((event) => {
    if (names(event.type)) known = namesAfter(known, event);
    return { type: event.type, ...sentence(event, nameIn(known)), audience: audienceOf(event, known) };
  });
};
const of = (events: readonly Happening[], type: Happening['type']) => told(events).filter((one) => one.type === type);

describe('what the timeline says', () => {
  it('says every event of a story in both languages, leaving nothing unsaid', () => {
    for (const { type, en, da } of told(followedUp)) {
      expect([type, en, da]).toEqual([type, expect.stringMatching(/^\S.{8,}/), expect.stringMatching(/^\S.{8,}/)]);
      expect(`${en}${da}`).not.toMatch(/undefined|\[object|NaN|\{\w+\}/);
      expect(en).not.toBe(da);
    }
  });

  it('knows a room for every event', () => {
    expect(everyType.filter((type) => room(type) === undefined)).toEqual([]);
  });

  it('names what an event is about', () => {
    const milestone: PartnershipEvent[] = [
      { type: 'MilestonePlanned', data: { code: 'M-01', title: 'Første prototype', plannedOn: '2026-03-01' } },
      { type: 'MilestoneReached', data: { code: 'M-01', reachedOn: '2026-03-24' } },
    ];
    expect(told(milestone)[1]).toMatchObject({
      en: 'The milestone M-01 “Første prototype” was reached on 24 March 2026',
      da: 'Milepælen M-01 “Første prototype” blev nået 24. marts 2026',
    });
  });

  it('says a bound as a bound and a ratio as its two numbers', () => {
    const baseline = { period: { from: '2025-01-01', to: '2025-12-31' }, source: 'x', bound: 'at-least' } as const;
    const set = (reading: object): Happening => ({
      type: 'BaselineSet',
      data: { code: 'K', baseline: { ...baseline, ...reading } },
    });
    expect(told([set({ value: '12.5' })])[0]!.da).toBe('Baseline for K blev sat til mindst 12,5');
    expect(told([set({ numerator: '3', denominator: '40' })])[0]!.en).toBe(
      'The baseline of K was set to at least 3 of 40',
    );
  });
});

describe('who may see what the timeline says', () => {
  it('is the partner of the contract it is about, and nobody else of the partners', () => {
    expect(of(secondPartnerFailed, 'PhaseGateDecided').map(({ audience }) => audience)).toEqual([
      '11111111',
      '22222222',
    ]);
    expect(of(followedUp, 'DocumentJournalised').map(({ audience }) => audience)).toEqual([
      '11111111',
      '22222222',
      'municipal',
    ]);
  });

  it.each<Happening['type']>([
    'NegotiationRoundHeld',
    'TendersEvaluated',
    'AwardDecided',
    'CandidatesSelected',
    'EvaluationSubmitted',
    'EvaluationDecisionTaken',
    'DialogueParticipantRegistered',
  ])('is no partner when it is %s', (type) => {
    const audiences = of(followedUp, type).map(({ audience }) => audience);
    expect(audiences.length).toBeGreaterThan(0);
    expect(new Set(audiences)).toEqual(new Set(['municipal']));
  });

  it('is only the municipal side when measurements of several partners came together', () => {
    const measured = (...contracts: string[]): Happening => ({
      type: 'MeasurementsRecorded',
      data: {
        partnershipId: 'p',
        kpi: 'admissions',
        definitionVersion: 1,
        measurements: contracts.map((contractId, n) => ({
          measurementId: `m${n}`,
          period: { from: '2026-04-01', to: '2026-04-30' },
          value: '4',
          contractId,
          source: 'x',
          evidenceLevel: 'measured',
        })),
      },
    });
    const audience = (event: Happening) => told([...followedUp, event]).at(-1)!.audience;
    expect(audience(measured('k1', 'k1'))).toBe('11111111');
    expect(audience(measured('k1', 'k2'))).toBe('municipal');
    expect(audience(measured('unknown'))).toBe('municipal');
  });
});
