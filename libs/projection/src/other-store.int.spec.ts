import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { copyStore, type MovableEventStore, openEventStore } from '#event-store';
import { type FreshDatabase, freshDatabase } from '../../../test/support/postgres.js';
import { boardProjection, type Desk, event, openDesk } from '../test/board.js';
import type { Build } from './build.js';
import { nextOf } from './builds.js';
import { NotThereYet } from './fault.js';
import { forget } from './forget.js';
import { rebuild, rebuildNext } from './rebuild.js';
import { RunningProjection } from './run.js';

let databases: FreshDatabase[];
let stores: MovableEventStore[];
let running: RunningProjection[];
let desk: Desk;
let own: MovableEventStore;

async function store(): Promise<MovableEventStore> {
  const database = await freshDatabase();
  databases.push(database);
  const opened = await openEventStore(database.url);
  stores.push(opened);
  return opened;
}
const open = async (on: MovableEventStore, cases: readonly string[]) => {
  for (const title of cases)
    await on.append(`case-${randomUUID()}`, 'any', [event({ type: 'Opened', data: { title } })]);
};
/** The first events of a store, as a backup of then has them. */
async function restoredFrom(original: MovableEventStore, events: number): Promise<MovableEventStore> {
  const restored = await store();
  await restored.importEvents(undefined, (await original.readAll(0, { max: events })).events);
  return restored;
}
function run(build: Build, on: MovableEventStore): RunningProjection {
  const one = new RunningProjection(boardProjection, { ...build, store: on });
  running.push(one);
  return one;
}
const until = async (holds: () => boolean) => {
  for (const deadline = Date.now() + 10_000; !holds(); await pause(10))
    if (Date.now() > deadline) throw new Error('It did not come to that');
};
const isForeign = (one: RunningProjection) => until(() => one.state.state === 'other-store');
const titles = async (schema?: string) => (await desk.rows(schema)).map(({ title }) => title).sort();

beforeEach(async () => {
  [databases, stores, running] = [[], [], []];
  own = await store();
  desk = await openDesk(own);
  await open(own, ['A', 'B', 'C', 'D']);
}, 60_000);
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await desk.close();
  for (const one of stores) await one.close();
  for (const one of databases) await one.drop();
});

describe('a projection on another store', () => {
  let build: Build;
  beforeEach(async () => {
    build = await desk.build();
    const one = run(build, own);
    await one.waitFor(4, 5_000);
    await one.stop();
  });

  it('applies nothing, says so, and tells no reader that it is so far', async () => {
    const other = await store();
    await open(other, ['X']);
    const one = run(build, other);
    await isForeign(one);
    expect(one.state).toMatchObject({
      error: 'Position 4 was reached, and the store ends at 1: it is another one, or was restored from before',
    });
    await expect(one.waitFor(1, 1_000)).rejects.toThrow(NotThereYet);
    await open(other, ['Y', 'Z', 'Ø', 'Å']);
    await pause(1_500);
    expect(one.state).toMatchObject({ state: 'other-store', error: expect.stringContaining('another event at 4') });
    expect(await titles()).toEqual(['A', 'B', 'C', 'D']);
    expect(desk.alarms).toMatchObject([
      { details: { projection: 'board' }, message: expect.stringContaining('forget') },
    ]);
  });

  it('notices that it was restored from before, however far it has gone on since', async () => {
    const restored = await restoredFrom(own, 3);
    await open(restored, ['X', 'Y', 'Z']);
    await isForeign(run(build, restored));
    expect(await titles()).toEqual(['A', 'B', 'C', 'D']);
  });

  it('goes on where it was restored as far as was worked in, or further', async () => {
    await open(own, ['E']);
    const restored = await store();
    await copyStore(own, restored);
    await open(restored, ['F']);
    await run(build, restored).waitFor(6, 5_000);
    expect(await titles()).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
  });

  it('notices it under way, and goes on once the store is its own again', async () => {
    const one = run(build, own);
    await until(() => one.caughtUp);
    await pause(1_100);
    const client = new pg.Client({ connectionString: databases[0]!.url });
    await client.connect();
    await client.query('begin; create table kept as select * from event_store.events where position = 4');
    await client.query('delete from event_store.events where position = 4; commit');
    await open(own, ['X', 'Y']);
    await isForeign(one);
    expect(await titles()).toEqual(['A', 'B', 'C', 'D']);
    await client.query('begin; delete from event_store.events where position >= 4');
    await client.query('insert into event_store.events select * from kept; commit');
    await client.end();
    await open(own, ['E']);
    await until(() => one.state.state === 'running');
    await one.waitFor(5, 5_000);
    expect(await titles()).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('is known by its length where it came so far before events were kept with positions', async () => {
    await desk.pool.query('update projection.checkpoint set landmark = null');
    await isForeign(run(build, await restoredFrom(own, 3)));
    await open(own, ['E']);
    await run(build, own).waitFor(5, 5_000);
    expect(await titles()).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('is not built anew beside what serves, but in its place when that is let go of', async () => {
    const other = await store();
    await open(other, ['X', 'Y']);
    const foreign = { ...build, store: other };
    const { url, migrations } = desk;
    await expect(rebuildNext(foreign, [boardProjection], { url, migrations })).rejects.toMatchObject({
      reason: 'other-store',
    });
    await expect(forget(build, [boardProjection])).rejects.toMatchObject({ reason: 'same-store' });
    await rebuildNext(build, [boardProjection], { url, migrations });

    const one = run(build, other);
    await isForeign(one);
    await forget(foreign, [boardProjection]);
    await until(() => one.state.state === 'running');
    await one.waitFor(2, 5_000);
    expect(await titles()).toEqual(['X', 'Y']);
    const builds = await desk.pool.query(`select nspname from pg_namespace where nspname ~ '^desk'`);
    expect(builds.rows).toEqual([{ nspname: 'desk' }]);
  });

  it('starts over what was begun beside it from another one', async () => {
    const other = await store();
    await open(other, ['X', 'Y']);
    const { url, migrations } = desk;
    const next = nextOf(build);
    const stopped = rebuildNext(build, [boardProjection], {
      url,
      migrations,
      onProgress: () => {
        throw new Error('stopped');
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
    await desk.pool.query('update projection.checkpoint set position = 0, landmark = null where build = $1', [
      next.schema,
    ]);
    await rebuild({ ...next, store: other }, [boardProjection]);
    const begun: string[] = [];
    await rebuildNext(build, [boardProjection], { url, migrations, onBegin: (how) => begun.push(how) });
    expect(begun).toEqual(['over-other-store']);
    expect(await titles(next.schema)).toEqual(['A', 'B', 'C', 'D']);
  });
});
