export type Say = (line: string) => void;

const EVERY = 1_000;

/** Counts what goes by, and says so about every second. */
export class Pace {
  /** How many events there are to be, once that is known. */
  of: number | undefined;
  private readonly counts = new Map<string, number>();
  private started: number | undefined;
  private next = performance.now() + EVERY;

  constructor(private readonly say: Say) {}

  /** The same pages, counted. */
  async *over(pages: AsyncIterable<readonly string[]>): AsyncGenerator<readonly string[]> {
    for await (const page of pages) {
      yield page;
      this.count(page);
    }
  }

  count(page: readonly string[]): void {
    for (const line of page) {
      const kind = line.slice(2, line.indexOf('"', 2));
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    }
    const now = performance.now();
    const events = this.counted('event');
    if (events > 0) this.started ??= now;
    if (now < this.next) return;
    this.next = now + EVERY;
    const perSecond = Math.round((events * 1_000) / Math.max(now - (this.started ?? now), 1));
    const left = this.of !== undefined && perSecond > 0 ? `, ${Math.ceil((this.of - events) / perSecond)} s left` : '';
    this.say(`${events}${this.of === undefined ? '' : ` of ${this.of}`} events, ${perSecond} events/s${left}`);
  }

  counted(kind: 'event' | 'receipt' | 'row'): number {
    return this.counts.get(kind) ?? 0;
  }

  told(): string {
    return `${this.counted('event')} events, ${this.counted('receipt')} receipts and ${this.counted('row')} messages received`;
  }
}
