import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '#event-store';

/** Most positions at which the count is remembered: one for each projection, with room. */
const MOST = 64;

/**
 * How many events the store has up to a position, by its own count and not by what was delivered. What was counted once
 * is remembered, as the past of a store never changes: asked again and again, it counts only what is new, and a count
 * that failed goes on where it was.
 */
export class StoredCount {
  private readonly known = new Map<number, number>([[0, 0]]);
  private counting: Promise<void> | undefined;

  /** `patience`: longest that whoever asks is kept waiting, in milliseconds, while it counts on; for ever unless given. */
  constructor(
    private readonly store: EventStore,
    private readonly patience?: number,
  ) {}

  /** By position; without those whose count is not known in time. */
  async upTo(positions: readonly number[]): Promise<ReadonlyMap<number, number>> {
    await (this.patience === undefined ? this.countAll(positions) : this.countMeanwhile(positions, this.patience));
    return new Map(positions.flatMap((one) => (this.known.has(one) ? [[one, this.known.get(one)!]] : [])));
  }

  private async countMeanwhile(positions: readonly number[], patience: number): Promise<void> {
    // One at a time, so that none pile up on a store that takes minutes.
    this.counting ??= this.countAll(positions).finally(() => {
      this.counting = undefined;
    });
    const life = new AbortController();
    const late = pause(patience, undefined, { signal: life.signal, ref: false }).catch(() => undefined);
    await Promise.race([this.counting, late]).finally(() => life.abort());
  }

  private async countAll(positions: readonly number[]): Promise<void> {
    // From the lowest on, so that each count goes on from the one before.
    for (const position of [...positions].sort((a, b) => a - b)) await this.count(position);
  }

  private async count(position: number): Promise<void> {
    let base = Math.max(...[...this.known.keys()].filter((one) => one <= position));
    const before = this.known.get(base)!;
    const from = base;
    const more =
      base === position
        ? 0
        : await this.store.count(position, from, (reached, count) => {
            // Of the way only the last is worth remembering.
            if (base !== from) this.known.delete(base);
            base = reached;
            this.remember(reached, before + count);
          });
    this.remember(position, before + more);
  }

  private remember(position: number, count: number): void {
    // Set anew, it becomes the youngest.
    this.known.delete(position);
    this.known.set(position, count);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST) break;
      if (oldest !== 0) this.known.delete(oldest);
    }
  }
}
