import { setTimeout as pause } from 'node:timers/promises';
import { Doorbell } from '../doorbell.js';
import type { Movable, ReceiptPage } from '../moving/movable.js';
import {
  type Appended,
  type Batch,
  EventStore,
  type Expected,
  type Filter,
  type KeptReceipt,
  type NewEvent,
  type Page,
  type Receipt,
  type StoredEvent,
  StoreUnavailable,
  type SubscribeOptions,
} from '../store.js';
import { follow } from '../subscription.js';
import { Appending } from './appending.js';
import { Connection } from './connection.js';
import { importEvents, importReceipts } from './importing.js';
import { keptReceipt, Marks, ofReceipt } from './marks.js';
import { isMoved } from './moved.js';
import { isOurs, OWN } from './own.js';

export interface KurrentDbOptions {
  /** Longest time in ms for one call of the server; 10,000 unless given. */
  readonly timeout?: number;
}

/** How long a subscriber that has caught up waits at most before it looks again, in milliseconds: the bell is a hint only. */
const LOOK_AGAIN = 1_000;

/** Streams in KurrentDB, or EventStoreDB 23.10 and newer: the store of several machines. */
export class KurrentDbEventStore extends EventStore implements Movable {
  override readonly adapter = 'kurrentdb';
  private readonly life = new AbortController();
  private readonly doorbell = new Doorbell();
  private readonly connection: Connection;
  private readonly marks: Marks;
  private readonly appending: Appending;
  private readonly accepted = new Set<Promise<unknown>>();
  private readonly turns = new Map<string, Promise<unknown>>();
  private listening: Promise<void> | undefined;

  private constructor(url: string, timeout: number) {
    super();
    this.connection = new Connection(url, timeout);
    this.marks = new Marks(this.connection);
    this.appending = new Appending(this.connection, this.marks, timeout);
  }

  /**
   * Opens the store.
   *
   * @throws StoreUnavailable when the server cannot be reached
   */
  static async open(url: string, { timeout = 10_000 }: KurrentDbOptions = {}): Promise<KurrentDbEventStore> {
    const store = new KurrentDbEventStore(url, timeout);
    try {
      await store.head();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  override append(
    stream: string,
    expected: Expected,
    events: readonly NewEvent[],
    receipt?: Receipt,
  ): Promise<Appended> {
    if (this.life.signal.aborted) return Promise.reject(closed());
    if (!isOurs(stream)) return Promise.reject(new RangeError(`The stream ${stream} begins with ${OWN} or $`));
    if (events.some(({ metadata }) => isMoved(metadata)))
      return Promise.reject(new RangeError('The metadata say that the event was moved here'));
    // Appends of this process to one stream take turns, in the order they came in.
    const before = this.turns.get(stream) ?? Promise.resolve();
    const work = () => this.appending.append(stream, expected, events, receipt);
    const mine = this.accept(before.then(work, work));
    this.turns.set(stream, mine);
    const leave = () => {
      if (this.turns.get(stream) === mine) this.turns.delete(stream);
    };
    mine.then(leave, leave);
    return mine;
  }

  override async receipt(key: string): Promise<KeptReceipt | undefined> {
    this.requireOpen();
    const kept = await this.marks.find(ofReceipt(key));
    return kept && keptReceipt(kept);
  }

  override async read(
    stream: string,
    { from, direction = 'forwards', max = 1_000 }: Parameters<EventStore['read']>[1] = {},
  ): Promise<readonly StoredEvent[]> {
    this.requireOpen();
    if (max <= 0 || (direction === 'forwards' && from === 'end')) return [];
    return this.connection.read(stream, { from: from ?? (direction === 'forwards' ? 0 : 'end'), direction, max });
  }

  override async readAll(
    after: number,
    { filter, max = 1_000 }: { filter?: Filter; max?: number } = {},
  ): Promise<Page> {
    this.requireOpen();
    const prefixes = filter?.streams;
    // Asked before, so that what is appended meanwhile is not passed over.
    const head = prefixes ? await this.head() : 0;
    const { events, end } = await this.connection.readAll(after, max, prefixes);
    const last = events.at(-1)?.position ?? after;
    const types = filter?.types;
    return {
      events: types ? events.filter(({ type }) => types.includes(type)) : events,
      position: end ? Math.max(last, head) : last,
      end,
    };
  }

  override async head(): Promise<number> {
    this.requireOpen();
    return (await this.connection.last())?.position ?? 0;
  }

  override async count(upTo: number, after = 0, reached?: (position: number, count: number) => void): Promise<number> {
    let count = 0;
    // The server counts nothing: they are read.
    for (let from = after; from < upTo; ) {
      this.requireOpen();
      const { events, end } = await this.connection.readAll(from, 1_000);
      count += events.filter(({ position }) => position <= upTo).length;
      if (end) break;
      from = events.at(-1)!.position;
      reached?.(Math.min(from, upTo), count);
    }
    return count;
  }

  override subscribe(options: SubscribeOptions): AsyncIterable<Batch> {
    const signal = options.signal ? AbortSignal.any([options.signal, this.life.signal]) : this.life.signal;
    return follow(this, (after, until) => this.wait(after, until), signal, options);
  }

  async last(): Promise<StoredEvent | undefined> {
    this.requireOpen();
    return this.connection.last();
  }

  async importEvents(after: string | undefined, events: readonly StoredEvent[]): Promise<void> {
    this.requireOpen();
    await this.accept(importEvents(this.connection, this.marks, after, events));
  }

  async receipts({ after, max = 1_000 }: { after?: string; max?: number } = {}): Promise<ReceiptPage> {
    this.requireOpen();
    const { kept, position } = await this.marks.receipts(Number(after ?? 0), max);
    return { receipts: kept.map(keptReceipt), ...(position !== undefined && { next: String(position) }) };
  }

  async importReceipts(receipts: readonly KeptReceipt[]): Promise<void> {
    this.requireOpen();
    await this.accept(importReceipts(this.connection, this.marks, receipts));
  }

  override async close(): Promise<void> {
    this.life.abort();
    await Promise.allSettled(this.accepted);
    await this.listening;
    await this.connection.close();
  }

  /** What is accepted is finished before the store closes. */
  private accept<Result>(work: Promise<Result>): Promise<Result> {
    this.accepted.add(work);
    const leave = () => void this.accepted.delete(work);
    work.then(leave, leave);
    return work;
  }

  /** Rings when there is something after a position, or it is time to look again. */
  private async wait(after: number, signal: AbortSignal): Promise<void> {
    this.listening ??= this.listen();
    await this.doorbell.wait(after, signal, LOOK_AGAIN);
  }

  /** Hears of new events, whichever process wrote them. A hint only: whoever waits looks again in any case. */
  private async listen(): Promise<void> {
    const { signal } = this.life;
    while (!signal.aborted) {
      await this.connection.listen((position) => this.doorbell.ring(position), signal).catch(() => {});
      await pause(LOOK_AGAIN, undefined, { signal }).catch(() => {});
    }
  }

  private requireOpen(): void {
    if (this.life.signal.aborted) throw closed();
  }
}

const closed = () => new StoreUnavailable('The event store is closed');
