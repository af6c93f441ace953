import type { MovableEventStore } from './movable.js';
import { type Attempt, NotACopy, type Patience, patiently } from './patience.js';

export interface Progress {
  /** Events copied by this run; those of an attempt that failed half-way are not counted. */
  readonly events: number;
  readonly perSecond: number;
  /** How much of the log is behind us, from 0 to 1. */
  readonly share: number;
  /** Absent until there is something to reckon it from. */
  readonly secondsLeft?: number;
}

export interface CopyOptions extends Patience {
  /** Told before the first event: the one after which it goes on, when the target held some already. */
  readonly onBegin?: (after: { readonly stream: string; readonly revision: number } | undefined) => void;
  /** Told after each page that was copied. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Copied {
  /** As in `Progress`. */
  readonly events: number;
  /** Receipts looked after by this run. */
  readonly receipts: number;
  /** Everything of the source up to here is in the target. */
  readonly upTo: number;
}

/**
 * Copies every event and receipt of a store into another one that is empty or holds the beginning of it. It goes on after
 * the last event the target holds; nothing else is remembered. A store that is away is waited for.
 *
 * @throws NotACopy when the target holds something else
 * @throws StoreUnavailable when a store was away for longer than `patience`; to go on, begin again
 */
export async function copyStore(
  from: MovableEventStore,
  to: MovableEventStore,
  options: CopyOptions = {},
): Promise<Copied> {
  const attempt = patiently(options);
  const events = await copyEvents(from, to, attempt, options);
  const receipts = await copyReceipts(from, to, attempt, events.upTo);
  return { ...events, receipts };
}

async function copyEvents(
  from: MovableEventStore,
  to: MovableEventStore,
  attempt: Attempt,
  { onBegin, onProgress }: CopyOptions,
): Promise<Omit<Copied, 'receipts'>> {
  const head = await attempt(() => from.head());
  const start = await attempt(() => placeOf(from, to));
  onBegin?.(start.event);
  const pace = paceFrom(start.position, head);
  let { after, position } = start;
  let events = 0;
  for (let end = false; !end; ) {
    let kept = 0;
    end = await attempt(async (again) => {
      // What an attempt left behind is told by the target alone.
      if (again) ({ after, position } = await placeOf(from, to));
      const page = await from.readAll(position, { max: PAGE });
      await to.importEvents(after, page.events);
      kept = page.events.length;
      after = page.events.at(-1)?.id ?? after;
      position = page.position;
      return page.end;
    });
    events += kept;
    if (kept > 0) onProgress?.(pace(events, position));
  }
  return { events, upTo: position };
}

async function copyReceipts(
  from: MovableEventStore,
  to: MovableEventStore,
  attempt: Attempt,
  upTo: number,
): Promise<number> {
  let receipts = 0;
  for (let after: string | undefined, end = false; !end; ) {
    await attempt(async () => {
      const page = await from.receipts({ ...(after !== undefined && { after }), max: PAGE });
      // Those of events that came since belong to the next run.
      const ours = page.receipts.filter(({ position }) => position <= upTo);
      await to.importReceipts(ours);
      receipts += ours.length;
      after = page.next;
      end = page.next === undefined;
    });
  }
  return receipts;
}

/** Where in the source the target ends. */
async function placeOf(from: MovableEventStore, to: MovableEventStore) {
  const last = await to.last();
  if (!last) return { after: undefined, position: 0, event: undefined };
  const [same] = await from.read(last.stream, { from: last.revision, max: 1 });
  if (same?.id !== last.id)
    throw new NotACopy(
      `the store to copy to ends with ${last.stream} ${last.revision}, which the store to copy from does not hold`,
    );
  return { after: last.id, position: same.position, event: last };
}

/** Positions are no counts, but how far one is among them is. */
function paceFrom(start: number, head: number): (events: number, position: number) => Progress {
  const began = performance.now();
  return (events, position) => {
    const seconds = (performance.now() - began) / 1_000;
    const share = Math.min(position / Math.max(head, 1), 1);
    const done = position - start;
    return {
      events,
      perSecond: Math.round(events / Math.max(seconds, 0.001)),
      share,
      ...(done > 0 && { secondsLeft: Math.ceil((seconds * Math.max(head - position, 0)) / done) }),
    };
  };
}

const PAGE = 1_000;
