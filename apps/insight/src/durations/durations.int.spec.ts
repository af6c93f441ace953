import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '#platform';
import { decidedTo, recommended } from '../../../../libs/partnership/test/story-from-contract.js';
import { foreign, type Insight, municipality, openInsight, partner, today } from '../../test/insight.js';
import type { Happening } from '../events.js';

const id = randomUUID();
const stopped = randomUUID();
let insight: Insight;
let last: number;
let time = Date.parse(`${today}T10:00:00Z`);
let whileOpen: string;

const ask = async (path = '', principal: Principal = municipality) => {
  const { status, body } = await insight.get(
    principal,
    `/figures/phase-durations${path.startsWith('/') ? '' : '?'}${path}&at-least=${last}`,
  );
  expect([path, status, body.detail]).toEqual([path, 200, undefined]);
  return body;
};
const of = (phases: { phase: string }[], phase: string) => phases.find((one) => one.phase === phase);

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(time));
  const at = (type: Happening['type']) => recommended.findIndex((event) => event.type === type);
  const parts: [string, readonly Happening[]][] = [
    ['2025-01-01', recommended.slice(0, at('MarketDialogueOpened'))],
    ['2025-02-01', recommended.slice(at('MarketDialogueOpened'), at('ProcurementPrepared'))],
    ['2025-04-01', recommended.slice(at('ProcurementPrepared'), at('PartnershipContractSigned'))],
    ['2025-10-01', recommended.slice(at('PartnershipContractSigned'), at('PilotStarted'))],
    ['2026-03-01', recommended.slice(at('PilotStarted'))],
  ];
  for (const [occurredOn, events] of parts) {
    await insight.happened(id, events, { occurredOn });
  }
  const registration = recommended[0] as Extract<Happening, { type: 'PartnershipRegistered' }>;
  const other = {
    ...registration.data,
    caseNumber: 'S-2',
    classification: { ...registration.data.classification, theme: 'green-transition' as const },
  };
  await insight.happened(stopped, [{ type: 'PartnershipRegistered', data: other }], { occurredOn: '2026-01-01' });
  last = await insight.happened(
    stopped,
    [
      {
        type: 'PartnershipClosed',
        data: { result: 'stopped', reason: 'other', explanation: 'Slut', from: 'draft', closedBy: 'lead-1' },
      },
    ],
    { occurredOn: '2026-01-11' },
  );
  whileOpen = (await ask()).asOf.time;
  time += 60_000;
  last = await insight.happened(id, [decidedTo('scale')], { occurredOn: '2026-05-20' });
}, 60_000);
afterAll(() => insight.close());

describe('the durations of phases', () => {
  it('tell finished stays, stopped ones and open ones apart', async () => {
    const { phases, dialogueToScaleUp } = await ask();
    expect(of(phases, 'market-dialogue')).toMatchObject({ finished: { stays: 1, medianDays: '59' } });
    expect(of(phases, 'draft')).toMatchObject({ finished: { stays: 1 }, stopped: { stays: 1, medianDays: '10' } });
    expect(of(phases, 'scale-up')).toEqual({
      phase: 'scale-up',
      open: expect.objectContaining({ stays: 1, medianDays: '12' }),
    });
    expect(dialogueToScaleUp).toMatchObject({ finished: { stays: 1, medianDays: '473' } });
    expect(dialogueToScaleUp.open).toBeUndefined();
  });

  it.each([
    ['theme=green-transition', ['draft']],
    ['municipality=0751', []],
    ['from=2026-01-05&to=2026-01-31', ['draft', 'scale-up']],
  ])('are filtered by %s', async (query, found) => {
    expect((await ask(query)).phases.map((one: { phase: string }) => one.phase)).toEqual(found);
  });

  it('are nobody else’s to see', async () => {
    expect((await ask('', { ...foreign, organisation: '0101' })).phases).toEqual([]);
    expect((await insight.get(partner, '/figures/phase-durations')).status).toBe(403);
  });

  it('are answered as they were known then', async () => {
    const { phases, dialogueToScaleUp } = await ask(`known-at=${whileOpen}`);
    expect(of(phases, 'evaluation')).toMatchObject({ open: { medianDays: '92' } });
    expect(dialogueToScaleUp).toMatchObject({ open: { stays: 1, medianDays: '485' } });
  });

  it('are limited to what had occurred, and measured to that day', async () => {
    const { phases } = await ask('until=2025-10-11');
    expect(of(phases, 'development')).toEqual({
      phase: 'development',
      open: expect.objectContaining({ medianDays: '10' }),
    });
    expect(of(phases, 'draft')).not.toHaveProperty('stopped');
  });

  it('name the stays behind them, and their events', async () => {
    const { inputs, events, figure } = await ask(`/explanation?partnership=${stopped}`);
    expect(inputs.slice(1)).toEqual([
      expect.objectContaining({
        name: 'stopped-draft',
        value: '10',
        unit: 'days',
        period: { from: '2026-01-01', to: '2026-01-11' },
      }),
    ]);
    expect(events.map((one: { type: string }) => one.type)).toEqual(['PartnershipRegistered', 'PartnershipClosed']);
    expect(figure.phases).toMatchObject([{ phase: 'draft', stopped: { medianDays: '10' } }]);
    const all = (await ask('/explanation?')).inputs;
    expect(all.map((one: { name: string }) => one.name)).toContain('finished-dialogue-to-scale-up');
    expect(all).toContainEqual(
      expect.objectContaining({ name: 'open-scale-up', value: '12', period: { from: '2026-05-20', to: today } }),
    );
  });
});

describe('stays during which the case rested', () => {
  const [known, unknown] = [randomUUID(), randomUUID()];
  const [registered] = recommended as readonly [Happening];

  beforeAll(async () => {
    for (const [one, suspended, resumed] of [
      [known, '2026-01-03', '2026-01-06'],
      [unknown, '2026-01-06', '2026-01-03'],
    ] as const) {
      await insight.happened(one, [registered], { occurredOn: '2026-01-01' });
      await insight.happened(one, [{ type: 'PartnershipSuspended', data: {} as never }], { occurredOn: suspended });
      await insight.happened(one, [{ type: 'PartnershipResumed', data: {} as never }], { occurredOn: resumed });
      const data = {
        result: 'stopped',
        reason: 'other',
        explanation: 'Slut',
        from: 'draft',
        closedBy: 'lead-1',
      } as const;
      last = await insight.happened(one, [{ type: 'PartnershipClosed', data }], { occurredOn: '2026-01-11' });
    }
  });

  it('tell how long, as each of the facts behind them does', async () => {
    const { figure, inputs } = await ask(`/explanation?partnership=${known}`);
    expect(figure.phases).toMatchObject([{ stopped: { suspendedStays: 1, suspendedDays: 3 } }]);
    expect(inputs.slice(1).map(({ name, value }: { name: string; value: string }) => [name, value])).toEqual([
      ['stopped-draft', '10'],
      ['stopped-draft-rested', '3'],
    ]);
  });

  it('do not tell how long where one has dates that contradict each other', async () => {
    const { stopped: both } = of((await ask()).phases, 'draft') as { stopped?: { suspendedDays?: number } };
    expect(both).toMatchObject({ suspendedStays: 2 });
    expect(both).not.toHaveProperty('suspendedDays');
    const { inputs } = await ask(`/explanation?partnership=${unknown}`);
    expect(inputs).toContainEqual(expect.objectContaining({ name: 'stopped-draft-rested' }));
    expect(inputs.at(-1)).not.toHaveProperty('value');
  });
});
