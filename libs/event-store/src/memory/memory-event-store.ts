import { Doorbell } from '../doorbell.js';
import { type Movable, NotNext, type ReceiptPage } from '../moving/movable.js';
import {
  type Appended,
  type Batch,
  DuplicateEvent,
  EventStore,
  type Expected,
  type Filter,
  type KeptReceipt,
  KeyReused,
  type NewEvent,
  type Page,
  type Receipt,
  type StoredEvent,
  StoreUnavailable,
  type SubscribeOptions,
  WrongRevision,
} from '../store.js';
import { follow } from '../subscription.js';

/** What memory stores keep: shared by several of them, they behave as processes on the same server do. */
export class MemoryLog {
  readonly events: StoredEvent[] = [];
  readonly streams = new Map<string, StoredEvent[]>();
  readonly byId = new Map<string, StoredEvent>();
  readonly receipts = new Map<string, KeptReceipt>();
  readonly doorbell = new Doorbell();
}

/** An event store for tests: as quick as it gets, and gone with the process. */
export class MemoryEventStore extends EventStore implements Movable {
  override readonly adapter = 'memory';
  private readonly life = new AbortController();

  constructor(private readonly log = new MemoryLog()) {
    super();
  }

  // Async so that a refusal is a rejection; it runs in one go, and so nothing comes between the checks and the writing.
  override async append(
    stream: string,
    expected: Expected,
    events: readonly NewEvent[],
    receipt?: Receipt,
  ): Promise<Appended> {
    this.requireOpen();
    const kept = receipt && this.log.receipts.get(receipt.key);
    if (kept && kept.fingerprint !== receipt.fingerprint) throw new KeyReused(receipt.key);
    if (kept) return { revision: kept.revision, position: kept.position, repeated: kept };

    const appended = this.repeated(stream, events) ?? this.write(stream, expected, events);
    if (receipt) this.log.receipts.set(receipt.key, { ...copy(receipt), stream, ...appended });
    return appended;
  }

  override async receipt(key: string): Promise<KeptReceipt | undefined> {
    this.requireOpen();
    return this.log.receipts.get(key);
  }

  override async read(
    stream: string,
    { from, direction = 'forwards', max = 1_000 }: Parameters<EventStore['read']>[1] = {},
  ): Promise<readonly StoredEvent[]> {
    this.requireOpen();
    const all = this.log.streams.get(stream) ?? [];
    if (direction === 'forwards') {
      const first = from === 'end' ? all.length : (from ?? 0);
      return all.slice(first, first + max);
    }
    const last = from === 'end' ? all.length - 1 : Math.min(from ?? all.length - 1, all.length - 1);
    return all.slice(Math.max(last + 1 - max, 0), last + 1).reverse();
  }

  override async readAll(
    after: number,
    { filter, max = 1_000 }: { filter?: Filter; max?: number } = {},
  ): Promise<Page> {
    this.requireOpen();
    // Positions have no gaps here: the event at position 1 is the first of the array.
    const looked = this.log.events.slice(after, after + max);
    return {
      events: looked.filter(wanted(filter)),
      position: looked.at(-1)?.position ?? after,
      end: looked.length < max,
    };
  }

  override async head(): Promise<number> {
    this.requireOpen();
    return this.log.events.length;
  }

  override async count(upTo: number, after = 0): Promise<number> {
    this.requireOpen();
    return this.log.events.slice(after, Math.max(upTo, after)).length;
  }

  override subscribe(options: SubscribeOptions): AsyncIterable<Batch> {
    const signal = options.signal ? AbortSignal.any([options.signal, this.life.signal]) : this.life.signal;
    return follow(this, (after, until) => this.log.doorbell.wait(after, until), signal, options);
  }

  async last(): Promise<StoredEvent | undefined> {
    this.requireOpen();
    return this.log.events.at(-1);
  }

  async importEvents(after: string | undefined, events: readonly StoredEvent[]): Promise<void> {
    this.requireOpen();
    const { log } = this;
    const first = events[0];
    if (first && log.events.at(-1)?.id !== after) throw new NotNext(first.stream);
    for (const event of events) {
      const before = log.streams.get(event.stream) ?? [];
      if (event.revision !== before.length || log.byId.has(event.id)) throw new NotNext(event.stream);
      this.keep({ ...copy(event), position: log.events.length + 1 });
    }
    log.doorbell.ring(log.events.length);
  }

  async receipts({ after, max = 1_000 }: { after?: string; max?: number } = {}): Promise<ReceiptPage> {
    this.requireOpen();
    const all = [...this.log.receipts.values()];
    const start = Number(after ?? 0);
    const end = start + max;
    return { receipts: all.slice(start, end), ...(end < all.length && { next: String(end) }) };
  }

  async importReceipts(receipts: readonly KeptReceipt[]): Promise<void> {
    this.requireOpen();
    for (const receipt of receipts) {
      const { key, stream, revision, position } = receipt;
      const event = this.log.streams.get(stream)?.[revision];
      if (position > 0 && !event) throw new NotNext(stream);
      if (this.log.receipts.has(key)) continue;
      this.log.receipts.set(key, { ...copy(receipt), position: position > 0 ? event!.position : 0 });
    }
  }

  override async close(): Promise<void> {
    this.life.abort();
  }

  private repeated(stream: string, events: readonly NewEvent[]): Appended | undefined {
    const known = events.map(({ id }) => this.log.byId.get(id));
    const given = new Set(events.map(({ id }) => id)).size;
    const first = known[0];
    if (first && known.every((event, n) => event?.stream === stream && event.revision === first.revision + n)) {
      const { revision, position } = known.at(-1)!;
      return { revision, position };
    }
    if (given < events.length || known.some((event) => event)) throw new DuplicateEvent(stream);
    return undefined;
  }

  private write(stream: string, expected: Expected, events: readonly NewEvent[]): Appended {
    const { log } = this;
    const before = log.streams.get(stream) ?? [];
    const actual = before.length - 1;
    const met =
      expected === 'any' ||
      (expected === 'absent' ? actual === -1 : expected === 'exists' ? actual >= 0 : expected === actual);
    if (!met) throw new WrongRevision(stream, expected, actual);
    if (events.length === 0) return { revision: actual, position: 0 };

    // The clock may be set back.
    const latest = Date.parse(log.events.at(-1)?.recordedAt ?? '1970-01-01');
    const recordedAt = new Date(Math.max(Date.now(), latest)).toISOString();
    const written = events.map((event, n) => ({
      ...copy(event),
      stream,
      revision: before.length + n,
      position: log.events.length + 1 + n,
      recordedAt,
    }));
    for (const event of written) this.keep(event);
    log.doorbell.ring(log.events.length);
    return { revision: actual + events.length, position: log.events.length };
  }

  private keep(event: StoredEvent): void {
    const { events, streams, byId } = this.log;
    const stream = streams.get(event.stream);
    if (stream) stream.push(event);
    else streams.set(event.stream, [event]);
    events.push(event);
    byId.set(event.id, event);
  }

  private requireOpen(): void {
    if (this.life.signal.aborted) throw new StoreUnavailable('The event store is closed');
  }
}

// What goes in goes through JSON, as on its way to a server: later changes of the caller's object do not reach it.
const copy = <Value extends object>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

function wanted({ streams, types }: Filter = {}): (event: StoredEvent) => boolean {
  return (event) =>
    (!streams || streams.some((prefix) => event.stream.startsWith(prefix))) && (!types || types.includes(event.type));
}
