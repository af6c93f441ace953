import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { INSIGHT_SCHEMA, migrations, projections } from '../../apps/insight/src/read-models.js';
import { type EventStore, openEventStore } from '../../libs/event-store/src/index.js';
import { compareSchemas, prepareBuild, rebuild } from '../../libs/projection/src/index.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { dataDirectory, type Product, startProduct } from '../support/product.js';
import { registration } from '../support/registration.js';

const manager = { subject: 'pm-1', role: 'project-manager', organisation: '0561' };
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

let database: FreshDatabase;
let directory: Awaited<ReturnType<typeof dataDirectory>>;
let store: EventStore;
const started: Product[] = [];

beforeAll(async () => {
  [database, directory] = await Promise.all([freshDatabase(), dataDirectory()]);
});
afterAll(async () => {
  await Promise.all(started.map((one) => one.end('SIGKILL')));
  await store?.close();
  await database?.drop();
  await directory?.remove();
}, 60_000);

async function start(app: 'partnerships' | 'insight'): Promise<Product> {
  const env = { EVENT_STORE_URL: database.url, READ_MODEL_URL: database.url };
  const service = await startProduct(directory.path, env, app);
  started.push(service);
  return service;
}

async function send(to: Product, path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${to.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await to.bearer(manager)}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as { id: string; position: number; revision: number } };
}

async function register(to: Product, caseNumber: string): Promise<string> {
  const { status, body } = await send(to, '/partnerships', registration(caseNumber));
  expect(status).toBe(201);
  return body.id;
}

describe('a service that is started alone', () => {
  it('says all that is missing of what it must share with others', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/apps/insight/src/main.js'], {
      env: { PATH: process.env.PATH, DATA_DIR: `${directory.path}/none` },
      encoding: 'utf8',
    });
    const { level, msg } = JSON.parse(stdout) as { level: number; msg: string };
    expect([level, stderr]).toEqual([60, '']);
    expect(
      msg
        .split('\n')
        .map((line) => /^ {2}(\S+)/.exec(line)?.[1])
        .filter(Boolean),
    ).toEqual(['EVENT_STORE_URL', 'READ_MODEL_URL', 'AUTH_ISSUER,']);
    expect(status).toBe(1);
  }, 60_000);

  it.each([
    ['partnerships', 'EVENT_STORE_URL', 'The event store'],
    ['insight', 'READ_MODEL_URL', 'The read models'],
  ] as const)(
    'waits as %s for %s that comes later than it',
    async (app, late, what) => {
      const { hostname, port } = new URL(database.url);
      let refused = 0;
      const door = createServer((socket) => {
        socket.on('error', () => {});
        if (++refused <= 2) return socket.destroy();
        const behind = connect(Number(port), hostname).on('error', () => socket.destroy());
        return socket.pipe(behind).pipe(socket);
      }).listen(0, '127.0.0.1');
      await once(door, 'listening');
      const url = new URL(database.url);
      url.host = `127.0.0.1:${(door.address() as AddressInfo).port}`;
      const env = { EVENT_STORE_URL: database.url, READ_MODEL_URL: database.url, [late]: url.href };
      const service = await startProduct(directory.path, env, app);
      started.push(service);
      const [first] = service.output().split('\n');
      const { level, msg } = JSON.parse(first!) as { level: number; msg: string };
      expect([level, msg]).toEqual([40, expect.stringMatching(`^${what} cannot be reached: .+; waiting for it …$`)]);
      // A connection that is cut shows as ended, or as reset.
      expect([1, 2]).toContain(service.output().match(/waiting for it/g)?.length);
      expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
      expect(await service.end()).toBe(0);
      door.close();
    },
    60_000,
  );
});

describe('two processes of the command side on one store', () => {
  let both: readonly Product[];
  beforeAll(async () => {
    both = await Promise.all([start('partnerships'), start('partnerships')]);
    store = await openEventStore(database.url);
  }, 60_000);

  const noteIds = async (id: string) =>
    (await store.read(`partnership-${id}`, { max: 1_000 }))
      .filter(({ type }) => type === 'NoteWritten')
      .map(({ data }) => (data as { noteId: string }).noteId);

  it('record every command of both once, also when each is sent to both at once', async () => {
    const id = await register(both[0]!, 'S-1');
    const wanted = Array.from({ length: 40 }, (_, n) => `N-${n}`);
    const answers = await Promise.all(
      wanted.map(async (noteId) => {
        const headers = { 'idempotency-key': randomUUID() };
        const note = { noteId, text: `Note ${noteId}` };
        return Promise.all(both.map((one) => send(one, `/partnerships/${id}/notes`, note, headers)));
      }),
    );
    for (const [one, other] of answers) {
      expect(one!.status).toBe(200);
      expect(other).toEqual(one);
    }
    expect((await noteIds(id)).sort()).toEqual([...wanted].sort());
  }, 60_000);

  it('let one of two win that rest on the same revision, and tell the other', async () => {
    const id = await register(both[0]!, 'S-2');
    for (let revision = 0; revision < 10; revision++) {
      const answers = await Promise.all(
        both.map((one, n) =>
          send(
            one,
            `/partnerships/${id}/notes`,
            { noteId: `N-${revision}-${n}`, text: 'Note' },
            { 'if-match': `"${revision}"` },
          ),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    }
    expect(await noteIds(id)).toHaveLength(10);
  }, 60_000);

  it('tell whether they can record, and what they can', async () => {
    const [one] = both;
    const health = await fetch(`${one!.url}/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok', store: 'connected' }]);
    expect(await (await fetch(`${one!.url}/metrics`)).text()).toContain('process_cpu_seconds_total');
    const { paths } = (await (await fetch(`${one!.url}/openapi.json`)).json()) as { paths: Record<string, object> };
    expect(paths['/partnerships']).toHaveProperty('post');
    expect(paths['/partnerships']).not.toHaveProperty('get');
  });
});

describe('two processes of the read side on one store', () => {
  let writing: Product;
  let id: string;
  let pool: pg.Pool;
  beforeAll(async () => {
    writing = await start('partnerships');
    id = await register(writing, 'S-3');
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
  }, 60_000);
  afterAll(() => pool?.end());

  /** Notes, one after the other, until it is stopped. */
  function write(): { stop(): Promise<void> } {
    let stopped = false;
    const done = (async () => {
      for (let n = 0; !stopped; n++)
        expect((await send(writing, `/partnerships/${id}/notes`, { text: `Note ${n}` })).status).toBe(200);
    })();
    return {
      stop() {
        stopped = true;
        return done;
      },
    };
  }

  interface Told {
    readonly projections: readonly { readonly name: string; readonly checkpoint: number; readonly hole: number }[];
  }
  const health = async (of: Product) => (await (await fetch(`${of.url}/health`)).json()) as Told;

  /** Milliseconds until another process has worked in what is recorded after a moment. */
  async function untilWorkedIn(by: Product): Promise<number> {
    const began = performance.now();
    const { body } = await send(writing, `/partnerships/${id}/notes`, { text: 'After the end of the other' });
    for (;;) {
      const { projections: told } = await health(by);
      if (told.length > 0 && told.every(({ checkpoint }) => checkpoint >= body.position))
        return performance.now() - began;
      await pause(20);
    }
  }

  /** Whether a projection is in the hands of a process that stands still. */
  async function holdsOne(): Promise<boolean> {
    const { rows } = await pool.query(
      `select from pg_stat_activity a join pg_locks l using (pid)
        where a.state = 'idle in transaction' and a.state_change < now() - interval '300 ms'
          and l.relation = 'projection.checkpoint'::regclass and l.mode = 'RowShareLock' and l.granted`,
    );
    return rows.length > 0;
  }

  it('go on within seconds when one of them is killed, with nothing missed and nothing worked in twice', async () => {
    let [one, other] = await Promise.all([start('insight'), start('insight')]);
    const took: number[] = [];
    const writer = write();
    for (let round = 0; round < 3; round++) {
      await pause(500);
      await one.end('SIGKILL');
      took.push(await untilWorkedIn(other));
      [one, other] = [other, await start('insight')];
    }
    await writer.stop();
    await untilWorkedIn(one);
    process.stdout.write(`  taken over within ${took.map((ms) => `${Math.round(ms)} ms`).join(', ')}\n`);
    expect(Math.max(...took)).toBeLessThan(5_000);

    expect((await health(one)).projections.map(({ hole }) => hole)).toEqual(projections.map(() => 0));
    const anew = { store, pool, schema: 'anew', log: quiet };
    await prepareBuild(database.url, anew.schema, migrations);
    await rebuild(anew, projections);
    expect(await compareSchemas(pool, INSIGHT_SCHEMA, anew.schema, projections)).toEqual([]);
    await Promise.all([one, other].map((each) => each.end()));
  }, 120_000);

  it('show the pages, and take no commands', async () => {
    const one = await start('insight');
    expect(await (await fetch(one.url)).text()).toContain('/pages/main.js');
    expect((await send(one, '/partnerships', {})).status).toBe(405);
    expect((await fetch(`${one.url}/health/ready`)).status).toBe(200);
    expect(await one.end()).toBe(0);
  }, 60_000);

  it('go on within seconds when one of them stands still with a projection in its hands', async () => {
    const [one, other] = await Promise.all([start('insight'), start('insight')]);
    const writer = write();
    do {
      one.process.kill('SIGCONT');
      await pause(20 + Math.random() * 20);
      one.process.kill('SIGSTOP');
      await pause(400);
    } while (!(await holdsOne()));
    const took = await untilWorkedIn(other);
    process.stdout.write(`  taken over from one that stands still within ${Math.round(took)} ms\n`);
    expect(took).toBeLessThan(15_000);

    one.process.kill('SIGCONT');
    await writer.stop();
    await untilWorkedIn(one);
    expect((await health(one)).projections.map(({ hole }) => hole)).toEqual(projections.map(() => 0));
  }, 120_000);
});
