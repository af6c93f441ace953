import { type CloudEvent, following, messagesOf, publishedTypes } from '#contracts';
import type { EventStore, StoredEvent } from '#event-store';
import { partnershipStream } from '#partnership';
import { toldOf } from '../outward/told.js';

const PAGE = 200;
const published: ReadonlySet<string> = new Set(publishedTypes);

/**
 * The public messages a partnership has led to, in the order of the store.
 *
 * @param kpis codes of its KPIs, whose measurements stand in streams of their own
 * @throws StoreUnavailable
 */
export async function* sentOf(
  store: EventStore,
  partnershipId: string,
  kpis: readonly string[],
): AsyncGenerator<{ readonly message: CloudEvent; readonly position: number }> {
  const streams = [partnershipStream(partnershipId), ...kpis.map((code) => `kpi-${partnershipId}-${code}`)];
  let state = following.initial;
  for await (const event of inOrder(streams.map((stream) => eventsOf(store, stream)))) {
    const told = toldOf(event);
    if (published.has(event.type))
      for (const message of messagesOf(told, state)) yield { message, position: event.position };
    state = following.evolve(state, told);
  }
}

async function* eventsOf(store: EventStore, stream: string): AsyncGenerator<StoredEvent> {
  for (let from = 0; ; from += PAGE) {
    const page = await store.read(stream, { from, max: PAGE });
    yield* page;
    if (page.length < PAGE) return;
  }
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
