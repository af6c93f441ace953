import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventStore, MemoryEventStore } from '#event-store';
import { Health, openLog } from '#platform';
import { followedUp } from '../../../../libs/partnership/test/story-from-contract.js';
import { type Insight, openInsight, today } from '../../test/insight.js';
import { Freshness } from '../freshness.js';
import { adviceAtStart, lookAfterProjections } from '../projections.js';
import { INSIGHT_SCHEMA, projections } from '../read-models.js';
import { ReadModelsHealth } from './health.js';

let insight: Insight;
const other = new MemoryEventStore();
/** A process on the same read models and another store. */
let misled: Freshness;
let health: ReadModelsHealth;

const names = projections.map(({ name }) => name);
const states = async (one = health) => (await one.now()).projections.map(({ state }) => state);
const until = async (holds: () => Promise<boolean>) => {
  for (const deadline = Date.now() + 10_000; !(await holds()); await pause(50))
    if (Date.now() > deadline) throw new Error('It did not come to that');
};
async function command(store: EventStore, ...args: string[]) {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const code = await lookAfterProjections(args, { store, url: insight.url, operator: 'operator', say });
  return { code, said: said.join('\n') };
}

beforeAll(async () => {
  insight = await openInsight();
  await insight.reached(await insight.happened(randomUUID(), followedUp, { occurredOn: today }));
  const { data, type } = { type: 'CitizensAsked', data: {} };
  for (let n = 0; n < 3; n++) await other.append('survey-1', 'any', [{ id: randomUUID(), type, data, metadata: {} }]);
  misled = new Freshness(
    { store: other, pool: insight.pool, schema: INSIGHT_SCHEMA, log: openLog('silent') },
    insight.url,
  );
  health = new ReadModelsHealth(misled, new Health());
  await misled.start();
}, 60_000);
afterAll(async () => {
  await misled?.stop();
  await insight?.close();
});

describe('read models of another store', () => {
  it('are not ready, and say so to monitor and operator', async () => {
    await until(async () => (await states()).every((state) => state === 'other-store'));
    expect(await health.now()).toMatchObject({ status: 'down', head: 3 });
    expect((await insight.get(undefined, '/health/ready')).status).toBe(200);

    expect(await adviceAtStart(misled.build)).toMatch(/EVENT_STORE_URL.* -- forget/);
    const status = await command(other, 'status');
    expect(status).toMatchObject({ code: 1, said: expect.stringContaining('of another store: Position') });
    const rebuild = await command(other, 'rebuild');
    expect(rebuild).toMatchObject({ code: 1, said: expect.stringMatching(/^Refused: .*EVENT_STORE_URL.*forget/) });
  });

  it('are let go of by command only, and built anew in their place', async () => {
    const refused = await command(insight.store, 'forget');
    expect(refused).toMatchObject({ code: 1, said: expect.stringMatching(/^Refused: .*built from this store/) });
    expect(await command(other, 'forget')).toMatchObject({ code: 0, said: expect.stringContaining('anew') });
    await until(async () => (await states()).every((state) => state === 'running'));
    await misled.reach(names, 3);
    expect(await health.now()).toMatchObject({ status: 'ok' });

    // Whose they were before notices with the next event.
    await insight.happened(randomUUID(), followedUp, { occurredOn: today });
    const noticed = async () => (await insight.get(undefined, '/health')).body.projections as { state: string }[];
    await until(async () => (await noticed()).every(({ state }) => state === 'other-store'));
    expect((await insight.get(undefined, '/health/ready')).status).toBe(503);
    expect(insight.logged.filter((line) => line.includes('projections -- forget'))).toHaveLength(names.length);
  });
});
