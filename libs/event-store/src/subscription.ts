import { setTimeout as pause } from 'node:timers/promises';
import { type Batch, type EventStore, StoreUnavailable, type SubscribeOptions } from './store.js';

const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 5_000;

/**
 * A subscription by reading pages, and waiting at the end: what an adapter needs beside `readAll` is `wait`, which
 * settles when there may be something after a position, or when `signal` aborts.
 */
export async function* follow(
  store: Pick<EventStore, 'readAll'>,
  wait: (after: number, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  { from, filter, batch = 1_000 }: SubscribeOptions,
): AsyncGenerator<Batch, void, undefined> {
  let position = from;
  let caughtUp = false;
  let failures = 0;
  while (!signal.aborted) {
    let page: Awaited<ReturnType<EventStore['readAll']>>;
    try {
      page = await store.readAll(position, { filter, max: batch });
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof StoreUnavailable)) throw error;
      const longest = Math.min(FIRST_PAUSE * 2 ** failures++, LONGEST_PAUSE);
      await pause(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
      continue;
    }
    if (signal.aborted) return;
    if (page.position > position || (page.end && !caughtUp)) {
      position = page.position;
      caughtUp = page.end;
      yield { events: page.events, position, caughtUp };
    }
    if (page.end) await wait(position, signal);
  }
}
