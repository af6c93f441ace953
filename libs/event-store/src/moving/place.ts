import type { EventStore, StoredEvent } from '../store.js';
import { NotACopy } from './patience.js';
import { pagesOf } from './walk.js';

/**
 * The event in a copy that stands at a position of the store it was copied from: whoever came that far there has come this
 * far here. Undefined at 0, before the first event. Both are read from the beginning up to there.
 *
 * @throws RangeError when no event stands at that position
 * @throws NotACopy when the copy has other events before it
 * @throws StoreUnavailable
 */
export async function placeInCopy(
  from: Pick<EventStore, 'readAll'>,
  copy: Pick<EventStore, 'readAll'>,
  position: number,
): Promise<StoredEvent | undefined> {
  if (position === 0) return undefined;
  const there = eventsOf(copy);
  let last: StoredEvent | undefined;
  for await (const event of eventsOf(from, position)) {
    const { value: same } = await there.next();
    if (same?.id !== event.id) throw new NotACopy(`${event.stream} ${event.revision} stands elsewhere in the copy`);
    last = same;
    if (event.position === position) return same;
  }
  throw new RangeError(`No event stands at ${position}${last ? '' : ' or before'} in the store that was copied`);
}

async function* eventsOf(store: Pick<EventStore, 'readAll'>, upTo?: number): AsyncGenerator<StoredEvent, undefined> {
  for await (const page of pagesOf(store, upTo)) yield* page;
}
