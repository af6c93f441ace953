import { setTimeout as pause } from 'node:timers/promises';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { StoreUnavailable } from '#event-store';
import type { Principal } from '#platform';
import type { Freshness } from '../freshness.js';
import { projections } from '../read-models.js';
import type { Readings } from '../reading.js';
import type { TimelineRow } from '../timeline/projection.js';

/** What is told to one who follows: what happened in a row to one partnership, or how far everything is. */
export type News = Change | { readonly position: number };

export interface Change {
  /** Of the last of it. */
  readonly position: number;
  readonly partnershipId: string;
  /** Of the partnership's own stream; absent when only its KPIs were measured. */
  readonly revision?: number;
  readonly types: readonly string[];
  readonly recordedAt: string;
}

/** Everything that somebody may know of up to a position. */
interface Stretch {
  readonly changes: readonly Change[];
  readonly position: number;
  readonly more: boolean;
}

export interface Following {
  /** Ends when the one who follows has left. */
  readonly signal: AbortSignal;
  /** When it ends by itself, in milliseconds since 1970. */
  readonly until: number;
}

/** How often it is looked how far the projections of this process are, in milliseconds; the database is not asked. */
const LOOK = 100;
/** How long nothing is said at most, in milliseconds. */
const SILENCE = 15_000;
/** How long it rests before it asks again a database that is away, in milliseconds. */
const REST = 1_000;
/** Most events, and the widest span of positions, that are read at once: what was missed long costs no more memory. */
const MOST_EVENTS = 200;
const WIDEST = 10_000;

const everything = projections.map(({ name }) => name);

/**
 * Tells what changed, in the order of the store, once every read model has it. Each who follows pulls: one who is slow is
 * told no faster and keeps nothing waiting here but a place in the store.
 */
export class Changes implements BeforeApplicationShutdown {
  private readonly life = new AbortController();
  private readonly waiting = new Set<{ readonly position: number; readonly leave: () => void }>();
  private readonly asked = new Map<string, Promise<Stretch>>();
  private turn: Promise<unknown> = Promise.resolve();
  private looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly readings: Readings,
    private readonly freshness: Freshness,
    private readonly silence = SILENCE,
  ) {}

  /** Ends all that follow, so that the server can stop; they come back to the next one. */
  beforeApplicationShutdown(): void {
    this.life.abort();
  }

  /** Position of the last event in the store. */
  head(): Promise<number> {
    return this.freshness.build.store.head();
  }

  /** Everything up to here is in every read model. */
  position(principal: Principal): Promise<number> {
    return this.readings.answer(principal, {}, everything, async ({ asOf }) => asOf.position);
  }

  /**
   * What happened after a position, page by page, and what happens from then on; every so often how far it is, so that
   * one who may see little comes back to a place not long past. What one may see is asked anew for each page.
   */
  async *follow(principal: Principal, after: number, { signal, until }: Following): AsyncGenerator<readonly News[]> {
    const over = AbortSignal.any([signal, this.life.signal]);
    let position = after;
    let said = Date.now();
    while (!over.aborted && Date.now() < until) {
      const stretch = await this.after(principal, position).catch((error) => {
        if (error instanceof StoreUnavailable) return undefined;
        throw error;
      });
      if (stretch && stretch.changes.length > 0) {
        yield stretch.changes;
        said = Date.now();
      }
      const stood = position;
      position = stretch?.position ?? position;
      if (stretch?.more && position > stood) continue;
      const wait = Math.min(said + this.silence, until) - Date.now();
      // Without a step forward, asking again at once would find the same.
      if (position === stood && this.reached > position)
        await pause(Math.min(REST, Math.max(wait, 0)), undefined, { signal: over }).catch(() => {});
      else await this.moved(position, wait, over);
      if (over.aborted || Date.now() < said + this.silence) continue;
      yield [{ position }];
      said = Date.now();
    }
  }

  /** How far all projections are, as this process knows. */
  private get reached(): number {
    return Math.min(...this.freshness.projections.map(({ checkpoint }) => checkpoint));
  }

  /** Settles when all projections are past a position, after so many milliseconds, or when it is over. */
  private async moved(position: number, longest: number, over: AbortSignal): Promise<void> {
    if (over.aborted || longest <= 0 || this.reached > position) return;
    await new Promise<void>((settle) => {
      const leave = () => {
        clearTimeout(timer);
        over.removeEventListener('abort', leave);
        this.waiting.delete(waiter);
        if (this.waiting.size === 0) clearInterval(this.looking);
        settle();
      };
      const waiter = { position, leave };
      const timer = setTimeout(leave, longest);
      over.addEventListener('abort', leave);
      if (this.waiting.size === 0) this.looking = setInterval(() => this.look(), LOOK);
      this.waiting.add(waiter);
    });
  }

  private look(): void {
    const { reached } = this;
    for (const { position, leave } of this.waiting) if (reached > position) leave();
  }

  /** One reading serves all of one scope who are at the same place, and readings follow one another. */
  private after(principal: Principal, position: number): Promise<Stretch> {
    const key = `${principal.role} ${principal.organisation} ${position}`;
    const known = this.asked.get(key);
    if (known) return known;
    const stretch = this.turn.then(() => this.read(principal, position));
    this.turn = stretch.catch(() => {}).then(() => this.asked.delete(key));
    this.asked.set(key, stretch);
    return stretch;
  }

  private read(principal: Principal, after: number): Promise<Stretch> {
    return this.readings.answer(principal, {}, everything, async ({ rows, asOf }) => {
      const to = Math.min(asOf.position, after + WIDEST);
      if (to <= after) return { changes: [], position: after, more: false };
      const events = await rows<Seen>(
        ({ visible, value }) => `select t.partnership_id, t.position, t.type, t.kpi, t.revision, t.recorded_at
          from ${visible('timeline')} t where t.position > ${value(after)}::bigint and t.position <= ${value(to)}::bigint
          order by t.position limit ${MOST_EVENTS}`,
      );
      const position = events.length === MOST_EVENTS ? events.at(-1)!.position : to;
      return { changes: inARow(events), position, more: position < asOf.position };
    });
  }
}

type Seen = Pick<TimelineRow, 'partnership_id' | 'position' | 'type' | 'kpi' | 'revision' | 'recorded_at'>;

/** What happened in a row to one partnership is one change: the order stays, so that each is a place to go on from. */
function inARow(events: readonly Seen[]): readonly Change[] {
  const changes: Change[] = [];
  for (const { partnership_id: partnershipId, position, type, kpi, revision, recorded_at: recordedAt } of events) {
    const before = changes.at(-1);
    const same = before?.partnershipId === partnershipId ? before : undefined;
    const own = kpi === null ? revision : same?.revision;
    const change: Change = {
      partnershipId,
      position,
      ...(own !== undefined && { revision: own }),
      types: [...new Set([...(same?.types ?? []), type])],
      recordedAt,
    };
    if (same) changes[changes.length - 1] = change;
    else changes.push(change);
  }
  return changes;
}
