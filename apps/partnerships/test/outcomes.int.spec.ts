import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Json, MemoryEventStore } from '#event-store';
import { modelAgreed } from '../../../libs/partnership/test/story-of-results.js';
import { type Caller, type Running, running } from './running.js';

const store = new MemoryEventStore();
let api: Running;
let pm: Caller;
let evaluator: Caller;
let finance: Caller;
let id: string;
const measurement = (measurementId: string, more: object = {}) => ({
  measurementId,
  period: { from: '2026-01-01', to: '2026-01-31' },
  numerator: '1200',
  denominator: '400',
  contractId: 'k1',
  source: 'Register',
  evidenceLevel: 'measured',
  ...more,
});
const measured = (by: Caller, ...measurements: object[]) =>
  by.post(`/partnerships/${id}/kpis/admissions/measurements`, { measurements });
const outcomes = () => `/partnerships/${id}/contracts/k1/payment-models/b1/outcomes`;
const verify = (by: Caller, more: object = {}) =>
  by.post(outcomes(), {
    outcomeId: 'u1',
    period: { from: '2026-01-01', to: '2026-03-31' },
    numerator: '1200',
    denominator: '400',
    population: 400,
    evidenceLevel: 'measured',
    evidence: 'Register',
    verifiedOn: '2026-04-15',
    ...more,
  });
const reason = ({ body }: { body: { type: string } }) => body.type.split('/').at(-1);

beforeAll(async () => {
  api = await running(store);
  pm = await api.as('project-manager');
  evaluator = await api.as('evaluator', { subject: 'eval-1' });
  finance = await api.as('finance');
});
afterAll(() => api.stop());
beforeEach(async () => {
  id = randomUUID();
  const events = modelAgreed.map(({ type, data }) => ({
    id: randomUUID(),
    type,
    data: data as unknown as Json,
    metadata: { by: 'pm-1', occurredOn: '2026-05-01', schemaVersion: 1 },
  }));
  await store.append(`partnership-${id}`, 'absent', events);
});

describe('verifying an outcome by its measurements', () => {
  it('keeps their ids, and pays once, whatever is retried', async () => {
    await measured(pm, measurement('m1'), measurement('m2'));
    const { status, body } = await verify(evaluator, { measurements: ['m1', 'm2'] });
    expect([status, body.events]).toEqual([200, ['OutcomeVerified']]);
    const [verified] = await store.read(`partnership-${id}`, { from: 'end', direction: 'backwards', max: 1 });
    expect(verified?.data).toMatchObject({ measurements: ['m1', 'm2'], baseline: { value: '5' } });
    expect((await verify(evaluator, { measurements: ['m1', 'm2'] })).body.events).toEqual([]);

    const releases = await Promise.all(
      [1, 2, 3].map(() => finance.post(`${outcomes()}/u1/release`, { releasedOn: '2026-05-01' })),
    );
    expect(releases.flatMap(({ body }) => body.events)).toEqual(['OutcomePaymentReleased']);
    expect(reason(await finance.post(`${outcomes()}/u1/release`, { releasedOn: '2026-05-02' }))).toBe(
      'outcome-already-released',
    );
  });

  it('is refused to whoever recorded or corrected one of them', async () => {
    await measured(evaluator, measurement('m1'));
    await measured(pm, measurement('m2'));
    const by = (measurements: string[]) => verify(evaluator, { measurements });
    expect([(await by(['m1'])).status, reason(await by(['m2', 'm1']))]).toEqual([403, 'own-measurements']);
    const { measurementId: _, ...corrected } = measurement('m2', { numerator: '1201' });
    await evaluator.post(`/partnerships/${id}/kpis/admissions/measurements/m2/correction`, {
      reason: 'One was missing',
      measurement: corrected,
    });
    expect(reason(await by(['m2']))).toBe('own-measurements');
  });

  it('is refused on measurements that are not there, were withdrawn or are weaker', async () => {
    await measured(pm, measurement('m1'), measurement('m2', { evidenceLevel: 'self-reported' }));
    await pm.post(`/partnerships/${id}/kpis/admissions/measurements/m1/withdrawal`, { reason: 'Another home' });
    expect(reason(await verify(evaluator, { measurements: ['m1'] }))).toBe('outcome-measurement-unknown');
    expect(reason(await verify(evaluator, { measurements: ['constructor'] }))).toBe('outcome-measurement-unknown');
    expect(reason(await verify(evaluator, { measurements: ['m2'] }))).toBe('evidence-above-measurements');
  });

  it('is refused on measurements that do not say whose solution they measured', async () => {
    await measured(pm, measurement('m1', { contractId: undefined }));
    const { status, body } = await verify(evaluator, { measurements: ['m1'] });
    expect([status, reason({ body }), body.detail]).toEqual([
      409,
      'outcome-measurement-without-contract',
      expect.stringContaining('m1'),
    ]);
  });

  it('finds them among more than a page of events', async () => {
    for (let n = 0; n < 520; n += 1) await measured(pm, measurement(`n${n}`));
    expect((await verify(evaluator, { measurements: ['n0', 'n519'] })).status).toBe(200);
  });
});

describe('paying for an outcome whose measurements changed', () => {
  const release = () => finance.post(`${outcomes()}/u1/release`, { releasedOn: '2026-05-01' });
  const correct = (more: object) =>
    evaluator.post(`${outcomes()}/u1/corrections`, {
      period: { from: '2026-01-01', to: '2026-03-31' },
      numerator: '1200',
      denominator: '400',
      population: 400,
      evidenceLevel: 'measured',
      evidence: 'Register',
      verifiedOn: '2026-04-15',
      reason: 'The measurements changed',
      ...more,
    });
  beforeEach(async () => {
    await measured(pm, measurement('m1'), measurement('m2'));
    expect((await verify(evaluator, { measurements: ['m1', 'm2'] })).status).toBe(200);
  });

  it('waits until the outcome is verified again when one was withdrawn', async () => {
    await pm.post(`/partnerships/${id}/kpis/admissions/measurements/m2/withdrawal`, { reason: 'Another home' });
    const { status, body } = await release();
    expect([status, reason({ body })]).toEqual([409, 'outcome-measurements-changed']);
    expect(body.detail).toContain('withdrawn since: m2.');
    expect(reason(await correct({ measurements: ['m1', 'm2'] }))).toBe('outcome-measurement-unknown');
    expect((await correct({ measurements: ['m1'] })).body.events).toEqual(['OutcomeCorrected']);
    expect((await release()).body.events).toEqual(['OutcomePaymentReleased']);
  });

  it('waits until the outcome is verified again when one was corrected', async () => {
    const { measurementId: _, ...corrected } = measurement('m1', { numerator: '1900' });
    await pm.post(`/partnerships/${id}/kpis/admissions/measurements/m1/correction`, {
      reason: 'Some were missing',
      measurement: corrected,
    });
    expect(reason(await release())).toBe('outcome-measurements-changed');
    expect((await correct({ measurements: ['m1', 'm2'] })).body.events).toEqual(['OutcomeCorrected']);
    expect((await release()).body.events).toEqual(['OutcomePaymentReleased']);
    expect((await release()).body.events).toEqual([]);
  });
});
