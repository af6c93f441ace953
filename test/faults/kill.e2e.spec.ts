import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { INSIGHT_SCHEMA, migrations, projections } from '../../apps/insight/src/read-models.js';
import { embeddedDatabases } from '../../apps/medspil/src/installation.js';
import { openEventStore } from '../../libs/event-store/src/index.js';
import { startEmbeddedPostgres } from '../../libs/platform/src/index.js';
import { compareSchemas, prepareBuild, rebuild } from '../../libs/projection/src/index.js';
import { dataDirectory, type Product, startProduct } from '../support/product.js';
import { registration } from '../support/registration.js';

const WRITERS = 16;
const PARTNERSHIPS = 4;
const manager = { subject: 'pm-1', role: 'project-manager', organisation: '0561' };
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

interface Attempt {
  readonly path: string;
  readonly noteId: string;
  readonly key: string;
}

let directory: Awaited<ReturnType<typeof dataDirectory>>;
let product: Product;

beforeAll(async () => {
  directory = await dataDirectory();
});
afterAll(async () => {
  await product.end('SIGKILL');
  await directory.remove();
});

const post = async (path: string, body: object, key: string) =>
  fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await product.bearer(manager)}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
  });

const write = ({ path, noteId, key }: Attempt) => post(`${path}/notes`, { noteId, text: `Note ${noteId}` }, key);

it('loses nothing it acknowledged and repeats nothing when it is killed in the middle of sixteen writers', async () => {
  product = await startProduct(directory.path);
  const paths: string[] = [];
  for (let n = 1; n <= PARTNERSHIPS; n++) {
    const answer = await post('/partnerships', registration(`2026-${n}`), randomUUID());
    expect(answer.status).toBe(201);
    paths.push(`/partnerships/${((await answer.json()) as { id: string }).id}`);
  }

  const acknowledged: Attempt[] = [];
  const unanswered: Attempt[] = [];
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let n = 1; ; n++) {
      const attempt = { path: paths[writer % PARTNERSHIPS]!, noteId: `W${writer}-${n}`, key: randomUUID() };
      const answer = await write(attempt).catch(() => undefined);
      if (!answer) {
        unanswered.push(attempt);
        return;
      }
      expect(answer.status).toBe(200);
      acknowledged.push(attempt);
    }
  });
  await pause(1_500);
  await product.end('SIGKILL');
  await Promise.all(writers);
  expect(acknowledged.length).toBeGreaterThan(WRITERS);
  expect(unanswered).toHaveLength(WRITERS);

  product = await startProduct(directory.path);
  // What the writers never heard of is tried again under the same key, and what they did hear of too.
  let last = 0;
  for (const attempt of [...unanswered, ...acknowledged.slice(-WRITERS)]) {
    const answer = await write(attempt);
    expect(answer.status).toBe(200);
    last = Math.max(last, ((await answer.json()) as { position: number }).position);
  }
  const wanted = [...acknowledged, ...unanswered].map(({ noteId }) => noteId).sort();
  expect((await notes(paths, last)).sort()).toEqual(wanted);
  expect(await product.end('SIGTERM')).toBe(0);

  expect(await differencesFromRebuild()).toEqual([]);
}, 120_000);

/** The ids of all notes as the store tells them, once for each time they were written. */
async function notes(paths: readonly string[], atLeast: number): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    let next = '';
    do {
      const url = `${product.url}${path}/timeline?type=NoteWritten&limit=200&at-least=${atLeast}${next}`;
      const answer = await fetch(url, { headers: { authorization: `Bearer ${await product.bearer(manager)}` } });
      expect(answer.status).toBe(200);
      const page = (await answer.json()) as { items: { text: string }[]; next?: string };
      found.push(...page.items.map(({ text }) => /Note (W\d+-\d+)/.exec(text)?.[1] ?? text));
      next = page.next ? `&cursor=${encodeURIComponent(page.next)}` : '';
    } while (next !== '');
  }
  return found;
}

async function differencesFromRebuild() {
  const server = await startEmbeddedPostgres({ directory: join(directory.path, 'postgres') });
  const url = server.url(embeddedDatabases.readModels);
  const store = await openEventStore(server.url(embeddedDatabases.events));
  const pool = new pg.Pool({ connectionString: url });
  try {
    const anew = { store, pool, schema: 'anew', log: quiet };
    await prepareBuild(url, anew.schema, migrations);
    await rebuild(anew, projections);
    return await compareSchemas(pool, INSIGHT_SCHEMA, anew.schema, projections);
  } finally {
    await pool.end();
    await store.close();
    await server.stop();
  }
}
