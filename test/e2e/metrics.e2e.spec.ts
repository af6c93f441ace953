import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Desk, openDesk, request, told } from '../../apps/procurement/test/inward.js';
import { type Kafka, startKafka } from '../support/kafka/kafka.js';
import { withOwnKafka } from '../support/kafka/with-kafka.js';
import { Caller } from '../support/load.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { type App, dataDirectory, type Product, startProduct } from '../support/product.js';

const apps = ['partnerships', 'insight', 'procurement'] as const;

let database: FreshDatabase;
let directory: Awaited<ReturnType<typeof dataDirectory>>;
const services = new Map<App, Product>();

beforeAll(async () => {
  [database, directory] = await Promise.all([freshDatabase(), dataDirectory()]);
  const env = { EVENT_STORE_URL: database.url, READ_MODEL_URL: database.url, KAFKA_BROKERS: '127.0.0.1:1' };
  for (const app of apps) services.set(app, await startProduct(directory.path, env, app));
}, 90_000);
afterAll(async () => {
  await Promise.all([...services.values()].map((one) => one.end('SIGKILL')));
  await database?.drop();
  await directory?.remove();
}, 60_000);

interface Metric {
  readonly type: string;
  readonly labels: Set<string>;
}

const pageOf = async ({ url }: Product) => (await fetch(`${url}/metrics`)).text();
const text = (app: App) => pageOf(services.get(app)!);

/** Ours, by name. */
function metricsIn(page: string): Map<string, Metric> {
  const found = new Map<string, Metric>();
  for (const [, name, type] of page.matchAll(/^# TYPE (medspil_\w+) (\w+)$/gm)) {
    const samples = page.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{(.*)\\} `, 'gm'));
    const labels = [...samples].flatMap(([, list]) => [...list!.matchAll(/(\w+)="/g)].map(([, label]) => label!));
    found.set(name!, { type: type!, labels: new Set(labels.filter((label) => label !== 'le')) });
  }
  return found;
}

/** The figure of a metric with labels, in the order they are told. */
const figure = (page: string, sample: string) =>
  Number(
    page
      .split('\n')
      .find((line) => line.startsWith(`${sample} `))
      ?.split(' ')[1],
  );

/** Waits until a page holds what is looked for. */
async function until(read: () => Promise<string>, holds: (page: string) => boolean): Promise<string> {
  for (const patience = performance.now() + 30_000; ; await pause(50)) {
    const page = await read();
    if (holds(page)) return page;
    if (performance.now() > patience) throw new Error(`It did not come to it:\n${page}`);
  }
}

describe('the metrics of the three services', () => {
  it('are together those of the reference, each with its type, and no label that is not there', async () => {
    const rows = readFileSync('docs/reference/operation.md', 'utf8').matchAll(
      /^\| `(medspil_\w+)` \| (\w+) \| (.*?) \|/gm,
    );
    const documented = new Map([...rows].map(([, name, type, labels]) => [name!, { type: type!, labels: labels! }]));
    const told = new Map((await Promise.all(apps.map(text))).flatMap((page) => [...metricsIn(page)]));
    expect([...told.keys()].sort()).toEqual([...documented.keys()].sort());
    for (const [name, { type, labels }] of told) {
      expect([name, type]).toEqual([name, documented.get(name)!.type]);
      const known = documented.get(name)!.labels.split(', ');
      expect([name, [...labels].filter((label) => !known.includes(label))]).toEqual([name, []]);
    }
  }, 30_000);

  it('count what each of them does, and what becomes of it in the others', async () => {
    const caller = new Caller(services.get('partnerships')!);
    const id = await caller.register('S-1');
    const notes = `/partnerships/${id}/notes`;
    for (let n = 0; n < 5; n++) await caller.send('POST', notes, { noteId: `N-${n}`, text: 'Note' });
    expect((await caller.send('POST', notes, {})).came).toBe(422);
    caller.close();

    const commands = await text('partnerships');
    expect(figure(commands, 'medspil_append_seconds_count{store="postgres",outcome="appended"}')).toBe(6);
    expect(figure(commands, 'medspil_append_seconds_count{store="postgres",outcome="conflict"}')).toBe(0);
    expect(figure(commands, 'medspil_append_seconds_bucket{le="10",store="postgres",outcome="appended"}')).toBe(6);
    expect(figure(commands, 'medspil_lost_races_total{outcome="decided-anew"}')).toBe(0);
    const requests = 'medspil_http_request_seconds_count{method="POST",route="/partnerships/:id/notes"';
    expect(figure(commands, `${requests},status="200"}`)).toBe(5);
    expect(figure(commands, `${requests},status="422"}`)).toBe(1);
    expect(commands).not.toContain(id);

    const reading = await until(
      () => text('insight'),
      (page) => figure(page, 'medspil_projection_position{projection="timeline"}') === 6,
    );
    expect(figure(reading, 'medspil_read_models_up')).toBe(1);
    for (const still of ['lag_events', 'hole', 'parked_events', 'parked_partnerships'])
      expect([still, figure(reading, `medspil_projection_${still}{projection="timeline"}`)]).toEqual([still, 0]);
    expect(figure(reading, 'medspil_projection_applied_total{projection="timeline"}')).toBe(6);
    expect(figure(reading, 'medspil_projection_state{projection="timeline",state="running"}')).toBe(1);

    const gateway = await text('procurement');
    expect(figure(gateway, 'medspil_outward_state{state="away"}')).toBe(1);
    expect(figure(gateway, 'medspil_inward_messages_total{outcome="applied"}')).toBe(0);
    expect(figure(gateway, 'medspil_append_seconds_count{store="postgres",outcome="appended"}')).toBe(0);
  }, 60_000);

  it('tell how many events a projection is behind while it cannot go on, and 0 once it has', async () => {
    const timeline = (rest: string) => `medspil_projection_${rest}{projection="timeline"}`;
    const overview = 'medspil_projection_lag_events{projection="overview"}';
    const before = figure(await text('insight'), timeline('position'));
    const holding = new pg.Client({ connectionString: database.url });
    await holding.connect();
    try {
      await holding.query("begin; select from projection.checkpoint where projection = 'timeline' for update");
      const caller = new Caller(services.get('partnerships')!);
      const id = await caller.register('S-2');
      for (let n = 0; n < 3; n++) await caller.send('POST', `/partnerships/${id}/notes`, { text: `Note ${n}` });
      caller.close();
      const behind = await until(
        () => text('insight'),
        (page) => figure(page, timeline('lag_events')) === 4 && figure(page, overview) === 0,
      );
      expect(figure(behind, timeline('position'))).toBe(before);
      expect(figure(behind, timeline('hole'))).toBe(0);
    } finally {
      await holding.end();
    }
    const caughtUp = await until(
      () => text('insight'),
      (page) => figure(page, timeline('lag_events')) === 0,
    );
    expect(figure(caughtUp, timeline('position'))).toBe(before + 4);
    expect(figure(caughtUp, timeline('hole'))).toBe(0);
  }, 60_000);
});

withOwnKafka('the metrics of a gateway that takes messages up', () => {
  let kafka: Kafka;
  let desk: Desk;
  let gateway: Product;
  let env: Record<string, string>;
  beforeAll(async () => {
    kafka = await startKafka();
    desk = await openDesk(kafka);
    env = {
      EVENT_STORE_URL: desk.eventStoreUrl,
      READ_MODEL_URL: desk.readModelUrl,
      KAFKA_BROKERS: kafka.brokers.join(','),
    };
    gateway = await startProduct(directory.path, env, 'procurement');
  }, 120_000);
  afterAll(async () => {
    await gateway?.end('SIGKILL');
    await desk?.close();
    await kafka?.stop();
  }, 60_000);

  it('tell how many dead letters wait, by reason, and none once they are looked after', async () => {
    const waiting = (reason: string) => `medspil_inward_dead_letters{reason="${reason}"}`;
    const id = await desk.tendering();
    await desk.send(
      request(id, 'in-time'),
      told(id, 'coffee-made', {}),
      told(id, 'tea-made', {}),
      request(id, 'late', {}, { receivedOn: '2025-05-20' }),
    );
    const takenUp = (page: string) =>
      ['applied', 'unreadable', 'refused'].map((outcome) =>
        figure(page, `medspil_inward_messages_total{outcome="${outcome}"}`),
      );
    const page = await until(
      () => pageOf(gateway),
      (one) => takenUp(one).join() === '1,2,1',
    );
    expect(figure(page, waiting('type-unknown'))).toBe(2);
    expect(figure(page, waiting('request-too-late'))).toBe(1);

    const rows = (await desk.rows()).filter(({ outcome }) => outcome !== 'applied');
    const letters = rows.map(({ partition, offset }) => `${partition}-${offset}`);
    await promisify(execFile)(
      process.execPath,
      ['dist/apps/medspil/src/dead-letters.js', 'set-aside', ...letters, '--reason', 'Sent anew'],
      { env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: directory.path, ...env } },
    );
    const after = await until(
      () => pageOf(gateway),
      (one) => !one.includes('medspil_inward_dead_letters{'),
    );
    expect(takenUp(after)).toEqual([1, 2, 1]);
  }, 90_000);
});
