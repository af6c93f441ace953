import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { compareStores, type MovableEventStore, openEventStore } from '#event-store';
import { type EmbeddedPostgres, ensureDatabase, openEmbeddedIssuer, startEmbeddedPostgres } from '#platform';
import { prepareTables } from '../../../procurement/src/read-models.js';
import { embeddedDatabases } from '../installation.js';
import { readArchive, writeArchive } from './archive.js';
import { backUp, type Original } from './backing-up.js';
import { lineOf } from './content.js';
import { gatewayLines } from './gateway-tables.js';
import { refusalOf } from './refusal.js';
import { restore } from './restoring.js';

let folder: string;
let server: EmbeddedPostgres;
let store: MovableEventStore;
let original: Original;
let said: string[];
const say = (line: string) => void said.push(line);
const at = (name: string) => join(folder, name);

const happened = (n: number, receipt = false) => {
  const data = { text: `Aftale ${n}: Ærø \u0000 🐷`, deep: [{ n, none: null }, 1.5], 2: 'two', 1: 'one' };
  const event = { id: randomUUID(), type: 'NoteWritten', data, metadata: { by: 'pm-1' } };
  const kept = { key: `key ${n} æ`, fingerprint: 'first', answer: { n } };
  return store.append(`partnership-${n % 40}`, 'any', [event], receipt ? kept : undefined);
};
const inReadModels = async <Row extends object>(url: string, statement: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
};
/** What a restored directory holds, looked at with a server of its own. */
async function within<T>(
  directory: string,
  look: (restored: MovableEventStore, readModelUrl: string) => Promise<T>,
): Promise<T> {
  const own = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
  const restored = await openEventStore(own.url(embeddedDatabases.events));
  try {
    return await look(restored, own.url(embeddedDatabases.readModels));
  } finally {
    await restored.close();
    await own.stop();
  }
}
const contentOf = async (path: string) => {
  const lines: string[] = [];
  for await (const page of readArchive(path)) lines.push(...page);
  return lines;
};
async function* once(lines: readonly string[]) {
  yield lines;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medspil-backup-'));
  // As root, PostgreSQL runs as another user.
  await chmod(folder, 0o755);
  const dataDirectory = at('data');
  await openEmbeddedIssuer(dataDirectory);
  server = await startEmbeddedPostgres({ directory: join(dataDirectory, 'postgres') });
  for (const name of Object.values(embeddedDatabases)) await ensureDatabase(server.url('postgres'), name);
  const { events, readModels } = embeddedDatabases;
  original = { eventStoreUrl: server.url(events), readModelUrl: server.url(readModels), dataDirectory };
  store = await openEventStore(original.eventStoreUrl);
  for (let n = 0; n < 2_500; n++) await happened(n, n % 5 === 0);
  await store.append('partnership-none', 'any', [], { key: 'eventless', fingerprint: 'f', answer: null });
  await prepareTables(original.readModelUrl);
  await inReadModels(
    original.readModelUrl,
    `insert into procurement.received (topic, partition, "offset", sent_at, at, fingerprint, outcome, details, said)
     select 'procurement.events.v1', n % 6, n, now() - interval '1 day', clock_timestamp(), 'f', 'applied', '{"1": 1.50}', '{"text":"Ærø 🐷"}'
       from generate_series(1, 1200) n`,
  );
}, 120_000);
afterAll(async () => {
  await store?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

describe('a backup', () => {
  it('is of one moment while others write, and restored the same, with positions, receipts, key and what was received', async () => {
    said = [];
    let isDone = false;
    let written = 0;
    const writing = Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; !isDone; n++) {
          await happened(10_000 * (writer + 1) + n, true);
          written++;
        }
      }),
    );
    const before = await store.head();
    expect(await backUp(original, at('kept.backup'), say)).toBe(0);
    isDone = true;
    await writing;
    expect(written).toBeGreaterThan(50);
    expect(said.at(-1)).toMatch(/^Done: \d+ events, \d+ receipts and 1200 messages received in .*kept\.backup/);
    expect((await stat(at('kept.backup'))).mode & 0o777).toBe(0o600);

    expect(await restore(at('kept.backup'), at('restored'), say)).toBe(0);
    expect(await readdir(folder)).not.toContain('restored.restoring');
    await within(at('restored'), async (restored, url) => {
      const head = await restored.head();
      expect(head).toBeGreaterThanOrEqual(before);
      expect(await compareStores(store, restored, { upTo: head })).toMatchObject({ same: true, differing: 0 });
      const [there, here] = [
        (await store.readAll(head - 10, { max: 10 })).events,
        (await restored.readAll(head - 10)).events,
      ];
      expect(here).toEqual(there);
      expect(await restored.receipt('eventless')).toEqual(await store.receipt('eventless'));
      const rows = 'select * from procurement.received order by partition, "offset"';
      const [received, known] = [await inReadModels(url, rows), await inReadModels(original.readModelUrl, rows)];
      expect(received).toHaveLength(1_200);
      expect(received).toEqual(known);
      // A key that comes again finds its first answer.
      const again = { key: 'key 0 æ', fingerprint: 'first', answer: { n: 0 } };
      const repeated = await restored.append('partnership-0', 'any', [], again);
      expect(repeated).toMatchObject({ repeated: { answer: { n: 0 } } });
      await prepareTables(url);
    });
    const key = 'signing-key.json';
    expect(await readFile(join(at('restored'), key), 'utf8')).toBe(await readFile(join(at('data'), key), 'utf8'));
    expect((await stat(join(at('restored'), key))).mode & 0o777).toBe(0o600);
  }, 180_000);

  it('goes into a folder under a name of its own, and over nothing that is there', async () => {
    said = [];
    expect(await backUp(original, `${at('folder')}/`, say)).toBe(0);
    expect(await backUp(original, at('folder'), say)).toBe(0);
    expect(await readdir(at('folder'))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^medspil-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.backup$/)]),
    );
    await writeFile(at('taken'), 'mine');
    expect(await backUp(original, at('taken'), say)).toBe(1);
    expect(await readFile(at('taken'), 'utf8')).toBe('mine');
  }, 60_000);

  it('is not made when the connection is lost while rows of the gateway are read', async () => {
    const cut = async () => {
      for await (const page of gatewayLines(original.readModelUrl)) {
        expect(page.length).toBeGreaterThan(0);
        await inReadModels(
          original.readModelUrl,
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
      }
    };
    const failure = await cut().catch((error: Error) => error);
    expect(refusalOf(failure)).toBe('The read models cannot be reached');
  });

  it('is not made where it cannot be written, and says so', async () => {
    said = [];
    await mkdir(at('closed'));
    await writeFile(at('file'), '');
    await symlink(at('nothing'), at('dangling'));
    for (const [to, folder, code] of [
      [at('file/below.backup'), at('file'), 'EEXIST'],
      [`${at('dangling')}/`, at('dangling'), 'EEXIST'],
      [at('one/other.backup'), at('one'), undefined],
      [at('two/three/other.backup'), at('two/three'), 'ENOENT'],
      // Where making all of them would never end.
      ['/proc/nope/', '/proc/nope', 'ENOENT'],
    ] as const) {
      said = [];
      expect(await backUp(original, to, say)).toBe(code ? 1 : 0);
      if (code)
        expect(said).toEqual([
          `There is no backup: ${folder} is no directory and cannot be made (${code}): make it first, or name another one.`,
        ]);
    }
  }, 60_000);
});

describe('restoring', () => {
  const refused = async (path: string, to = at('nowhere')) => {
    said = [];
    expect(await restore(path, to, say)).toBe(1);
    return said.at(-1);
  };

  it('is refused over anything that is there', async () => {
    await mkdir(at('full'));
    await writeFile(join(at('full'), 'letter'), '');
    expect(await refused(at('kept.backup'), at('full'))).toMatch(/^Refused: .*full is not empty.*--to/);
    expect(await readdir(at('full'))).toEqual(['letter']);
  });

  it('is refused where no directory can be made', async () => {
    expect(await refused(at('kept.backup'), '/proc/nope')).toMatch(
      /^Nothing is restored: \/proc\/nope.restoring is no directory and cannot be made \(ENOENT\)/,
    );
  });

  it('is refused of what is damaged, not there, no backup, or of a later release, and leaves no directory', async () => {
    const whole = await readFile(at('kept.backup'));
    await writeFile(at('half.backup'), whole.subarray(0, whole.length / 2));
    expect(await refused(at('half.backup'))).toMatch(/^Nothing is restored: .*half\.backup is damaged/);
    expect(await refused(at('missing.backup'))).toMatch(/^Nothing is restored: ENOENT.*missing/);
    await writeArchive(at('other.backup'), once(['["key","x"]']));
    expect(await refused(at('other.backup'))).toMatch(/^Nothing is restored: .*is no backup/);
    const later = ['["backup",{"version":2,"at":"2030-01-01T00:00:00.000Z"}]'];
    await writeArchive(at('later.backup'), once(later));
    expect(await refused(at('later.backup'))).toMatch(/^Nothing is restored: .*later release, in version 2/);
    expect(await readdir(folder)).not.toContain('nowhere');
  });

  it('is refused of tables that only a later release makes, and of a history with a gap', async () => {
    const lines = await contentOf(at('kept.backup'));
    const tables = lines.findIndex((line) => line.startsWith('["tables"'));
    const [, made] = JSON.parse(lines[tables]!) as ['tables', string[]];
    const later = lines.with(tables, lineOf(['tables', [...made, '0999_future']]));
    await writeArchive(at('tables.backup'), once(later));
    expect(await refused(at('tables.backup'))).toMatch(/later release, with tables as of 0999_future/);
    const gap = lines.filter((line) => !line.startsWith('["event",7,'));
    expect(gap).toHaveLength(lines.length - 1);
    await writeArchive(at('gap.backup'), once(gap));
    expect(await refused(at('gap.backup'))).toMatch(/^Nothing is restored: The backup has a gap/);
    expect(await readdir(folder)).not.toContain('nowhere');
  }, 120_000);
});
