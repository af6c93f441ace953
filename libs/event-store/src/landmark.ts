import type { EventStore, StoredEvent } from './store.js';

/**
 * An event by which a store is known again: whoever kept how far they came in a store keeps it beside the position. Another
 * store has another event there, and so has one that was put back to before it and went on otherwise.
 */
export type Landmark = Pick<StoredEvent, 'position' | 'stream' | 'revision' | 'id' | 'recordedAt'>;

/** A position was kept of a store that this one is not, or no longer is: what is after it here was never seen from there. */
export class OtherStore extends Error {
  override readonly name = 'OtherStore';
}

export const landmarkOf = ({ position, stream, revision, id, recordedAt }: StoredEvent): Landmark => ({
  position,
  stream,
  revision,
  id,
  recordedAt,
});

/**
 * Makes sure that a store is the one a position was kept of. Kept without a landmark, the store must at least be as far.
 *
 * @throws OtherStore
 * @throws StoreUnavailable
 */
export async function requireSameStore(
  store: Pick<EventStore, 'read' | 'head'>,
  { position, landmark }: { readonly position: number; readonly landmark?: Landmark | undefined },
): Promise<void> {
  if (position === 0) return;
  if (landmark) {
    const [there] = await store.read(landmark.stream, { from: landmark.revision, max: 1 });
    const same =
      there?.id === landmark.id && there.position === landmark.position && there.recordedAt === landmark.recordedAt;
    if (same) return;
  }
  const head = await store.head();
  if (!landmark && head >= position) return;
  throw new OtherStore(
    head < position
      ? `Position ${position} was reached, and the store ends at ${head}: it is another one, or was restored from before`
      : `Position ${position} was reached, and the store has another event at ${landmark!.position}: it is another one, or was restored from before and went on`,
  );
}
