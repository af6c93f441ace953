import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examples } from '../../apps/medspil/src/examples/all.js';
import { drive } from '../../apps/medspil/src/examples/drive.js';
import { openEventStore } from '../../libs/event-store/src/index.js';
import { allAnswers, answersKnownAt, comparable } from '../support/answers.js';
import { type KurrentDbDouble, startKurrentDbDouble } from '../support/kurrentdb/double.js';
import { freshDatabase } from '../support/postgres.js';
import { dataDirectory, type Product, startProduct } from '../support/product.js';
import { type Recorded, recordExamples, type Trouble } from '../support/recording.js';

/** A real server, where there is one. It must hold nothing yet. */
const real = process.env.KURRENTDB_URL;

const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
}, 60_000);

/** Processes on an event store, with read models of their own. */
interface Running {
  readonly eventStore: string;
  readonly env: Record<string, string>;
  commands: Product;
  queries: Product;
  /** Ends all of it and starts it again. */
  restart(signal: NodeJS.Signals): Promise<void>;
}

async function run(eventStore: string, apart: boolean): Promise<Running> {
  const [directory, database] = await Promise.all([dataDirectory(), freshDatabase()]);
  closing.push(database.drop, directory.remove);
  const env = { EVENT_STORE_URL: eventStore, READ_MODEL_URL: database.url };
  const started = async () => {
    const [commands, queries] = await Promise.all([
      startProduct(directory.path, env, apart ? 'partnerships' : 'medspil'),
      apart ? startProduct(directory.path, env, 'insight') : undefined,
    ]);
    return { commands, queries: queries ?? commands };
  };
  const end = (signal: NodeJS.Signals) => Promise.all([running.commands.end(signal), running.queries.end(signal)]);
  const running: Running = {
    eventStore,
    env: { ...env, DATA_DIR: directory.path },
    ...(await started()),
    async restart(signal) {
      await end(signal);
      Object.assign(running, await started());
    },
  };
  closing.push(() => end('SIGKILL'));
  return running;
}

/** What is comparable of every event in the store, and the place of each by its position. */
async function recordedIn(eventStore: string) {
  const store = await openEventStore(eventStore);
  const { events } = await store.readAll(0, { max: 5_000 });
  expect(await store.count(await store.head())).toBe(events.length);
  await store.close();
  const places = new Map(events.map(({ position }, place) => [position, place]));
  const told = events.map(({ stream, revision, id, type, data, metadata }) => [
    ...[stream, revision, id, type],
    comparable(JSON.stringify([data, metadata]), places),
  ]);
  return { places, events: told };
}

describe('the examples on PostgreSQL', () => {
  let there: Running;
  let told: Recorded;
  beforeAll(async () => {
    const database = await freshDatabase();
    closing.push(database.drop);
    there = await run(database.url, false);
    told = await recordExamples(() => there.commands, []);
  }, 120_000);

  const shapes = real ? ['services apart'] : ['one process', 'services apart'];
  describe.each(shapes)(`and on KurrentDB${real ? '' : ' (a test double)'}, by %s`, (shape) => {
    const apart = shape === 'services apart';
    let here: Running;
    let recorded: Recorded;
    let double: KurrentDbDouble | undefined;

    beforeAll(async () => {
      double = real ? undefined : await startKurrentDbDouble();
      if (double) closing.push(double.stop);
      const url = real ?? double!.url;
      const store = await openEventStore(url);
      const head = await store.head();
      await store.close();
      if (head > 0) throw new Error('KURRENTDB_URL must name a server that holds nothing yet');
      here = await run(url, apart);
      recorded = await recordExamples(() => here.commands, troubles(here, double));
    }, 120_000);

    type Answers = Record<string, string>;
    const both = (ask: (product: Product, of: Recorded) => Promise<Answers>) =>
      Promise.all(
        (
          [
            [there, told],
            [here, recorded],
          ] as const
        ).map(async ([running, of]) => {
          const { places } = await recordedIn(running.eventStore);
          const answers = Object.entries(await ask(running.queries, of));
          return Object.fromEntries(answers.map(([question, text]) => [question, comparable(text, places)]));
        }),
      ) as Promise<[Answers, Answers]>;

    it('are the same events in the same order: none is lost, and none is there twice', async () => {
      expect(recorded.failures).toBeGreaterThan(0);
      const [theirs, ours] = await Promise.all([there, here].map(({ eventStore }) => recordedIn(eventStore)));
      expect(theirs!.events.length).toBeGreaterThan(200);
      expect(ours!.events).toEqual(theirs!.events);
    });

    it('are answered alike, whatever is asked', async () => {
      const [theirs, ours] = await both((product, of) => allAnswers(product, of.partnershipIds, of.position));
      expect(Object.keys(ours).length).toBeGreaterThan(60);
      expect(ours).toEqual(whatIsAsked(ours, theirs));
    }, 120_000);

    it('are answered alike as known when they were half recorded', async () => {
      expect(recorded.moments).toHaveLength(told.moments.length);
      for (const n of recorded.moments.keys()) {
        const [theirs, ours] = await both((product, { partnershipIds, moments }) => {
          const [there, notYet] = [partnershipIds.slice(0, n + 1), partnershipIds.slice(n + 1)];
          return answersKnownAt(product, { there, notYet }, moments[n]!);
        });
        expect(ours).toEqual(theirs);
      }
    }, 120_000);

    // How the processes are cut makes no difference to what follows: once is enough.
    if (!apart) return;

    it('are all accounted for by every projection, and a rebuild changes no row', async () => {
      const health = await fetch(`${here.queries.url}/health`);
      const { status, projections } = (await health.json()) as { status: string; projections: { hole: number }[] };
      expect([status, projections.map(({ hole }) => hole)]).toEqual(['ok', projections.map(() => 0)]);
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['dist/apps/medspil/src/projections.js', 'rebuild', '--switch'],
        { env: { ...process.env, NODE_OPTIONS: '', ...here.env } },
      );
      expect(stdout).toContain('Every row is as it was.');
      expect(stdout).toMatch(/^Switched at \d+/m);
    }, 60_000);

    it('are there after a restart of everything, and are not recorded again', async () => {
      await double?.restart();
      await here.restart('SIGTERM');
      const { url, bearer: token } = here.commands;
      const { repeated } = await drive(examples[0], { url, token, progress: () => {} });
      expect(repeated).toBe(examples[0].steps.length);
      const { partnershipIds, position } = recorded;
      const [theirs, ours] = await both((product) => allAnswers(product, partnershipIds, position));
      expect(ours).toEqual(whatIsAsked(ours, theirs));
      expect((await recordedIn(here.eventStore)).events).toEqual((await recordedIn(there.eventStore)).events);
    }, 120_000);
  });
});

/** A service alone answers less than the whole. */
const whatIsAsked = (ours: object, theirs: Record<string, string>) =>
  Object.fromEntries(Object.keys(ours).map((question) => [question, theirs[question]]));

/** What goes wrong while the examples are recorded: by example and step. */
function troubles(running: Running, server: KurrentDbDouble | undefined): Trouble[] {
  const killed = { example: 2, step: 20, happens: () => running.restart('SIGKILL') };
  if (!server) return [killed];
  const freeze = async () => {
    server.faults.frozen = true;
    await pause(1_000);
    server.faults.frozen = false;
  };
  return [
    { example: 0, step: 8, happens: async () => server.cut() },
    { example: 0, step: 40, happens: async () => server.cut() },
    { example: 1, step: 12, happens: () => server.restart() },
    { example: 1, step: 30, happens: freeze },
    killed,
  ];
}
