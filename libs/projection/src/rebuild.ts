import { type AdvanceToOptions, advanceTo } from './advance.js';
import { type Build, inTransaction, prepareBuild } from './build.js';
import {
  ageOf,
  BuildRefused,
  dropBuild,
  exclusively,
  foreignIn,
  madeBy,
  nextOf,
  noteBuild,
  outdatedIn,
} from './builds.js';
import { positionsOf } from './checkpoint.js';
import type { AnyProjection } from './projection.js';

export interface Progress {
  readonly projection: string;
  readonly position: number;
  /** Where it is going. */
  readonly head: number;
  /** Events a second since this projection was begun or gone on with; positions where the store has gaps. */
  readonly perSecond: number;
  /** Seconds still to go at this pace. */
  readonly secondsLeft: number;
}

export interface RebuildOptions extends Pick<AdvanceToOptions, 'batch' | 'mayGoOn'> {
  readonly onProgress?: (progress: Progress) => void;
  /** Milliseconds between two reports; 1,000 unless given. */
  readonly every?: number;
  /** How far each projection is to come; one that is not named, to the head of the store as it is now. */
  readonly upTo?: ReadonlyMap<string, number>;
}

/**
 * Builds projections, one after the other, on from where they stand in a build.
 *
 * @throws WrongVersion when another version built what is there
 */
export async function rebuild(
  build: Build,
  projections: readonly AnyProjection[],
  { onProgress, every = 1_000, upTo, ...advancing }: RebuildOptions = {},
): Promise<void> {
  const head = await build.store.head();
  for (const projection of projections) {
    const goal = upTo?.get(projection.name) ?? head;
    const started = performance.now();
    let reported = started;
    let from: number | undefined;
    let told = false;
    await advanceTo(build, projection, goal, {
      ...advancing,
      onProgress(position) {
        from ??= position;
        const now = performance.now();
        if (told || (now - reported < every && position < goal)) return;
        reported = now;
        told = position >= goal;
        const perSecond = Math.round((position - from) / Math.max((now - started) / 1000, 0.001));
        const secondsLeft = perSecond > 0 ? Math.round(Math.max(goal - position, 0) / perSecond) : 0;
        onProgress?.({ projection: projection.name, position, head: goal, perSecond, secondsLeft });
      },
    });
  }
}

export interface NextOptions extends Omit<RebuildOptions, 'upTo' | 'mayGoOn'> {
  /** Connection URL of the database of the builds. */
  readonly url: string;
  /** Directory of the numbered SQL files that make the tables. */
  readonly migrations: string;
  /** Starts over whatever there is. */
  readonly anew?: boolean;
  readonly onBegin?: (how: Beginning) => void;
}

/** What a rebuild begins with: nothing, what an interrupted one left, or nothing because what was left cannot be used. */
export type Beginning =
  | 'first'
  | 'goes-on'
  | 'over-complete'
  | 'over-other-store'
  | 'over-other-version'
  | 'over-unknown'
  | 'over-asked';

/**
 * Builds the next build beside the live one, up to where that stands: further it must not go, so that both can be compared
 * at one position and no reader is taken back by a switch.
 *
 * @throws BuildRefused when another one is at it, or may be since the connection was lost; and when the live build is of
 *   another store
 */
export async function rebuildNext(
  live: Build,
  projections: readonly AnyProjection[],
  { url, migrations, anew = false, onBegin, ...options }: NextOptions,
): Promise<void> {
  await exclusively(live, async (mayGoOn) => {
    const [foreign] = await foreignIn(live, projections);
    if (foreign)
      throw new BuildRefused(
        'other-store',
        `What serves of ${foreign[0]} was built from another store (${foreign[1]}), so there is nothing to build beside. Give EVENT_STORE_URL the store it was built from; or, when this is the one that counts, let go of what was built with forget.`,
      );
    const next = nextOf(live);
    const how = await beginning(next, projections, migrations, anew);
    onBegin?.(how);
    if (how !== 'goes-on') {
      // Half of it would leave tables full of rows that no checkpoint knows of.
      await inTransaction(live.pool, async (client) => {
        await dropBuild(client, next.schema);
        await noteBuild(client, next.schema, 'begun');
      });
      await prepareBuild(url, next.schema, migrations);
    }
    await rebuild(next, projections, { ...options, mayGoOn, upTo: await positionsOf(live.pool, live.schema) });
    await mayGoOn();
    await noteBuild(live.pool, next.schema, 'complete');
  });
}

async function beginning(
  next: Build,
  projections: readonly AnyProjection[],
  migrations: string,
  anew: boolean,
): Promise<Beginning> {
  const age = await ageOf(next.pool, next.schema);
  if (!age) return 'first';
  if (anew) return 'over-asked';
  // Nothing tells what its rows are made of.
  if (age.startedAt === undefined) return 'over-unknown';
  if ((await foreignIn(next, projections)).size > 0) return 'over-other-store';
  const same = (await madeBy(next, migrations)) && (await outdatedIn(next, projections)).length === 0;
  if (!same) return 'over-other-version';
  return age.completedAt === undefined ? 'goes-on' : 'over-complete';
}
