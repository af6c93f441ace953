import type { NewEvent } from '../store.js';

/** Whoever comes when all seats are taken waits in line. */
export class Seats {
  private readonly line: { readonly needed: number; readonly sit: () => void }[] = [];

  constructor(private free: number) {}

  /** Does it once so many seats are free, and keeps them until it settles. */
  async take<Result>(needed: number, work: () => Promise<Result>): Promise<Result> {
    const seated = new Promise<void>((sit) => this.line.push({ needed, sit }));
    this.seat();
    await seated;
    try {
      return await work();
    } finally {
      this.free += needed;
      this.seat();
    }
  }

  private seat(): void {
    for (let next = this.line[0]; next && next.needed <= this.free; next = this.line[0]) {
      this.line.shift();
      this.free -= next.needed;
      next.sit();
    }
  }
}

/**
 * So many messages the client takes at once into the write that all appends share. Those above it stand in a queue of its
 * own, and when the connection is lost with somebody in there, it rejects where nobody can catch it and the process ends.
 */
export const AT_ONCE_IN_WRITE = 15;
/** The client puts events into one message until they are so large, in bytes. */
export const MESSAGE = 3_000_000;

/** How many seats an append takes: at least as many as it has messages, of which any two neighbours exceed the size of one. */
export function seatsOf(events: readonly NewEvent[]): number {
  const letters = events.reduce((sum, { data, metadata }) => sum + JSON.stringify([data, metadata]).length, 0);
  // A letter has three bytes at most, and an event some more for its id and type.
  const bytes = 3 * letters + 300 * events.length;
  return Math.min(1 + 2 * Math.floor(bytes / MESSAGE), AT_ONCE_IN_WRITE);
}
