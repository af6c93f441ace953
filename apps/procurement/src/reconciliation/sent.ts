import { LRUCache } from 'lru-cache';
import { type Followed, following, messagesOf, publishedTypes } from '#contracts';
import type { EventStore, StoredEvent } from '#event-store';
import { partnershipStream } from '#partnership';
import { toldOf } from '../outward/told.js';

const PAGE = 200;
/** So many messages of partnerships asked for lately are kept at hand. */
const AT_HAND = 100_000;
const published: ReadonlySet<string> = new Set(publishedTypes);

/** A public message a partnership has led to. */
export interface Sent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  /** Of the event it tells. */
  readonly position: number;
  /** From 1, among the messages of its event. */
  readonly index: number;
}

/** What a partnership has led to up to a position, and what is needed to go on from there. */
interface Known {
  readonly head: number;
  readonly state: Followed;
  /** By stream the revision to read on from. */
  readonly next: ReadonlyMap<string, number>;
  readonly messages: readonly Sent[];
}

const nothing = (): Known => ({ head: 0, state: following.initial, next: new Map(), messages: [] });

/** The public messages of partnerships, in the order of the store: found once, and from then on only what is new is read. */
export class SentMessages {
  private readonly known = new LRUCache<string, Known>({ maxSize: AT_HAND, sizeCalculation: sizeOf });
  private readonly turns = new Map<string, Promise<Known>>();

  constructor(private readonly store: EventStore) {}

  /**
   * The messages of a partnership up to a position.
   *
   * @param kpis codes of its KPIs at that position or later, whose measurements stand in streams of their own
   * @throws StoreUnavailable
   */
  async of(partnershipId: string, kpis: readonly string[], head: number): Promise<readonly Sent[]> {
    const before = this.turns.get(partnershipId)?.catch(() => undefined);
    const turn = (async () => {
      const known = (await before) ?? this.known.get(partnershipId) ?? nothing();
      return known.head >= head ? known : this.readOn(known, partnershipId, kpis, head);
    })();
    this.turns.set(partnershipId, turn);
    try {
      const known = await turn;
      this.known.set(partnershipId, known);
      return known.messages;
    } catch (error) {
      this.known.delete(partnershipId);
      throw error;
    } finally {
      if (this.turns.get(partnershipId) === turn) this.turns.delete(partnershipId);
    }
  }

  private async readOn(known: Known, partnershipId: string, kpis: readonly string[], head: number): Promise<Known> {
    const streams = [partnershipStream(partnershipId), ...kpis.map((code) => `kpi-${partnershipId}-${code}`)];
    const next = new Map(known.next);
    const found: Sent[] = [];
    let { state } = known;
    for await (const event of inOrder(streams.map((stream) => this.eventsOf(stream, next.get(stream) ?? 0, head)))) {
      const told = toldOf(event);
      const { position } = event;
      if (published.has(event.type))
        for (const [at, { id, type, time }] of messagesOf(told, state).entries())
          found.push({ id, type, time, position, index: at + 1 });
      state = following.evolve(state, told);
      next.set(event.stream, event.revision + 1);
    }
    return { head, state, next, messages: found.length === 0 ? known.messages : [...known.messages, ...found] };
  }

  private async *eventsOf(stream: string, start: number, head: number): AsyncGenerator<StoredEvent> {
    for (let from = start; ; from += PAGE) {
      const page = await this.store.read(stream, { from, max: PAGE });
      for (const event of page) {
        if (event.position > head) return;
        yield event;
      }
      if (page.length < PAGE) return;
    }
  }
}

function sizeOf({ messages }: Known): number {
  return messages.length + 1;
}

/** Events of several streams in the order of the store; of each, only a page is held. */
async function* inOrder(streams: readonly AsyncGenerator<StoredEvent>[]): AsyncGenerator<StoredEvent> {
  const heads = await Promise.all(streams.map(async (events) => ({ events, head: await events.next() })));
  let rest = heads.filter(({ head }) => !head.done);
  while (rest.length > 0) {
    const first = rest.reduce((one, other) => (positionOf(other) < positionOf(one) ? other : one));
    yield first.head.value as StoredEvent;
    first.head = await first.events.next();
    if (first.head.done) rest = rest.filter((one) => one !== first);
  }
}

const positionOf = ({ head }: { readonly head: IteratorResult<StoredEvent> }): number =>
  (head.value as StoredEvent).position;
