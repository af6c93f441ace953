import { expect, it } from '@jest/globals';
import { type MovableEventStore, NotNext } from '../moving/movable.js';
import { DuplicateEvent, type Json, type KeptReceipt, type StoredEvent } from '../store.js';
import { event, ids, newStream, readEverything, someEvents } from './harness.js';

export function describeMoving(store: () => MovableEventStore): void {
  const end = async () => (await store().last())?.id;

  it('tells its last event', async () => {
    const stream = newStream();
    const events = someEvents(3);
    await store().append(stream, 'absent', events);
    expect(await store().last()).toEqual((await store().read(stream)).at(-1));
    expect((await store().last())!.position).toBe(await store().head());
  });

  it('keeps events as they stood elsewhere: ids, revisions, times and their order over all streams', async () => {
    const [one, other] = [newStream(), newStream()];
    const moved = [
      stood(one, 0, '2024-02-29T23:59:59.999Z', { text: 'Ærø \u0000 🐷' }),
      stood(other, 0, '2024-03-01T00:00:00.000Z'),
      stood(other, 1, '2024-03-01T00:00:00.000Z', null),
      stood(one, 1, '2025-01-01T00:00:00.001Z', ['list']),
      stood(one, 2, '2025-01-01T00:00:00.001Z', 'text'),
    ];
    const before = await store().head();
    await store().importEvents(await end(), moved.slice(0, 2));
    await store().importEvents(moved[1]!.id, moved.slice(2));

    const kept = await readEverything(store(), before);
    expect(kept.map(withoutPosition)).toEqual(moved.map(withoutPosition));
    expect(kept.map(({ position }) => position)).toEqual(
      [...kept].map(({ position }) => position).sort((a, b) => a - b),
    );
    expect((await store().read(one)).map(withoutPosition)).toEqual(
      moved.filter(({ stream }) => stream === one).map(withoutPosition),
    );
    expect(await store().last()).toEqual(kept.at(-1));
  });

  it('goes on with them as with its own', async () => {
    const stream = newStream();
    const moved = [stood(stream, 0), stood(stream, 1)];
    await store().importEvents(await end(), moved);
    const [first] = moved as [StoredEvent];
    expect(await store().append(stream, 7, moved)).toMatchObject({ revision: 1 });
    await expect(store().append(newStream(), 'any', [first])).rejects.toThrow(DuplicateEvent);
    const next = event();
    expect(await store().append(stream, 1, [next])).toMatchObject({ revision: 2 });
    expect(ids(await store().read(stream))).toEqual([...ids(moved), next.id]);
    expect(Date.parse((await store().last())!.recordedAt)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('refuses events that do not go on where it ends, or where their stream does', async () => {
    const stream = newStream();
    await store().append(stream, 'absent', someEvents(2));
    const [head, last] = [await store().head(), await end()];
    await expect(store().importEvents(undefined, [stood(newStream(), 0)])).rejects.toThrow(NotNext);
    await expect(store().importEvents(event().id, [stood(newStream(), 0)])).rejects.toThrow(NotNext);
    await expect(store().importEvents(last, [stood(stream, 1)])).rejects.toThrow(NotNext);
    await expect(store().importEvents(last, [stood(stream, 3)])).rejects.toThrow(NotNext);
    await expect(store().importEvents(last, [stood(newStream(), 1)])).rejects.toThrow(NotNext);
    const [known] = await store().read(stream);
    await expect(store().importEvents(last, [{ ...known!, stream: newStream() }])).rejects.toThrow(NotNext);
    expect(await store().head()).toBe(head);

    const moved = [stood(stream, 2)];
    await store().importEvents(last, moved);
    await expect(store().importEvents(last, moved)).rejects.toThrow(NotNext);
    expect(await store().read(stream)).toHaveLength(3);
  });

  it('keeps receipts, and gives the first answer back when a key comes again', async () => {
    const stream = newStream();
    await store().importEvents(await end(), [stood(stream, 0), stood(stream, 1)]);
    const position = (await store().last())!.position;
    const given = receipt(stream, 1, 4711);
    const eventless = receipt(stream, 1, 0);
    const early = receipt(newStream(), -1, 0);
    await store().importReceipts([given, eventless, early]);
    await store().importReceipts([given, { ...early, answer: 'another' }]);

    for (const kept of [{ ...given, position }, eventless, early]) {
      expect(await store().receipt(kept.key)).toEqual(kept);
      const { key, fingerprint, answer } = kept;
      expect(await store().append(kept.stream, 'any', [event()], { key, fingerprint, answer })).toEqual({
        revision: kept.revision,
        position: kept.position,
        repeated: kept,
      });
    }
    expect(await store().read(stream)).toHaveLength(2);
    await expect(store().importReceipts([receipt(stream, 9, 4711)])).rejects.toThrow(NotNext);
  });

  it('tells its receipts page by page, each once', async () => {
    const stream = newStream();
    const mine: KeptReceipt[] = [];
    for (let n = 0; n < 12; n++) {
      const { key, fingerprint, answer } = receipt(stream, n, 0);
      const { position } = await store().append(stream, 'any', [event()], { key, fingerprint, answer });
      mine.push({ key, fingerprint, answer, stream, revision: n, position });
      await store().append(stream, 'any', [event()], { key, fingerprint, answer });
    }
    const told: KeptReceipt[] = [];
    for (let after: string | undefined, first = true; first || after; first = false) {
      const page = await store().receipts({ ...(after !== undefined && { after }), max: 5 });
      expect(page.receipts.length).toBeLessThanOrEqual(5);
      told.push(...page.receipts.filter((one) => one.stream === stream));
      after = page.next;
    }
    const byRevision = (a: KeptReceipt, b: KeptReceipt) => a.revision - b.revision;
    expect(told.sort(byRevision)).toEqual(mine);
  });
}

/** An event as another store had it. */
const stood = (stream: string, revision: number, recordedAt = '2024-01-01T00:00:00.000Z', metadata: Json = {}) => ({
  ...event({ revision }),
  metadata,
  stream,
  revision,
  position: 1_000_000 + revision,
  recordedAt,
});

const receipt = (stream: string, revision: number, position: number): KeptReceipt => ({
  key: newStream(),
  fingerprint: 'first',
  answer: { id: 'Ærø \u0000 🐷' },
  stream,
  revision,
  position,
});

const withoutPosition = ({ position: _, ...rest }: StoredEvent) => rest;
