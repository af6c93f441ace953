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

  /** Settles when the store is known to have passed `position`, or when `signal` aborts. */
  wait(position: number, signal: AbortSignal): Promise<void> {
    return new Promise((settle) => {
      const leave = () => {
        this.waiting.delete(leave);
        signal.removeEventListener('abort', leave);
        settle();
      };
      if (signal.aborted) return settle();
      this.waiting.add(leave);
      signal.addEventListener('abort', leave);
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
