import { LRUCache } from 'lru-cache';
import { type Followed, following } from '#contracts';
import type { EventStore, StoredEvent } from '#event-store';
import { partnershipStream } from '#partnership';
import { NotTellable, partnershipOf, toldOf } from '../outward/told.js';

/** A partnership as far as it was read. */
interface Read {
  readonly state: Followed;
  readonly revision: number;
  /** Of the last event in the state. */
  readonly position: number;
}

const unread: Read = { state: following.initial, revision: -1, position: 0 };

/** Partnerships whose state is kept at hand. */
const AT_HAND = 1_000;
/** Streams that are read at the same time, so that commands find connections too. */
const READ_AT_ONCE = 4;
const PAGE = 200;

/**
 * What partnerships were before a position. Readers that go on from page to page find the states their last page ended
 * with; one that begins anew costs the partnerships of its page, read from their beginning.
 */
export class FollowedPartnerships {
  private readonly cache = new LRUCache<string, Read>({ max: AT_HAND });

  constructor(private readonly store: EventStore) {}

  /** For one run through events in position order. */
  run(): Run {
    return new Run(this.store, this.cache);
  }
}

/** How far one run has read a partnership. */
interface Reading extends Read {
  /** Events that were read further than was asked for. */
  readonly ahead: readonly StoredEvent[];
  /** Up to which position all events of its stream are read. */
  readonly complete: number;
}

class Run {
  /** Its own: another run may be elsewhere in the same partnership. */
  private readonly readings = new Map<string, Reading>();

  constructor(
    private readonly store: EventStore,
    private readonly cache: LRUCache<string, Read>,
  ) {}

  /**
   * Reads what the partnerships of some events were before the first of them, several at the same time.
   *
   * @param known as of `before`
   * @throws StoreUnavailable
   */
  async prepare(events: readonly StoredEvent[], known: number): Promise<void> {
    const firsts = new Map(events.toReversed().map((event) => [partnershipOf(event.stream), event])).values();
    const readers = Array.from({ length: READ_AT_ONCE }, async () => {
      for (const event of firsts)
        await this.before(event, known).catch((error: unknown) => {
          // What comes before it can be told still: whoever asks for it meets it again.
          if (!(error instanceof NotTellable)) throw error;
        });
    });
    await Promise.all(readers);
  }

  /**
   * What the partnership of an event was before it; events are to be asked for in position order.
   *
   * @param known position up to which the store was read when the event was: nothing can come before that any more
   * @throws StoreUnavailable
   * @throws NotTellable when there is an event of a type or version that only a later release knows
   */
  async before({ stream, revision: next, position }: StoredEvent, known: number): Promise<Followed> {
    const id = partnershipOf(stream);
    const own = stream === partnershipStream(id);
    let reading = this.readings.get(id) ?? this.begun(id, position);
    for (;;) {
      reading = readOn(reading, position);
      const { ahead, complete, revision } = reading;
      if (ahead.length > 0 || position <= complete || (own && revision === next - 1)) break;
      const page = await this.store.read(partnershipStream(id), { from: revision + 1, max: PAGE });
      reading = { ...reading, ahead: page, complete: page.length === 0 ? Math.max(known, position) : complete };
    }
    this.readings.set(id, reading);
    const { state, position: at } = reading;
    this.cache.set(id, { state, revision: reading.revision, position: at });
    return state;
  }

  private begun(id: string, position: number): Reading {
    const cached = this.cache.get(id);
    return { ...(cached && cached.position < position ? cached : unread), ahead: [], complete: 0 };
  }
}

/** With the events before a position in the state. */
function readOn({ ahead, complete, ...read }: Reading, before: number): Reading {
  const later = ahead.findIndex((event) => event.position >= before);
  let { state, revision, position } = read;
  for (const event of later < 0 ? ahead : ahead.slice(0, later)) {
    state = following.evolve(state, toldOf(event));
    ({ revision, position } = event);
  }
  return { state, revision, position, complete, ahead: later < 0 ? [] : ahead.slice(later) };
}
