import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { EventStore } from '../store.js';
import {
  batchesUntil,
  event,
  type Harness,
  ids,
  type Lacking,
  newStream,
  positions,
  readEverything,
  someEvents,
  until,
} from './harness.js';

export function describeSubscribing(
  harness: () => Harness,
  store: () => EventStore,
  lacking: readonly Lacking[],
): void {
  const itWith = (needed: Lacking, promise: string, test: () => Promise<void>) => {
    if (!lacking.includes(needed)) it(promise, test);
  };

  it('gives what was, and then what comes, in the order of positions', async () => {
    const from = await store().head();
    const past = someEvents(25);
    await store().append(newStream(), 'absent', past);
    const live = someEvents(10);
    const batches = await batchesUntil(store(), { from, batch: 10 }, (seen, all) => {
      if (all.at(-1)!.caughtUp && seen.length === past.length) {
        void store().append(newStream(), 'absent', live.slice(0, 5));
        void store().append(newStream(), 'absent', live.slice(5));
      }
      return seen.length === past.length + live.length;
    });
    const events = batches.flatMap((batch) => batch.events);
    expect(ids(events)).toEqual(ids([...past, ...live]));
    expect(positions(events)).toEqual([...positions(events)].sort((a, b) => a - b));
    expect(batches.slice(0, 3).map((batch) => [batch.events.length, batch.caughtUp])).toEqual([
      [10, false],
      [10, false],
      [5, true],
    ]);
    for (const batch of batches) expect(batch.position).toBe(batch.events.at(-1)!.position);
  });

  it('says that it has caught up when there is nothing to give', async () => {
    const from = await store().head();
    const [first] = await batchesUntil(store(), { from }, () => true);
    expect(first).toEqual({ events: [], position: from, caughtUp: true });
  });

  it('moves its position on over events that are not wanted', async () => {
    const from = await store().head();
    const wanted = event({}, 'RiskRaised');
    await store().append(newStream(), 'absent', [...someEvents(12), wanted, ...someEvents(3)]);
    const filter = { types: ['RiskRaised'] };
    const batches = await batchesUntil(store(), { from, filter, batch: 5 }, (_, all) => all.at(-1)!.caughtUp);
    expect(ids(batches.flatMap((batch) => batch.events))).toEqual([wanted.id]);
    expect(batches.at(-1)!.position).toBe(await store().head());
  });

  it('hears of what another process appends', async () => {
    const other = await harness().open();
    const from = await store().head();
    const events = someEvents(3);
    const batches = await batchesUntil(store(), { from }, (seen, all) => {
      const next = events[seen.length];
      if (next && all.at(-1)!.caughtUp) void other.append(newStream(), 'absent', [next]);
      return seen.length === events.length;
    });
    expect(ids(batches.flatMap((batch) => batch.events))).toEqual(ids(events));
    await other.close();
  });

  it('goes on where a subscriber was killed between batches, without skipping or repeating', async () => {
    const from = await store().head();
    const writing = (async () => {
      for (let n = 0; n < 60; n++) await store().append(newStream(), 'absent', someEvents(5));
    })();
    const seen: string[] = [];
    for (let position = from; seen.length < 300; ) {
      const reader = await harness().open();
      for await (const batch of reader.subscribe({ from: position, batch: 7 })) {
        seen.push(...ids(batch.events));
        position = batch.position;
        if (seen.length >= 300 || Math.random() < 0.2) break;
      }
      await reader.close();
    }
    await writing;
    expect(seen).toEqual(ids(await readEverything(store(), from)));
  });

  it('ends when it is told to, while reading and while waiting', async () => {
    const from = await store().head();
    const stop = new AbortController();
    let batches = 0;
    const waiting = (async () => {
      for await (const _ of store().subscribe({ from, signal: stop.signal })) batches++;
    })();
    await until(() => batches === 1);
    stop.abort();
    await waiting;
    for await (const _ of store().subscribe({ from, signal: AbortSignal.abort() })) batches++;
    expect(batches).toBe(1);
  });

  it('ends when its store is closed', async () => {
    const closing = await harness().open();
    const from = await store().head();
    let caughtUp = false;
    const waiting = (async () => {
      for await (const batch of closing.subscribe({ from })) ({ caughtUp } = batch);
    })();
    await until(() => caughtUp);
    await closing.close();
    await waiting;
  });

  it('serves many subscriptions from one store, each with its own filter', async () => {
    const from = await store().head();
    const mine = Array.from({ length: 8 }, (_, n) => event({ n }, `Type${n}`));
    const readers = mine.map(({ type }) =>
      batchesUntil(store(), { from, filter: { types: [type] } }, (seen) => seen.length === 1),
    );
    await Promise.all(mine.map((one) => store().append(newStream(), 'absent', [one])));
    const seen = (await Promise.all(readers)).map((batches) => ids(batches.flatMap((batch) => batch.events)));
    expect(seen).toEqual(mine.map(({ id }) => [id]));
  });

  itWith('appendSlowly', 'neither misses nor overtakes events that a slow transaction commits late', async () => {
    const from = await store().head();
    const slow = event();
    const seen: string[] = [];
    const stop = new AbortController();
    const order: number[] = [];
    const reading = (async () => {
      for await (const batch of store().subscribe({ from, signal: stop.signal })) {
        seen.push(...ids(batch.events));
        order.push(...positions(batch.events));
      }
    })();
    const commit = await harness().appendSlowly!(newStream(), slow);
    const quick = someEvents(20);
    const appends = quick.map((one) => store().append(newStream(), 'absent', [one]));
    await pause(300);
    const seenBefore = [...seen];
    await commit();
    await Promise.all(appends);
    await until(() => seen.length >= 21);
    stop.abort();
    await reading;

    expect([...seen].sort()).toEqual([slow.id, ...ids(quick)].sort());
    expect(order).toEqual([...order].sort((a, b) => a - b));
    // Those seen before the slow commit stand before it in the order, too.
    expect(seen.indexOf(slow.id)).toBe(seenBefore.length);
  });

  itWith('transactElsewhere', 'does not wait for a long transaction elsewhere', async () => {
    const finish = await harness().transactElsewhere!();
    const from = await store().head();
    const events = someEvents(5);
    const started = performance.now();
    const reading = batchesUntil(store(), { from }, (seen) => seen.length === 5);
    for (const one of events) await store().append(newStream(), 'absent', [one]);
    expect(ids((await reading).flatMap((batch) => batch.events))).toEqual(ids(events));
    expect(performance.now() - started).toBeLessThan(5_000);
    await finish();
  });

  itWith('restart', 'goes on by itself over a restart of the server, without skipping or repeating', async () => {
    const from = await store().head();
    const seen: string[] = [];
    const stop = new AbortController();
    const reading = (async () => {
      for await (const batch of store().subscribe({ from, signal: stop.signal })) seen.push(...ids(batch.events));
    })();
    let written = 0;
    let failed = 0;
    const write = async () => {
      while (!stop.signal.aborted) {
        const [stream, one] = [newStream(), event()];
        // Repeating an append whose outcome is unknown is safe: it is the same event.
        for (let done = false; !done; ) {
          try {
            await store().append(stream, 'absent', [one]);
            done = true;
          } catch (error) {
            if ((error as Error).name !== 'StoreUnavailable') throw error;
            failed++;
            await pause(20);
          }
        }
        written++;
      }
    };
    const writers = Promise.all([write(), write(), write(), write()]);
    await until(() => seen.length > 50);
    await harness().restart!();
    const after = seen.length;
    await until(() => seen.length > after + 50);
    stop.abort();
    await Promise.all([writers, reading]);
    expect(failed).toBeGreaterThan(0);
    const stored = ids(await readEverything(store(), from));
    expect(stored).toHaveLength(written);
    expect(seen).toEqual(stored.slice(0, seen.length));
  });
}
