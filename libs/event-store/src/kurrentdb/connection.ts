import {
  type Filter,
  jsonEvent,
  KurrentDBClient,
  type RecordedEvent,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';
import { type Json, type NewEvent, type StoredEvent, StoreUnavailable } from '../store.js';
import { faultInAddress } from './address.js';
import { named, within } from './failures.js';
import { timeAndMetadata } from './moved.js';
import { type Asked, page } from './paging.js';
import { AT_ONCE_IN_WRITE, MESSAGE, Seats, seatsOf } from './seats.js';

/** The revision a stream must be at: -1 when it must not be there. */
export type At = number;

export interface Written {
  readonly position: number;
}

/** The stream is at another revision; -1 when it is not there. */
export interface Conflict {
  readonly actual: number;
}

/** Everything but what the server and the adapter keep for themselves. */
const OURS = '^[^$_]';

/** So many events are asked for at a time, so that nothing is left unread on the server. */
const CHUNK = 1_000;
/** A page ends once it holds so much, in characters of JSON. */
const LARGE = 16_000_000;
/** While a server stays away, readers are not replaced faster than this, in milliseconds. */
const LEAST_LIFE = 1_000;
/** By then an append was answered by its deadline, or its connection has been found lost, in milliseconds. */
const UNANSWERED = 60_000;

/** Its own words for an address it cannot read hold all of it, and the password too. */
function clientOf(url: string): KurrentDBClient {
  const fault = faultInAddress(url);
  if (fault) throw new RangeError(`The address of KurrentDB ${fault}`);
  try {
    return KurrentDBClient.connectionString(url.replace(/^esdb/, 'kurrentdb'));
  } catch {
    throw new RangeError('The address of KurrentDB has an option whose value is not one it can have');
  }
}

/** One connection to a KurrentDB or EventStoreDB: its calls with the port's types, each of them over in time. */
export class Connection {
  private readonly client: KurrentDBClient;
  /** Reads have a client of their own: one that fails is replaced, and no append is cut for it. */
  private reader: KurrentDBClient;
  private readerSince = performance.now();
  private closed = false;
  private readonly seats = new Seats(AT_ONCE_IN_WRITE);

  /** @throws RangeError when the address is none, or has options that are not known */
  constructor(
    private readonly url: string,
    private readonly timeout: number,
  ) {
    this.client = clientOf(url);
    this.reader = clientOf(url);
  }

  /** Appends at exactly this revision. Repeated with the same event ids, it is the same append. */
  async append(stream: string, at: At, events: readonly NewEvent[]): Promise<Written | Conflict> {
    const given = events.map(({ id, type, data, metadata }) =>
      jsonEvent({ id, type, data: data as never, metadata: metadata as never }),
    );
    let late = false;
    const send = () => {
      if (late) throw new StoreUnavailable('The event store was busy for too long');
      const options = {
        streamState: at === -1 ? ('no_stream' as const) : BigInt(at),
        deadline: this.timeout,
        batchAppendSize: MESSAGE,
      };
      // Given up, it keeps its seat until it has left the write.
      return within(UNANSWERED, this.client.appendToStream(stream, given, options));
    };
    try {
      const result = await within(
        this.timeout,
        this.seats.take(seatsOf(events), async () => send()),
      );
      if (!result.position) throw new Error('KurrentDB told no position of an append');
      return { position: Number(result.position.commit) };
    } catch (error) {
      const { type, actualState } = error as { type?: string; actualState?: bigint | 'no_stream' };
      if (type === 'wrong-expected-version')
        return { actual: typeof actualState === 'bigint' ? Number(actualState) : -1 };
      throw error;
    } finally {
      late = true;
    }
  }

  /** Revision of a stream's last event; -1 when it is not there. */
  async lastRevision(stream: string): Promise<number> {
    const [last] = await this.read(stream, { from: 'end', direction: 'backwards', max: 1 });
    return last?.revision ?? -1;
  }

  async read(
    stream: string,
    { from, direction, max }: { from: number | 'end'; direction: 'forwards' | 'backwards'; max: number },
  ): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    let size = 0;
    for (let next: number | 'end' = from; events.length < max && size < LARGE; ) {
      const asked = Math.min(max - events.length, CHUNK);
      const from = next === 'end' ? 'end' : BigInt(next);
      const chunk = await this.chunk({ stream, direction, from, maxCount: asked });
      events.push(...chunk.events);
      size += chunk.size;
      const last = events.at(-1);
      if (chunk.events.length < asked || !last) break;
      if (direction === 'backwards' && last.revision === 0) break;
      next = direction === 'forwards' ? last.revision + 1 : last.revision - 1;
    }
    return events;
  }

  /** Events of ours after a position, or of streams that begin so. `end` when there are no more. */
  async readAll(
    after: number,
    max: number,
    prefixes?: readonly string[],
  ): Promise<{ events: StoredEvent[]; end: boolean }> {
    const events: StoredEvent[] = [];
    let size = 0;
    for (let from = after; ; ) {
      const asked = Math.min(max - events.length, CHUNK) + 1;
      const chunk = await this.chunk({
        direction: 'forwards',
        // The event at a position is within a page that begins there.
        from: from === 0 ? 'start' : BigInt(from),
        maxCount: asked,
        filter: filterOf(prefixes),
      });
      const fresh = chunk.events.filter(({ position }) => position > from).slice(0, asked - 1);
      events.push(...fresh);
      size += chunk.size;
      if (chunk.events.length < asked) return { events, end: true };
      if (events.length >= max || size >= LARGE) return { events, end: false };
      from = events.at(-1)!.position;
    }
  }

  /** The last event of ours. */
  async last(): Promise<StoredEvent | undefined> {
    const { events } = await this.chunk({ direction: 'backwards', from: 'end', maxCount: 1, filter: filterOf() });
    return events[0];
  }

  /** Calls `ring` with the position of each event of ours that comes from now on, until the connection is lost or `signal` aborts. */
  async listen(ring: (position: number) => void, signal: AbortSignal): Promise<void> {
    const subscription = this.client.subscribeToAll({ fromPosition: 'end', filter: filterOf() });
    let leave = () => {};
    try {
      await new Promise<void>((resolve) => {
        leave = () => {
          void subscription.unsubscribe().catch(() => {});
          resolve();
        };
        subscription.on('data', ({ event }) => event && ring(Number(event.position!.commit)));
        for (const end of ['error', 'end', 'close'] as const) subscription.once(end, () => resolve());
        if (signal.aborted) leave();
        else signal.addEventListener('abort', leave, { once: true });
      });
    } finally {
      signal.removeEventListener('abort', leave);
      subscription.on('error', () => {});
      subscription.destroy();
    }
  }

  /** Without it the process would not end. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([this.client.dispose(), this.reader.dispose()]);
  }

  private async chunk(asked: Asked): Promise<{ events: StoredEvent[]; size: number }> {
    const { reader } = this;
    const reading = async () => {
      const events = (await page(reader, asked, this.timeout)).map(toStoredEvent);
      return { events, size: events.reduce((sum, event) => sum + sizeOf(event), 0) };
    };
    try {
      // A node that does not lead says so once; the client goes to the one that does from then on.
      const led = reading().catch((error) => (error.type === 'not-leader' ? reading() : Promise.reject(error)));
      return await within(this.timeout, led);
    } catch (error) {
      if ((error as { type?: string }).type === 'stream-not-found') return { events: [], size: 0 };
      const failure = named(error);
      if (failure instanceof StoreUnavailable) this.replace(reader);
      throw failure;
    }
  }

  private replace(failed: KurrentDBClient): void {
    if (this.closed || failed !== this.reader || performance.now() - this.readerSince < LEAST_LIFE) return;
    this.reader = clientOf(this.url);
    this.readerSince = performance.now();
    void failed.dispose().catch(() => {});
  }
}

const sizeOf = ({ data, metadata }: StoredEvent) => JSON.stringify(data).length + JSON.stringify(metadata).length;

function filterOf(prefixes?: readonly string[]): Filter {
  if (prefixes?.length === 0) return streamNameFilter({ regex: '^$' });
  return prefixes ? streamNameFilter({ prefixes: [...prefixes] }) : streamNameFilter({ regex: OURS });
}

function toStoredEvent({
  id,
  streamId,
  revision,
  type,
  created,
  data,
  metadata,
  position,
}: RecordedEvent): StoredEvent {
  if (!position) throw new Error('KurrentDB tells no positions of events: it must be 23.10 or newer');
  return {
    id,
    type,
    data: data as unknown as Json,
    stream: streamId,
    revision: Number(revision),
    position: Number(position.commit),
    ...timeAndMetadata(created, (metadata ?? null) as Json),
  };
}
