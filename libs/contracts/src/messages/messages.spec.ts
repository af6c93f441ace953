import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { published, type Step, sent, story } from '../../../../test/contracts/story.js';
import { faultsOf } from '../../../../test/contracts/valid.js';
import type { CloudEvent } from '../cloud-event.js';
import { following } from '../following.js';
import type { Told } from '../told.js';
import { toHeaders } from './headers.js';
import { messagesOf, messageTypes } from './messages.js';
import { tellings } from './table.js';

type Type = Told['event']['type'];
const steps = published(story);
const toldOf = (type: Type): Told => {
  const told = story.find(({ event }) => event.type === type);
  if (!told) throw new Error(`There is no ${type} in the story`);
  return told;
};
/** The story with some of its events changed. */
const but = (changes: Partial<Record<Type, Partial<Omit<Told, 'event'>> & { readonly data?: object }>>): Told[] =>
  story.map((told) => {
    const { data, ...rest } = changes[told.event.type] ?? {};
    return { ...told, ...rest, event: { ...told.event, data: { ...told.event.data, ...data } } as Told['event'] };
  });
const factsOf = (messages: readonly CloudEvent[]) =>
  messages.map(({ type }) => type.replace(/^dk\.medspil\./, '').replace(/\.v\d+$/, ''));
const saying = (messages: readonly CloudEvent[], fact: string) =>
  messages.filter(({ type }) => type.startsWith(`dk.medspil.${fact}.v`)).map(({ data }) => data);

describe('public messages', () => {
  it('are decided on for every type of stored event', () => {
    expect(Object.keys(tellings).sort()).toEqual([...new Set(story.map(({ event }) => event.type))].sort());
  });

  it('say what their schemas say, and nothing else', () => {
    expect(faultsOf(steps.flatMap(({ messages }) => messages))).toEqual([]);
  });

  it('are those the decision names', () => {
    const others = steps.flatMap(({ told, messages }) => {
      const row = tellings[told.event.type];
      const named: string[] = 'kept' in row ? [] : row.as.map(({ type }) => type);
      return messages.filter(({ type }) => !named.includes(type)).map(({ type }) => `${told.event.type} as ${type}`);
    });
    expect(others).toEqual([]);
    expect(new Set(steps.filter(({ messages }) => messages.length > 0).map(({ told }) => told.event.type))).toEqual(
      new Set(messageTypes),
    );
  });

  it('tell every change of phase', () => {
    const phaseOf = (state: Step['before']) => ('phase' in state ? state.phase : 'draft');
    const changed = steps.filter(({ before, after }) => phaseOf(before) !== phaseOf(after));
    expect(changed.length).toBeGreaterThan(5);
    for (const { after, messages } of changed)
      expect(saying(messages, 'phase-entered')).toMatchObject([{ phase: phaseOf(after) }]);
  });

  it('have ids of their own that stay the same', () => {
    const messages = sent(story);
    expect(messages).toEqual(steps.flatMap((step) => step.messages));
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    for (const { told, messages } of steps.filter(({ messages }) => messages.length > 0))
      expect(messages[0]?.id).toBe(told.id);
  });

  it('sort by sequence as they happened', () => {
    const sequences = sent(story).map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted());
    expect(new Set(sequences.map(({ length }) => length))).toEqual(new Set([16]));
  });

  it('are none of a type of tomorrow', () => {
    const told = { ...toldOf('NoteWritten'), event: { type: 'constructor', data: {} } as unknown as Told['event'] };
    expect(messagesOf(told, following.initial)).toEqual([]);
  });

  it('are made of whatever happened before', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...story]), (tolds) => {
        expect(faultsOf(sent(tolds))).toEqual([]);
      }),
      { numRuns: 50 },
    );
    for (const told of story)
      expect(faultsOf(JSON.parse(JSON.stringify(messagesOf(told, following.initial))))).toEqual([]);
  });

  it('carry what they are in headers', () => {
    const [message] = messagesOf(toldOf('PhaseStarted'), following.initial);
    expect(toHeaders(message!, 'https://medspil.example')).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: toldOf('PhaseStarted').id,
      ce_source: 'https://medspil.example',
      ce_type: 'dk.medspil.phase-started.v1',
      ce_subject: '5a4d3c0e-7a52-5a0b-8a6e-0d1f6a7c2b11',
      ce_time: '2025-11-01T12:00:00.000Z',
      ce_dataschema: 'https://medspil.dk/schemas/phase-started.v1.json',
      ce_sequence: message!.sequence,
    });
  });
});

describe('what no source gives', () => {
  it('is said of the fields that leave, by the names they leave under', () => {
    const messages = sent(
      but({
        PartnershipRegistered: { illustrative: ['caseNumber', 'summary', 'classification.theme', 'occurredOn'] },
        KpiDefined: { illustrative: ['unit', 'gains'] },
        CandidatesSelected: { illustrative: ['rejected'] },
        ContractCompleted: { illustrative: ['completedOn'] },
        PartnerNarrowed: { illustrative: ['occurredOn', 'reason'] },
      }),
    );
    expect(saying(messages, 'partnership-registered')).toMatchObject([
      { illustrative: ['caseNumber', 'classification.theme', 'occurredOn'] },
    ]);
    expect(saying(messages, 'kpi-defined')[0]).toMatchObject({ illustrative: ['definition.unit'] });
    expect(saying(messages, 'candidates-selected')).toMatchObject([{ illustrative: ['candidates'] }]);
    expect(saying(messages, 'contract-ended')).toMatchObject([
      { illustrative: ['occurredOn', 'endedOn'] },
      {},
      { illustrative: ['endedOn'] },
    ]);
  });

  it('is said again where a later message repeats it', () => {
    const messages = sent(
      but({
        RequestToParticipateReceived: { illustrative: ['cvr'] },
        PartnershipContractSigned: { illustrative: ['partner.cvr'] },
      }),
    );
    expect(saying(messages, 'award-decided')).toMatchObject([{ illustrative: ['winners'] }]);
    const facts = ['instalment-released', 'instalment-settled', 'outcome-payment-settled', 'invoice-received'];
    for (const fact of facts) expect(saying(messages, fact)).toMatchObject([{ illustrative: ['partnerCvr'] }]);
  });

  it('is not said of what was stated anew from a source', () => {
    const baseline = toldOf('BaselineSet');
    const hidden = but({ KpiDefined: { data: { publishable: false } }, BaselineSet: { illustrative: ['baseline'] } });
    const first = hidden.findIndex(({ event }) => event.type === 'KpiRevised');
    const [revised] = hidden.splice(first, 1);
    const at = hidden.findIndex(({ event }) => event.type === 'BaselineLocked');
    expect(saying(sent(hidden.toSpliced(at, 0, revised!)), 'kpi-baseline-set')[0]).toMatchObject({
      illustrative: ['baseline'],
    });
    expect(saying(sent(hidden.toSpliced(at, 0, baseline, revised!)), 'kpi-baseline-set')[0]).not.toHaveProperty(
      'illustrative',
    );
  });
});

describe('a KPI that is not to be published', () => {
  const definition = (told: Told) => (told.event as { data: { definition: object } }).data.definition;
  const revised = toldOf('KpiRevised');
  const hidden = but({
    KpiDefined: { data: { publishable: false } },
    KpiRevised: { data: { definition: { ...definition(revised), publishable: false } } },
  });

  it('is told nothing of', () => {
    const facts = factsOf(sent(hidden));
    expect(facts.filter((fact) => /^(kpi|measurement|benefit)/.test(fact))).toEqual([]);
    expect(facts.length).toBeGreaterThan(30);
  });

  it('is told as it stands once it is, and taken back when it no longer is', () => {
    const at = hidden.findIndex(({ event }) => event.type === 'MeasurementsRecorded');
    const facts = factsOf(sent(hidden.toSpliced(at, 0, { ...revised, id: '2c7f2d3a-8f5c-5d38-9ab2-1a4d0c0f6a10' })));
    expect(facts.filter((fact) => /^(kpi|measurement)/.test(fact))).toEqual([
      'kpi-defined',
      'kpi-baseline-set',
      'kpi-baseline-locked',
      'kpi-target-set',
      'measurements-recorded',
      'measurement-corrected',
      'measurement-withdrawn',
      'kpi-withdrawn',
    ]);
  });
});

describe('a supplier', () => {
  const company = { organisation: '11111111', name: 'Væskevagt ApS' };

  it('is named by award and contract only', () => {
    const naming = published(story).filter(({ messages }) => JSON.stringify(messages).includes('Væskevagt'));
    expect(naming.map(({ told }) => told.event.type)).toEqual(['AwardDecided', 'PartnershipContractSigned']);
  });

  it.each([
    ['as a company', { partnerType: 'private-company' }],
    ['as what has taken part in the dialogue', { partnerType: 'knowledge-institution' }],
  ] as const)('is not told to join %s', (_, as) => {
    const joined = { ...toldOf('PartyJoined'), event: { type: 'PartyJoined', data: { ...company, ...as } } } as Told;
    const left = { ...joined, event: { type: 'PartyLeft', data: { organisation: company.organisation, reason: '' } } };
    const at = story.findIndex(({ event }) => event.type === 'MarketDialogueConcluded');
    const facts = factsOf(sent(story.toSpliced(at, 0, joined, left as Told)));
    expect(facts.filter((fact) => fact.startsWith('party'))).toEqual(['party-joined', 'party-left']);
  });

  it('is not told of at all when it does not win', () => {
    const request = toldOf('RequestToParticipateReceived');
    const loser = { candidateId: 'c4', name: 'Drikkevægt A/S', cvr: '22222222', country: 'DK' };
    const event = { ...request.event, data: { ...request.event.data, ...loser } } as Told['event'];
    const text = JSON.stringify(sent(story.toSpliced(story.indexOf(request), 0, { ...request, event })));
    expect(text).not.toMatch(/Drikkevægt|22222222/);
  });
});
