import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { INSIGHT_SCHEMA } from '../../apps/insight/src/read-models.js';
import { embeddedDatabases } from '../../apps/medspil/src/installation.js';
import { compareStores, openEventStore } from '../../libs/event-store/src/index.js';
import { findEmbeddedPostgres } from '../../libs/platform/src/index.js';
import { dataDirectory, type Product, startProduct } from '../support/product.js';
import { registration } from '../support/registration.js';

const manager = { subject: 'pm-1', role: 'project-manager', organisation: '0561' };
const auditor = { subject: 'auditor', role: 'auditor', organisation: '0000' };

let home: Awaited<ReturnType<typeof dataDirectory>>;
let product: Product;
let restored: Product | undefined;
/** Signed before the backup. */
let token: string;
/** When half of it was recorded. */
let moment: string;
const at = (name: string) => join(home.path, name);

const run = (program: 'backup' | 'restore', args: readonly string[], dataDir = at('data')) =>
  spawn(process.execPath, [`dist/apps/medspil/src/${program}.js`, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
const until = async (holds: () => boolean | Promise<boolean>) => {
  for (const deadline = Date.now() + 20_000; !(await holds()); await pause(20))
    if (Date.now() > deadline) throw new Error('It did not come to that');
};
const ended = (child: ReturnType<typeof run>) => new Promise((resolve) => child.once('exit', resolve));
const url = async (directory: string, database: string) =>
  (await findEmbeddedPostgres(join(directory, 'postgres')))!.url(database);

async function register(on: Product, caseNumber: string): Promise<number> {
  const answer = await fetch(`${on.url}/partnerships`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await on.bearer(manager)}`, 'content-type': 'application/json' },
    body: JSON.stringify(registration(caseNumber)),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { position: number }).position;
}

/** Every row of every read model, and of its history. */
async function rowsOf(directory: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: await url(directory, embeddedDatabases.readModels) });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = $1 and tablename <> 'migrations' order by 1`,
      [INSIGHT_SCHEMA],
    );
    const found: Record<string, string[]> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select row_to_json(t)::text as row from ${INSIGHT_SCHEMA}."${name}" t order by 1`,
      );
      found[name] = rows.map(({ row }) => row);
    }
    return found;
  } finally {
    await client.end();
  }
}

async function headOf(directory: string): Promise<number> {
  const store = await openEventStore(await url(directory, embeddedDatabases.events));
  try {
    return await store.head();
  } finally {
    await store.close();
  }
}

const answers = async (on: Product, head: number) => {
  const asked = ['/partnerships?', `/partnerships?known-at=${moment}&`, `/portfolio?known-at=${moment}&`];
  return Promise.all(
    asked.map(async (path) => {
      const answer = await fetch(`${on.url}${path}at-least=${head}`, { headers: { authorization: token } });
      expect(answer.status).toBe(200);
      const { asOf: _, ...body } = (await answer.json()) as { asOf: object };
      return body;
    }),
  );
};

beforeAll(async () => {
  home = await dataDirectory();
  product = await startProduct(at('data'));
  token = `Bearer ${await product.bearer(auditor)}`;
  await register(product, '2026-1');
  await pause(5);
  moment = new Date().toISOString();
  await pause(5);
  const examples = ['dist/apps/medspil/src/examples/run.js', '--url', product.url];
  const env = { ...process.env, NODE_OPTIONS: '', DATA_DIR: at('data') };
  await promisify(execFile)(process.execPath, examples, { env });
}, 120_000);
afterAll(async () => {
  await product?.end();
  await restored?.end();
  await home?.remove();
}, 60_000);

describe('backing up and restoring', () => {
  it('does what its page says, and the restored product answers as the one that was backed up', async () => {
    const page = await readFile('docs/how-to/back-up-and-restore.md', 'utf8');
    const blocks = [...page.matchAll(/^```(sh|text)\n(.*?)^```/gms)].map(([, kind, text]) => ({ kind, text: text! }));
    const script = blocks.flatMap(({ kind, text }) => (kind === 'sh' ? [text] : [])).join('\n');
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      DATA_DIR: at('data'),
      BACKUPS: at('backups'),
      RESTORED: at('restored'),
    };
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { env });
    const told = blocks.filter(({ kind }) => kind === 'text').flatMap(({ text }) => text.trim().split('\n'));
    expect(told.length).toBeGreaterThan(2);
    for (const line of told) expect(stdout).toContain(line.trim());

    restored = await startProduct(at('restored'));
    const head = await headOf(at('data'));
    expect(await headOf(at('restored'))).toBe(head);
    const [one, other] = [
      await openEventStore(await url(at('data'), embeddedDatabases.events)),
      await openEventStore(await url(at('restored'), embeddedDatabases.events)),
    ];
    expect(await compareStores(one, other)).toMatchObject({ same: true });
    expect((await other.readAll(0)).events).toEqual((await one.readAll(0)).events);
    await Promise.all([one.close(), other.close()]);

    expect(await answers(restored, head)).toEqual(await answers(product, head));
    const health = await (await fetch(`${restored.url}/health`)).json();
    expect(health).toMatchObject({ status: 'ok', head });
    const rows = await rowsOf(at('data'));
    expect(Object.values(rows).flat().length).toBeGreaterThan(300);
    expect(await rowsOf(at('restored'))).toEqual(rows);
    // Both go on from there.
    expect(await register(restored, '2026-2')).toBe(head + 1);
  }, 180_000);

  it('leaves no backup when it is killed under way, and serves on', async () => {
    const child = run('backup', ['--to', at('killed.backup')]);
    while (!(await readdir(home.path)).some((name) => name.endsWith('.partial'))) {
      expect(child.exitCode).toBeNull();
      await pause(1);
    }
    child.kill('SIGKILL');
    await ended(child);
    expect(existsSync(at('killed.backup'))).toBe(false);
    await register(product, '2026-3');
    const [partial] = (await readdir(home.path)).filter((name) => name.endsWith('.partial'));
    const refused = run('restore', ['--from', at(partial!), '--to', at('of-partial')]);
    expect(await ended(refused)).toBe(1);
    expect(existsSync(at('of-partial'))).toBe(false);
  }, 60_000);

  it('leaves no data directory when it is killed under way, and is begun anew', async () => {
    const [name] = await readdir(at('backups'));
    for (const wait of [0, 1_000, 2_000]) {
      const child = run('restore', ['--from', at(`backups/${name}`), '--to', at('again')]);
      await until(() => existsSync(at('again.restoring')));
      await pause(wait);
      child.kill('SIGKILL');
      await ended(child);
      if (existsSync(at('again'))) break;
      expect(await readdir(home.path)).toContain('again.restoring');
    }
    await rm(at('again'), { recursive: true, force: true });
    const whole = run('restore', ['--from', at(`backups/${name}`), '--to', at('again')]);
    expect(await ended(whole)).toBe(0);
    expect(await readdir(at('again'))).toEqual(['postgres', 'signing-key.json']);
    expect(await readdir(home.path)).not.toContain('again.restoring');
    const over = run('restore', ['--from', at(`backups/${name}`), '--to', at('again')]);
    expect(await ended(over)).toBe(1);
  }, 120_000);

  it('is not taken for the store that later read models come from', async () => {
    const READ_MODEL_URL = await url(at('data'), embeddedDatabases.readModels);
    const rows = await rowsOf(at('data'));
    const older = await startProduct(at('again'), { READ_MODEL_URL });
    try {
      const ready = async () => (await fetch(`${older.url}/health/ready`)).status;
      await until(async () => (await ready()) === 503);
      // A busy machine may not tell at once.
      await until(async () => (await (await fetch(`${older.url}/health`)).text()).includes('other-store'));
      await until(() => /built from another event store.*EVENT_STORE_URL.*projections -- forget/.test(older.output()));
      await register(older, '2026-4');
      await pause(1_000);
    } finally {
      await older.end();
    }
    expect(await rowsOf(at('data'))).toEqual(rows);
    expect((await fetch(`${product.url}/health/ready`)).status).toBe(200);
  }, 120_000);
});
