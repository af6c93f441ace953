import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Doorbell } from '../doorbell.js';
import { migrate } from '../migrate.js';
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
import { Collector } from './collector.js';
import { named } from './failures.js';
import { Growth } from './growth.js';
import { importEvents, importReceipts } from './importing.js';
import { EVENT_COLUMNS, type EventRow, type ReceiptRow, toReceipt, toStoredEvent, types } from './rows.js';

export interface PostgresOptions {
  /** Connections for reading; 8 unless given. Appends, and the watch for new events, have one each beside them. */
  readonly connections?: number;
  /** Longest time in ms for an append, a read or a connection to come about; 10,000 unless given. */
  readonly timeout?: number;
}

/** Streams in PostgreSQL 14 or later, in the schema `event_store`. */
export class PostgresEventStore extends EventStore implements Movable {
  override readonly adapter = 'postgres';
  private readonly life = new AbortController();
  private readonly doorbell = new Doorbell();
  private readonly readers: pg.Pool;
  private readonly collector: Collector;
  private readonly growth: Growth;

  private constructor(url: string, { connections = 8, timeout = 10_000 }: PostgresOptions) {
    super();
    const config: pg.ClientConfig = {
      connectionString: url,
      application_name: 'medspil event store',
      connectionTimeoutMillis: timeout,
      query_timeout: timeout,
      keepAlive: true,
      options: '-c timezone=UTC',
    };
    this.readers = poolOf({ ...config, max: connections });
    this.growth = new Growth(config, this.readers, this.doorbell, this.life.signal);
    this.collector = new Collector(config, timeout, (position) => this.growth.announce(position));
  }

  /**
   * Makes or updates the schema and opens the store.
   *
   * @throws StoreUnavailable when the server cannot be reached
   */
  static async open(url: string, options: PostgresOptions = {}): Promise<PostgresEventStore> {
    const directory = fileURLToPath(new URL('./migrations', import.meta.url));
    await migrate(url, { directory, schema: 'event_store', ...(options.timeout && { timeout: options.timeout }) });
    return new PostgresEventStore(url, options);
  }

  override async append(
    stream: string,
    expected: Expected,
    events: readonly NewEvent[],
    receipt?: Receipt,
  ): Promise<Appended> {
    if (this.life.signal.aborted) throw closed();
    return this.collector.append(stream, expected, events, receipt);
  }

  override async receipt(key: string): Promise<KeptReceipt | undefined> {
    const [row] = await this.select<ReceiptRow>(
      'receipt',
      'select key, fingerprint, answer, stream, revision, position from event_store.receipts where key = $1',
      [key],
    );
    return row && toReceipt(row);
  }

  override async read(
    stream: string,
    { from, direction = 'forwards', max = 1_000 }: Parameters<EventStore['read']>[1] = {},
  ): Promise<readonly StoredEvent[]> {
    const forwards = direction === 'forwards';
    const [compare, order] = forwards ? ['>=', 'asc'] : ['<=', 'desc'];
    const start = from === 'end' ? LAST_REVISION : (from ?? (forwards ? 0 : LAST_REVISION));
    const rows = await this.select<EventRow>(
      `read ${direction}`,
      `select ${EVENT_COLUMNS} from event_store.events e
        where e.stream = $1 and e.revision ${compare} $2 order by e.revision ${order} limit $3`,
      [stream, start, max],
    );
    return rows.map(toStoredEvent);
  }

  override async readAll(
    after: number,
    { filter, max = 1_000 }: { filter?: Filter; max?: number } = {},
  ): Promise<Page> {
    // One row at least: it tells how far was looked, also where nothing that was looked at is wanted.
    // A page of large events ends early, so that what a reader holds does not grow with what was recorded at once.
    const rows = await this.select<[number | null, number, number, ...EventRow]>(
      'read all',
      `select w.last, w.looked, w.left_out, ${EVENT_COLUMNS}
         from (select max(p.position) filter (where p.before < ${PAGE_BYTES}) as last, count(*) as looked,
                      count(*) filter (where p.before >= ${PAGE_BYTES}) as left_out
                 from (select position, sum(size) over (order by position) - size as before
                         from (select position, pg_column_size(data) as size
                                 from event_store.events where position > $1 order by position limit $2) f) p) w
         left join event_store.events e
           on e.position > $1 and e.position <= w.last
          and ($3::text[] is null or e.stream ^@ any($3)) and ($4::text[] is null or e.type = any($4))
        order by e.position`,
      [after, max, filter?.streams, filter?.types],
    );
    const [last, looked, leftOut] = rows[0]!;
    const events = rows.flatMap(([, , , ...row]) => (row[0] === null ? [] : [toStoredEvent(row)]));
    return { events, position: last ?? after, end: looked < max && leftOut === 0 };
  }

  override async head(): Promise<number> {
    const rows = await this.select<[number]>('head', 'select coalesce(max(position), 0) from event_store.events', []);
    return rows[0]![0];
  }

  override async count(upTo: number, after = 0, reached?: (position: number, count: number) => void): Promise<number> {
    let counted = 0;
    // In slices, so that no count takes longer than a query may.
    for (let from = after; from < upTo; from += COUNTED_AT_ONCE) {
      const to = Math.min(from + COUNTED_AT_ONCE, upTo);
      const [row] = await this.select<[number]>(
        'count',
        'select count(*) from event_store.events where position > $1 and position <= $2',
        [from, to],
      );
      counted += row![0];
      reached?.(to, counted);
    }
    return counted;
  }

  override subscribe(options: SubscribeOptions): AsyncIterable<Batch> {
    this.growth.watch();
    const signal = options.signal ? AbortSignal.any([options.signal, this.life.signal]) : this.life.signal;
    return follow(this, (after, until) => this.doorbell.wait(after, until), signal, options);
  }

  async last(): Promise<StoredEvent | undefined> {
    const [row] = await this.select<EventRow>(
      'last',
      `select ${EVENT_COLUMNS} from event_store.events e order by e.position desc limit 1`,
      [],
    );
    return row && toStoredEvent(row);
  }

  async importEvents(after: string | undefined, events: readonly StoredEvent[]): Promise<void> {
    if (this.life.signal.aborted) throw closed();
    this.growth.announce(await importEvents(this.readers, after, events));
  }

  async receipts({ after, max = 1_000 }: { after?: string; max?: number } = {}): Promise<ReceiptPage> {
    const rows = await this.select<ReceiptRow>(
      'receipts',
      'select key, fingerprint, answer, stream, revision, position from event_store.receipts where $1::text is null or key > $1 order by key limit $2',
      [after, max],
    );
    return { receipts: rows.map(toReceipt), ...(rows.length === max && { next: rows.at(-1)![0] }) };
  }

  async importReceipts(receipts: readonly KeptReceipt[]): Promise<void> {
    if (this.life.signal.aborted) throw closed();
    await importReceipts(this.readers, receipts);
  }

  override async close(): Promise<void> {
    if (this.life.signal.aborted) return;
    this.life.abort();
    await this.collector.close();
    await this.readers.end();
  }

  private async select<Row extends unknown[]>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    if (this.life.signal.aborted) throw closed();
    try {
      return (await this.readers.query<Row>({ name, text, values, rowMode: 'array', types })).rows;
    } catch (error) {
      throw named(error);
    }
  }
}

const COUNTED_AT_ONCE = 1_000_000;
const LAST_REVISION = 2_147_483_647;
// As PostgreSQL keeps them, which for large events is compressed.
const PAGE_BYTES = 4 * 1024 * 1024;
const closed = () => new StoreUnavailable('The event store is closed');

function poolOf(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  // A lost connection shows in the query that needs it; without a listener it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
