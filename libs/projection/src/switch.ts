import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { advanceTo } from './advance.js';
import { type Build, inTransaction, onConnection } from './build.js';
import {
  ageOf,
  BuildRefused,
  dropBuild,
  exclusively,
  type MayGoOn,
  nextOf,
  outdatedIn,
  previousOf,
  renameBuild,
} from './builds.js';
import { parkedPartitions, positionsOf } from './checkpoint.js';
import { StoredCount } from './delivery.js';
import { type CompareOptions, compareSchemas, rowsDiffering, type TableDifference } from './difference.js';
import type { AnyProjection } from './projection.js';
import { statusOf } from './status.js';

/** How long a switch waits for readers to finish before it lets those behind it go first, and how often it tries. */
const WAIT_FOR_READERS = 500;
const TRIES = 60;

/**
 * Compares the next build with the live one, both at the same positions.
 *
 * @throws BuildRefused when there is no next build that can be compared
 */
export async function diffNext(
  live: Build,
  projections: readonly AnyProjection[],
  options: CompareOptions = {},
): Promise<readonly TableDifference[]> {
  return exclusively(live, (mayGoOn) => differences(live, projections, mayGoOn, options));
}

export interface SwitchOptions extends CompareOptions {
  /** Who does it. */
  readonly operator: string;
  /** Switches though rows differ. */
  readonly acceptDifferences?: boolean;
  /** Switches though rows differ and though partitions are parked that are not parked in the live build: why. */
  readonly force?: string;
}

export interface Switched {
  /** The least position of the projections at the switch. */
  readonly position: number;
  /** How many rows differed. */
  readonly differing: number;
}

/**
 * Puts the next build in the place of the live one in one step, at the very position the live one had. The latter is
 * kept as the previous build.
 *
 * @throws BuildRefused with the reason, and nothing is changed
 */
export async function switchToNext(
  live: Build,
  projections: readonly AnyProjection[],
  { operator, acceptDifferences = false, force, onTable }: SwitchOptions,
): Promise<Switched> {
  return exclusively(live, async (mayGoOn) => {
    const next = nextOf(live);
    const found = await differences(live, projections, mayGoOn, { ...(onTable && { onTable }) });
    const differing = rowsDiffering(found);
    if (found.length > 0 && !acceptDifferences && force === undefined) {
      throw new BuildRefused(
        'differs',
        `${differing} rows of ${found.length} tables differ: look at them with diff, and switch with --accept-differences if they are meant to.`,
      );
    }
    const counted = new StoredCount(live.store);
    const ready = async () => {
      await requireWhole(next, projections, counted);
      if (force === undefined) await requireNothingNewlyParked(live, next, projections);
    };
    await ready();
    // And once more while the live build is held, for what came in since.
    const position = await inOneStep({ live, other: next, projections, mayGoOn }, ready, async (client) => {
      await dropBuild(client, previousOf(live).schema);
      if (await ageOf(client, live.schema)) await renameBuild(client, live.schema, previousOf(live).schema);
      await renameBuild(client, next.schema, live.schema);
      return { kind: 'switch', operator, differing, reason: force };
    });
    return { position, differing };
  });
}

/**
 * Puts the previous build back in the place of the live one in one step, after everything since was worked into it; the
 * one that was live becomes the previous one.
 *
 * @throws BuildRefused with the reason, and nothing is changed
 */
export async function undoSwitch(
  live: Build,
  projections: readonly AnyProjection[],
  { operator }: { readonly operator: string },
): Promise<{ readonly position: number }> {
  return exclusively(live, async (mayGoOn) => {
    const previous = previousOf(live);
    if (!(await ageOf(live.pool, previous.schema)))
      throw new BuildRefused('no-such-build', 'There is no previous build: nothing was switched that could be undone.');
    await requireRunnable(previous, projections, 'Undo with the release that built it.');
    const position = await inOneStep(
      { live, other: previous, projections, mayGoOn },
      async () => {},
      async (client) => {
        const aside = `${live.schema}_aside`;
        await renameBuild(client, live.schema, aside);
        await renameBuild(client, previous.schema, live.schema);
        await renameBuild(client, aside, previous.schema);
        return { kind: 'undo', operator, differing: undefined, reason: undefined };
      },
    );
    return { position };
  });
}

export interface KeptSwitch {
  readonly kind: 'switch' | 'undo';
  readonly at: string;
  readonly operator: string;
  readonly position: number;
  readonly differing: number | undefined;
  readonly reason: string | undefined;
}

/** The switches of a live build, the latest first. */
export async function switchesOf({ pool, schema }: Build, most = 5): Promise<readonly KeptSwitch[]> {
  const { rows } = await pool.query(
    `select kind, at, operator, position::float8 as position, differing::float8 as differing, reason
       from projection.switches where build = $1 order by id desc limit $2`,
    [schema, most],
  );
  return rows.map(({ at, differing, reason, ...row }) => ({
    ...row,
    at: (at as Date).toISOString(),
    differing: differing ?? undefined,
    reason: reason ?? undefined,
  }));
}

async function differences(
  live: Build,
  projections: readonly AnyProjection[],
  mayGoOn: MayGoOn,
  options: CompareOptions,
): Promise<readonly TableDifference[]> {
  const next = nextOf(live);
  await requireComplete(next, projections);
  return onConnection(live.pool, async (client, lost) => {
    try {
      // While the live build is held, the next one comes to where it stands, and a snapshot of both is taken.
      await aligned({ live, other: next, projections, mayGoOn }, async () => {
        await client.query('begin isolation level repeatable read read only');
        await client.query('select 1');
      });
      return await compareSchemas(client, live.schema, next.schema, projections, options);
    } finally {
      await client.query('rollback').catch(lost);
    }
  });
}

async function requireComplete(next: Build, projections: readonly AnyProjection[]): Promise<void> {
  const age = await ageOf(next.pool, next.schema);
  if (!age) throw new BuildRefused('no-such-build', 'There is no next build: make one with rebuild.');
  if (age.completedAt === undefined)
    throw new BuildRefused('unfinished', 'The next build was interrupted: rebuild goes on with it.');
  await requireRunnable(next, projections, 'Make one for this release with rebuild.');
}

async function requireRunnable(build: Build, projections: readonly AnyProjection[], advice: string): Promise<void> {
  const there = await positionsOf(build.pool, build.schema);
  const lacking = projections.filter(({ name }) => !there.has(name)).map(({ name }) => name);
  const others = [...lacking, ...(await outdatedIn(build, projections))];
  if (others.length > 0) {
    throw new BuildRefused(
      'other-version',
      `${build.schema} was built by other versions of ${others.join(', ')} than this release has. ${advice}`,
    );
  }
}

async function requireWhole(next: Build, projections: readonly AnyProjection[], counted: StoredCount): Promise<void> {
  const holes = (await statusOf(next, projections, counted)).filter(({ hole }) => hole !== 0);
  if (holes.length === 0) return;
  const told = holes.map(({ name, hole }) => `${name} (${hole})`).join(', ');
  throw new BuildRefused('hole', `Events are not accounted for in ${told} of the next build: rebuild --anew.`);
}

async function requireNothingNewlyParked(live: Build, next: Build, projections: readonly AnyProjection[]) {
  for (const { name } of projections) {
    const before = new Set((await parkedPartitions(live.pool, live.schema, name)).map(({ partition }) => partition));
    const newly = (await parkedPartitions(next.pool, next.schema, name)).filter((one) => !before.has(one.partition));
    if (newly.length === 0) continue;
    throw new BuildRefused(
      'newly-parked',
      `${name} parks ${newly.length} partnerships that the live build does not, such as ${newly[0]!.partition}: ${newly[0]!.error}. Mend the projection and rebuild, or switch with --force "<reason>".`,
    );
  }
}

interface Alignment {
  readonly live: Build;
  readonly other: Build;
  readonly projections: readonly AnyProjection[];
  readonly mayGoOn: MayGoOn;
}

/** Works what the live build has into another one, to the very position of each projection. */
async function bring(
  { other, projections, mayGoOn }: Alignment,
  positions: ReadonlyMap<string, number>,
): Promise<void> {
  const there = await positionsOf(other.pool, other.schema);
  for (const projection of projections) {
    const position = positions.get(projection.name);
    if (position === undefined) continue;
    if ((there.get(projection.name) ?? 0) > position) {
      throw new BuildRefused(
        'ahead',
        `${other.schema} is further than ${position}, where ${projection.name} stands in the live build: rebuild --anew.`,
      );
    }
    await advanceTo(other, projection, position, { mayGoOn });
  }
}

/** Does something while the live build is held at positions that the other one has reached too. */
async function aligned<T>(
  alignment: Alignment,
  work: (client: PoolClient, positions: ReadonlyMap<string, number>) => Promise<T>,
): Promise<T> {
  const { live } = alignment;
  // Most of the way, and most of what came meanwhile, without holding anything up.
  for (let round = 0; round < 2; round += 1) await bring(alignment, await positionsOf(live.pool, live.schema));
  return inTransaction(live.pool, async (client) => {
    const positions = await positionsOf(client, live.schema, { locked: true });
    await bring(alignment, positions);
    return work(client, positions);
  });
}

type Kept = Omit<KeptSwitch, 'at' | 'position' | 'differing' | 'reason'> & {
  readonly differing: number | undefined;
  readonly reason: string | undefined;
};

/** Replaces the live build in one transaction, between two readings; answers the least position of its projections. */
async function inOneStep(
  alignment: Alignment,
  ready: () => Promise<void>,
  replace: (client: PoolClient) => Promise<Kept>,
): Promise<number> {
  const { live, mayGoOn } = alignment;
  for (let tries = 1; ; tries += 1) {
    try {
      return await aligned(alignment, async (client, positions) => {
        await ready();
        // A switch is on the disk when it is told.
        await client.query(`set local synchronous_commit to on; set local lock_timeout to ${WAIT_FOR_READERS}`);
        await client.query('lock table projection.serving in access exclusive mode');
        await mayGoOn();
        const { kind, operator, differing, reason } = await replace(client);
        const position = positions.size > 0 ? Math.min(...positions.values()) : 0;
        await client.query(
          `insert into projection.switches (build, kind, operator, position, differing, reason)
           values ($1, $2, $3, $4, $5, $6)`,
          [live.schema, kind, operator, position, differing, reason],
        );
        return position;
      });
    } catch (error) {
      if ((error as { code?: unknown }).code !== '55P03') throw error;
      if (tries === TRIES)
        throw new BuildRefused('busy', 'Readers hold the live build for too long: try again in a while.');
      await pause(WAIT_FOR_READERS);
    }
  }
}
