import { LRUCache } from 'lru-cache';
import { type Followed, following } from '#contracts';
import type { EventStore, StoredEvent } from '#event-store';
import { partnershipStream } from '#partnership';
import { toldOf } from '../outward/told.js';

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

class Run {
  /** Events that were read further than was asked for. */
  private readonly ahead = new Map<string, StoredEvent[]>();

  constructor(
    private readonly store: EventStore,
    private readonly cache: LRUCache<string, Read>,
  ) {}

  /**
   * @throws StoreUnavailable
   * @throws NotTellable when there is an event of a type or version that only a later release knows
   */
  async before(partnershipId: string, position: number): Promise<Followed> {
    const cached = this.cache.get(partnershipId);
    const usable = cached && cached.position < position;
    let { state, revision, position: at } = usable ? cached : unread;
    let ahead = (usable && this.ahead.get(partnershipId)) || [];
    for (;;) {
      const next = ahead.findIndex((event) => event.position >= position);
      for (const event of next < 0 ? ahead : ahead.slice(0, next)) {
        state = following.evolve(state, toldOf(event));
        ({ revision, position: at } = event);
      }
      ahead = next < 0 ? [] : ahead.slice(next);
      if (ahead.length > 0) break;
      ahead = [...(await this.store.read(partnershipStream(partnershipId), { from: revision + 1, max: PAGE }))];
      if (ahead.length === 0) break;
    }
    this.cache.set(partnershipId, { state, revision, position: at });
    this.ahead.set(partnershipId, ahead);
    return state;
  }
}
