import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '#event-store';
import { type Caller, type Running, registered, running } from './running.js';

const kpi = {
  code: 'ALERT-MIN',
  name: 'Minutes from alert to action',
  dimension: 'organisation',
  benefitClass: 'citizen-quality',
  unit: 'minutes',
  direction: 'down',
  primary: true,
  aggregation: 'mean-weighted-by-n',
  tolerance: 1000,
  cashable: false,
  contractRelevant: false,
  publishable: true,
};
const measurement = (n: number) => ({
  measurementId: `S-${n}`,
  value: `${n % 90}.5`,
  n: 10,
  period: { from: '2026-03-01', to: '2026-03-31' },
  source: 'Alarm log of the home',
  evidenceLevel: 'measured',
});
const many = (count: number) => Array.from({ length: count }, (_, n) => measurement(n));
const lines = (measurements: readonly object[]) => measurements.map((one) => `${JSON.stringify(one)}\n`).join('');
const ndjson = { 'content-type': 'application/x-ndjson' };

const store = new MemoryEventStore();
let api: Running;
let pm: Caller;
let base: string;
let address: string;
const recorded = async () => {
  const events = await store.read(`kpi-${base.slice('/partnerships/'.length)}-ALERT-MIN`);
  return events.flatMap(({ data }) => (data as { measurements: { measurementId: string }[] }).measurements ?? []);
};

beforeAll(async () => {
  api = await running(store);
  pm = await api.as('project-manager');
});
afterAll(() => api.stop());
beforeEach(async () => {
  base = await registered(pm, randomUUID());
  await pm.post(`${base}/kpis`, kpi);
  address = `${base}/kpis/ALERT-MIN/measurements`;
});

describe('measurements in bulk', () => {
  it('are taken as one object, in events that stay small', async () => {
    const { status, headers, body } = await pm.post(address, { measurements: many(1_200), occurredOn: '2026-04-02' });
    expect([status, headers.etag, body.events]).toEqual([200, '"2"', Array(3).fill('MeasurementsRecorded')]);
    expect(await recorded()).toEqual(many(1_200));
  });

  it('are taken as lines, up to ten thousand', async () => {
    const { status, body } = await pm.post(address, lines(many(10_000)), ndjson);
    expect([status, body.events.length]).toEqual([200, 20]);
    expect(await recorded()).toEqual(many(10_000));
    const tooMany = await pm.post(address, lines(many(10_001)), ndjson);
    expect([tooMany.status, tooMany.body.errors]).toEqual([422, [expect.objectContaining({ line: 10_001 })]]);
  });

  it('are none of them recorded when one is not as described, and every fault is told with its line', async () => {
    const bad = many(800).map((one, n) => (n === 7 ? { ...one, value: 41 } : n === 650 ? { ...one, who: 'x' } : one));
    const asLines = await pm.post(address, lines(bad), ndjson);
    expect([asLines.status, asLines.body.errors]).toEqual([
      422,
      [
        expect.objectContaining({ line: 8, pointer: '#/value' }),
        expect.objectContaining({ line: 651, pointer: '#/who' }),
      ],
    ]);
    const asObject = await pm.post(address, { measurements: bad });
    const pointers = asObject.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect([asObject.status, pointers]).toEqual([422, ['#/measurements/7/value', '#/measurements/650/who']]);
    expect(await recorded()).toEqual([]);
  });

  it('are none of them recorded when a rule refuses one, which is named', async () => {
    const bad = many(600).map((one, n) => (n === 599 ? { ...one, site: 'NOWHERE' } : one));
    const { status, body } = await pm.post(address, lines(bad), ndjson);
    expect([status, body.details.faults]).toEqual([409, [{ measurementId: 'S-599', fault: 'site-unknown' }]]);
    expect(await recorded()).toEqual([]);
  });

  it('find their first answer under the same key, and only for the same bytes', async () => {
    const keyed = { ...ndjson, 'idempotency-key': randomUUID() };
    const first = await pm.post(address, lines(many(3)), keyed);
    const again = await pm.post(address, lines(many(3)), keyed);
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([200, first.body, 'true']);
    expect((await pm.post(address, lines(many(2)), keyed)).body.type).toContain('/idempotency-key-reused');
    expect(await recorded()).toHaveLength(3);
  });

  it('belong to a KPI of a partnership the caller takes part in, which is neither at rest nor closed', async () => {
    const body = { measurements: many(1) };
    expect((await pm.post(`${base}/kpis/OTHER/measurements`, body)).status).toBe(404);
    expect((await pm.post(`/partnerships/${randomUUID()}/kpis/ALERT-MIN/measurements`, body)).status).toBe(404);
    const foreign = await api.as('project-manager', { organisation: '0101' });
    expect((await foreign.post(address, body)).status).toBe(404);
    const leadership = await api.as('leadership');
    expect((await leadership.post(address, body)).status).toBe(403);
    await leadership.post(`${base}/suspension`, { reason: 'The partner is being sold' });
    expect((await pm.post(address, body)).body.type).toContain('/suspended');
  });

  it('are corrected and withdrawn one by one, with a reason', async () => {
    await pm.post(address, { measurements: many(2) });
    const { measurementId: _, ...one } = measurement(1);
    const corrected = await pm.post(`${address}/S-1/correction`, {
      reason: 'Twice',
      measurement: { ...one, value: '3' },
    });
    expect([corrected.status, corrected.body.events]).toEqual([200, ['MeasurementCorrected']]);
    const withdrawn = await pm.post(`${address}/S-0/withdrawal`, { reason: 'Another home' });
    expect([withdrawn.status, withdrawn.body.events]).toEqual([200, ['MeasurementWithdrawn']]);
    expect((await pm.post(`${address}/S-9/withdrawal`, { reason: 'Another home' })).status).toBe(404);
  });
});

describe('the bound of a body', () => {
  it('is wider for measurements only', async () => {
    const large = { measurements: many(3_000) };
    expect(JSON.stringify(large).length).toBeGreaterThan(256 * 1024);
    expect((await pm.post(address, large)).status).toBe(200);
    expect((await pm.post(`${base}/notes`, { text: 'x'.repeat(300_000) })).status).toBe(413);
    expect((await pm.post(`${base}/notes`, lines(many(1)), ndjson)).status).toBe(415);
  });

  it('holds for lines that do not say how many they are, and the answer still comes', async () => {
    await api.app.listen(0, '127.0.0.1');
    const { port } = api.app.getHttpServer().address() as { port: number };
    const { authorization } = await api.credentials('project-manager');
    const status = await new Promise((settle, fail) => {
      const sending = request(
        { port, path: address, method: 'POST', headers: { ...ndjson, authorization } },
        (answer) => {
          answer.resume();
          settle(answer.statusCode);
        },
      );
      sending.on('error', fail);
      const blank = ' '.repeat(8_000);
      for (let n = 0; n < 1_200; n += 1) sending.write(`${blank}\n`);
      sending.end();
    });
    expect(status).toBe(413);
  });
});
