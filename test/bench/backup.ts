import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v4 as uuid4 } from 'uuid';
import { type EventStore, type MovableEventStore, openEventStore } from '#event-store';
import { type EmbeddedPostgres, ensureDatabase, startEmbeddedPostgres } from '#platform';
import { embeddedDatabases } from '../../apps/medspil/src/installation.js';
import { type Bench, type Ratio } from './bench.js';
import { memoryOf, type Program, start } from './program.js';
import { PAGE, page, write } from './written.js';

/** A tenth first, for how memory goes with the size. */
const SIZES = [20_000, 200_000];

export const backup: Bench = {
  name: 'backup',
  floor: 'every event read, and every event imported, by the port of the store and nothing else',
  lengthy: true,
  async run() {
    let ratios: Ratio[] = [];
    for (const size of SIZES) ratios = await thereAndBack(size);
    return ratios;
  },
};

async function thereAndBack(size: number): Promise<Ratio[]> {
  console.log(`\n${size} events`);
  const directory = await mkdtemp(join(tmpdir(), 'medspil-backup-'));
  // As root, PostgreSQL runs as another user.
  await chmod(directory, 0o755);
  const at = (name: string) => join(directory, name);
  let server: EmbeddedPostgres | undefined;
  let store: MovableEventStore | undefined;
  try {
    server = await startEmbeddedPostgres({ directory: at('data/postgres') });
    await ensureDatabase(server.url('postgres'), embeddedDatabases.events);
    store = await openEventStore(server.url(embeddedDatabases.events));
    const imported = await write(store, size);
    const read = await readEverything(store);
    const saved = await backedUp('backed up', at, 'quiet.backup');
    const { size: bytes } = await stat(at('quiet.backup'));
    console.log(`  ${(bytes / 1e6).toFixed(1)} MB in the file`);
    const restored = await timed('restored', at, 'restore', ['--from', at('quiet.backup'), '--to', at('restored')]);
    const stop = new AbortController();
    const writing = writeOn(store, stop.signal);
    await backedUp('backed up while events were written', at, 'busy.backup');
    stop.abort();
    console.log(`  ${Math.round(await writing)} events were written each second meanwhile`);
    const ratio = (what: string, ms: number, floor: number, target: number): Ratio => ({
      what,
      ours: (size * 1_000) / ms,
      floor,
      unit: 'events/s',
      target,
    });
    return [
      ratio('backed up, and read back', saved, read, 0.15),
      ratio('restored, and compared', restored, imported, 0.25),
    ];
  } finally {
    await store?.close();
    await server?.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

const backedUp = (what: string, at: (name: string) => string, file: string) =>
  timed(what, at, 'backup', ['--to', at(file)]);

/** How long the operator waits, in milliseconds. */
async function timed(what: string, at: (name: string) => string, program: string, args: string[]): Promise<number> {
  const run: Program = await start(program, args, { DATA_DIR: at('data'), EVENT_STORE_URL: '', READ_MODEL_URL: '' });
  const ms = await run.ended;
  console.log(`  ${what} in ${(ms / 1_000).toFixed(1)} s; ${memoryOf(run.samples)}`);
  return ms;
}

async function readEverything(store: EventStore): Promise<number> {
  const began = performance.now();
  let count = 0;
  for (let after = 0, end = false; !end; ) {
    const read = await store.readAll(after, { max: PAGE });
    count += read.events.length;
    [after, end] = [read.position, read.end];
  }
  return (count * 1_000) / (performance.now() - began);
}

/** Appends until it is told to stop; answers the events a second. */
async function writeOn(store: EventStore, signal: AbortSignal): Promise<number> {
  const given = page(0).map(({ type, data, metadata }) => ({ type, data, metadata }));
  const began = performance.now();
  let written = 0;
  for (; !signal.aborted; written += given.length) {
    const events = given.map((event) => ({ ...event, id: uuid4() }));
    await store.append(`partnership-${uuid4()}`, 'absent', events);
  }
  return (written * 1_000) / (performance.now() - began);
}
