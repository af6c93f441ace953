import type { EventStore } from '#event-store';

/** Most positions at which the count is remembered: one for each projection, with room. */
const MOST = 64;

/**
 * How many events the store has up to a position, by its own count and not by what was delivered. What was counted once
 * is remembered, as the past of a store never changes: asked again and again, it counts only what is new.
 */
export class StoredCount {
  private readonly known = new Map<number, number>([[0, 0]]);

  constructor(private readonly store: EventStore) {}

  async upTo(position: number): Promise<number> {
    const base = Math.max(...[...this.known.keys()].filter((one) => one <= position));
    const count = this.known.get(base)! + (base < position ? await this.store.count(position, base) : 0);
    // Set anew, it becomes the youngest.
    this.known.delete(position);
    this.known.set(position, count);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST) break;
      if (oldest !== 0) this.known.delete(oldest);
    }
    return count;
  }
}
