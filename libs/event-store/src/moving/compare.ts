import { createHash, type Hash } from 'node:crypto';
import type { StoredEvent } from '../store.js';
import { compareReceipts } from './compare-receipts.js';
import type { ReadableStore } from './patience.js';
import { pagesOf } from './walk.js';

/** What was counted of one store, up to where it was compared. */
export interface Counted {
  readonly events: number;
  readonly streams: number;
  readonly receipts: number;
  /** SHA-256 over all events in their order: everything of them but their positions. */
  readonly digest: string;
}

/** The first difference of a stream, or one of a receipt. */
export interface Difference {
  /** The stream's name; of a receipt, its key. */
  readonly of: string;
  /** Where the stream differs first; absent for a receipt. */
  readonly revision?: number;
  /** Fields that differ; or which of the two stores has it alone. */
  readonly differs: readonly string[] | 'only in the first' | 'only in the second';
}

export interface Comparison {
  readonly first: Counted;
  readonly second: Counted;
  /** Streams that differ, as many as were asked for, each with its first difference. */
  readonly streams: readonly Difference[];
  /** How many streams differ; the comparison stopped early when there were very many. */
  readonly differing: number;
  /** Where the order of the whole store differs first, counted from 1, where no stream differs by itself. */
  readonly order?: { readonly place: number; readonly first: string; readonly second: string };
  /** Receipts that differ, as many as were asked for. */
  readonly receipts: readonly Difference[];
  readonly same: boolean;
}

export interface CompareOptions {
  /**
   * Looks at the first store up to this position only; at all of it unless given. Receipts without events are of no
   * position, and bounded, those that only the first has are no difference: they may have been left since.
   */
  readonly upTo?: number;
  /** Most differences to name, of streams and of receipts; 20 unless given. */
  readonly most?: number;
  /** Told after each so many events. */
  readonly onProgress?: (events: number) => void;
}

/** Of so many differing streams on, nobody wants to know more, and memory is bounded. */
const MOST_OPEN = 10_000;
const PAGE = 1_000;

/**
 * Compares two stores: counts, and for each stream a hash over id, type, data, metadata, revision, order and time of its
 * events. Both are walked side by side, and the hash of a stream is kept only while its two sides differ: memory does not
 * grow with the stores.
 *
 * @throws StoreUnavailable
 */
export async function compareStores(
  first: ReadableStore,
  second: ReadableStore,
  { upTo, most = 20, onProgress }: CompareOptions = {},
): Promise<Comparison> {
  const open = new Map<string, [Chain, Chain]>();
  const [one, other] = [new Walk(first, upTo), new Walk(second)];
  let order: Comparison['order'];
  for (let place = 1; open.size < MOST_OPEN; place++) {
    const [a, b] = [await one.next(), await other.next()];
    if (!a && !b) break;
    if (a?.event.id !== b?.event.id) order ??= { place, first: nameOf(a), second: nameOf(b) };
    if (a?.text !== b?.text) {
      note(open, a, 0);
      note(open, b, 1);
    } else if (a && open.has(a.event.stream)) {
      note(open, a, 0);
      note(open, a, 1);
    }
    if (place % PAGE === 0) onProgress?.(place);
  }
  const receipts = await compareReceipts(first, second, upTo, most);
  const streams: Difference[] = [];
  for (const stream of [...open.keys()].slice(0, most)) streams.push(await inStream(first, second, stream, upTo));
  return {
    first: { ...one.counted(), receipts: receipts.counts[0] },
    second: { ...other.counted(), receipts: receipts.counts[1] },
    streams,
    differing: open.size,
    ...(order && open.size === 0 && { order }),
    receipts: receipts.differences,
    same: open.size === 0 && order === undefined && receipts.differences.length === 0,
  };
}

interface Seen {
  readonly event: StoredEvent;
  /** All that must be the same. */
  readonly text: string;
}

interface Chain {
  readonly count: number;
  readonly hash: string;
}

const none: Chain = { count: 0, hash: '' };

function note(open: Map<string, [Chain, Chain]>, seen: Seen | undefined, side: 0 | 1): void {
  if (!seen) return;
  const { stream } = seen.event;
  const sides = open.get(stream) ?? [none, none];
  const { count, hash } = sides[side];
  sides[side] = { count: count + 1, hash: createHash('sha256').update(hash).update(seen.text).digest('base64') };
  const [a, b] = sides;
  // Caught up with each other: what follows is compared afresh.
  if (a.count === b.count && a.hash === b.hash) open.delete(stream);
  else open.set(stream, sides);
}

const nameOf = (seen: Seen | undefined) => (seen ? `${seen.event.stream} ${seen.event.revision}` : 'nothing');

/** The events of a store in their order, one by one, counted and hashed; the next page is fetched meanwhile. */
class Walk {
  private readonly digest: Hash = createHash('sha256');
  private events = 0;
  private streams = 0;
  private readonly walking: AsyncIterator<readonly StoredEvent[], undefined>;
  private ahead: Promise<IteratorResult<readonly StoredEvent[], undefined>>;
  private page: readonly StoredEvent[] = [];
  private at = 0;

  constructor(store: ReadableStore, upTo?: number) {
    this.walking = pagesOf(store, upTo);
    this.ahead = this.fetch();
  }

  async next(): Promise<Seen | undefined> {
    while (this.at === this.page.length) {
      const { value, done } = await this.ahead;
      if (done) return undefined;
      this.ahead = this.fetch();
      this.page = value;
      this.at = 0;
    }
    const event = this.page[this.at++]!;
    const { stream, revision, id, type, data, metadata, recordedAt } = event;
    const text = JSON.stringify([stream, revision, id, type, recordedAt, data, metadata]);
    this.events++;
    if (revision === 0) this.streams++;
    this.digest.update(text);
    return { event, text };
  }

  private fetch(): typeof this.ahead {
    const fetching = this.walking.next();
    // A failure shows where the page is needed.
    fetching.catch(() => {});
    return fetching;
  }

  counted(): Omit<Counted, 'receipts'> {
    return { events: this.events, streams: this.streams, digest: this.digest.copy().digest('hex') };
  }
}

const fields = ['id', 'type', 'data', 'metadata', 'recordedAt'] as const;

/** Where a stream differs first. */
async function inStream(
  first: ReadableStore,
  second: ReadableStore,
  stream: string,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<Difference> {
  for (let from = 0; ; from += PAGE) {
    const [known, others] = await Promise.all([
      first.read(stream, { from, max: PAGE }),
      second.read(stream, { from, max: PAGE }),
    ]);
    const ours = known.filter(({ position }) => position <= upTo);
    for (let n = 0; n < Math.max(ours.length, others.length); n++) {
      const [a, b] = [ours[n], others[n]];
      const at = { of: stream, revision: from + n };
      if (!b) return { ...at, differs: 'only in the first' };
      if (!a) return { ...at, differs: 'only in the second' };
      const differs = fields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]));
      if (differs.length > 0) return { ...at, differs };
    }
    // Each is the same by itself, and the walk saw otherwise: it changed meanwhile, or its events stand in another order.
    if (ours.length < PAGE) return { of: stream, differs: ['order'] };
  }
}
