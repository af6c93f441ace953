import {
  ageOf,
  type Build,
  foreignIn,
  type KeptSwitch,
  nextOf,
  outdatedIn,
  type ProjectionStatus,
  previousOf,
  StoredCount,
  statusOf,
  switchesOf,
} from '#projection';
import type { Desk } from '../projections.js';

export async function showStatus({ live, projections, say }: Desk): Promise<number> {
  const counted = new StoredCount(live.store);
  const all = await statusOf(live, projections, counted);
  const outdated = await outdatedIn(live, projections);
  const foreign = await foreignIn(live, projections);
  const todo = (await isReady(nextOf(live), projections)) ? 'diff, then switch' : 'rebuild, then switch';
  say(`The store is at ${all[0]?.head ?? 0}.`);
  for (const status of all) {
    say(lineOf(status, todo));
    for (const { partition, position, events, error, since } of status.parked)
      say(`  parked ${partition} since ${since}: ${events} events wait from ${position} on: ${error}`);
    const more = status.parkedPartitions - status.parked.length;
    if (more > 0) say(`  and ${more} more are parked`);
    const told = foreign.get(status.name);
    if (told) say(`  of another store: ${told}. Next: EVENT_STORE_URL, or forget`);
    if (outdated.includes(status.name)) say(`  outdated: another version built it, and it stands still. Next: ${todo}`);
  }
  if (all.some(({ parkedPartitions }) => parkedPartitions > 0))
    say('replay works events in where they stand in the store: what known-at answered since they were parked changes.');
  for (const build of [nextOf(live), previousOf(live)]) await showBuild(build, projections, counted, say);
  for (const one of await switchesOf(live)) say(switchLine(one));
  const well = all.every(({ hole, parkedPartitions }) => hole === 0 && parkedPartitions === 0);
  return well && outdated.length === 0 && foreign.size === 0 ? 0 : 1;
}

/** Whether a build is complete, and what this version builds. */
async function isReady(build: Build, projections: Desk['projections']): Promise<boolean> {
  const age = await ageOf(build.pool, build.schema);
  return age?.completedAt !== undefined && (await outdatedIn(build, projections)).length === 0;
}

function lineOf({ name, version, checkpoint, lag, counters, hole }: ProjectionStatus, todo: string): string {
  const { stored, applied, parked } = counters;
  const skipped = Object.values(counters.skipped).reduce((sum, events) => sum + events, 0);
  const told = `${name} v${version}  at ${checkpoint}, ${lag} behind  stored ${stored} = applied ${applied} + skipped ${skipped} + parked ${parked}`;
  return hole === 0 ? told : `${told}  HOLE OF ${hole}. Next: ${todo}`;
}

async function showBuild(
  build: Build,
  projections: Desk['projections'],
  counted: StoredCount,
  say: Desk['say'],
): Promise<void> {
  const age = await ageOf(build.pool, build.schema);
  if (!age) return;
  const { startedAt, completedAt } = age;
  const made = startedAt === undefined ? 'grew up serving' : `begun ${startedAt}`;
  const done = completedAt === undefined ? 'not complete. Next: rebuild goes on with it' : `complete ${completedAt}`;
  const at = Math.min(...(await statusOf(build, projections, counted)).map(({ checkpoint }) => checkpoint));
  say(`${build.schema}: at ${at}, ${made}${startedAt === undefined ? '' : `, ${done}`}`);
}

function switchLine({ kind, at, operator, position, differing, reason }: KeptSwitch): string {
  const differed = differing === undefined ? '' : `, ${differing} rows differed`;
  return `${kind} at ${position} by ${operator}, ${at}${differed}${reason === undefined ? '' : `: ${reason}`}`;
}
