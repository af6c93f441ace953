import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { board, boardProjection, type CaseEvent, type Desk, openDesk } from '../test/board.js';
import { applyBatch } from './apply.js';
import { type Build } from './build.js';
import { readCheckpoint, startCheckpoint } from './checkpoint.js';
import { NotThereYet, WrongVersion } from './fault.js';
import { plan } from './fold.js';
import { type AnyProjection, at, type Projection, touch } from './projection.js';
import { replay } from './replay.js';
import { RowCache } from './row-cache.js';
import { RunningProjection } from './run.js';
import { statusOf } from './status.js';
import { openTables } from './tables.js';

let desk: Desk;
const running: RunningProjection[] = [];
const run = (build: Build, projection: AnyProjection = boardProjection, batch = 100) => {
  const one = new RunningProjection(projection, build, { batch });
  running.push(one);
  return one;
};
const status = async (build: Build) => (await statusOf(build, [boardProjection]))[0]!;

beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  await desk.close();
});

describe('a projection', () => {
  it('works in what happened before it started and what happens after', async () => {
    const build = await desk.build();
    await desk.happened('a', { type: 'Opened', data: { title: 'A' } }, { type: 'DueSet', data: { due: '2026-05-01' } });
    const one = run(build);
    await one.waitFor(2, 5_000);
    const position = await desk.happened('a', { type: 'NoteAdded', data: {} });
    await one.waitFor(position, 5_000);
    expect(await desk.rows()).toEqual([{ case_id: 'a', title: 'A', due: '2026-05-01', notes: 1, owner: null }]);
  });

  it('accounts for every event', async () => {
    const build = await desk.build();
    await desk.happened('a', { type: 'Opened', data: { title: 'A' } }, { type: 'Spoken', data: {} });
    await desk.happened('b', { type: 'NoteAdded', data: {} }, { type: 'NoteAdded', data: {} });
    await run(build).waitFor(4, 5_000);
    expect(await status(build)).toMatchObject({
      checkpoint: 4,
      head: 4,
      lag: 0,
      caughtUp: true,
      counters: { stored: 4, applied: 1, skipped: { Spoken: 1 }, parked: 2 },
      hole: 0,
    });
  });

  it('tells a reader who waits too long how far it is', async () => {
    const build = await desk.build();
    await expect(run(build).waitFor(1, 30)).rejects.toThrow(NotThereYet);
  });

  it('lets a reader wait for what another process works in', async () => {
    const build = await desk.build();
    const idle = run(build);
    await idle.waitFor(0, 1_000);
    await idle.stop();
    await desk.happened('a', { type: 'Opened', data: { title: 'A' } });
    const other = run(build);
    await other.waitFor(1, 5_000);
    await expect(idle.waitFor(1, 0)).resolves.toBeUndefined();
  });

  it.each([
    ['another version built', { ...boardProjection, version: 2 }, ''],
    ['was altered since it was built', boardProjection, 'alter table desk.board add column colour text'],
  ])('leaves what %s as it is', async (_, newer, alteration) => {
    const build = await desk.build();
    await desk.happened('a', { type: 'Opened', data: { title: 'A' } });
    const older = run(build);
    await older.waitFor(1, 5_000);
    await older.stop();
    await desk.pool.query(alteration);
    const outdated = run(build, newer);
    await desk.happened('a', { type: 'NoteAdded', data: {} });
    await expect(outdated.waitFor(2, 1_000)).rejects.toThrow(NotThereYet);
    expect(outdated.state).toMatchObject({ state: 'outdated', error: expect.stringContaining('rebuild') });
    expect(outdated.checkpoint).toBe(1);
    expect(await desk.rows()).toMatchObject([{ notes: 0 }]);
    expect(desk.alarms).toEqual([]);
    expect(desk.warnings).toMatchObject([
      { message: 'A projection is outdated', details: { projection: 'board', reason: expect.any(String) } },
    ]);
    expect(desk.warnings[0]!.details).not.toHaveProperty('err');
  });
});

describe('a batch', () => {
  it('leaves neither rows nor checkpoint when it does not come to an end', async () => {
    const build = await desk.build();
    await startCheckpoint(desk.pool, 'desk', boardProjection);
    await desk.happened('a', { type: 'Opened', data: { title: 'A' } }, { type: 'NoteAdded', data: {} });
    const { events } = await desk.store.readAll(0);
    const tables = await openTables(desk.pool, 'desk', boardProjection);
    const { generation } = (await readCheckpoint(desk.pool, 'desk', 'board'))!;
    const batch = { planned: plan(boardProjection, events), from: 0, position: 2, landmark: undefined, generation };
    // The connection is lost after the rows are written and before the checkpoint is.
    await desk.pool.query(`
      create function cut() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return new; end';
      create trigger cut before update on projection.checkpoint for each row execute function cut()`);
    await expect(applyBatch(build, boardProjection, tables, batch, new RowCache())).rejects.toThrow();
    expect(await desk.rows()).toEqual([]);
    await desk.pool.query('drop trigger cut on projection.checkpoint');
    await run(build).waitFor(2, 5_000);
    expect(await desk.rows()).toMatchObject([{ case_id: 'a', notes: 1 }]);
  });

  it('is worked in once when two workers have it', async () => {
    const build = await desk.build();
    await desk.happened('a', { type: 'Opened', data: { title: 'A' } });
    const workers = [run(build, boardProjection, 3), run(build, boardProjection, 5)];
    for (let n = 0; n < 200; n += 1) await desk.happened('a', { type: 'NoteAdded', data: {} });
    await Promise.all(workers.map((worker) => worker.waitFor(201, 10_000)));
    expect(await desk.rows()).toMatchObject([{ notes: 200 }]);
    expect(await status(build)).toMatchObject({ counters: { stored: 201, applied: 201 } });
  });

  it('is tried again when the connection breaks', async () => {
    const build = await desk.build();
    const one = run(build);
    await one.waitFor(0, 1_000);
    for (let n = 0; n < 20; n += 1) {
      await desk.happened(`c${n}`, { type: 'Opened', data: { title: 'C' } });
      if (n % 5 === 0)
        await desk.pool.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
    }
    await one.waitFor(20, 10_000);
    expect(await desk.rows()).toHaveLength(20);
    expect(desk.alarms).toEqual([]);
  });
});

describe('an event that cannot be applied', () => {
  it('parks its partition, alarms once, and holds up nobody else', async () => {
    const build = await desk.build();
    const one = run(build);
    await desk.happened('bad', { type: 'NoteAdded', data: {} });
    await desk.happened('good', { type: 'Opened', data: { title: 'G' } });
    const last = await desk.happened('bad', { type: 'Opened', data: { title: 'B' } });
    await one.waitFor(last, 5_000);
    expect(await desk.rows()).toMatchObject([{ case_id: 'good' }]);
    expect((await status(build)).parked).toMatchObject([
      { partition: 'bad', position: 1, stream: 'case-bad', events: 2, error: 'Error: There is no such case' },
    ]);
    expect(desk.alarms).toMatchObject([{ details: { partition: 'bad', position: 1, projection: 'board' } }]);
  });

  it.each([
    ['a date that is none', '2026-02-30'],
    ['a character the database has not', '2026-\u0000'],
  ])('may be one whose rows the database refuses: %s', async (_, due) => {
    const build = await desk.build();
    for (const caseId of ['a', 'b', 'c']) await desk.happened(caseId, { type: 'Opened', data: { title: caseId } });
    await desk.happened('b', { type: 'DueSet', data: { due } });
    await desk.happened('b', { type: 'NoteAdded', data: {} });
    await desk.happened('c', { type: 'NoteAdded', data: {} });
    await run(build).waitFor(6, 5_000);
    expect(await desk.rows()).toMatchObject([
      { case_id: 'a', notes: 0 },
      { case_id: 'b', notes: 0, due: null },
      { case_id: 'c', notes: 1 },
    ]);
    expect((await status(build)).parked).toMatchObject([{ partition: 'b', position: 4, events: 2 }]);
    expect((await status(build)).hole).toBe(0);
  });

  it('is worked off in order once the projection can, and its partition goes on', async () => {
    const build = await desk.build();
    const one = run(build);
    await desk.happened(
      'a',
      { type: 'NoteAdded', data: {} },
      { type: 'Spoken', data: {} },
      { type: 'NoteAdded', data: {} },
    );
    await one.waitFor(3, 5_000);
    const tolerant: Projection<CaseEvent> = {
      ...boardProjection,
      changes: {
        ...boardProjection.changes,
        NoteAdded: ({ partition: case_id }) => [
          touch(at(board, { case_id }), (row) => ({ case_id, title: '?', ...row, notes: (row?.notes ?? 0) + 1 })),
        ],
      },
    };
    expect(await replay(build, boardProjection, 'a')).toMatchObject({ status: 'parked-again', events: 0, position: 1 });
    await expect(replay(build, { ...tolerant, version: 2 }, 'a')).rejects.toThrow(WrongVersion);
    await desk.pool.query('alter table desk.board add column colour text');
    await expect(replay(build, tolerant, 'a')).rejects.toThrow('altered since');
    await desk.pool.query('alter table desk.board drop column colour');
    expect(await replay(build, tolerant, 'a')).toEqual({ status: 'unparked', events: 2 });
    expect(await replay(build, tolerant, 'a')).toEqual({ status: 'not-parked' });
    await one.waitFor(await desk.happened('a', { type: 'NoteAdded', data: {} }), 5_000);
    expect(await desk.rows()).toMatchObject([{ case_id: 'a', notes: 3 }]);
    expect(await status(build)).toMatchObject({
      parked: [],
      counters: { stored: 4, applied: 3, parked: 0, skipped: { Spoken: 1 } },
      hole: 0,
    });
  });
});

describe('rows kept from the batch before', () => {
  it('are not taken for the truth after parked events were worked off', async () => {
    const build = await desk.build();
    const one = run(build);
    await one.waitFor(await desk.happened('a', { type: 'Opened', data: { title: 'A' } }), 5_000);
    const bad = { type: 'DueSet', data: { due: 'soon' } } as const;
    await one.waitFor(await desk.happened('a', bad, { type: 'NoteAdded', data: {} }), 5_000);
    const tolerant: Projection<CaseEvent> = {
      ...boardProjection,
      changes: { ...boardProjection.changes, DueSet: () => [] },
    };
    expect(await replay(build, tolerant, 'a')).toEqual({ status: 'unparked', events: 2 });
    await one.waitFor(await desk.happened('a', { type: 'NoteAdded', data: {} }), 5_000);
    expect(await desk.rows()).toMatchObject([{ case_id: 'a', notes: 2 }]);
  });
});
