import { describe, expect, it } from '@jest/globals';
import { type Measurement, type Partnership, partnership } from '#partnership';
import { type Followed, following } from '../following.js';
import { publicMeasurementId } from '../measurement-id.js';
import type { Told } from '../told.js';
import { compiled } from './compiled.js';
import type { Release } from './release.js';
import { releasedTypes, releaseOf } from './release-of.js';

type Event = Told['event'];

/** The releases of what happened, one after the other. */
function released(...events: readonly Event[]): Release[] {
  let state: Followed = following.initial;
  return events.flatMap((event, n) => {
    const told: Told = {
      id: `event-${n + 1}`,
      partnershipId: 'p-1',
      event,
      position: n + 1,
      recordedAt: `2026-03-01T09:${String(n).padStart(2, '0')}:00.000Z`,
      occurredOn: '2026-03-01',
    };
    const release = releaseOf(told, state, { prefix: 'ocds-medspl' });
    state = following.evolve(state, told);
    return release ? [release] : [];
  });
}
const last = (...events: readonly Event[]) => released(...events).at(-1)!;

const registered = {
  type: 'PartnershipRegistered',
  data: {
    caseNumber: 'S-1',
    title: 'Bleer',
    leadOrganisation: '0580',
    leadOrganisationName: 'Aabenraa Kommune',
    route: 'innovation-partnership',
    classification: {} as never,
    registeredBy: 'pm-1',
  },
} as const satisfies Event;

const prepared: Event = { type: 'ProcurementPrepared', data: { summary: 'Klar' } };
const notice = (noticeId: string, more: object = {}): Event => ({
  type: 'NoticePublished',
  data: {
    noticeId,
    title: 'Intelligente bleer',
    cpvCodes: ['73100000', '33190000'],
    dispatchedOn: '2026-01-05',
    requestDeadline: '2026-02-10',
    minimumCandidates: 3,
    eliminationAnnounced: false,
    severalWinnersAnnounced: true,
    awardCriteria: [
      { code: 'Q', name: 'Kvalitet', kind: 'quality', weight: 6_250 },
      { code: 'P', name: 'Pris', kind: 'price', weight: 3_750 },
    ],
    plannedPhases: [],
    ...more,
  },
});
const request = (candidateId: string, name: string, cvr?: string): Event => ({
  type: 'RequestToParticipateReceived',
  data: { candidateId, name, country: 'DK', receivedOn: '2026-02-01', ...(cvr !== undefined && { cvr }) },
});
const awarded = (...winners: string[]): Event => ({
  type: 'AwardDecided',
  data: { winners, reason: 'Bedst', notifiedOn: '2026-02-20', standstillEndsOn: '2026-03-02', decidedBy: 'l-1' },
});
const signed = (contractId: string, cvr: string, more: object = {}): Event => ({
  type: 'PartnershipContractSigned',
  data: {
    contractId,
    title: `Kontrakt ${contractId}`,
    partner: { cvr, name: `Firma ${cvr}` },
    signedOn: '2026-03-10',
    currency: 'DKK',
    maximumCostOere: 123_456_789,
    iprScheme: 'Fælles',
    performanceLevels: [],
    phases: [
      {
        no: 1,
        title: 'Udvikling',
        plannedStart: '2026-04-01',
        plannedEnd: '2026-09-30',
        valueOere: 100,
        targets: [{ code: 'T1', title: 'Prototype', criterion: 'Virker' }],
        instalments: [{ code: 'I1', title: 'Rate', amountOere: 100 }],
      },
    ],
    ...more,
  },
});
const kpi = (code: string, publishable = true): Event => ({
  type: 'KpiDefined',
  data: { code, name: `Navn på ${code}`, unit: 'skift', direction: 'down', publishable } as never,
});
const of = { partnershipId: 'p-1', kpi: 'K' };
const measurement = (measurementId: string, value: string, more: Partial<Measurement> = {}): Measurement => ({
  measurementId,
  value,
  period: { from: '2026-01-01', to: '2026-01-31' },
  source: 'Log',
  evidenceLevel: 'measured',
  ...more,
});
const recorded = (...measurements: Measurement[]): Event => ({
  type: 'MeasurementsRecorded',
  data: { ...of, definitionVersion: 1, measurements },
});
const opaque = (measurementId: string) => publicMeasurementId('p-1', 'K', measurementId);
const observations = (release: Release) =>
  release.contracts!.map(({ id, implementation }) => [id, implementation!.metrics![0]!.observations]);

describe('a release', () => {
  it('is of the event: its id, when it was recorded, and what changed', () => {
    expect(last(registered)).toEqual({
      ocid: 'ocds-medspl-p-1',
      id: 'event-1',
      date: '2026-03-01T09:00:00.000Z',
      tag: ['planning'],
      initiationType: 'tender',
      language: 'da',
      parties: [
        {
          id: 'DK-KOMMUNEKODE-0580',
          name: 'Aabenraa Kommune',
          identifier: { scheme: 'DK-KOMMUNEKODE', id: '0580', legalName: 'Aabenraa Kommune' },
          roles: ['buyer'],
        },
      ],
      buyer: { id: 'DK-KOMMUNEKODE-0580', name: 'Aabenraa Kommune' },
      planning: { budget: { project: 'Bleer', projectID: 'S-1' } },
    });
  });

  it('is not made of what is not for the public', () => {
    const hidden = [
      'NegotiationRoundHeld',
      'TendererEliminated',
      'InitialTenderReceived',
      'FinalTenderReceived',
      'TendersEvaluated',
      'CandidatesSelected',
      'RequestToParticipateReceived',
      'PhaseGateDecided',
      'RecommendationIssued',
      'EvaluationDecisionTaken',
      'NoteWritten',
      'ResponsibleAssigned',
    ];
    expect(releasedTypes.filter((type) => hidden.includes(type))).toEqual([]);
  });

  it('keeps back what is written freely, as the messages do', () => {
    const secret = 'Firma A kan ikke levere';
    const said = JSON.stringify(
      released(
        { ...registered, data: { ...registered.data, summary: secret } },
        { type: 'RegistrationAmended', data: { title: 'Nye bleer', summary: secret, reason: secret } },
        {
          type: 'DialogueMeetingHeld',
          data: { meetingId: 'Firma-A', heldOn: '2026-01-02', participants: [], subject: secret } as never,
        },
        { type: 'MarketDialogueConcluded', data: { summary: secret, marketHasSolution: false } as never },
        signed('K1', '12345678'),
        {
          type: 'ContractAmended',
          data: { contractId: 'K1', description: secret, legalBasis: secret, reason: secret, maximumCostOere: 5 },
        },
      ),
    );
    expect(said).toContain('Tillæg: maksimal pris');
    expect([said.includes(secret), said.includes('Firma-A')]).toEqual([false, false]);
  });

  it('does not tell who sells before the award or the contract does', () => {
    const joined = (
      organisation: string,
      partnerType: 'private-company' | 'other-municipality' | 'foundation',
    ): Event => ({
      type: 'PartyJoined',
      data: { organisation, name: `Part ${organisation}`, partnerType },
    });
    const left = (organisation: string): Event => ({ type: 'PartyLeft', data: { organisation, reason: 'Væk' } });
    const start = [registered, prepared, notice('N1'), request('A', 'Firma A', '22222222')];
    const said = JSON.stringify(
      released(...start, joined('11111111', 'private-company'), joined('22222222', 'foundation'), left('11111111')),
    );
    expect([said.includes('11111111'), said.includes('22222222')]).toEqual([false, false]);
    expect(last(...start, joined('0561', 'other-municipality')).parties).toMatchObject([{ id: 'DK-KOMMUNEKODE-0561' }]);
    expect(last(...start, joined('0561', 'other-municipality'), left('0561')).parties).toMatchObject([{ roles: [] }]);
  });

  it('says which fields of its event no source gives', () => {
    const told: Told = {
      id: 'event-9',
      partnershipId: 'p-1',
      event: signed('K1', '12345678'),
      position: 9,
      recordedAt: '2026-03-10T09:00:00.000Z',
      occurredOn: '2026-03-10',
      illustrative: ['partner.cvr', 'maximumCostOere'],
    };
    const start = partnership.evolve(partnership.initial, registered);
    const release = releaseOf(told, start, { prefix: 'ocds-medspl' })!;
    const marks = [{ id: 'event-9', fields: ['partner.cvr', 'maximumCostOere'] }];
    expect(release.illustrative).toEqual(marks);
    expect(compiled([...released(registered), release]).illustrative).toEqual(marks);
    expect(last(registered)).not.toHaveProperty('illustrative');
  });

  it('gives no amount in a currency that OCDS does not know', () => {
    const foreign = (currency: string) => last(registered, signed('K1', '12345678', { currency }));
    expect(foreign('EUR').contracts![0]!.value).toEqual({ amount: 1_234_567.89, currency: 'EUR' });
    for (const section of ['contracts', 'awards'] as const)
      expect(foreign('SLE')[section]![0]).toHaveProperty('value', undefined);
  });

  it('gives money in kroner, to the øre', () => {
    const amount = (maximumCostOere: number) =>
      last(registered, signed('K1', '12345678', { maximumCostOere })).contracts![0]!.value!.amount!;
    expect(amount(123_456_789)).toBe(1_234_567.89);
    for (const oere of [1, 10, 99, 101, 3_499_999_999_999_999, 3_499_999_999_999_998])
      expect(BigInt(amount(oere).toFixed(2).replace('.', ''))).toBe(BigInt(oere));
  });
});

describe('a notice', () => {
  it('opens a selective tender, judged by rated criteria', () => {
    const { tag, tender } = last(registered, prepared, notice('N1', { estimatedValueOere: 150_050 }));
    expect(tag).toEqual(['tender']);
    expect(tender).toMatchObject({
      status: 'active',
      procurementMethod: 'selective',
      procurementMethodDetails: 'Innovationspartnerskab',
      mainProcurementCategory: 'services',
      awardCriteria: 'ratedCriteria',
      awardCriteriaDetails: 'Kvalitet: 62,5 %; Pris: 37,5 %',
      value: { amount: 1_500.5, currency: 'DKK' },
      items: [{ classification: { id: '73100000' }, additionalClassifications: [{ id: '33190000' }] }],
    });
  });

  it('after a cancelled one takes back what it does not say', () => {
    const first = notice('N1', { estimatedValueOere: 100, publicationNumber: '2026/S 1' });
    const invited: Event = { type: 'TendersInvited', data: { tenderers: [], tenderDeadline: '2026-02-28' } };
    const cancelled: Event = { type: 'ProcurementCancelled', data: { reason: 'Ingen', decidedBy: 'l-1' } };
    const releases = released(registered, prepared, first, invited, cancelled, prepared, notice('N2'));
    expect(releases.map(({ tag }) => tag[0])).toContain('tenderCancellation');
    const { tender } = compiled(releases);
    expect(tender).toMatchObject({ status: 'active', value: { currency: 'DKK' } });
    expect(tender!.value).toEqual({ currency: 'DKK' });
    expect(tender!.tenderPeriod).toEqual({ startDate: '2026-01-05T00:00:00Z' });
    expect(tender!.documents![0]!.description).toBeUndefined();
  });
});

describe('an award', () => {
  const tendered = [registered, prepared, notice('N1'), request('A', 'Firma A', '11111111'), request('B', 'Firma B')];

  it('is one to each winner, pending while the standstill lasts', () => {
    const { tag, awards, parties } = last(...tendered, awarded('A', 'B'));
    expect(tag).toEqual(['award']);
    expect(awards!.map(({ id, status, suppliers }) => [id, status, suppliers!.map((one) => one.id)])).toEqual([
      ['N1/A', 'pending', ['DK-CVR-11111111']],
      ['N1/B', 'pending', ['N1/B']],
    ]);
    expect(parties!.map(({ id, identifier }) => [id, identifier?.id])).toEqual([
      ['DK-CVR-11111111', '11111111'],
      ['N1/B', undefined],
    ]);
  });

  it('is in force after the standstill, unless there is a complaint', () => {
    const ended = (complaint?: object): Event => ({
      type: 'StandstillEnded',
      data: { endedOn: '2026-03-02', ...(complaint && { complaint: complaint as never }) },
    });
    const before = [...tendered, awarded('A')];
    expect(last(...before, ended()).awards).toEqual([{ id: 'N1/A', status: 'active' }]);
    expect(released(...before, ended({ lodgedOn: '2026-03-01' }))).toHaveLength(released(...before).length);
    const late = last(...before, ended(), ended({ lodgedOn: '2026-03-01' }));
    expect(late.awards).toEqual([{ id: 'N1/A', status: 'pending' }]);
    expect(last(...before, ended({ lodgedOn: '2026-03-03' })).awards).toEqual([{ id: 'N1/A', status: 'active' }]);
  });

  it('is cancelled with the procurement', () => {
    const cancelled: Event = { type: 'ProcurementCancelled', data: { reason: 'Ingen', decidedBy: 'l-1' } };
    const { tag, tender, awards } = last(...tendered, awarded('A'), cancelled);
    expect([tag, tender!.status, awards]).toEqual([
      ['tenderCancellation'],
      'cancelled',
      [{ id: 'N1/A', status: 'cancelled' }],
    ]);
  });

  it('is another one after a cancelled procurement, also where the notice comes again under its id', () => {
    const cancelled: Event = { type: 'ProcurementCancelled', data: { reason: 'Ingen', decidedBy: 'l-1' } };
    const again = [prepared, notice('N1'), request('A', 'Firma C', '33333333'), awarded('A')];
    const signing = signed('K1', '33333333', { tendererId: 'A' });
    const { awards, contracts } = compiled(released(...tendered, awarded('A'), cancelled, ...again, signing));
    expect(awards!.map(({ id, status, suppliers }) => [id, status, suppliers!.map((one) => one.id)])).toEqual([
      ['N1/A', 'cancelled', ['DK-CVR-11111111']],
      ['N1/2/A', 'active', ['DK-CVR-33333333']],
    ]);
    expect(contracts!.map(({ awardID }) => awardID)).toEqual(['N1/2/A']);
  });

  it('keeps the winner’s id on the contract, whose CVR number may come first then', () => {
    const { contracts, awards, parties } = compiled(
      released(...tendered, awarded('B'), signed('K1', '22222222', { tendererId: 'B' })),
    );
    expect(contracts!.map(({ id, awardID }) => [id, awardID])).toEqual([['K1', 'N1/B']]);
    expect(awards!.map(({ id, status }) => [id, status])).toEqual([['N1/B', 'active']]);
    const winner = parties!.find(({ id }) => id === 'N1/B')!;
    expect([winner.identifier!.id, winner.roles]).toEqual(['22222222', ['tenderer', 'supplier', 'payee']]);
  });

  it('stands beside a contract without a tender too', () => {
    const { tag, awards, contracts } = last(registered, signed('K1', '12345678'));
    expect(tag).toEqual(['award', 'contract', 'implementation']);
    expect(awards).toEqual([
      {
        id: 'direct/K1',
        status: 'active',
        title: 'Kontrakt K1',
        date: '2026-03-10T00:00:00Z',
        value: { amount: 1_234_567.89, currency: 'DKK' },
        suppliers: [{ id: 'DK-CVR-12345678', name: 'Firma 12345678' }],
      },
    ]);
    expect(contracts![0]!.awardID).toBe('direct/K1');
  });
});

describe('a published measurement', () => {
  const two = [registered, kpi('K'), signed('K1', '11111111'), signed('K2', '22222222')];

  it('is an observation of the contract it is of; of each, where it names none', () => {
    const release = last(...two, recorded(measurement('m-1', '3.5', { contractId: 'K1' }), measurement('m-2', '4')));
    expect(release.tag).toEqual(['implementationUpdate']);
    expect(observations(release).map(([id, some]) => [id, (some as { id: string }[]).map((one) => one.id)])).toEqual([
      ['K1', [opaque('m-1'), opaque('m-2')]],
      ['K2', [opaque('m-2')]],
    ]);
  });

  it('is corrected where it was published, also when it turns out to be of another contract', () => {
    const first = recorded(measurement('m-1', '3.5', { contractId: 'K1', site: 'S1' }));
    const corrected: Event = {
      type: 'MeasurementCorrected',
      data: { ...of, reason: 'Forkert', measurement: measurement('m-1', '4.25', { contractId: 'K2' }) },
    };
    const [[, one], [, other]] = observations(compiled(released(...two, first, corrected))) as [
      [string, unknown],
      [string, unknown],
    ];
    expect(JSON.stringify(released(...two, first))).not.toContain('S1');
    expect(one).toEqual([expect.not.objectContaining({ measure: expect.anything() })]);
    expect(other).toEqual([
      expect.objectContaining({ measure: 4.25, dimensions: { evidenceLevel: 'measured', bound: 'point' } }),
    ]);
  });

  it('is taken back when it is withdrawn', () => {
    const withdrawn: Event = { type: 'MeasurementWithdrawn', data: { ...of, measurementId: 'm-1', reason: 'Fejl' } };
    const release = last(registered, kpi('K'), signed('K1', '11111111'), recorded(measurement('m-1', '3')), withdrawn);
    expect(observations(release)).toEqual([
      ['K1', [{ id: opaque('m-1'), measure: null, notes: 'Ingen gældende værdi.' }]],
    ]);
  });

  it('is the ratio it states, and exact where a number could not be', () => {
    const ratio = measurement('m-1', '', { value: undefined, numerator: '1', denominator: '3' });
    const long = measurement('m-2', '123456789012.123456');
    const some = observations(last(registered, kpi('K'), signed('K1', '11111111'), recorded(ratio, long)))[0]![1];
    expect((some as readonly { measure?: unknown }[]).map(({ measure }) => measure)).toEqual([
      0.333333,
      '123456789012.123456',
    ]);
  });

  it('is none when the KPI may not be published', () => {
    const events = [registered, kpi('K', false), signed('K1', '11111111')];
    expect(released(...events, recorded(measurement('m-1', '3')))).toHaveLength(2);
  });
});

describe('a KPI', () => {
  const definition = (publishable: boolean): Event => ({
    type: 'KpiRevised',
    data: { version: 2, reason: 'Ny', definition: { ...(kpi('K').data as object), publishable } as never },
  });
  const target: Event = {
    type: 'TargetSet',
    data: { code: 'K', target: { value: '3', due: '2026-12-31', bound: 'at-most' } },
  };

  it('is forecast, and what tenders are asked to meet while they are awaited', () => {
    const before = last(registered, kpi('K'), target);
    expect([before.tag, before.tender]).toEqual([['planningUpdate'], undefined]);
    const during = last(registered, kpi('K'), prepared, notice('N1'), target);
    expect(during.tag).toEqual(['planningUpdate', 'tenderUpdate']);
    expect(during.tender!.targets![0]).toMatchObject({ id: 'K', observations: [{ id: 'target', measure: 3 }] });
  });

  it('says of an aim that no source gives it, until one does', () => {
    const aim = (n: number, illustrative: readonly string[]): Told => ({
      id: `aim-${n}`,
      partnershipId: 'p-1',
      event: target,
      position: n,
      recordedAt: '2026-03-02T09:00:00.000Z',
      occurredOn: '2026-03-02',
      illustrative,
    });
    const start = [registered, kpi('K')].reduce(partnership.evolve as never, partnership.initial) as Partnership;
    const marked = following.evolve(start, aim(1, ['target.value']));
    const dimensions = (release: Release | undefined) => release!.planning!.forecasts![0]!.observations![0]!.dimensions;
    const prefix = { prefix: 'ocds-medspl' };
    expect(dimensions(releaseOf(aim(1, ['target.value']), start, prefix))).toEqual({
      bound: 'at-most',
      illustrative: 'true',
    });
    expect(dimensions(releaseOf(aim(2, []), marked, prefix))).toEqual({ bound: 'at-most', illustrative: null });
  });

  it('takes back its aims when it may no longer be published, and tells them when it may', () => {
    const [forecast] = compiled(released(registered, kpi('K'), target, definition(false))).planning!.forecasts!;
    expect(forecast).toEqual({
      id: 'K',
      description: 'Offentliggøres ikke længere.',
      observations: [expect.not.objectContaining({ measure: expect.anything() })],
    });
    const [told] = last(registered, kpi('K', false), target, definition(true)).planning!.forecasts!;
    expect(told!.observations).toMatchObject([{ id: 'target', measure: 3 }]);
    const again = compiled(released(registered, kpi('K'), target, definition(false), definition(true)));
    expect(again.planning!.forecasts![0]!.observations).toEqual([
      expect.not.objectContaining({ notes: expect.anything() }),
    ]);
  });
});
