import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { jsonEvent, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { openEventStore } from '#event-store';
import { startKurrentDbDouble } from '../support/kurrentdb/double.js';
import { type Bench, type Ground, perSecond, type Ratio } from './bench.js';
import { memoryOf, type Program, start } from './program.js';
import { PAGE, page, write } from './written.js';

/** A tenth first, for how memory goes with the size. */
const SIZES = [20_000, 200_000];
/** Each copy of the largest is killed after so many events more, twice. */
const KILLED_AFTER = 40_000;
const double = 'KurrentDB (a test double)';

export const moving: Bench = {
  name: 'moving',
  floor: 'one append after the other by the bare client of KurrentDB, without marks, into the same test double',
  lengthy: true,
  async run(ground) {
    let ratios: Ratio[] = [];
    for (const size of SIZES) ratios = await thereAndBack(ground, size, size === SIZES.at(-1) ? 2 : 0);
    return ratios;
  },
};

async function thereAndBack(ground: Ground, size: number, kills: number): Promise<Ratio[]> {
  const server = await startKurrentDbDouble();
  const [source, back] = [await ground.database(), await ground.database()];
  try {
    const store = await openEventStore(source);
    await write(store, size);
    await store.close();
    const floor = await bareAppends(server.url);
    const there = await copied(`PostgreSQL → ${double}`, source, server.url, size, kills);
    const again = await copied(`${double} → PostgreSQL`, server.url, back, size, kills);
    if (there.digest !== again.digest) throw new Error(`Not the same: ${there.digest} and ${again.digest}`);
    const ratio = (what: string, { rate }: Copied, target: number): Ratio => ({
      what,
      ours: rate,
      floor,
      unit: 'events/s',
      target,
    });
    return [ratio('into KurrentDB', there, 0.4), ratio('into PostgreSQL', again, 1)];
  } finally {
    await server.stop();
  }
}

async function bareAppends(url: string): Promise<number> {
  const client = KurrentDBClient.connectionString(url);
  const events = page(0);
  let n = 0;
  const rate = await perSecond(1, 5_000, () => {
    const { type, data, metadata } = events[n++ % PAGE]!;
    const event = jsonEvent({ type, data: data as never, metadata: metadata as never });
    // Beside what is copied: the server's own streams are never ours.
    return client.appendToStream(`$floor-${n}`, event, { streamState: 'no_stream' });
  });
  await client.dispose();
  return rate;
}

interface Copied {
  /** Events a second while they were copied, of the run that came to its end. */
  readonly rate: number;
  readonly digest: string;
}

/** Copies as an operator does, killed so often on the way. */
async function copied(what: string, from: string, to: string, size: number, kills: number): Promise<Copied> {
  console.log(`\n${what}, ${size} events`);
  const copy = () => start('store', ['copy', '--from', from, '--to', to]);
  for (let kill = 1; kill <= kills; kill++) {
    const run = await copy();
    while (events(run) < KILLED_AFTER) {
      if (run.child.exitCode !== null) throw new Error('It came to its end before it was killed');
      await pause(50);
    }
    process.kill(run.pid, 'SIGKILL');
    await once(run.child, 'exit');
    console.log(`  killed after ${events(run)} events more; ${memoryOf(run.samples)}`);
  }
  const run = await copy();
  const end = await run.ended;
  const copying = told(run, /^Copied (\d+) events/);
  const compared = told(run, /^The same in both: (.*), SHA-256 (\w+)/);
  const [, same, digest] = compared.found;
  const rate = lastNumber(run, /(\d+) events\/s/);
  console.log(`  ${kills > 0 ? 'went on, and ' : ''}came to its end after ${Math.round(end / 1_000)} s`);
  console.log(`  copied at ${rate} events/s; ${memoryOf(run.samples)}`);
  console.log(`  compared at ${Math.round((size * 1_000) / (compared.at - copying.at))} events/s`);
  console.log(`  the same in both: ${same}, SHA-256 ${digest}`);
  return { rate, digest: digest! };
}

/** The first number of such a line, the last time it was said; 0 when it was not. */
const lastNumber = ({ said }: Program, line: RegExp) =>
  Number(said.flatMap((each) => line.exec(each.line)?.[1] ?? []).at(-1) ?? 0);
const events = (run: Program) => lastNumber(run, /^(\d+) events, /);

function told({ said }: Program, line: RegExp) {
  const one = said.find((each) => line.test(each.line))!;
  return { found: line.exec(one.line)!, at: one.at };
}
