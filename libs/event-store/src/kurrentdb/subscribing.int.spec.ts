import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jsonEvent, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { type KurrentDbDouble, startKurrentDbDouble } from '../../../../test/support/kurrentdb/double.js';
import { event, ids, newStream, readEverything, someEvents, until } from '../contract/harness.js';
import type { MovableEventStore } from '../moving/movable.js';
import { openEventStore } from '../open.js';

describe('a KurrentDB (a test double)', () => {
  let server: KurrentDbDouble;
  let store: MovableEventStore;
  beforeEach(async () => {
    server = await startKurrentDbDouble();
    store = await openEventStore(server.url);
  });
  afterEach(async () => {
    await store.close();
    await server.stop();
  });

  /** What a subscriber sees from the beginning, until it is told to stop. */
  function subscribed() {
    const stop = new AbortController();
    const seen: { id: string; at: number }[] = [];
    let caughtUp = false;
    const reading = (async () => {
      for await (const batch of store.subscribe({ from: 0, signal: stop.signal })) {
        seen.push(...batch.events.map(({ id }) => ({ id, at: performance.now() })));
        ({ caughtUp } = batch);
      }
    })();
    const end = async () => {
      stop.abort();
      await reading;
    };
    return { seen, caughtUp: () => caughtUp, end };
  }

  it('wakes a subscriber by its bell, long before that would look again', async () => {
    const { seen, caughtUp, end } = subscribed();
    await until(caughtUp);
    await pause(200);
    const waited: number[] = [];
    // Twelve looks, a second apart, could not all come so soon by chance.
    for (let n = 0; n < 12; n++) {
      await store.append(newStream(), 'absent', [event()]);
      const appended = performance.now();
      await until(() => seen.length === n + 1);
      waited.push(seen.at(-1)!.at - appended);
      await pause(130);
    }
    await end();
    expect(waited.sort((a, b) => a - b)[10]).toBeLessThan(250);
  });

  it('never shows streams of its own, whether read, counted or subscribed to', async () => {
    const { seen, end } = subscribed();
    const client = KurrentDBClient.connectionString(server.url);
    const events = someEvents(3);
    for (const one of events) {
      await client.appendToStream('$settings', jsonEvent({ type: '$metadata', data: {} }), { streamState: 'any' });
      await store.append(newStream(), 'absent', [one]);
    }
    await client.appendToStream('$settings', jsonEvent({ type: '$metadata', data: {} }), { streamState: 'any' });
    await client.dispose();
    expect(ids(await readEverything(store, 0))).toEqual(ids(events));
    expect(ids(await readEverything(store, 0, 1))).toEqual(ids(events));
    expect((await store.last())!.id).toBe(events[2]!.id);
    expect(await store.count(await store.head())).toBe(3);
    await until(() => seen.length >= 3);
    await pause(100);
    await end();
    expect(seen.map(({ id }) => id)).toEqual(ids(events));
  });
});
