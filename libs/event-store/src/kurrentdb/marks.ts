import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Json, type KeptReceipt, type Receipt, StoreUnavailable } from '../store.js';
import type { Connection } from './connection.js';
import { OWN } from './own.js';

/** Where an append says its events will stand, told before they are written. */
export interface Place {
  readonly stream: string;
  /** Revision of the first event. */
  readonly first: number;
  /** How many; 0 for a receipt of an append without events, which holds at once. */
  readonly count: number;
  /** Ids of the first and the last event; absent without events. */
  readonly id?: string;
  readonly lastId?: string;
}

/** The place of events that are to stand one after the other. */
export function placeOf(stream: string, first: number, events: readonly { readonly id: string }[]): Place {
  const [start, end] = [events[0], events.at(-1)];
  return { stream, first, count: events.length, ...(start && end && { id: start.id, lastId: end.id }) };
}

/** What a mark says: its place, and with a receipt what that keeps. */
export interface Mark extends Place {
  /** The events stand there so many milliseconds after the mark was left, or never will. */
  readonly within?: number;
  /** Name of the mark that decides between the appends that leave this one: who has not got that one does not append. */
  readonly under?: string;
  readonly key?: string;
  readonly fingerprint?: string;
  readonly answer?: Json;
}

export interface Kept {
  readonly mark: Mark;
  /** Of the last event at the place. */
  readonly revision: number;
  readonly position: number;
}

/** A mark whose place is still empty: it may yet become true. */
interface Pending {
  readonly id: string;
  readonly mark: Mark;
}

/** What the marks of one append know of those of others. */
export interface Waiting {
  /** Marks that were waited for in vain; they are not waited for again. */
  readonly abandoned: Set<string>;
  /** The append has its answer: none of its marks is waited with any more. */
  over: boolean;
}

/**
 * Marks find an event by its id and a receipt by its key, in a store that has no index for either.
 *
 * A mark is written before the events it speaks of, into a stream of its own name, and says exactly where they will
 * stand. It is true if and only if they stand there. Because events are appended at exactly one revision, a mark whose
 * place somebody else has taken can never become true any more, and of those in one stream at most one does. Whoever
 * leaves another one has looked at all that were there, and found none true; one of another stream whose place is still
 * empty is waited for until it is true, or nobody can be there any more who would make it so.
 */
export class Marks {
  constructor(private readonly connection: Connection) {}

  /** The true mark of a name, if there is one; `but` is a place that is known to be another's. */
  async find(name: string, but?: Place): Promise<Kept | undefined> {
    return (await this.look(name, but)).kept;
  }

  /** Leaves a mark, unless there is a true one already: that is the answer then. */
  async leave(
    name: string,
    mark: Mark,
    waiting: Waiting = { abandoned: new Set(), over: false },
  ): Promise<Kept | undefined> {
    const { abandoned } = waiting;
    const stream = streamOf(name);
    const seen = new Map<string, number>();
    for (let at = -1, rest = SHORT; ; ) {
      const event = { id: randomUUID(), type: 'Marked', data: mark as unknown as Json, metadata: {} };
      const written = await this.connection.append(stream, at, [event]);
      if (!('actual' in written)) return undefined;
      const began = performance.now();
      const { kept, revision, pending } = await this.look(name);
      if (kept) return kept;
      // Somebody left a mark there, so that more is to be seen, or the server does not show all that it has.
      if (revision <= at) throw new StoreUnavailable('The event store shows less than it has');
      const rivals = pending.filter(({ id, mark: its }) => !abandoned.has(id) && isRival(its, mark));
      for (const { id, mark: its } of rivals) {
        const since = seen.get(id);
        if (since === undefined) seen.set(id, performance.now());
        // Looked at after its time was over, and still not true.
        else if (began - since >= (its.within ?? 0)) abandoned.add(id);
      }
      if (rivals.every(({ id }) => abandoned.has(id))) at = revision;
      else {
        await pause(rest);
        if (waiting.over) return undefined;
        rest = Math.min(rest * 2, LONG);
      }
    }
  }

  /**
   * The receipts among the marks after a position, as each is first true. `position` is where to read on, absent at the
   * end.
   */
  async receipts(after: number, max: number): Promise<{ kept: Kept[]; position?: number }> {
    const { events, end } = await this.connection.readAll(after, max, [MARK]);
    const kept: Kept[] = [];
    const named = events.filter(({ data }) => (data as unknown as Mark).key !== undefined);
    for (let from = 0; from < named.length; from += AT_ONCE) {
      const some = named.slice(from, from + AT_ONCE).map(async ({ data, revision }) => {
        const found = await this.look(ofReceipt((data as unknown as Receipt).key));
        // A mark may have been left again in the same words.
        return found.revision + 1 === revision ? found.kept : undefined;
      });
      kept.push(...(await Promise.all(some)).filter((one) => one !== undefined));
    }
    return { kept, ...(!end && { position: events.at(-1)!.position }) };
  }

  /** `revision` is that of the mark before the true one, or of the last. */
  private async look(name: string, but?: Place): Promise<{ kept?: Kept; revision: number; pending: Pending[] }> {
    const stream = streamOf(name);
    const pending: Pending[] = [];
    let revision = -1;
    for (let from = 0; ; from += PAGE) {
      const page = await this.connection.read(stream, { from, direction: 'forwards', max: PAGE });
      for (const { id, data } of page) {
        const mark = data as unknown as Mark;
        const taken = mark.stream === but?.stream && mark.first === but.first && mark.id === but.id;
        const there = taken ? 'others' : await this.thereIs(mark);
        if (typeof there === 'object') return { kept: there, revision, pending };
        if (there === 'nothing') pending.push({ id, mark });
        revision++;
      }
      if (page.length < PAGE) return { revision, pending };
    }
  }

  /** What stands at the place of a mark: its events, so that it is true, nothing yet, or others for ever. */
  private async thereIs(mark: Mark): Promise<Kept | 'nothing' | 'others'> {
    const { stream, first, count, id, lastId } = mark;
    if (count === 0) return { mark, revision: first - 1, position: 0 };
    const last = first + count - 1;
    const [one] = await this.connection.read(stream, { from: first, direction: 'forwards', max: 1 });
    if (one?.id !== id) return one ? 'others' : 'nothing';
    const [end] =
      count === 1 ? [one] : await this.connection.read(stream, { from: last, direction: 'forwards', max: 1 });
    return end?.id === lastId ? { mark, revision: last, position: end!.position } : 'others';
  }
}

/** Of one stream, at most one becomes true; under the same mark, only its holder's does. */
const isRival = (its: Mark, ours: Mark) =>
  its.stream !== ours.stream && (its.under === undefined || its.under !== ours.under);

const PAGE = 100;
/** Rests between looks at a place that is still empty, in milliseconds. */
const SHORT = 10;
const LONG = 500;
/** Marks looked at or left at the same time. */
export const AT_ONCE = 256;
const MARK = `${OWN}mark-`;

/** Keys are of any length and letters; names of streams had better not be. */
const streamOf = (name: string) => `${MARK}${createHash('sha256').update(name).digest('base64url')}`;

export const ofEvent = (id: string) => `event ${id}`;
export const ofReceipt = (key: string) => `receipt ${key}`;

export function keptReceipt({ mark, revision, position }: Kept): KeptReceipt {
  const { key, fingerprint, answer, stream } = mark as Mark & Receipt;
  return { key, fingerprint, answer, stream, revision, position };
}
