import { setTimeout as pause } from 'node:timers/promises';
import { Contended, StoreUnavailable } from '#event-store';

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** What inbound messages may have to wait for. */
export type Waited = 'store' | 'read-models';

/**
 * Does work that may find a database away, again and again with growing pauses until it is done.
 *
 * @throws Left once there is no point in waiting any longer
 */
export type Patiently = <Result>(what: Waited, work: () => Promise<Result>) => Promise<Result>;

/** The partition is another consumer's, or this one is stopping. */
export class Left extends Error {
  override readonly name = 'Left';
}

/** @param waits told of what is in the way before each pause, and of nothing when it is not any more */
export function patience(left: () => boolean, waits: (what: Waited, error?: Error) => void): Patiently {
  return async (what, work) => {
    for (let longest = FIRST_PAUSE; ; longest = Math.min(longest * 2, LONGEST_PAUSE)) {
      if (left()) throw new Left();
      try {
        const result = await work();
        waits(what);
        return result;
      } catch (error) {
        if (!(error instanceof StoreUnavailable || error instanceof Contended)) throw error;
        waits(what, error);
        await pausedUnless(left, longest * (0.5 + Math.random() / 2));
      }
    }
  };
}

/** Pauses so many milliseconds; looks up in between, so that a stop need not wait for the end of it. */
export async function pausedUnless(left: () => boolean, time: number): Promise<void> {
  const end = performance.now() + time;
  for (let rest = time; rest > 0 && !left(); rest = end - performance.now()) await pause(Math.min(rest, 100));
}

/** Does work while saying every second that it is still under way. */
export async function withSigns<Result>(stillHere: () => Promise<void>, work: () => Promise<Result>): Promise<Result> {
  const done = new AbortController();
  const signs = (async () => {
    while (!done.signal.aborted) {
      await pause(1_000, undefined, { signal: done.signal }).catch(() => {});
      // One that does not get through shows in what is lost, or in the commit.
      if (!done.signal.aborted) await stillHere().catch(() => {});
    }
  })();
  try {
    return await work();
  } finally {
    done.abort();
    await signs;
  }
}
