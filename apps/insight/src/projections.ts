import { parseArgs } from 'node:util';
import pg from 'pg';
import type { EventStore } from '#event-store';
import {
  type AnyProjection,
  type Build,
  compareSchemas,
  type Log,
  prepareBuild,
  rebuild,
  replay,
  statusOf,
  switchBuild,
} from '#projection';
import { INSIGHT_SCHEMA, migrations, projections } from './read-models.js';

export const projectionsUsage = `Looks after the read models.

  npm run projections -- status
      how far each projection is, and what is parked and why
  npm run projections -- replay <projection> <partnership>
      works the parked events of a partnership off, once what was wrong is put right
  npm run projections -- rebuild
      builds all of them anew beside those that serve, tells which rows differ, and then puts the new ones in their place
`;

export interface ReadModels {
  readonly store: EventStore;
  /** Connection URL of the database of the read models. */
  readonly url: string;
  readonly schema?: string;
  readonly say: (line: string) => void;
}

/** Runs one of the commands of `projectionsUsage`; the answer is the exit code. */
export async function lookAfterProjections(
  args: readonly string[],
  { store, url, schema = INSIGHT_SCHEMA, say }: ReadModels,
): Promise<number> {
  const [command, ...names] = parseArgs({ args: [...args], allowPositionals: true, options: {} }).positionals;
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  const build: Build = { store, pool, schema, log: logTo(say) };
  try {
    await prepareBuild(url, schema, migrations);
    if (command === 'status' && names.length === 0) return await tellStatus(build, say);
    const projection = projections.find(({ name }) => name === names[0]);
    if (command === 'replay' && projection && names.length === 2) {
      return await tellReplay(build, projection, names[1]!, say);
    }
    if (command === 'rebuild' && names.length === 0) return await rebuildAll(build, url, say);
    say(projectionsUsage);
    return 2;
  } finally {
    await pool.end();
  }
}

async function tellStatus(build: Build, say: (line: string) => void): Promise<number> {
  const all = await statusOf(build, projections);
  say(`The store is at ${all[0]?.head ?? 0}.`);
  for (const { name, version, checkpoint, lag, counters, hole, parked } of all) {
    const skipped = Object.values(counters.skipped).reduce((sum, events) => sum + events, 0);
    say(
      `${name} v${version}  at ${checkpoint}, ${lag} behind  stored ${counters.stored} = applied ${counters.applied} + skipped ${skipped} + parked ${counters.parked}${hole === 0 ? '' : `  HOLE OF ${hole}`}`,
    );
    for (const { partition, position, events, error, since } of parked) {
      say(`  parked ${partition} since ${since}: ${events} events wait from ${position} on: ${error}`);
    }
  }
  return all.some(({ hole, parked }) => hole !== 0 || parked.length > 0) ? 1 : 0;
}

async function tellReplay(
  build: Build,
  projection: AnyProjection,
  partition: string,
  say: (line: string) => void,
): Promise<number> {
  const replayed = await replay(build, projection, partition);
  switch (replayed.status) {
    case 'not-parked':
      say(`${partition} is not parked in ${projection.name}.`);
      return 1;
    case 'unparked':
      say(`${replayed.events} events were worked in; ${partition} goes on.`);
      return 0;
    case 'parked-again':
      say(`${replayed.events} events were worked in; it waits from ${replayed.position} on: ${replayed.error}`);
      return 1;
  }
}

async function rebuildAll(live: Build, url: string, say: (line: string) => void): Promise<number> {
  const next: Build = { ...live, schema: `${live.schema}_next` };
  // What an interrupted rebuild left is not built on.
  await live.pool.query(`drop schema if exists "${next.schema}" cascade`);
  await live.pool.query('delete from projection.checkpoint where build = $1', [next.schema]);
  await prepareBuild(url, next.schema, migrations);
  await rebuild(next, projections, {
    onProgress: ({ projection, position, head, perSecond, secondsLeft }) =>
      say(`${projection}: ${position} of ${head}, ${perSecond} events/s, ${secondsLeft} s left`),
  });
  const differences = await compareSchemas(live.pool, live.schema, next.schema, projections);
  for (const { table, onlyInFirst, onlyInSecond } of differences) {
    say(`${table}: ${onlyInFirst.rows} rows only before, ${onlyInSecond.rows} rows only now, such as`);
    for (const row of [...onlyInFirst.sample.slice(0, 1), ...onlyInSecond.sample.slice(0, 1)])
      say(`  ${JSON.stringify(row)}`);
  }
  if (differences.length === 0) say('Every row is as it was.');
  await switchBuild(live.pool, next.schema, live.schema);
  say('The rebuilt read models serve now.');
  return 0;
}

const logTo = (say: (line: string) => void): Log => {
  const line = (details: object, message: string) => {
    const { err, ...rest } = details as { err?: unknown };
    say(`${message} ${JSON.stringify(rest)}${err instanceof Error ? `: ${err.message}` : ''}`);
  };
  return { info: line, warn: line, error: line };
};
