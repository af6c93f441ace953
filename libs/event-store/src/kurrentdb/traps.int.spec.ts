import { execFile } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type KurrentDbDouble, startKurrentDbDouble } from '../../../../test/support/kurrentdb/double.js';
import {
  batchesUntil,
  event,
  ids,
  newStream,
  readEverything,
  someEvents,
  until,
  untilDone,
} from '../contract/harness.js';
import type { MovableEventStore } from '../moving/movable.js';
import { openEventStore } from '../open.js';
import { WrongRevision } from '../store.js';
import { Connection } from './connection.js';

const TIMEOUT = 1_000;

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** What is known to go wrong with the client or the server. */
describe('a KurrentDB (a test double)', () => {
  let server: KurrentDbDouble;
  let store: MovableEventStore;
  beforeEach(async () => {
    server = await startKurrentDbDouble();
    store = await openEventStore(server.url, { timeout: TIMEOUT });
  });
  afterEach(async () => {
    await store.close();
    await server.stop();
  });

  const away = { name: 'StoreUnavailable' };

  it('that freezes is found away in time, by every call, and is well again afterwards', async () => {
    const [stream, one] = [newStream(), event()];
    server.faults.frozen = true;
    const started = performance.now();
    await expect(store.append(stream, 'absent', [one])).rejects.toMatchObject(away);
    await expect(store.read(stream)).rejects.toMatchObject(away);
    await expect(store.readAll(0)).rejects.toMatchObject(away);
    await expect(store.head()).rejects.toMatchObject(away);
    await expect(store.receipt('key')).rejects.toMatchObject(away);
    expect(performance.now() - started).toBeLessThan(8 * TIMEOUT);

    server.faults.frozen = false;
    // What was given up may still be done: repeating it is safe.
    expect(await store.append(stream, 'absent', [one])).toMatchObject({ revision: 0 });
    expect(ids(await store.read(stream))).toEqual([one.id]);
  });

  it.each(['unavailable', 'not-leader'] as const)(
    'that answers %s is away, and asking again does it',
    async (fault) => {
      const [stream, one] = [newStream(), event()];
      server.faults.rejecting = fault;
      await expect(store.append(stream, 'absent', [one])).rejects.toMatchObject(away);
      await expect(store.read(stream)).rejects.toMatchObject(away);
      server.faults.rejecting = undefined;
      await untilDone(() => store.append(stream, 'absent', [one]));
      expect(ids(await store.read(stream))).toEqual([one.id]);
    },
  );

  it('that is slow is waited for', async () => {
    server.faults.slow = 100;
    const stream = newStream();
    expect(await store.append(stream, 'absent', someEvents(2))).toMatchObject({ revision: 1 });
  });

  it('that cuts connections loses a subscriber nothing, and gives it nothing twice', async () => {
    const events = someEvents(30);
    const reading = batchesUntil(store, { from: 0 }, (seen) => seen.length === events.length);
    for (const [n, one] of events.entries()) {
      if (n % 10 === 5) server.cut();
      const stream = newStream();
      await untilDone(() => store.append(stream, 'absent', [one]));
    }
    expect(ids((await reading).flatMap((batch) => batch.events))).toEqual(ids(events));
    expect(await readEverything(store, 0)).toHaveLength(events.length);
  });

  it.each([
    ['256 small appends', { appends: 256, events: 1, letters: 5_000 }],
    ['8 appends of several messages', { appends: 8, events: 4, letters: 2_000_000 }],
  ])(
    'that cuts connections while %s are on their way ends no process',
    async (_, { appends, events, letters }) => {
      const script = `
      import { randomUUID } from 'node:crypto';
      import { register } from './test/support/typescript.js';
      register();
      const { Connection } = await import('./libs/event-store/src/kurrentdb/connection.ts');
      const { startKurrentDbDouble } = await import('./test/support/kurrentdb/double.ts');
      const server = await startKurrentDbDouble();
      const connection = new Connection(server.url, 5_000);
      const event = (letters) => ({ id: randomUUID(), type: 'A', data: 'x'.repeat(letters), metadata: {} });
      const append = (count, letters) =>
        connection.append('partnership-' + randomUUID(), -1, Array.from({ length: count }, () => event(letters)));
      await append(1, 1);
      const answers = Promise.allSettled(Array.from({ length: ${appends} }, () => append(${events}, ${letters})));
      await new Promise((resolve) => setImmediate(resolve));
      server.cut();
      for (const { reason } of await answers) if (reason) console.log(reason.name);
      await connection.close();
      await server.stop();`;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
        timeout: 30_000,
      });
      expect(new Set(stdout.trim().split('\n'))).toEqual(new Set(['StoreUnavailable']));
    },
    40_000,
  );

  it('that is silent about new events is looked at again all the same', async () => {
    const other = await openEventStore(server.url, { timeout: TIMEOUT });
    const stop = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const batch of store.subscribe({ from: 0, signal: stop.signal })) seen.push(...ids(batch.events));
    })();
    await pause(100);
    // What only waits is not let go of either, however long it is quiet.
    collectGarbage();
    server.cut();
    const one = event();
    await untilDone(() => other.append(newStream(), 'absent', [one]));
    await until(() => seen.length === 1);
    stop.abort();
    await Promise.all([reading, other.close()]);
    expect(seen).toEqual([one.id]);
  });

  it('whose bell is lost again and again leaves nothing behind of those that were', async () => {
    const life = new AbortController();
    const connection = new Connection(server.url, TIMEOUT);
    for (let lost = 0; lost < 3; lost++) {
      const listening = connection.listen(() => {}, life.signal);
      await pause(100);
      expect(getEventListeners(life.signal, 'abort')).toHaveLength(1);
      server.cut();
      await listening;
      expect(getEventListeners(life.signal, 'abort')).toEqual([]);
    }
    await connection.close();
  });

  it('that shows less than it has is away, for whoever would write on it', async () => {
    const [stream, one] = [newStream(), event()];
    const given = { key: newStream(), fingerprint: 'first', answer: {} };
    await store.append(stream, 'absent', [one], given);
    server.faults.behind = Number.POSITIVE_INFINITY;
    await expect(store.append(stream, 'absent', [one])).rejects.toMatchObject(away);
    await expect(store.append(stream, 'any', [event()])).rejects.toMatchObject(away);
    await expect(store.append(stream, 'any', [event()], given)).rejects.toMatchObject(away);
    server.faults.behind = 0;
    expect(await store.append(stream, 'any', [event()], given)).toMatchObject({ revision: 0, repeated: given });
  });

  it('is not asked for streams of its own or of the adapter', async () => {
    await expect(store.append('$settings', 'any', [event()])).rejects.toThrow(RangeError);
    await expect(store.append('_mark-1', 'any', [event()])).rejects.toThrow(RangeError);
  });

  it('never shows how events and receipts are found again', async () => {
    const events = someEvents(3);
    const given = { key: 'key', fingerprint: 'first', answer: {} };
    await store.append(newStream(), 'absent', events, given);
    expect(ids(await readEverything(store, 0))).toEqual(ids(events));
    expect(await store.count(await store.head())).toBe(3);
  });

  it('takes no event that says of itself that it was moved here, and so none that says when it was recorded', async () => {
    const stream = newStream();
    const moved = { ...event(), stream, revision: 0, position: 1, recordedAt: '2024-01-01T00:00:00.000Z' };
    await store.importEvents(undefined, [moved]);
    expect(await store.read(stream)).toMatchObject([{ metadata: moved.metadata, recordedAt: moved.recordedAt }]);
    const forged = { ...event(), metadata: { _recordedAt: '2024-01-01T00:00:00.000Z', _metadata: {} } };
    await expect(store.append(stream, 0, [forged])).rejects.toThrow(RangeError);
    expect(await store.read(stream)).toHaveLength(1);
  });

  it('tells a receipt once whose mark was left twice', async () => {
    const [stream, one] = [newStream(), event()];
    const given = { key: 'key', fingerprint: 'first', answer: {} };
    // The first attempt ends between its mark and its event.
    await expect(store.append(stream, 4, [one], given)).rejects.toThrow(WrongRevision);
    await store.append(stream, 'absent', someEvents(5));
    await store.append(stream, 4, [one], given);
    const marks = (await store.receipts()).receipts;
    expect(marks).toMatchObject([{ ...given, stream, revision: 5 }]);
  });

  it('goes on with an import of which only some events arrived', async () => {
    const streams = [newStream(), newStream()];
    const moved = Array.from({ length: 60 }, (_, n) => ({
      ...event({ n }),
      stream: streams[n % 2]!,
      revision: Math.floor(n / 2),
      position: n,
      recordedAt: '2024-01-01T00:00:00.000Z',
    }));
    server.faults.slow = TIMEOUT / 250;
    const lost = store.importEvents(undefined, moved);
    await until(async () => (await store.head()) > 0);
    server.faults.rejecting = 'unavailable';
    await expect(lost).rejects.toMatchObject(away);
    Object.assign(server.faults, { rejecting: undefined, slow: 0 });
    const last = await untilDone(() => store.last());
    const next = moved.findIndex(({ id }) => id === last!.id) + 1;
    expect(next).toBeGreaterThan(0);
    expect(next).toBeLessThan(60);
    await store.importEvents(last!.id, moved.slice(next));
    expect(ids(await readEverything(store, 0))).toEqual(ids(moved));
  });

  it('finds the receipt of an append that was lost on the way back', async () => {
    const [stream, one] = [newStream(), event()];
    const given = { key: newStream(), fingerprint: 'first', answer: { done: true } };
    server.faults.slow = TIMEOUT * 1.5;
    await expect(store.append(stream, 'absent', [one], given)).rejects.toMatchObject(away);
    server.faults.slow = 0;
    await pause(TIMEOUT * 2);
    // A new attempt, decided anew, under the same key: done once, whichever of the two it is.
    await store.append(stream, 'any', [event()], given);
    expect(await store.read(stream)).toHaveLength(1);
    expect(await store.receipt(given.key)).toMatchObject({ ...given, stream, revision: 0 });
  });

  it('lets a process end once its store is closed', async () => {
    const script = `
      import { register } from './test/support/typescript.js';
      register();
      const { openEventStore } = await import('./libs/event-store/src/open.ts');
      const store = await openEventStore('${server.url}');
      await store.append('partnership-1', 'absent', [{ id: '${event().id}', type: 'A', data: {}, metadata: {} }]);
      const stop = new AbortController();
      for await (const _ of store.subscribe({ from: 0, signal: stop.signal })) stop.abort();
      await store.close();`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { timeout: 20_000 });
  }, 30_000);
});
