import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type EventStore, openEventStore } from '#event-store';
import { type Build, prepareBuild, rebuild, statusOf } from '#projection';
import { migrations, projections } from '../../../apps/insight/src/read-models.js';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.js';
import { historyOf } from './history.js';
import type { Life } from './life.js';
import { type Pattern, readPatterns } from './patterns.js';
import { storeHistory } from './store-history.js';

let patterns: readonly Pattern[];
beforeAll(async () => {
  patterns = await readPatterns();
}, 60_000);

const lives = (partnerships: number, seed = 'a history') => [...historyOf(patterns, { seed, partnerships })];
const digest = (some: readonly Life[]) =>
  createHash('sha256')
    .update(JSON.stringify(some.map(({ rows }) => rows)))
    .digest('hex');

describe('a made history', () => {
  it('is the same from the same seed, and another from another', () => {
    const some = digest(lives(20));
    expect(digest(lives(20))).toBe(some);
    expect(digest(lives(20, 'another history'))).not.toBe(some);
  });

  it('begins as a shorter one does', () => {
    expect(digest(lives(30).slice(0, 10))).toBe(digest(lives(10)));
  });

  it('holds what happens to partnerships, in about two hundred events each', () => {
    const all = lives(200);
    const rows = all.flatMap((life) => life.rows);
    expect(rows.length / all.length).toBeGreaterThan(180);
    expect(rows.length / all.length).toBeLessThan(220);

    const types = new Set(rows.map(({ type }) => type));
    for (const type of [
      'MeasurementCorrected',
      'MilestoneCorrected',
      'PartnershipSuspended',
      'PartnershipClosed',
      'BenefitPlanned',
      'BenefitRealised',
      'AdoptionWentLive',
      'FollowUpReported',
    ])
      expect(types).toContain(type);
    const told = (row: (typeof rows)[number]) => (row.metadata as { occurredOn: string }).occurredOn;
    const late = rows.filter((row) => row.at - Date.parse(told(row)) > 30 * 86_400_000);
    expect(late.length / rows.length).toBeGreaterThan(0.03);
    expect(all.some(({ open }) => (open?.scaleUp.followUp?.missing.length ?? 0) > 0)).toBe(true);
    expect(new Set(all.map(({ open }) => `${open?.status} ${open?.phase}`)).size).toBeGreaterThan(8);
  });

  it('is one the rules let happen', () => {
    const all = lives(200);
    const events = all.reduce((sum, { rows }) => sum + rows.length, 0);
    const refused = all.flatMap((life) => [...life.refused]).reduce((sum, [, times]) => sum + times, 0);
    expect(refused / events).toBeLessThan(0.01);
    expect(all.every(({ open }) => open !== undefined)).toBe(true);
  });
});

describe('a made history in the store', () => {
  const PARTNERSHIPS = 20;
  let database: FreshDatabase;
  let store: EventStore;
  let pool: pg.Pool;
  let events: number;

  beforeAll(async () => {
    database = await freshDatabase();
    store = await openEventStore(database.url);
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
    pool.on('error', () => {});
    ({ events } = await storeHistory(
      database.url,
      historyOf(patterns, { seed: 'stored', partnerships: PARTNERSHIPS }),
    ));
  });
  afterAll(async () => {
    await pool.end();
    await store.close();
    await database.drop();
  });

  it('keeps what the store promises of positions, revisions and times', async () => {
    const { rows } = await pool.query(`
      select count(*)::integer as events, min(position)::integer as first, max(position)::integer as last,
             bool_and(recorded_at >= before) is not false as rising, bool_and(revision = nth - 1) as counted
        from (select *, lag(recorded_at) over (order by position) as before,
                     row_number() over (partition by stream order by position) as nth
                from event_store.events) e`);
    expect(rows).toEqual([{ events, first: 1, last: events, rising: true, counted: true }]);
    expect(await store.head()).toBe(events);
  });

  it('is worked into every read model, with nothing parked', async () => {
    const build: Build = { store, pool, schema: 'made', log: { info() {}, warn() {}, error: console.error } };
    await prepareBuild(database.url, build.schema, migrations);
    await rebuild(build, projections);
    const statuses = await statusOf(build, projections);
    expect(statuses.map(({ name, parked, hole, lag }) => ({ name, parked, hole, lag }))).toEqual(
      projections.map(({ name }) => ({ name, parked: [], hole: 0, lag: 0 })),
    );
  });
});
