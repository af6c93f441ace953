import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { board, boardProjection, type CaseEvent, type Desk, openDesk } from '../test/board.js';
import type { Build } from './build.js';
import { BuildRefused, nextOf } from './builds.js';
import { compareSchemas, rowsDiffering } from './difference.js';
import { type AnyProjection, at, type Projection, touch } from './projection.js';
import { type Beginning, type Progress, rebuild, rebuildNext } from './rebuild.js';
import { RunningProjection } from './run.js';
import { statusOf } from './status.js';
import { diffNext, switchesOf, switchToNext, undoSwitch } from './switch.js';

let desk: Desk;
const running: RunningProjection[] = [];
const run = (build: Build, projection: AnyProjection = boardProjection, batch = 100) => {
  const one = new RunningProjection(projection, build, { batch });
  running.push(one);
  return one;
};
const open = (caseId: string) => desk.happened(caseId, { type: 'Opened', data: { title: caseId } });
const note = (caseId: string) => desk.happened(caseId, { type: 'NoteAdded', data: {} });
const by = { operator: 'tester' };

/** Notes count twice. */
const mistaken: Projection<CaseEvent> = {
  ...boardProjection,
  changes: {
    ...boardProjection.changes,
    NoteAdded: ({ partition }) => [
      touch(at(board, { case_id: partition }), (row) => row && { ...row, notes: row.notes + 2 }),
    ],
  },
};

async function buildNext(live: Build, projection: AnyProjection = boardProjection, more: object = {}) {
  let how: Beginning | undefined;
  const { url, migrations } = desk;
  await rebuildNext(live, [projection], { url, migrations, onBegin: (begun) => (how = begun), ...more });
  return how;
}

beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  await desk.close();
});

describe('rebuilding', () => {
  it('leads to the same rows, beside the live ones, and says how far it is', async () => {
    const live = await desk.build();
    for (let n = 0; n < 300; n += 1) {
      const caseId = `c${n % 40}`;
      if (n < 40) await open(caseId);
      else await desk.happened(caseId, { type: n % 37 === 0 ? 'Closed' : 'NoteAdded', data: {} });
    }
    await run(live, boardProjection, 7).waitFor(300, 10_000);
    const progress: Progress[] = [];
    const more = { onProgress: (one: Progress) => progress.push(one), every: 0, batch: 64 };
    expect(await buildNext(live, boardProjection, more)).toBe('first');
    expect(await compareSchemas(desk.pool, 'desk', 'desk_next', [boardProjection])).toEqual([]);
    expect(progress.at(-1)).toMatchObject({ projection: 'board', position: 300, head: 300, secondsLeft: 0 });
  });

  it('goes no further than the live build, so that both can be compared', async () => {
    const live = await desk.build();
    await open('a');
    await run(live).waitFor(1, 5_000);
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await note('a');
    await buildNext(live);
    expect(await desk.rows('desk_next')).toMatchObject([{ notes: 0 }]);
    expect(await diffNext(live, [boardProjection])).toEqual([]);
  });

  it('goes on where it was interrupted, and starts over where that cannot be used', async () => {
    const live = await desk.build();
    for (let n = 0; n < 20; n += 1) await open(`c${n}`);
    await run(live).waitFor(20, 5_000);
    const interrupted = (at: number) =>
      buildNext(live, boardProjection, {
        batch: 3,
        every: 0,
        anew: true,
        onProgress({ position }: Progress) {
          if (position >= at) throw new Error('interrupted');
        },
      });
    await expect(interrupted(6)).rejects.toThrow('interrupted');
    await expect(diffNext(live, [boardProjection])).rejects.toMatchObject({ reason: 'unfinished' });
    const progress: Progress[] = [];
    expect(
      await buildNext(live, boardProjection, { every: 0, onProgress: (one: Progress) => progress.push(one) }),
    ).toBe('goes-on');
    expect(progress[0]!.position).toBeGreaterThanOrEqual(6);
    expect(await diffNext(live, [boardProjection])).toEqual([]);
    expect(await buildNext(live)).toBe('over-complete');
    await expect(interrupted(6)).rejects.toThrow('interrupted');
    expect(await buildNext(live, { ...boardProjection, version: 2 })).toBe('over-other-version');
  });

  it('starts over where tables were left that nothing is known of', async () => {
    const live = await desk.build();
    await open('a');
    await run(live).waitFor(await note('a'), 5_000);
    await buildNext(live);
    await desk.pool.query(`
      delete from projection.checkpoint where build = 'desk_next';
      delete from projection.build where build = 'desk_next'`);
    expect(await buildNext(live)).toBe('over-unknown');
    expect(await diffNext(live, [boardProjection])).toEqual([]);
  });

  it('that is ended while it makes room leaves what was there', async () => {
    const live = await desk.build();
    await open('a');
    await run(live).waitFor(1, 5_000);
    await buildNext(live);
    await desk.pool.query(`
      create function refuse() returns event_trigger language plpgsql as $$ begin raise 'ended'; end $$;
      create event trigger ended on ddl_command_start when tag in ('DROP SCHEMA') execute function refuse()`);
    await expect(buildNext(live)).rejects.toThrow('ended');
    expect(await diffNext(live, [boardProjection])).toEqual([]);
  });

  it('is done by one at a time', async () => {
    const live = await desk.build();
    await open('a');
    await run(live).waitFor(1, 5_000);
    const both = await Promise.allSettled([buildNext(live), buildNext(live)]);
    const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toBeInstanceOf(BuildRefused);
    expect(refused.reason).toMatchObject({ reason: 'busy' });
  });

  it('stops when the connection that keeps others away is lost, and is not complete', async () => {
    const live = await desk.build();
    for (let n = 0; n < 20; n += 1) await open(`c${n}`);
    await run(live).waitFor(20, 5_000);
    const cut = () =>
      desk.pool.query(`select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
        where l.locktype = 'advisory' and d.datname = current_database()`);
    let reached = 0;
    const lost = buildNext(live, boardProjection, {
      batch: 3,
      every: 0,
      onBegin: () => void cut(),
      onProgress: ({ position }: Progress) => (reached = position),
    });
    await expect(lost).rejects.toMatchObject({ reason: 'not-held' });
    expect(reached).toBeLessThan(20);
    await expect(diffNext(live, [boardProjection])).rejects.toMatchObject({ reason: 'unfinished' });
    expect(await buildNext(live)).toBe('goes-on');
    const cutWhileComparing = { onTable: () => void cut() };
    await expect(switchToNext(live, [boardProjection], { ...by, ...cutWhileComparing })).rejects.toMatchObject({
      reason: 'not-held',
    });
    expect(await switchesOf(live)).toEqual([]);
  });
});

describe('the difference of two builds', () => {
  it('is shown by key, with what was added, removed and changed, those of the past among them', async () => {
    const live = await desk.build();
    for (const caseId of ['a', 'b', 'c']) await open(caseId);
    await note('b');
    await run(live).waitFor(4, 5_000);
    await buildNext(live, mistaken);
    await desk.pool.query(`
      delete from desk_next.board where case_id = 'a';
      insert into desk_next.board (case_id, title, position) values ('x', 'X', 3);
      update desk_next.board_history set title = 'other' where case_id = 'b'`);
    expect(await diffNext(live, [mistaken])).toEqual([
      {
        table: 'board',
        columns: { added: [], removed: [] },
        added: { rows: 1, examples: [expect.objectContaining({ case_id: 'x', title: 'X' })] },
        removed: { rows: 1, examples: [expect.objectContaining({ case_id: 'a' })] },
        changed: {
          rows: 1,
          columns: { notes: 1 },
          examples: [{ key: { case_id: 'b' }, before: { notes: 1 }, after: { notes: 2 } }],
        },
      },
      {
        table: 'board_history',
        columns: { added: [], removed: [] },
        added: { rows: 0, examples: [] },
        removed: { rows: 0, examples: [] },
        changed: {
          rows: 1,
          columns: { title: 1 },
          examples: [{ key: { case_id: 'b', position: 2 }, before: { title: 'b' }, after: { title: 'other' } }],
        },
      },
      {
        table: 'note',
        columns: { added: [], removed: [] },
        added: { rows: 0, examples: [] },
        removed: { rows: 1, examples: [expect.objectContaining({ case_id: 'b', no: 4 })] },
        changed: { rows: 0, columns: {}, examples: [] },
      },
    ]);
  });

  it('names columns and tables that stand in one of them only', async () => {
    const live = await desk.build();
    await open('a');
    await run(live).waitFor(1, 5_000);
    await buildNext(live);
    await desk.pool.query('alter table desk_next.board add column colour text; drop table desk.owner');
    expect(await compareSchemas(desk.pool, 'desk', 'desk_next', [boardProjection])).toMatchObject([
      { table: 'board', columns: { added: ['colour text'], removed: [] }, changed: { rows: 0 } },
      { table: 'owner', columns: { removed: [] }, added: { rows: 0 } },
    ]);
  });
});

describe('a switch', () => {
  it('is refused when there is nothing to switch to', async () => {
    await expect(switchToNext(await desk.build(), [boardProjection], by)).rejects.toMatchObject({
      reason: 'no-such-build',
      message: expect.stringContaining('rebuild'),
    });
  });

  it('is refused when the next build is of another version, however it is asked for', async () => {
    const live = await desk.build();
    await buildNext(live);
    const newer = { ...boardProjection, version: 2 };
    const asked = { ...by, acceptDifferences: true, force: 'hurry' };
    await expect(switchToNext(live, [newer], asked)).rejects.toMatchObject({ reason: 'other-version' });
  });

  it('is refused when events of the next build are not accounted for, however it is asked for', async () => {
    const live = await desk.build();
    await open('a');
    await run(live).waitFor(1, 5_000);
    await buildNext(live);
    await desk.pool.query(`update projection.checkpoint set applied = applied - 1 where build = 'desk_next'`);
    const asked = { ...by, acceptDifferences: true, force: 'hurry' };
    await expect(switchToNext(live, [boardProjection], asked)).rejects.toMatchObject({ reason: 'hole' });
  });

  it('is refused when it would park what is not parked, unless it is forced', async () => {
    const live = await desk.build();
    await open('a');
    await note('a');
    await run(live).waitFor(2, 5_000);
    const parking: Projection<CaseEvent> = {
      ...boardProjection,
      changes: {
        ...boardProjection.changes,
        NoteAdded: () => {
          throw new Error('No notes');
        },
      },
    };
    await buildNext(live, parking);
    await expect(switchToNext(live, [parking], { ...by, acceptDifferences: true })).rejects.toMatchObject({
      reason: 'newly-parked',
      message: expect.stringContaining('No notes'),
    });
    await switchToNext(live, [parking], { ...by, force: 'known' });
    expect(await switchesOf(live)).toMatchObject([
      { kind: 'switch', operator: 'tester', reason: 'known', differing: 3 },
    ]);
  });

  it('to a mistaken build is refused, can be meant, and is undone, while a live worker and readers go on', async () => {
    const live = await desk.build();
    const worker = run(live, boardProjection, 5);
    for (let n = 0; n < 10; n += 1) await open(`c${n}`);
    await worker.waitFor(10, 5_000);
    let written = 10;
    let answered = 0;
    let working = true;
    const writer = (async () => {
      for (; working; written += 1) {
        await note(`c${written % 10}`);
        await pause(1);
      }
    })();
    // As readers do: what a reader was answered is never taken back from the next one.
    const reader = (async () => {
      for (; working; await pause(1)) {
        const client = await desk.pool.connect();
        await client.query(
          'begin isolation level repeatable read read only; lock table projection.serving in access share mode',
        );
        const { rows } = await client.query<{ position: number; known: number }>(
          `select position::int as position, (select max(position)::int from desk.board) as known
             from projection.checkpoint where build = 'desk'`,
        );
        await client.query('rollback');
        client.release();
        expect(rows[0]!.position).toBeGreaterThanOrEqual(answered);
        expect(rows[0]!.known).toBe(rows[0]!.position);
        answered = rows[0]!.position;
      }
    })();
    await worker.waitFor(50, 5_000);

    await buildNext(live, mistaken);
    expect(rowsDiffering(await diffNext(live, [mistaken]))).toBeGreaterThanOrEqual(10);
    await expect(switchToNext(live, [mistaken], by)).rejects.toMatchObject({ reason: 'differs' });
    expect((await switchToNext(live, [mistaken], { ...by, acceptDifferences: true })).differing).toBeGreaterThan(10);
    const doubled = Number((await desk.rows())[0]!.notes);
    await worker.waitFor((await desk.store.head()) + 20, 5_000);
    await undoSwitch(live, [boardProjection], by);
    await worker.waitFor((await desk.store.head()) + 20, 5_000);
    working = false;
    await Promise.all([writer, reader]);
    await worker.waitFor(await desk.store.head(), 5_000);

    expect(doubled).toBeGreaterThan(5);
    const notes = (await desk.rows()).map((row) => row.notes as number);
    expect(notes.reduce((sum, one) => sum + one, 0)).toBe(written - 10);
    const [status] = await statusOf(live, [boardProjection]);
    expect(status).toMatchObject({ hole: 0, counters: { stored: written, applied: written } });
    expect((await switchesOf(live)).map(({ kind }) => kind)).toEqual(['undo', 'switch']);
    expect(desk.alarms).toEqual([]);
    expect(await buildNext(live)).toBe('first');
    expect(await diffNext(live, [boardProjection])).toEqual([]);
  });

  it('makes a worker forget the rows it kept, though its counters are equal', async () => {
    const live = await desk.build();
    const worker = run(live);
    await open('a');
    await worker.waitFor(await note('a'), 5_000);
    await buildNext(live, mistaken);
    await switchToNext(live, [mistaken], { ...by, acceptDifferences: true });
    await worker.waitFor(await note('a'), 5_000);
    expect(await desk.rows()).toMatchObject([{ notes: 3 }]);
  });

  it('lets a worker go on whose version is the one that was switched to', async () => {
    const live = await desk.build();
    await open('a');
    const older = run(live);
    await older.waitFor(1, 5_000);
    await older.stop();
    const newer = { ...mistaken, version: 2 };
    const waiting = run(live, newer);
    await note('a');
    await expect(waiting.waitFor(2, 500)).rejects.toThrow();
    expect(await buildNext(live, newer)).toBe('first');
    await switchToNext(live, [newer], by);
    await waiting.waitFor(2, 5_000);
    expect(waiting.state).toEqual({ state: 'running' });
    expect(await desk.rows()).toMatchObject([{ notes: 2 }]);
    await expect(undoSwitch(live, [newer], by)).rejects.toMatchObject({
      reason: 'other-version',
      message: expect.stringContaining('the release that built it'),
    });
  });

  it('is not undone where nothing was switched', async () => {
    await expect(undoSwitch(await desk.build(), [boardProjection], by)).rejects.toMatchObject({
      reason: 'no-such-build',
    });
  });

  it('waits for a reader in the middle of an answer, who sees one build all the while', async () => {
    const live = await desk.build();
    await open('a');
    const worker = run(live);
    await worker.waitFor(1, 5_000);
    await buildNext(live);
    await desk.pool.query(`update desk_next.board set title = 'anew'`);
    const client = await desk.pool.connect();
    await client.query('begin isolation level repeatable read; lock table projection.serving in access share mode');
    const title = async () => (await client.query('select title from desk.board')).rows[0].title;
    expect(await title()).toBe('a');
    const switched = switchToNext(live, [boardProjection], { ...by, acceptDifferences: true });
    await pause(800);
    expect(await title()).toBe('a');
    await client.query('rollback');
    client.release();
    await switched;
    expect(await desk.rows()).toMatchObject([{ title: 'anew' }]);
  });
});

describe('a build of its own', () => {
  it('may stand anywhere', async () => {
    const live = await desk.build();
    await open('a');
    const aside = await desk.build('aside');
    await rebuild(aside, [boardProjection]);
    expect(nextOf(live).schema).toBe('desk_next');
    expect(await desk.rows('aside')).toMatchObject([{ case_id: 'a' }]);
  });
});
