import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Door, doorTo } from '../support/door.js';
import { type KurrentDbDouble, startKurrentDbDouble } from '../support/kurrentdb/double.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { type App, dataDirectory, type Product, startProduct } from '../support/product.js';

let database: FreshDatabase;
let directory: Awaited<ReturnType<typeof dataDirectory>>;
let door: Door;
let service: Product;

beforeAll(async () => {
  [database, directory] = await Promise.all([freshDatabase(), dataDirectory()]);
});
afterEach(async () => {
  await service?.end('SIGKILL');
  door?.remove();
});
afterAll(async () => {
  await database?.drop();
  await directory?.remove();
}, 60_000);

type Url = 'EVENT_STORE_URL' | 'READ_MODEL_URL';

/** With one of its databases behind a door. */
async function start(app: App, behind: Url): Promise<void> {
  door = await doorTo(database.url);
  // A broker that is away keeps a gateway from nothing but Kafka.
  const broker = app === 'procurement' ? { KAFKA_BROKERS: '127.0.0.1:1' } : {};
  const stores = { EVENT_STORE_URL: database.url, READ_MODEL_URL: database.url, [behind]: door.url };
  service = await startProduct(directory.path, { ...stores, ...broker }, app);
}

const answer = (path: string) => fetch(`${service.url}/health${path}`);
const gateway = async () =>
  (await (await answer('')).json()) as { status: string; procurement: { inward: { deadLetters?: unknown[] } } };

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const patience = performance.now() + 15_000; !(await holds()); await pause(50))
    if (performance.now() > patience) throw new Error(`It did not come to it: ${service.output()}`);
}
const ready = async () => (await answer('/ready')).status;

describe.each<[App, Url]>([
  ['medspil', 'EVENT_STORE_URL'],
  ['medspil', 'READ_MODEL_URL'],
  ['partnerships', 'EVENT_STORE_URL'],
  ['insight', 'EVENT_STORE_URL'],
  ['insight', 'READ_MODEL_URL'],
  ['procurement', 'EVENT_STORE_URL'],
])('%s, ready with what %s names', (app, url) => {
  it('is not ready without it, lives all the same, and is ready when it is back', async () => {
    await start(app, url);
    await until(async () => (await ready()) === 200);
    for (const lose of [door.shut, door.stopUp]) {
      lose();
      await until(async () => (await ready()) === 503);
      expect((await answer('/live')).status).toBe(200);
      door.open();
      await until(async () => (await ready()) === 200);
    }
    expect(await service.end()).toBe(0);
  }, 90_000);
});

describe.each<App>(['medspil', 'partnerships', 'insight', 'procurement'])('%s on KurrentDB (a test double)', (app) => {
  let server: KurrentDbDouble;
  beforeEach(async () => {
    server = await startKurrentDbDouble();
    door = await doorTo(server.url);
    const broker = app === 'procurement' ? { KAFKA_BROKERS: '127.0.0.1:1' } : {};
    const stores = { EVENT_STORE_URL: door.url, READ_MODEL_URL: database.url };
    service = await startProduct(directory.path, { ...stores, ...broker }, app);
  }, 60_000);
  afterEach(() => server?.stop());

  it('is not ready while it is frozen, away or refusing, says that, lives, and is ready again by itself', async () => {
    await until(async () => (await ready()) === 200);
    const frozen = (is: boolean) => {
      server.faults.frozen = is;
    };
    const refusing = (is: boolean) => {
      server.faults.rejecting = is ? 'unavailable' : undefined;
    };
    const gone = (is: boolean) => (is ? door.shut() : door.open());
    for (const lost of [frozen, gone, refusing]) {
      lost(true);
      await until(async () => (await ready()) === 503);
      expect(await (await answer('/ready')).json()).toEqual({ status: 'down' });
      const told = await answer('');
      expect([told.status, await told.json()]).toEqual([503, expect.objectContaining({ store: 'away' })]);
      expect((await answer('/live')).status).toBe(200);
      lost(false);
      await until(async () => (await ready()) === 200);
      expect(await (await answer('')).json()).toMatchObject({ store: 'connected' });
    }
    server.cut();
    await until(async () => (await ready()) === 200);
    expect(await service.end()).toBe(0);
  }, 120_000);
});

describe('a gateway without its read models', () => {
  it('is degraded, and ready for what it can do without them', async () => {
    await start('procurement', 'READ_MODEL_URL');
    expect((await gateway()).procurement.inward.deadLetters).toEqual([]);
    door.shut();
    await until(async () => (await gateway()).procurement.inward.deadLetters === undefined);
    expect((await gateway()).status).toBe('degraded');
    expect([await ready(), (await answer('/live')).status]).toEqual([200, 200]);
    expect(await service.end()).toBe(0);
  }, 60_000);
});
