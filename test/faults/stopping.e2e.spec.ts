import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openEventStore } from '../../libs/event-store/src/index.js';
import { findEmbeddedPostgres } from '../../libs/platform/src/index.js';
import { type Door, doorTo } from '../support/door.js';
import { Caller, type Load, load } from '../support/load.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { type App, dataDirectory, type Product, startProduct } from '../support/product.js';

let database: FreshDatabase;
let directory: Awaited<ReturnType<typeof dataDirectory>>;
const started: Product[] = [];
const doors: Door[] = [];

beforeAll(async () => {
  [database, directory] = await Promise.all([freshDatabase(), dataDirectory()]);
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.end('SIGKILL')));
  for (const door of doors.splice(0)) door.remove();
});
afterAll(async () => {
  await database?.drop();
  await directory?.remove();
}, 60_000);

async function start(app: App, env: Record<string, string> = {}): Promise<Product> {
  const stores = app === 'medspil' ? {} : { EVENT_STORE_URL: database.url, READ_MODEL_URL: database.url };
  const product = await startProduct(directory.path, { ...stores, ...env }, app);
  started.push(product);
  return product;
}

/** Ids of the notes in a store. */
async function notesIn(url: string, ids: readonly string[]): Promise<string[]> {
  const store = await openEventStore(url);
  try {
    const streams = await Promise.all(ids.map((id) => store.read(`partnership-${id}`, { max: 100_000 })));
    return streams
      .flat()
      .flatMap(({ type, data }) => (type === 'NoteWritten' ? [(data as { noteId: string }).noteId] : []));
  } finally {
    await store.close();
  }
}

const acknowledged = ({ came }: Load) => [...came].flatMap(([noteId, one]) => (one === 200 ? [noteId] : []));

function tally({ came }: Load): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of came.values()) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

async function timed(work: Promise<number | null>): Promise<{ code: number | null; ms: number }> {
  const began = performance.now();
  return { code: await work, ms: performance.now() - began };
}

describe.each<App>(['medspil', 'partnerships'])('%s, told to stop while commands come', (app) => {
  it('has recorded what it acknowledged and nothing else, and answers whatever it took', async () => {
    const product = await start(app, { STOP_SECONDS: '20' });
    const commands = await load(product, 8);
    await pause(1_000);
    const { code, ms } = await timed(product.end());
    await commands.over;
    expect(code).toBe(0);
    process.stdout.write(
      `  ${app}: ended within ${Math.round(ms)} ms of SIGTERM, ${JSON.stringify(tally(commands))}\n`,
    );
    expect(acknowledged(commands).length).toBeGreaterThan(50);
    // Turned away at the door, or on a connection that was just being let go: neither was taken.
    expect(
      Object.keys(tally(commands)).filter((came) => !['200', 'ECONNREFUSED', 'ECONNRESET'].includes(came)),
    ).toEqual([]);
    if (app === 'medspil') await start(app);
    const embedded = app === 'medspil' ? await findEmbeddedPostgres(join(directory.path, 'postgres')) : undefined;
    const recorded = await notesIn(embedded?.url('medspil_events') ?? database.url, commands.ids);
    expect(recorded.sort()).toEqual(acknowledged(commands).sort());
  }, 120_000);
});

describe('a service that is given time to leave', () => {
  it('turns nobody away who sends requests only where /health/ready says so', async () => {
    const service = await start('partnerships', { DRAIN_SECONDS: '2' });
    let ready = true;
    const commands = await load(service, 8, () => ready);
    const balancer = (async () => {
      while (ready) {
        ready = (await fetch(`${service.url}/health/ready`)).status === 200;
        await pause(100);
      }
    })();
    await pause(1_000);
    const ended = timed(service.end());
    await balancer;
    const ready503 = await fetch(`${service.url}/health/ready`);
    expect([ready503.status, await ready503.json()]).toEqual([503, { status: 'leaving' }]);
    const live = await fetch(`${service.url}/health/live`);
    expect([live.status, live.headers.get('connection')]).toEqual([200, 'close']);
    await commands.over;
    const { code, ms } = await ended;
    expect([code, ms > 2_000, ms < 10_000]).toEqual([0, true, true]);
    process.stdout.write(
      `  with a drain of 2 s: ended within ${Math.round(ms)} ms, ${JSON.stringify(tally(commands))}\n`,
    );
    expect(tally(commands)).toEqual({ 200: acknowledged(commands).length });
    expect((await notesIn(database.url, commands.ids)).sort()).toEqual(acknowledged(commands).sort());
  }, 60_000);
});

describe('the read side, told to stop while it works events in and is asked', () => {
  it('ends its streams in order, lets no transaction hang, and goes on where it was', async () => {
    const writing = await start('partnerships');
    const reading = await start('insight');
    const token = await reading.bearer({ subject: 'auditor-1', role: 'auditor', organisation: '0000' });
    const streams = await Promise.all(
      [1, 2, 3].map(() => fetch(`${reading.url}/changes`, { headers: { authorization: `Bearer ${token}` } })),
    );
    const texts = streams.map((stream) => stream.text());
    const caller = new Caller(reading);
    const asked: unknown[] = [];
    const asking = (async () => {
      do asked.push((await caller.send('GET', '/partnerships')).came);
      while (typeof asked.at(-1) === 'number');
      caller.close();
    })();
    let goesOn = true;
    const commands = await load(writing, 4, () => goesOn);
    await pause(1_500);
    const { code, ms } = await timed(reading.end());
    await asking;
    process.stdout.write(
      `  insight: ended within ${Math.round(ms)} ms of SIGTERM, ${asked.length - 1} answers before\n`,
    );
    expect([code, ms < 10_000]).toEqual([0, true]);
    expect(new Set(asked.slice(0, -1))).toEqual(new Set([200]));
    // A stream that is cut rejects.
    for (const text of await Promise.all(texts)) expect(text).toContain('event: changed');

    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    const { rows } = await pool.query(
      `select count(*)::int as open from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()
         and application_name <> 'medspil event store'`,
    );
    await pool.end();
    expect(rows[0].open).toBe(0);
    goesOn = false;
    await commands.over;

    const again = await start('insight');
    const health = async () =>
      (await (await fetch(`${again.url}/health`)).json()) as {
        projections: { lag: number; hole: number; parkedPartnerships: number }[];
      };
    while ((await health()).projections.some(({ lag }) => lag > 0)) await pause(50);
    for (const { hole, parkedPartnerships } of (await health()).projections)
      expect([hole, parkedPartnerships]).toEqual([0, 0]);
    expect(await again.end()).toBe(0);
    expect(await writing.end()).toBe(0);
  }, 120_000);
});

describe('a process in which something hangs', () => {
  /** A command that waits for a store that does not answer. */
  async function hanging(env: Record<string, string>): Promise<{ service: Product; answer: Promise<unknown> }> {
    const door = await doorTo(database.url);
    doors.push(door);
    const service = await start('partnerships', { ...env, EVENT_STORE_URL: door.url });
    const caller = new Caller(service);
    const id = await caller.register('S-1');
    door.stopUp();
    const answer = caller.send('POST', `/partnerships/${id}/notes`, { text: 'Note' });
    await pause(300);
    return { service, answer };
  }
  const lastLine = (service: Product) => JSON.parse(service.output().trim().split('\n').at(-1)!);

  it('ends when its time is over, and says so', async () => {
    const { service, answer } = await hanging({ STOP_SECONDS: '2' });
    const { code, ms } = await timed(service.end());
    await answer;
    expect([code, Math.round(ms / 1_000)]).toEqual([1, 2]);
    expect(lastLine(service)).toMatchObject({
      level: 60,
      msg: 'Stopped after 2 s (STOP_SECONDS), before everything was finished.',
    });
  }, 60_000);

  it('ends at once on a second signal', async () => {
    const { service, answer } = await hanging({});
    const ended = service.end();
    await pause(1_000);
    service.process.kill('SIGINT');
    const { code, ms } = await timed(ended);
    await answer;
    expect([code, ms < 500]).toEqual([1, true]);
    expect(lastLine(service)).toMatchObject({ level: 60, msg: 'Stopped at once, by a second signal.' });
  }, 60_000);

  it('takes a signal that comes twice within a moment for one, as npm passes on what a terminal has sent', async () => {
    const { service, answer } = await hanging({ DRAIN_SECONDS: '1' });
    const ended = service.end('SIGINT');
    await pause(50);
    service.process.kill('SIGINT');
    // The store gives the command up, and it is answered.
    expect(await answer).toMatchObject({ came: 503 });
    expect(await ended).toBe(0);
  }, 60_000);
});
