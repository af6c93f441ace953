import { Refused } from '#decider';
import type { EventStore } from '#event-store';
import { type Actor, onlyParties, type Partnership, type PartnershipEvent, partnership } from '#partnership';
import { partnershipOf, toldOf } from '../outward/told.js';

const filter = { streams: ['partnership-'], types: ['PartnershipRegistered', 'PartyJoined', 'PartyLeft'] };
const READ = 5_000;

/** Who takes part in which partnership: read on from the events that say so whenever it is asked, so that it holds as of now. */
export class Parties {
  /** Partnerships, as far as those events tell. */
  private readonly partnerships = new Map<string, Partnership>();
  private position = 0;
  private reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: EventStore) {}

  /**
   * The partnerships a municipality takes part in.
   *
   * @throws StoreUnavailable
   * @throws NotTellable
   */
  async seenBy(reader: Actor): Promise<ReadonlySet<string>> {
    // One after the other: two that read on from the same place would count the same events twice.
    const read = this.reading.then(() => this.readOn());
    this.reading = read.catch(() => {});
    await read;
    const seen = [...this.partnerships].flatMap(([id, state]) => (sees(reader, state) ? [id] : []));
    return new Set(seen);
  }

  private async readOn(): Promise<void> {
    for (let end = false; !end; ) {
      const page = await this.store.readAll(this.position, { filter, max: READ });
      for (const event of page.events) {
        const id = partnershipOf(event.stream);
        const state = this.partnerships.get(id) ?? partnership.initial;
        this.partnerships.set(id, partnership.evolve(state, toldOf(event).event as PartnershipEvent));
        this.position = event.position;
      }
      this.position = page.position;
      end = page.end;
    }
  }
}

function sees(reader: Actor, state: Partnership): boolean {
  try {
    onlyParties(reader, state);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
