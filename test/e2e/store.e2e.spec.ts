import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v5 as uuid5 } from 'uuid';
import { openEventStore, type StoredEvent } from '../../libs/event-store/src/index.js';
import { type Door, doorTo } from '../support/door.js';
import { startKurrentDbDouble } from '../support/kurrentdb/double.js';
import { freshDatabase } from '../support/postgres.js';
import { dataDirectory } from '../support/product.js';

const EVENTS = 3_000;
const PAGE = 1_000;
/** Events of a stream that stand together. */
const BLOCK = 10;
const STREAMS = 50;

const closing: (() => unknown)[] = [];
let directory: string;
beforeAll(async () => {
  const { path, remove } = await dataDirectory();
  directory = path;
  closing.push(remove);
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
}, 60_000);

interface Run {
  readonly child: ChildProcess;
  output(): string;
  /** Waits until it has printed such a line. */
  says(line: RegExp): Promise<void>;
  /** What it ended with; `null` where a signal ended it without its doing. */
  readonly end: Promise<number | null>;
}

function store(...args: string[]): Run {
  const child = spawn(process.execPath, ['dist/apps/medspil/src/store.js', ...args], {
    env: { ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: '', DATA_DIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  closing.push(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  const end = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    end,
    output: () => output,
    async says(line) {
      while (!line.test(output)) {
        if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${output}`);
        await once(child.stdout, 'data');
      }
    },
  };
}

async function ended(...args: string[]): Promise<{ code: number | null; said: string[] }> {
  const run = store(...args);
  const code = await run.end;
  return { code, said: run.output().trimEnd().split('\n') };
}

const event = (no: number): StoredEvent => {
  const block = Math.floor(no / BLOCK);
  return {
    id: uuid5(`${no}`, uuid5.URL),
    type: 'NoteWritten',
    data: { no },
    metadata: { by: 'pm-1' },
    stream: `partnership-${block % STREAMS}`,
    revision: Math.floor(block / STREAMS) * BLOCK + (no % BLOCK),
    position: no + 1,
    recordedAt: new Date(Date.UTC(2024, 4, 1) + no * 1_000).toISOString(),
  };
};

/** The first so many events, with a receipt. */
async function fill(url: string, count: number): Promise<void> {
  const one = await openEventStore(url);
  for (let from = 0; from < count; from += PAGE) {
    const page = Array.from({ length: Math.min(PAGE, count - from) }, (_, n) => event(from + n));
    await one.importEvents(from > 0 ? event(from - 1).id : undefined, page);
  }
  const { id, stream, revision, position } = event(0);
  await one.importReceipts([{ key: id, fingerprint: '', answer: { revision }, stream, revision, position }]);
  await one.close();
}

const empty = {
  PostgreSQL: async () => {
    const { url, drop } = await freshDatabase();
    closing.push(drop);
    return url;
  },
  'KurrentDB (a test double)': async () => {
    const { url, stop } = await startKurrentDbDouble();
    closing.push(stop);
    return url;
  },
};
type Kind = keyof typeof empty;

const passwords = (url: string) => /:\/\/[^/@]*:([^/@]*)@/.exec(url)?.[1] ?? 'none there is';

describe.each<[Kind, Kind, NodeJS.Signals]>([
  ['PostgreSQL', 'PostgreSQL', 'SIGINT'],
  ['PostgreSQL', 'KurrentDB (a test double)', 'SIGTERM'],
  ['KurrentDB (a test double)', 'PostgreSQL', 'SIGINT'],
])('npm run store from %s to %s', (first, second, signal) => {
  let from: string;
  let to: string;
  let door: Door;
  const both = () => ['--from', from, '--to', door.url];

  beforeEach(async () => {
    [from, to] = await Promise.all([empty[first](), empty[second]()]);
    door = await doorTo(to);
    closing.push(door.remove);
  });

  it('copies and ends with 0, and with 0 when both are compared again', async () => {
    await fill(from, 100);
    const { code, said } = await ended('copy', ...both());
    expect(said).toContain('Copied 100 events; 1 receipts are there. Comparing both.');
    expect(said.at(-1)).toMatch(/^Done\. Next: stop Medspil/);
    expect(code).toBe(0);

    const again = await ended('verify', ...both());
    expect(again.said).toEqual([expect.stringMatching(/^The same in both: 100 events in 10 streams, 1 receipts/)]);
    expect(again.code).toBe(0);
    for (const url of [from, to]) expect(`${said}${again.said}`).not.toContain(passwords(url));
  }, 60_000);

  it('names the streams that differ, and ends with 1', async () => {
    await Promise.all([fill(from, 100), fill(to, 97)]);
    const other = await openEventStore(to);
    await other.append('partnership-3', 9, [{ ...event(500), metadata: { by: 'pm-2' } }]);
    await other.close();
    const { code, said } = await ended('verify', ...both());
    expect(said.slice(2)).toEqual([
      '  partnership-9 differs from 7 on: only in --from',
      '  partnership-3 differs from 10 on: only in --to',
      'They differ.',
    ]);
    expect(code).toBe(1);

    const copied = await ended('copy', ...both());
    expect(copied.said.at(-1)).toMatch(/^Refused: the store to copy to ends with partnership-3 10, which/);
    expect(copied.code).toBe(1);
  }, 60_000);

  it(`says on ${signal} how to go on, ends with 1, and goes on there`, async () => {
    await fill(from, EVENTS);
    const run = store('copy', ...both());
    await run.says(/^\d+ events, /m);
    door.stopUp();
    run.child.kill(signal);
    expect(await run.end).toBe(1);
    expect(run.output()).toMatch(/\nInterrupted\. Run it again: it goes on where it was\.\n$/);

    door.open();
    const { code, said } = await ended('copy', ...both());
    expect(said[0]).toMatch(/, after partnership-\d+ \d+, with which it ends\.$/);
    const rest = Number(/^Copied (\d+) events/m.exec(said.join('\n'))?.[1]);
    expect([rest > 0, rest <= EVENTS - PAGE]).toEqual([true, true]);
    expect(code).toBe(0);
  }, 60_000);
});

describe('npm run store', () => {
  let there: string;
  beforeAll(async () => {
    there = await empty.PostgreSQL();
    await fill(there, EVENTS);
  }, 60_000);
  const changed = (change: (url: URL) => void) => {
    const url = new URL(there);
    change(url);
    return url.href;
  };

  it.each([
    [['move'], 'There is no command move.'],
    [['copy', '--from', 'embedded'], 'copy takes --from <url> and --to <url>.'],
    [
      ['copy', '--from', 'embedded', '--to', 'postgres://medspil:secret@db.example:x/y'],
      'postgres://db.example:x/y is no url of a store.',
    ],
  ])('does not understand %j, says where to read on, and ends with 2', async (args, says) => {
    expect(await ended(...args)).toEqual({ code: 2, said: [`${says} npm run store -- --help tells what there is.`] });
  });

  it('says of a store that is not there which it is and what to do, and ends with 1', async () => {
    const { code, said } = await ended('copy', '--from', there, '--to', 'kurrentdb://127.0.0.1:1?tls=false');
    expect(said).toEqual([
      'kurrentdb://127.0.0.1:1 cannot be reached. Start it, or name it otherwise, and run this again.',
    ]);
    expect(code).toBe(1);
  }, 60_000);

  it.each([
    ['a database that is not there', (url: URL) => (url.pathname = '/none'), 'database "none" does not exist'],
    ['a password that is wrong', (url: URL) => (url.password = 'wrong'), 'password authentication failed for user'],
  ])(
    'says in a sentence why %s cannot be opened, and ends with 1',
    async (_, change, why) => {
      const { code, said } = await ended(
        'verify',
        '--from',
        changed(change),
        '--to',
        'kurrentdb://127.0.0.1:1?tls=false',
      );
      expect(said).toEqual([expect.stringContaining(` cannot be opened: ${why}`)]);
      expect(said[0]).not.toContain('wrong');
      expect(code).toBe(1);
    },
    60_000,
  );

  it('says on SIGINT that a comparison changed nothing, and ends with 1', async () => {
    const same = await doorTo(await empty.PostgreSQL());
    closing.push(same.remove);
    await fill(same.url, EVENTS);
    const run = store('verify', '--from', there, '--to', same.url);
    await run.says(/ events compared/);
    same.stopUp();
    run.child.kill('SIGINT');
    expect(await run.end).toBe(1);
    expect(run.output()).toMatch(
      /\nInterrupted\. Nothing was changed; run it again to compare from the beginning\.\n$/,
    );
  }, 60_000);
});
