import { ocidOf, type Publisher, type Release, releasedTypes, releaseOf } from '#contracts';
import { Refused } from '#decider';
import { codec, type EventStore, type StoredEvent, Transactor } from '#event-store';
import {
  type Actor,
  kpiStream,
  onlyParties,
  type Partnership,
  type PartnershipEvent,
  partnership,
  partnershipStream,
} from '#partnership';
import { partnershipOf, toldOf, toldStreams } from '../outward/told.js';
import { FollowedPartnerships } from './followed.js';

/** Releases in the order of the events they tell of. */
export interface ReleasePage {
  readonly releases: readonly Release[];
  /** Where the next page begins; absent at the end of the store. */
  readonly next?: number;
}

const released = new Set<string>(releasedTypes);
const filter = { streams: toldStreams, types: releasedTypes };
const partnerships = codec<PartnershipEvent>();

/** Events that are read from the store at once, and how often at most for one page: it is shorter where few are for the reader. */
const READ = 500;
const MOST_READS = 4;

/** The OCDS releases of partnerships, made of their events when they are asked for. */
export class Releases {
  private readonly followed: FollowedPartnerships;
  private readonly states: Transactor;

  constructor(
    private readonly store: EventStore,
    readonly publisher: Publisher,
  ) {
    this.followed = new FollowedPartnerships(store);
    this.states = new Transactor(store);
  }

  /**
   * Releases after a position of the store, of the partnerships the reader may see; at most `limit`.
   *
   * @throws StoreUnavailable
   */
  async after(position: number, limit: number, reader: Actor): Promise<ReleasePage> {
    const releases: Release[] = [];
    const run = this.followed.run();
    const seen = new Map<string, boolean>();
    let at = position;
    for (let read = 0; read < MOST_READS; read += 1) {
      const page = await this.store.readAll(at, { filter, max: READ });
      for (const event of page.events) {
        if (releases.length === limit) return { releases, next: at };
        const id = partnershipOf(event.stream);
        if (!seen.has(id)) seen.set(id, await this.sees(reader, id));
        const release = seen.get(id) && releaseOf(toldOf(event), await run.before(id, event.position), this.publisher);
        if (release) releases.push(release);
        at = event.position;
      }
      at = page.position;
      if (page.end) return { releases };
    }
    return { releases, next: at };
  }

  /**
   * Every release of one partnership, by its ocid.
   *
   * @throws Refused `not-registered` when there is none, or it is not the reader's to see
   * @throws StoreUnavailable
   */
  async of(ocid: string, reader: Actor): Promise<readonly Release[]> {
    const id = this.partnershipIn(ocid);
    const state = await this.stateOf(id);
    onlyParties(reader, state);
    const streams = [partnershipStream(id), ...Object.keys(state.kpis).map((code) => kpiStream(id, code))];
    const events = (await Promise.all(streams.map((stream) => this.eventsOf(stream)))).flat();
    const releases: Release[] = [];
    const run = this.followed.run();
    for (const event of events.toSorted((one, other) => one.position - other.position)) {
      const release = releaseOf(toldOf(event), await run.before(id, event.position), this.publisher);
      if (release) releases.push(release);
    }
    return releases;
  }

  private partnershipIn(ocid: string): string {
    const id = ocid.slice(-ID_LENGTH);
    if (ocid !== ocidOf(this.publisher.prefix, id)) throw new Refused('not-registered');
    return id;
  }

  private async sees(reader: Actor, partnershipId: string): Promise<boolean> {
    if (reader.role === 'auditor' || reader.role === 'system') return true;
    try {
      onlyParties(reader, await this.stateOf(partnershipId));
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  }

  private async stateOf(partnershipId: string): Promise<Partnership> {
    return (await this.states.stateOf(partnership, partnerships, partnershipStream(partnershipId))).state;
  }

  private async eventsOf(stream: string): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for (let from = 0; ; ) {
      const page = await this.store.read(stream, { from, max: READ });
      events.push(...page.filter(({ type }) => released.has(type)));
      const last = page.at(-1);
      if (!last) return events;
      from = last.revision + 1;
    }
  }
}

const ID_LENGTH = 36;
