import type { EventStore, StoredEvent } from '../store.js';

const PAGE = 1_000;

/** Everything a store has up to a position, page by page in its order. */
export async function* pagesOf(
  store: Pick<EventStore, 'readAll'>,
  upTo = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<readonly StoredEvent[], undefined> {
  for (let position = 0, end = false; !end && position < upTo; ) {
    const page = await store.readAll(position, { max: PAGE });
    ({ position, end } = page);
    yield page.events.filter((event) => event.position <= upTo);
  }
}
