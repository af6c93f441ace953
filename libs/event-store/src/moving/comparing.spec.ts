import { describe, expect, it } from '@jest/globals';
import { event, newStream } from '../contract/harness.js';
import { MemoryEventStore } from '../memory/memory-event-store.js';
import type { KeptReceipt, StoredEvent } from '../store.js';
import { compareStores } from './compare.js';

const [one, other] = [newStream(), newStream()];
/** 0, 2, 4 … are of one stream, 1, 3, 5 … of the other. */
const events: StoredEvent[] = Array.from({ length: 2_400 }, (_, n) => ({
  ...event({ n }),
  metadata: { by: 'pm-1', n },
  stream: n % 2 ? other : one,
  revision: Math.floor(n / 2),
  position: n + 1,
  recordedAt: new Date(Date.UTC(2024, 0, 1) + n).toISOString(),
}));
const receipts: KeptReceipt[] = Array.from({ length: 1_200 }, (_, n) => ({
  key: `key-${n}`,
  fingerprint: 'first',
  answer: { n },
  stream: one,
  revision: n,
  position: 2 * n + 1,
}));

async function storeOf(kept: readonly StoredEvent[], left = receipts): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  await store.importEvents(undefined, kept);
  await store.importReceipts(left);
  return store;
}

/** What a comparison tells once something was planted in the second store. */
const found = async (kept: readonly StoredEvent[], left = receipts) =>
  compareStores(await storeOf(events), await storeOf(kept, left));

const withEvent = (n: number, change: Partial<StoredEvent>) => events.with(n, { ...events[n]!, ...change });

describe('comparing two stores', () => {
  it('counts and hashes what is the same in both', async () => {
    const comparison = await found(events);
    expect(comparison).toMatchObject({ same: true, differing: 0, streams: [], receipts: [] });
    expect(comparison.first).toEqual({
      events: 2_400,
      streams: 2,
      receipts: 1_200,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(comparison.second).toEqual(comparison.first);
  });

  const changes: [string, Partial<StoredEvent>][] = [
    ['id', { id: event().id }],
    ['type', { type: 'RiskRaised' }],
    ['data', { data: { n: 1_201, more: true } }],
    ['metadata', { metadata: { n: 1_201, by: 'pm-1' } }],
    ['recordedAt', { recordedAt: '2024-01-01T00:00:00.000Z' }],
  ];
  it.each(changes)('finds another %s', async (field, change) => {
    const comparison = await found(withEvent(1_201, change));
    expect(comparison).toMatchObject({ same: false, differing: 1 });
    expect(comparison.streams).toEqual([{ of: other, revision: 600, differs: [field] }]);
    expect(comparison.second.digest).not.toBe(comparison.first.digest);
  });

  it('finds an event that is missing, and one that is too many', async () => {
    const short = events.slice(0, -2);
    const missing = await found(short, receipts.slice(0, 1_199));
    expect(missing).toMatchObject({ same: false, differing: 2 });
    expect(missing.streams).toEqual([one, other].map((of) => ({ of, revision: 1_199, differs: 'only in the first' })));
    const more = await compareStores(await storeOf(short, []), await storeOf(events, []));
    expect(more.streams).toEqual([one, other].map((of) => ({ of, revision: 1_199, differs: 'only in the second' })));
  });

  it('finds one that is missing in the midst, and tells of that stream only', async () => {
    const rest = events
      .filter((_, n) => n !== 1_001)
      .map((kept) => (kept.stream === other && kept.revision > 500 ? { ...kept, revision: kept.revision - 1 } : kept));
    const comparison = await found(rest);
    expect(comparison.streams).toEqual([
      { of: other, revision: 500, differs: ['id', 'data', 'metadata', 'recordedAt'] },
    ]);
    expect(comparison).toMatchObject({ differing: 1, second: { events: 2_399 } });
  });

  it('finds another order within a stream', async () => {
    const [a, b] = [events[11]!, events[13]!];
    const comparison = await found(
      events.with(11, { ...b, revision: a.revision }).with(13, { ...a, revision: b.revision }),
    );
    expect(comparison.streams).toMatchObject([{ of: other, revision: 5 }]);
    expect(comparison.same).toBe(false);
  });

  it('finds another order over all streams, where each of them is the same by itself', async () => {
    const comparison = await found(events.with(10, events[11]!).with(11, events[10]!));
    expect(comparison).toMatchObject({ same: false, differing: 0, streams: [] });
    expect(comparison.order).toEqual({ place: 11, first: `${one} 5`, second: `${other} 5` });
  });

  it('finds receipts that are missing, too many, or otherwise', async () => {
    const comparison = await found(events, [
      ...receipts.slice(1, 5),
      { ...receipts[5]!, answer: 'another' },
      { ...receipts[6]!, revision: 7 },
      ...receipts.slice(7),
      { ...receipts[0]!, key: 'unheard', position: 0 },
    ]);
    expect(comparison).toMatchObject({ same: false, differing: 0 });
    expect(comparison.receipts).toEqual([
      { of: 'key-0', differs: 'only in the first' },
      { of: 'key-5', differs: ['answer'] },
      { of: 'key-6', differs: ['revision'] },
      { of: 'unheard', differs: 'only in the second' },
    ]);
  });

  it('bounded, lets the first have receipts without events that came since, and no others', async () => {
    const late = { ...receipts[0]!, key: 'late', position: 0 };
    const [first, second] = [await storeOf(events, [...receipts, late]), await storeOf(events, receipts.slice(1))];
    expect(await compareStores(first, second, { upTo: 2_400 })).toMatchObject({
      same: false,
      receipts: [{ of: 'key-0', differs: 'only in the first' }],
    });
    await second.importReceipts(receipts);
    expect(await compareStores(first, second, { upTo: 2_400 })).toMatchObject({ same: true, receipts: [] });
    expect(await compareStores(first, second)).toMatchObject({ same: false, receipts: [{ of: 'late' }] });
    await second.importReceipts([{ ...late, answer: 'another' }]);
    expect(await compareStores(first, second, { upTo: 2_400 })).toMatchObject({
      same: false,
      receipts: [{ of: 'late', differs: ['answer'] }],
    });
  });

  it('names no more differences than it is asked for', async () => {
    const [first, second] = [await storeOf([], []), await storeOf(events)];
    const comparison = await compareStores(first, second, { most: 1 });
    expect(comparison).toMatchObject({ differing: 2, streams: [{ of: one }], receipts: [{ of: 'key-0' }] });
  });
});
