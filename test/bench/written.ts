import { v5 as uuid5 } from 'uuid';
import type { MovableEventStore, StoredEvent } from '#event-store';

const STREAMS = 2_000;
/** So many events are written at a time, and a tenth as many receipts. */
export const PAGE = 1_000;

/** Events of 400 bytes from a place on, each in another stream than the one before: nothing can be appended together. */
export function page(from: number): StoredEvent[] {
  return Array.from({ length: PAGE }, (_, n): StoredEvent => {
    const no = from + n;
    return {
      id: uuid5(`${no}`, uuid5.URL),
      type: 'MeasurementsRecorded',
      data: { no, text: 'x'.repeat(330) },
      metadata: { by: `pm-${no % 7}`, occurredOn: '2024-05-01' },
      stream: `partnership-${uuid5(`stream ${no % STREAMS}`, uuid5.URL)}`,
      revision: Math.floor(no / STREAMS),
      position: no + 1,
      recordedAt: new Date(Date.UTC(2024, 4, 1) + no * 1_000).toISOString(),
    };
  });
}

/** Writes them, and a receipt for every tenth; answers the events/s of the events alone. */
export async function write(store: MovableEventStore, events: number): Promise<number> {
  let taken = 0;
  let last: string | undefined;
  for (let from = 0; from < events; from += PAGE) {
    const written = page(from);
    const began = performance.now();
    await store.importEvents(last, written);
    taken += performance.now() - began;
    last = written.at(-1)!.id;
    const receipts = written.slice(0, PAGE / 10).map(({ id, stream, revision, position }) => ({
      key: `key ${id}`,
      fingerprint: id,
      answer: { revision },
      stream,
      revision,
      position,
    }));
    await store.importReceipts(receipts);
  }
  return (events * 1_000) / taken;
}
