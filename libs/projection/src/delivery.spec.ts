import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventStore, StoreUnavailable } from '#event-store';
import { StoredCount } from './delivery.js';

/** A store that counts one event at a time, as one that must read them, and is away or silent when the test says so. */
class CountingStore extends MemoryEventStore {
  readonly counted: number[] = [];
  /** The position it does not get to. */
  away: number | undefined;
  /** Settles when it goes on. */
  held: Promise<void> | undefined;

  override async count(upTo: number, after = 0, reached?: (position: number, count: number) => void): Promise<number> {
    for (let position = after + 1; position <= upTo; position += 1) {
      await this.held;
      if (position === this.away) throw new StoreUnavailable('Away');
      this.counted.push(position);
      reached?.(position, position - after);
    }
    return upTo - after;
  }
}

let store: CountingStore;
beforeEach(async () => {
  store = new CountingStore();
  const events = Array.from({ length: 6 }, () => ({ id: randomUUID(), type: 'Opened', data: {}, metadata: {} }));
  await store.append('case-1', 'absent', events);
});

describe('counting what a store has', () => {
  it('counts each event once, whatever is asked again', async () => {
    const counted = new StoredCount(store);
    expect(await counted.upTo([4, 0, 2])).toEqual(new Map([[4, 4], [0, 0], [2, 2]])); // biome-ignore format: pairs
    expect(await counted.upTo([6, 4])).toEqual(new Map([[6, 6], [4, 4]])); // biome-ignore format: pairs
    expect(store.counted).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('goes on where it was when the store was away on the way', async () => {
    const counted = new StoredCount(store);
    store.away = 4;
    await expect(counted.upTo([6])).rejects.toThrow(StoreUnavailable);
    store.away = undefined;
    expect(await counted.upTo([6])).toEqual(new Map([[6, 6]]));
    expect(store.counted).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('keeps nobody waiting who has no patience, and counts on meanwhile, once', async () => {
    const counted = new StoredCount(store, 10);
    let goOn = () => {};
    store.held = new Promise((resolve) => {
      goOn = resolve;
    });
    expect(await counted.upTo([0, 5])).toEqual(new Map([[0, 0]]));
    expect(await counted.upTo([0, 6])).toEqual(new Map([[0, 0]]));
    goOn();
    expect((await counted.upTo([5])).get(5)).toBe(5);
    expect((await counted.upTo([6])).get(6)).toBe(6);
    expect(store.counted).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
