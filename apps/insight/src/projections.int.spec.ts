import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Batch, MemoryEventStore, type SubscribeOptions } from '#event-store';
import type { AnyProjection } from '#projection';
import { followedUp } from '../../../libs/partnership/test/story-from-contract.js';
import { type Insight, municipality, openInsight, today } from '../test/insight.js';
import type { Happening } from './events.js';
import { Freshness } from './freshness.js';
import { adviceAtStart, lookAfterProjections } from './projections.js';
import { projections } from './read-models.js';

/** A store whose subscriptions can lose events on the way. */
class LossyStore extends MemoryEventStore {
  lost = 'nothing';

  override async *subscribe(options: SubscribeOptions): AsyncGenerator<Batch> {
    for await (const batch of super.subscribe(options))
      yield { ...batch, events: batch.events.filter(({ type }) => type !== this.lost) };
  }
}

const id = randomUUID();
const store = new LossyStore();
let insight: Insight;
let last: number;

const planned: readonly Happening[] = [
  { type: 'MilestonePlanned', data: { code: 'M-1', title: 'Prototype', plannedOn: '2026-03-01' } },
  { type: 'MilestoneReached', data: { code: 'M-1', reachedOn: '2026-03-24', evidence: [] } },
];

/** A planted mistake: what is reached stays planned. */
const mistaken: readonly AnyProjection[] = projections.map((projection: AnyProjection) =>
  projection.name === 'milestones'
    ? { ...projection, changes: { ...projection.changes, MilestoneReached: () => [] } }
    : projection,
);

const health = async () => (await insight.get(undefined, '/health')).body;
const metrics = async () => (await insight.get(undefined, '/metrics')).text;
const caughtUp = () => insight.get(municipality, `/partnerships/${id}?at-least=${last}`);
const milestone = async () =>
  (await insight.get(municipality, `/partnerships/${id}/milestones?at-least=${last}`)).body.items.find(
    (one: { code: string }) => one.code === 'M-1',
  );

async function command(args: readonly string[], of: readonly AnyProjection[] = projections) {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const code = await lookAfterProjections(args, {
    store: insight.store,
    url: insight.url,
    projections: of,
    operator: 'operator',
    say,
  });
  return { code, said: said.join('\n') };
}

beforeAll(async () => {
  insight = await openInsight(store);
  last = await insight.happened(id, [...followedUp, ...planned], { occurredOn: today });
  await caughtUp();
}, 60_000);
afterAll(() => insight.close());

describe('health', () => {
  it('is ok while every event is accounted for, and is told without a token', async () => {
    const { status, head, projections: told } = await health();
    expect([status, head]).toEqual(['ok', last]);
    expect(told.map((one: { name: string }) => one.name)).toEqual(projections.map(({ name }) => name));
    for (const { counters, lag, caughtUp, hole, state } of told) {
      expect(counters.stored).toBe(last);
      expect(counters.stored).toBe(counters.applied + counters.skipped + counters.parked);
      expect([lag, caughtUp, hole, state]).toEqual([0, true, 0, 'running']);
    }
  });

  it('is measured too', async () => {
    const text = await metrics();
    expect(text).toContain('medspil_read_models_up 1');
    expect(text).toContain(`medspil_projection_position{projection="milestones"} ${last}`);
    expect(text).toContain('medspil_projection_lag_events{projection="milestones"} 0');
    expect(text).toContain('medspil_projection_hole{projection="milestones"} 0');
    expect(text).toContain('medspil_projection_state{projection="milestones",state="running"} 1');
    expect(text).toMatch(/medspil_projection_applied_total\{projection="milestones"\} [1-9]/);
    expect(text).toMatch(/medspil_projection_skipped_total\{projection="milestones",type="PartyJoined"\} [1-9]/);
    expect(text).toMatch(/medspil_projection_seconds_since_move\{projection="milestones"\} \d/);
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toContain(id);
  });

  it('is degraded while a partnership is parked, and names it to the operator only', async () => {
    const other = randomUUID();
    // A note before the registration is an event no projection of a registered case can apply.
    last = await insight.happened(other, [
      { type: 'NoteCorrected', data: { noteId: 'n-1', text: 'x', reason: 'y' } },
      followedUp[0]!,
    ]);
    await caughtUp();
    const body = await health();
    expect(body.status).toBe('degraded');
    const worklist = body.projections.find((one: { name: string }) => one.name === 'worklist');
    expect(worklist).toMatchObject({ parkedPartnerships: 1, counters: { parked: 2 }, hole: 0, lag: 0 });
    expect(JSON.stringify(body) + (await metrics())).not.toContain(other);
    expect(await metrics()).toContain('medspil_projection_parked_partnerships{projection="worklist"} 1');
    expect(insight.logged.filter((line) => line.includes('parked') && line.includes('"worklist"'))).toHaveLength(1);

    const status = await command(['status']);
    expect(status.code).toBe(1);
    expect(status.said).toMatch(new RegExp(`parked ${other} .*The partnership is not registered`));
    expect(status.said).toContain('what known-at answered since they were parked changes');
    const replayed = await command(['replay', 'worklist', other]);
    expect(replayed).toMatchObject({ code: 1, said: expect.stringContaining('it waits from') });
    const newer = projections.map((one: AnyProjection) => ({ ...one, version: one.version + 1 }));
    const tooEarly = await command(['replay', 'worklist', other], newer);
    expect(tooEarly).toMatchObject({ code: 1, said: expect.stringMatching(/^Refused: .*-- rebuild/) });
  });
});

describe('the operator', () => {
  it.each([
    [['--help'], 0, 'npm run projections -- status'],
    [['mend'], 2, 'no command mend'],
    [['rebuild', '--force', 'x'], 2, "'--force'"],
    [['switch', '--force'], 2, 'argument missing'],
    [['switch', '--force', ''], 2, 'needs a reason'],
    [['status', 'worklist'], 2, 'status takes no names'],
    [['replay'], 2, 'replay takes a projection and a partnership'],
    [['replay', 'workload', id], 2, 'There are access, worklist'],
    [['diff'], 1, 'make one with rebuild'],
    [['switch'], 1, 'make one with rebuild'],
    [['undo'], 1, 'nothing was switched'],
  ])('is told what to do after %j', async (args, code, says) => {
    expect(await command(args)).toMatchObject({ code, said: expect.stringContaining(says) });
  });
});

describe('a rebuild', () => {
  it('that finds every row as it was, is switched to when asked for, and the process goes on', async () => {
    const rebuilt = await command(['rebuild', '--switch']);
    expect(rebuilt.said).toMatch(/from the first event[\s\S]*milestones: \d+ of \d+, \d+ events\/s, 0 s left/);
    expect(rebuilt.said).toMatch(/Every row is as it was\.\nSwitched at \d+: .* 0 rows differed/);
    expect(rebuilt.code).toBe(0);
    last = await insight.happened(id, [{ type: 'NoteWritten', data: { noteId: 'n-2', text: 'Efter ombygning' } }]);
    expect((await caughtUp()).body.notes.map(({ text }: { text: string }) => text)).toContain('Efter ombygning');
  }, 60_000);

  it('with a planted mistake shows it, is not switched to, can be meant, and is undone, while readers are answered', async () => {
    let reading = true;
    let answers = 0;
    const reader = (async () => {
      for (let reached = 0; reading; answers += 1) {
        const { status, body } = await insight.get(municipality, `/partnerships/${id}/milestones`);
        expect(status).toBe(200);
        expect(body.asOf.position).toBeGreaterThanOrEqual(reached);
        reached = body.asOf.position;
        await pause(20);
      }
    })();
    const rebuilt = await command(['rebuild'], mistaken);
    expect(rebuilt.code).toBe(1);
    expect(rebuilt.said).toMatch(/^milestone: 0 rows added, 0 removed, 1 changed \(.*state in 1/m);
    expect(rebuilt.said).toMatch(new RegExp(`~ partnership_id=${id} code=M-1\\n[\\s\\S]*state: "reached" → "planned"`));
    expect(rebuilt.said).toContain('What serves of milestones was built by this same version');
    expect((await milestone()).state).toBe('reached');

    const refused = await command(['switch'], mistaken);
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('--accept-differences') });
    expect((await milestone()).state).toBe('reached');

    expect(await command(['switch', '--accept-differences'], mistaken)).toMatchObject({ code: 0 });
    expect((await milestone()).state).toBe('planned');

    last = await insight.happened(id, [{ type: 'NoteWritten', data: { noteId: 'n-3', text: 'Imens' } }]);
    await caughtUp();
    expect(await command(['undo'])).toMatchObject({ code: 0, said: expect.stringContaining('Undone') });
    expect((await milestone()).state).toBe('reached');
    expect((await caughtUp()).body.notes.map(({ text }: { text: string }) => text)).toContain('Imens');
    reading = false;
    await reader;
    expect(answers).toBeGreaterThan(5);

    const { said } = await command(['status']);
    expect(said).toMatch(/insight_previous: at \d+, begun/);
    expect(said).toMatch(/undo at \d+ by operator.*\nswitch at \d+ by operator.*[1-9]\d* rows differed/);
  }, 120_000);
});

describe('an event that is lost on its way', () => {
  it('is missed by the proof of delivery, which alarms in health and metrics', async () => {
    store.lost = 'NoteWritten';
    last = await insight.happened(id, [{ type: 'NoteWritten', data: { noteId: 'n-4', text: 'Tabt' } }]);
    last = await insight.happened(id, [{ type: 'NoteWritten', data: { noteId: 'n-5', text: 'Også tabt' } }]);
    await caughtUp();
    const body = await health();
    expect(body.status).toBe('degraded');
    for (const { hole, lag } of body.projections) expect([hole, lag]).toEqual([2, 0]);
    expect(await metrics()).toContain('medspil_projection_hole{projection="timeline"} 2');
    expect((await command(['status'])).said).toMatch(/timeline .*HOLE OF 2/);
  });

  it('is there again after a rebuild that is switched to', async () => {
    store.lost = 'nothing';
    await command(['rebuild']);
    expect((await command(['switch', '--accept-differences'])).code).toBe(0);
    expect((await caughtUp()).body.notes.map(({ text }: { text: string }) => text)).toContain('Også tabt');
    for (const { hole } of (await health()).projections) expect(hole).toBe(0);
  }, 60_000);
});

describe('a release with another version of a projection', () => {
  it('is told so by status, and builds beside without touching what serves', async () => {
    const newer = projections.map((one: AnyProjection) => ({ ...one, version: one.version + 1 }));
    const before = await command(['status'], newer);
    expect(before).toMatchObject({
      code: 1,
      said: expect.stringContaining('another version built it, and it stands still. Next: rebuild, then switch'),
    });
    const changed = mistaken.map((one) => ({ ...one, version: one.version + 1 }));
    expect((await command(['rebuild'], changed)).said).toContain(
      'What serves of milestones was built by another version',
    );
    expect((await command(['rebuild'], newer)).said).toContain('Every row is as it was.');
    expect((await command(['status'], newer)).said).toContain('it stands still. Next: diff, then switch');
    expect((await health()).projections.every(({ state }: { state: string }) => state === 'running')).toBe(true);
    expect(await command(['switch'], newer)).toMatchObject({ code: 0 });
    const { said } = await command(['undo'], newer);
    expect(said).toContain('Undo with the release that built it.');
    // The process of the older release serves what it cannot write on, and goes on after the undo.
    while ((await health()).projections.some(({ state }: { state: string }) => state !== 'outdated')) await pause(50);
    expect((await health()).status).toBe('degraded');
    await insight.happened(id, [{ type: 'NoteWritten', data: { noteId: 'n-7', text: 'Venter' } }]);
    const outdated = () => insight.logged.filter((line) => line.includes('A projection is outdated'));
    while (outdated().length < projections.length) await pause(50);
    expect(outdated()).toHaveLength(projections.length);
    expect(outdated().join()).not.toContain('stack');
    const { build } = insight.app.get(Freshness);
    expect(await adviceAtStart(build)).toMatch(
      /^The read models access, .* rebuild, .* diff, .* switch --accept-differences/,
    );
    expect(await adviceAtStart(build, newer)).toBeUndefined();
    expect((await insight.get(municipality, `/partnerships/${id}`)).status).toBe(200);
    // A figure was worked out by what built the tables, whoever reads it.
    expect((await insight.get(municipality, '/portfolio/explanation')).body.projections).toEqual(
      newer
        .filter(({ name }) => ['access', 'portfolio'].includes(name))
        .map(({ name, version }) => ({ name, version })),
    );
    expect(await command(['undo'])).toMatchObject({ code: 0 });
    last = await insight.happened(id, [{ type: 'NoteWritten', data: { noteId: 'n-6', text: 'Tilbage' } }]);
    expect((await caughtUp()).status).toBe(200);
  }, 120_000);
});

describe('read models that are away', () => {
  it('are told so soon, by health and by the metrics', async () => {
    const client = await insight.pool.connect();
    await client.query('begin; lock table projection.checkpoint in access exclusive mode');
    const began = performance.now();
    const [{ status, body }, text] = await Promise.all([insight.get(undefined, '/health'), metrics()]);
    expect([status, body]).toEqual([503, { status: 'down', projections: [] }]);
    expect(text).toContain('medspil_read_models_up 0');
    expect(text).not.toContain('medspil_projection_lag_events{');
    expect(performance.now() - began).toBeLessThan(5_000);
    await client.query('rollback');
    client.release();
  });
});
