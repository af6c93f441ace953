import { expect, it } from '@jest/globals';
import { landmarkOf, OtherStore, requireSameStore } from '../landmark.js';
import { MemoryEventStore } from '../memory/memory-event-store.js';
import type { MovableEventStore } from '../moving/movable.js';
import { type Harness, newStream, someEvents } from './harness.js';

export function describeKnowing(harness: () => Harness, store: () => MovableEventStore): void {
  /** How far somebody came who has seen everything. */
  const reached = async () => {
    await store().append(newStream(), 'absent', someEvents(2));
    const last = (await store().last())!;
    return { position: last.position, landmark: landmarkOf(last) };
  };

  it('is known by every process, however far it has gone on', async () => {
    const place = await reached();
    await store().append(place.landmark.stream, 'exists', someEvents(2));
    await requireSameStore(store(), place);
    const another = await harness().open();
    try {
      await requireSameStore(another, place);
    } finally {
      await another.close();
    }
  });

  it('is not taken for another one, which has another event there or none', async () => {
    const place = await reached();
    const { landmark } = place;
    const away = requireSameStore(new MemoryEventStore(), place);
    await expect(away).rejects.toThrow(OtherStore);
    for (const other of [
      { ...landmark, id: '5f0c7d2e-3c7b-4a44-9d0e-7e2c1f4b6a10' },
      { ...landmark, position: landmark.position + 1 },
      { ...landmark, revision: landmark.revision - 1 },
      { ...landmark, revision: landmark.revision + 1 },
      { ...landmark, stream: newStream() },
      { ...landmark, recordedAt: '2020-01-01T00:00:00.000Z' },
    ])
      await expect(requireSameStore(store(), { ...place, landmark: other })).rejects.toThrow(OtherStore);
  });

  it('is asked how far it is where no event was kept', async () => {
    const { position } = await reached();
    await requireSameStore(store(), { position });
    await requireSameStore(store(), { position: 0 });
    await expect(requireSameStore(store(), { position: position + 1_000_000 })).rejects.toThrow('ends at');
  });
}
