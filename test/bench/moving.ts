import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { jsonEvent, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { v5 as uuid5 } from 'uuid';
import { type MovableEventStore, openEventStore, type StoredEvent } from '#event-store';
import { startKurrentDbDouble } from '../support/kurrentdb/double.js';
import { type Bench, perSecond, type Ratio } from './bench.js';

const EVENTS = 200_000;
const STREAMS = 2_000;
const RECEIPTS = 20_000;
/** A copy is killed after so many events, twice. */
const KILLED_AFTER = 40_000;
const PAGE = 1_000;

export const moving: Bench = {
  name: 'moving',
  floor: 'one append after the other by the bare client of KurrentDB, without marks, into the same test double',
  lengthy: true,
  async run(ground) {
    const server = await startKurrentDbDouble();
    const [source, back] = [await ground.database(), await ground.database()];
    try {
      await fill(source);
      const floor = await bareAppends(server.url);
      const there = await copied('PostgreSQL → KurrentDB (a test double)', source, server.url);
      const again = await copied('KurrentDB (a test double) → PostgreSQL', server.url, back);
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
  },
};

/** Each event in another stream than the one before: nothing can be appended together. */
function page(from: number): StoredEvent[] {
  return Array.from({ length: PAGE }, (_, n): StoredEvent => {
    const no = from + n;
    return {
      id: uuid5(`${no}`, uuid5.URL),
      type: 'MeasurementsRecorded',
      data: { no, text: 'x'.repeat(330) },
      metadata: { by: `pm-${no % 7}`, occurredOn: '2024-05-01' },
      stream: `partnership-${uuid5(`stream ${no % STREAMS}`, uuid5.URL)}`,
      revision: Math.floor(no / STREAMS),
      position: no + 1,
      recordedAt: new Date(Date.UTC(2024, 4, 1) + no * 1_000).toISOString(),
    };
  });
}

async function fill(url: string): Promise<void> {
  const store: MovableEventStore = await openEventStore(url);
  let last: string | undefined;
  for (let from = 0; from < EVENTS; from += PAGE) {
    const events = page(from);
    await store.importEvents(last, events);
    last = events.at(-1)!.id;
    const told = events.slice(0, (PAGE * RECEIPTS) / EVENTS).map(({ id, stream, revision, position }) => ({
      key: `key ${id}`,
      fingerprint: id,
      answer: { revision },
      stream,
      revision,
      position,
    }));
    await store.importReceipts(told);
  }
  await store.close();
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

/** Copies as an operator does, killed twice on the way. */
async function copied(what: string, from: string, to: string): Promise<Copied> {
  console.log(`\n${what}`);
  for (let kill = 1; kill <= 2; kill++) {
    const run = await start(from, to);
    while (run.events() < KILLED_AFTER && run.child.exitCode === null) await pause(50);
    process.kill(run.pid, 'SIGKILL');
    await once(run.child, 'exit');
    console.log(`  killed after ${run.events()} events more; ${memoryOf(run.samples)}`);
  }
  const run = await start(from, to);
  const [code] = await once(run.child, 'exit');
  if (code !== 0) throw new Error(`The copy ended with ${code}:\n${run.output()}`);
  const [, copying] = /Copied (\d+) events/.exec(run.output())!;
  const [, same, digest] = /The same in both: (.*), SHA-256 (\w+)/.exec(run.output())!;
  const rates = [...run.output().matchAll(/(\d+) events\/s/g)].map(([, rate]) => Number(rate));
  console.log(`  went on with the last ${copying} at ${rates.at(-1)} events/s; ${memoryOf(run.samples)}`);
  console.log(`  the same in both: ${same}, SHA-256 ${digest}`);
  return { rate: rates.at(-1)!, digest: digest! };
}

interface Run {
  readonly child: ChildProcess;
  /** Of the process that copies, below npm. */
  readonly pid: number;
  /** Resident memory in MB, four times a second. */
  readonly samples: readonly number[];
  output(): string;
  events(): number;
}

async function start(from: string, to: string): Promise<Run> {
  const child = spawn('npm', ['run', '--silent', 'store', '--', 'copy', '--from', from, '--to', to], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  let pid: number | undefined;
  while (pid === undefined) {
    if (child.exitCode !== null) throw new Error(`The copy ended with ${child.exitCode}`);
    await pause(20);
    pid = await copyingBelow(child.pid!);
  }
  const samples: number[] = [];
  const sampling = setInterval(async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const resident = /VmRSS:\s+(\d+)/.exec(status)?.[1];
    if (resident) samples.push(Number(resident) / 1_024);
  }, 250);
  child.once('exit', () => clearInterval(sampling));
  return {
    child,
    pid,
    samples,
    output: () => output,
    events: () => Number([...output.matchAll(/^(\d+) events, /gm)].at(-1)?.[1] ?? 0),
  };
}

/** The Node that copies: npm starts it through a shell, or without. */
async function copyingBelow(npm: number): Promise<number | undefined> {
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const words = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (!words.startsWith('node\0') || !words.includes('/store.js')) continue;
    for (let above = Number(name); above > 1; ) {
      if (above === npm) return Number(name);
      const stat = await readFile(`/proc/${above}/stat`, 'utf8').catch(() => '');
      above = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
    }
  }
  return undefined;
}

const SLICES = 5;

/** Medians over the length of a run: memory that grows with the store would rise from one to the next. */
function memoryOf(samples: readonly number[]): string {
  const length = Math.ceil(samples.length / SLICES);
  const slices = Array.from({ length: SLICES }, (_, n) => samples.slice(n * length, (n + 1) * length));
  const middles = slices
    .filter(({ length }) => length > 0)
    .map((slice) => slice.toSorted((a, b) => a - b)[slice.length >> 1]!);
  return `MB of memory by fifths ${middles.map(Math.round).join(' ')}, at most ${Math.round(Math.max(...samples))}`;
}
