import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type KurrentDbDouble, startKurrentDbDouble } from '../../../../test/support/kurrentdb/double.js';
import { freshDatabase } from '../../../../test/support/postgres.js';
import { event, newStream, readEverything } from '../contract/harness.js';
import { openEventStore } from '../open.js';
import type { StoredEvent } from '../store.js';
import { compareStores } from './compare.js';
import { copyStore } from './copy.js';
import type { MovableEventStore } from './movable.js';
import { NotACopy } from './patience.js';
import { placeInCopy } from './place.js';

const closing: (() => Promise<unknown>)[] = [];
async function opened(url: string): Promise<MovableEventStore> {
  const store = await openEventStore(url, { timeout: 10_000 });
  closing.push(() => store.close());
  return store;
}
async function database(): Promise<string> {
  const { url, drop } = await freshDatabase();
  closing.push(drop);
  return url;
}
async function double(): Promise<KurrentDbDouble> {
  const server = await startKurrentDbDouble();
  closing.push(() => server.stop());
  return server;
}
afterAll(async () => {
  for (const close of closing.reverse()) await close();
}, 60_000);

const empty = {
  memory: () => opened('memory:'),
  postgres: async () => opened(await database()),
  'KurrentDB (a test double)': async () => opened((await double()).url),
};
type Kind = keyof typeof empty;

/** Streams of years ago and of today, mixed with each other, with receipts of all kinds. */
async function fill(store: MovableEventStore): Promise<void> {
  await store.importEvents(undefined, past(200));
  const stream = newStream();
  for (let n = 0; n < 30; n++) {
    const given = { key: `key-${n}`, fingerprint: `${n}`, answer: { n } };
    const events = n % 5 === 0 ? [] : Array.from({ length: n % 3 }, () => event({ n }));
    await store.append(n % 2 ? stream : newStream(), 'any', events, n % 4 ? given : undefined);
  }
}

/** Events of seven streams in turns, all of them long past. */
function past(count: number): StoredEvent[] {
  const streams = Array.from({ length: 7 }, newStream);
  return Array.from({ length: count }, (_, n) => ({
    ...event({ n, text: 'Ærø 🐷' }),
    metadata: { by: `pm-${n % 3}`, zebra: 1, ape: [null, { n }] },
    stream: streams[n % 7]!,
    revision: Math.floor(n / 7),
    position: n + 1,
    recordedAt: new Date(Date.UTC(2024, 0, 1) + n * 1_234).toISOString(),
  }));
}

const withoutPosition = ({ position: _, ...rest }: StoredEvent) => rest;
const everythingOf = async (store: MovableEventStore) => (await readEverything(store, 0)).map(withoutPosition);
async function receiptsOf(store: MovableEventStore) {
  const { receipts } = await store.receipts();
  return receipts
    .map(({ position, ...rest }) => ({ ...rest, hasEvents: position > 0 }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

describe('copying a store', () => {
  const ways: [Kind, Kind][] = [
    ['memory', 'postgres'],
    ['postgres', 'KurrentDB (a test double)'],
    ['KurrentDB (a test double)', 'postgres'],
    ['KurrentDB (a test double)', 'memory'],
  ];
  it.each(ways)('from %s to %s and back again is equal to the first', async (one, other) => {
    const [first, there, back] = [await empty[one](), await empty[other](), await empty[one]()];
    await fill(first);
    const copied = await copyStore(first, there);
    await copyStore(there, back);
    const events = await everythingOf(first);
    expect(copied).toMatchObject({ events: events.length, upTo: await first.head() });
    expect(await everythingOf(there)).toEqual(events);
    expect(await everythingOf(back)).toEqual(events);
    const receipts = await receiptsOf(first);
    expect(receipts).toHaveLength(copied.receipts);
    expect(receipts.filter(({ hasEvents }) => !hasEvents).length).toBeGreaterThan(0);
    for (const store of [there, back]) {
      expect(await receiptsOf(store)).toEqual(receipts);
      expect(await compareStores(first, store)).toMatchObject({ same: true, streams: [], differing: 0, receipts: [] });
    }
  });

  it('tells where in the copy one has come to who came so far in the source', async () => {
    const [from, to] = [await empty.postgres(), await empty['KurrentDB (a test double)']()];
    await fill(from);
    await copyStore(from, to);
    const [there, here] = [await readEverything(from, 0), await readEverything(to, 0)];
    for (const n of [0, 99, there.length - 1]) {
      expect((await placeInCopy(from, to, there[n]!.position))?.position).toBe(here[n]!.position);
      expect((await placeInCopy(to, from, here[n]!.position))?.position).toBe(there[n]!.position);
    }
    expect(await placeInCopy(from, to, 0)).toBeUndefined();
    await expect(placeInCopy(to, from, here[9]!.position + 1)).rejects.toThrow(RangeError);
    await expect(placeInCopy(from, await empty.memory(), 7)).rejects.toThrow(NotACopy);
  });

  it('takes what the source was given meanwhile the next time', async () => {
    const [from, to] = [await empty.memory(), await empty.postgres()];
    await fill(from);
    const { upTo } = await copyStore(from, to);
    const given = { key: 'later', fingerprint: 'first', answer: null };
    await from.append(newStream(), 'absent', [event()], given);
    expect(await compareStores(from, to, { upTo })).toMatchObject({ same: true });
    expect(await compareStores(from, to)).toMatchObject({ same: false, differing: 1 });
    expect(await copyStore(from, to)).toMatchObject({ events: 1 });
    expect(await compareStores(from, to)).toMatchObject({ same: true });
    expect(await to.receipt('later')).toMatchObject({ ...given, position: await to.head() });
  });

  it('is refused where the other store holds something else, and leaves that as it is', async () => {
    const [from, to] = [await empty.memory(), await empty.postgres()];
    await fill(from);
    await to.append(newStream(), 'absent', [event()]);
    await expect(copyStore(from, to)).rejects.toThrow(NotACopy);
    expect(await to.head()).toBe(1);
  });

  it('is refused once the copy serves, and has events of its own', async () => {
    const [from, to] = [await empty.memory(), await empty.postgres()];
    await fill(from);
    await copyStore(from, to);
    await to.append(newStream(), 'absent', [event()]);
    await expect(copyStore(from, to)).rejects.toThrow(NotACopy);
  });

  const directions: [Kind, Kind][] = [
    ['postgres', 'KurrentDB (a test double)'],
    ['KurrentDB (a test double)', 'postgres'],
  ];
  it.each(directions)(
    'from %s to %s waits for either store that is away, and goes on',
    async (...kinds) => {
      const server = await double();
      const ends = kinds.map((kind) => (kind === 'postgres' ? empty.postgres() : opened(server.url)));
      const [from, to] = (await Promise.all(ends)) as [MovableEventStore, MovableEventStore];
      await from.importEvents(undefined, past(3_500));
      let away = 0;
      let pages = 0;
      await copyStore(from, to, {
        onAway: () => {
          away++;
          server.faults.frozen = false;
        },
        onProgress: () => {
          pages++;
          if (pages === 1) server.cut();
          if (pages === 2) server.faults.frozen = true;
          if (pages === 3) void server.restart();
        },
      });
      expect(away).toBeGreaterThan(0);
      expect(await compareStores(from, to)).toMatchObject({ same: true, second: { events: 3_500 } });
    },
    60_000,
  );

  it('gives up on a store that stays away', async () => {
    const server = await double();
    const [from, to] = [await empty.memory(), await opened(server.url)];
    await fill(from);
    server.faults.rejecting = 'unavailable';
    await expect(copyStore(from, to, { patience: 300 })).rejects.toMatchObject({ name: 'StoreUnavailable' });
    server.faults.rejecting = undefined;
  });

  it.each(directions)(
    'from %s to %s goes on where it was killed, twice',
    async (...kinds) => {
      const urls = await Promise.all(
        kinds.map(async (kind) => (kind === 'postgres' ? database() : (await double()).url)),
      );
      const [from, to] = (await Promise.all(urls.map(opened))) as [MovableEventStore, MovableEventStore];
      await from.importEvents(undefined, past(6_000));
      for (let n = 0; n < 40; n++)
        await from.append(newStream(), 'any', [event()], { key: `key-${n}`, fingerprint: '', answer: n });
      const reached: number[] = [];
      for (let kill = 0; kill < 2; kill++) {
        const child = copying(urls[0]!, urls[1]!);
        await once(child.stdout, 'data');
        await pause(Math.random() * 250);
        child.kill('SIGKILL');
        await once(child, 'exit');
        reached.push(await to.count(await to.head()));
      }
      const child = copying(urls[0]!, urls[1]!);
      expect(await once(child, 'exit')).toEqual([0, null]);
      expect(reached[0]).toBeGreaterThan(0);
      expect(reached[1]).toBeGreaterThan(reached[0]!);
      expect(await everythingOf(to)).toEqual(await everythingOf(from));
      expect(await compareStores(from, to)).toMatchObject({ same: true, second: { events: 6_040, receipts: 40 } });
    },
    120_000,
  );
});

/** A process of its own that copies, and says something after each page. */
function copying(from: string, to: string) {
  const script = `
    import { register } from './test/support/typescript.js';
    register();
    const { openEventStore } = await import('./libs/event-store/src/open.ts');
    const { copyStore } = await import('./libs/event-store/src/moving/copy.ts');
    const [from, to] = [await openEventStore(${JSON.stringify(from)}), await openEventStore(${JSON.stringify(to)})];
    await copyStore(from, to, { onProgress: ({ events }) => process.stdout.write(events + '\\n') });
    await Promise.all([from.close(), to.close()]);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  closing.push(async () => child.kill('SIGKILL'));
  return child;
}
