import { setImmediate as breathe } from 'node:timers/promises';
import { following, ocidOf, type Publisher, type Release, releasedTypes, releaseOf } from '#contracts';
import { Refused } from '#decider';
import type { EventStore, StoredEvent } from '#event-store';
import { type Actor, kpiStream, onlyParties, partnershipStream } from '#partnership';
import { NotTellable, partnershipOf, toldOf, toldStreams } from '../outward/told.js';
import { FollowedPartnerships } from './followed.js';
import { Parties } from './parties.js';

/** Releases in the order of the events they tell of. */
export interface ReleasePage {
  readonly releases: readonly Release[];
  /** Where the next page begins; absent at the end of the store. */
  readonly next?: number;
}

/** Events that are looked at in the store at once, and how often at most for one page: it is shorter where few are for the reader. */
const READ = 1_000;
const MOST_READS = 4;
/** Events of a record that are told without letting others of the process have a turn. */
const TURN = 500;
/** Partnerships the store is asked for by name; of whoever sees more, what it gives is sorted out here. */
const BY_NAME = 50;

const inOrder = (one: StoredEvent, other: StoredEvent) => one.position - other.position;

/** The OCDS releases of partnerships, made of their events when they are asked for. */
export class Releases {
  private readonly followed: FollowedPartnerships;
  private readonly parties: Parties;

  constructor(
    private readonly store: EventStore,
    readonly publisher: Publisher,
  ) {
    this.followed = new FollowedPartnerships(store);
    this.parties = new Parties(store);
  }

  /**
   * Releases after a position of the store, of the partnerships the reader may see; at most `limit`.
   *
   * @throws NotTellable when the next one is of an event that only a later version knows
   * @throws StoreUnavailable
   */
  async after(position: number, limit: number, reader: Actor): Promise<ReleasePage> {
    const releases: Release[] = [];
    const seen = seesAll(reader) ? undefined : await this.parties.seenBy(reader);
    if (seen?.size === 0) return { releases };
    const filter = { streams: streamsOf(seen), types: releasedTypes };
    const run = this.followed.run();
    let at = position;
    for (let read = 0; read < MOST_READS; read += 1) {
      const page = await this.store.readAll(at, { filter, max: READ });
      const events = page.events.filter(({ stream }) => seen?.has(partnershipOf(stream)) ?? true);
      await run.prepare(events.slice(0, limit - releases.length), page.position);
      for (const event of events) {
        if (releases.length === limit) return { releases, next: at };
        try {
          const release = releaseOf(toldOf(event), await run.before(event, page.position), this.publisher);
          if (release) releases.push(release);
        } catch (error) {
          // What comes before it is told still.
          if (!(error instanceof NotTellable) || releases.length === 0) throw error;
          return { releases, next: at };
        }
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
   * @throws NotTellable when there is an event that only a later version knows
   * @throws StoreUnavailable
   */
  async of(ocid: string, reader: Actor): Promise<readonly Release[]> {
    const id = this.partnershipIn(ocid);
    const stream = partnershipStream(id);
    const events = await this.eventsOf(stream);
    const own = events.map(toldOf);
    const state = own.reduce(following.evolve, following.initial);
    onlyParties(reader, state);
    const kpis = await Promise.all(Object.keys(state.kpis).map((code) => this.eventsOf(kpiStream(id, code))));
    const releases: Release[] = [];
    let before = following.initial;
    for (const [index, event] of [...events, ...kpis.flat()].toSorted(inOrder).entries()) {
      if (index % TURN === TURN - 1) await breathe();
      const happened = toldOf(event);
      const release = releaseOf(happened, before, this.publisher);
      if (release) releases.push(release);
      if (event.stream === stream) before = following.evolve(before, happened);
    }
    return releases;
  }

  private partnershipIn(ocid: string): string {
    const id = ocid.slice(-ID_LENGTH);
    if (ocid !== ocidOf(this.publisher.prefix, id)) throw new Refused('not-registered');
    return id;
  }

  private async eventsOf(stream: string): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for (let from = 0; ; ) {
      const page = await this.store.read(stream, { from, max: READ });
      events.push(...page);
      const last = page.at(-1);
      if (!last) return events;
      from = last.revision + 1;
    }
  }
}

const ID_LENGTH = 36;

const seesAll = ({ role }: Actor) => role === 'auditor' || role === 'system';

const streamsOf = (seen: ReadonlySet<string> | undefined): readonly string[] =>
  seen && seen.size <= BY_NAME ? [...seen].flatMap((id) => toldStreams.map((kind) => `${kind}${id}`)) : toldStreams;
