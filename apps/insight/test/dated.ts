import {
  type Appended,
  type Batch,
  EventStore,
  type Expected,
  type NewEvent,
  type Page,
  type Receipt,
  type StoredEvent,
  type SubscribeOptions,
} from '#event-store';

/** A store that dates what it takes by a clock of the test's, in the place of its own. */
export class DatedStore extends EventStore {
  override readonly adapter = 'memory';
  private readonly times = new Map<number, string>();

  constructor(
    private readonly store: EventStore,
    private readonly clock: () => Date,
  ) {
    super();
  }

  override async append(stream: string, expected: Expected, events: readonly NewEvent[], receipt?: Receipt) {
    const appended: Appended = await this.store.append(stream, expected, events, receipt);
    for (const event of await this.store.read(stream, { from: appended.revision + 1 - events.length }))
      this.dated(event);
    return appended;
  }

  override receipt(key: string) {
    return this.store.receipt(key);
  }

  override async read(...asked: Parameters<EventStore['read']>) {
    return (await this.store.read(...asked)).map((event) => this.dated(event));
  }

  override async readAll(...asked: Parameters<EventStore['readAll']>): Promise<Page> {
    const page = await this.store.readAll(...asked);
    return { ...page, events: page.events.map((event) => this.dated(event)) };
  }

  override head() {
    return this.store.head();
  }

  override count(...asked: Parameters<EventStore['count']>) {
    return this.store.count(...asked);
  }

  override async *subscribe(options: SubscribeOptions): AsyncIterable<Batch> {
    for await (const batch of this.store.subscribe(options))
      yield { ...batch, events: batch.events.map((event) => this.dated(event)) };
  }

  override close() {
    return this.store.close();
  }

  private dated(event: StoredEvent): StoredEvent {
    const recordedAt = this.times.get(event.position) ?? this.clock().toISOString();
    this.times.set(event.position, recordedAt);
    return { ...event, recordedAt };
  }
}
