import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEventStore } from '#event-store';
import { type KurrentDbDouble, startKurrentDbDouble } from '../../../../test/support/kurrentdb/double.js';
import { type Insight, openInsight } from '../../test/insight.js';
import { projections } from '../read-models.js';

/** Three pages. */
const EVENTS = 2_500;

let server: KurrentDbDouble;
let insight: Insight;

const health = async () => (await insight.get(undefined, '/health')).body;
const metrics = async () => (await insight.get(undefined, '/metrics')).text;

beforeAll(async () => {
  server = await startKurrentDbDouble();
  const store = await openEventStore(server.url);
  const events = Array.from({ length: EVENTS }, () => ({
    id: randomUUID(),
    type: 'CitizensAsked',
    data: {},
    metadata: {},
  }));
  let position = 0;
  for (let from = 0; from < EVENTS; from += 500)
    ({ position } = await store.append('survey-1', 'any', events.slice(from, from + 500)));
  insight = await openInsight(store);
  // On a slow machine longer than a query waits, and more than once.
  const there = () => insight.reached(position);
  await there().catch(there).catch(there).catch(there);
}, 90_000);
afterAll(async () => {
  await insight?.close();
  await server?.stop();
});

describe('a store that must read all its events to count them', () => {
  it('does not keep the read models from serving while it counts, and no figure is told that is not known', async () => {
    server.faults.slow = 600;
    const [{ status, head, projections: told }, measured] = await Promise.all([health(), metrics()]);
    expect([status, told.length]).toEqual(['ok', projections.length]);
    for (const { checkpoint, counters, hole } of told)
      expect([checkpoint, counters.skipped, counters.stored, hole]).toEqual([head, EVENTS, undefined, undefined]);
    expect(measured).toMatch(/^medspil_read_models_up 1$/m);
    expect(measured).toMatch(/^medspil_projection_lag_events\{projection="timeline"\} 0$/m);
    expect(measured).not.toMatch(/^medspil_projection_hole\{/m);

    server.faults.slow = 0;
    for (const deadline = Date.now() + 10_000; (await health()).projections[0].hole === undefined; await pause(100))
      expect(Date.now()).toBeLessThan(deadline);
    for (const { counters, hole } of (await health()).projections) expect([counters.stored, hole]).toEqual([EVENTS, 0]);
    expect(await metrics()).toMatch(/^medspil_projection_hole\{projection="timeline"\} 0$/m);
  }, 30_000);
});
