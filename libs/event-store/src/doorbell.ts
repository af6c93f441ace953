// At most one ring per interval, so that readers of a busy store take events by the batch and not one by one.
const INTERVAL = 10;

/** Tells those who wait at the end of the store that it has grown. */
export class Doorbell {
  private head = 0;
  private waiting = new Set<() => void>();
  private lastRing = 0;
  private timer: NodeJS.Timeout | undefined;

  /** The store has reached `position`. */
  ring(position: number): void {
    if (position <= this.head) return;
    this.head = position;
    if (this.waiting.size === 0 || this.timer) return;
    const rest = this.lastRing + INTERVAL - performance.now();
    if (rest <= 0) this.open();
    else this.timer = setTimeout(() => this.open(), rest);
  }

  /** Settles when the store is known to have passed `position`, when `signal` aborts, or after `longest` milliseconds. */
  wait(position: number, signal: AbortSignal, longest?: number): Promise<void> {
    return new Promise((settle) => {
      let patience: NodeJS.Timeout | undefined;
      const leave = () => {
        clearTimeout(patience);
        this.waiting.delete(leave);
        signal.removeEventListener('abort', leave);
        settle();
      };
      if (signal.aborted) return settle();
      this.waiting.add(leave);
      signal.addEventListener('abort', leave);
      // Not a signal of its own: Node 20 lets go of AbortSignal.any([…, AbortSignal.timeout(…)]) before it is due.
      if (longest !== undefined) patience = setTimeout(leave, longest);
      if (this.head > position)
        this.timer ??= setTimeout(() => this.open(), this.lastRing + INTERVAL - performance.now());
    });
  }

  private open(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.lastRing = performance.now();
    for (const leave of [...this.waiting]) leave();
  }
}
