import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MovableEventStore } from '../moving/movable.js';
import type { Batch, EventStore, Json, NewEvent, StoredEvent, SubscribeOptions } from '../store.js';

/** What cannot come about in a kind of store, or cannot be brought about by the test: what it is for is not tested there. */
export type Lacking = 'restart' | 'appendSlowly' | 'transactElsewhere';

/** What an adapter brings to be tested; all but what it was said to lack. */
export interface Harness {
  /** Another store on the same data, as another process would open it. */
  open(): Promise<MovableEventStore>;
  /** Stops the server under the open stores and starts it again. */
  restart?(): Promise<void>;
  /** Appends in a transaction that has written but not committed until the function it gives is called. */
  appendSlowly?(stream: string, event: NewEvent): Promise<() => Promise<void>>;
  /** Opens a transaction that has nothing to do with the store, and keeps it open until the function it gives is called. */
  transactElsewhere?(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export const event = (data: Json = {}, type = 'MilestoneReached'): NewEvent => ({
  id: randomUUID(),
  type,
  data,
  metadata: { by: 'pm-1' },
});

export const someEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => event({ n }));

/** A stream nobody has written to. */
export const newStream = (): string => `partnership-${randomUUID()}`;

export const positions = (events: readonly StoredEvent[]): number[] => events.map(({ position }) => position);
export const ids = (events: readonly NewEvent[]): string[] => events.map(({ id }) => id);

/** Everything after a position, read page by page. */
export async function readEverything(store: EventStore, after: number, max = 1_000): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let position = after, end = false; !end; ) {
    const page = await store.readAll(position, { max });
    events.push(...page.events);
    ({ position, end } = page);
  }
  return events;
}

/** The batches of a subscription, until `enough` says so. */
export async function batchesUntil(
  store: EventStore,
  options: SubscribeOptions,
  enough: (events: StoredEvent[], batches: Batch[]) => boolean,
): Promise<Batch[]> {
  const batches: Batch[] = [];
  const events: StoredEvent[] = [];
  const signal = AbortSignal.timeout(20_000);
  for await (const batch of store.subscribe({ signal, ...options })) {
    batches.push(batch);
    events.push(...batch.events);
    if (enough(events, batches)) return batches;
  }
  throw new Error(`The subscription ended after ${events.length} events`);
}

/** Settles when `condition` holds, asking every few milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await condition()); await pause(5)) {
    if (Date.now() > deadline) throw new Error('It did not come about');
  }
}

/** Does it until the store is there. */
export async function untilDone<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const deadline = Date.now() + 20_000; ; await pause(50)) {
    try {
      return await work();
    } catch (error) {
      if ((error as Error).name !== 'StoreUnavailable' || Date.now() > deadline) throw error;
    }
  }
}
