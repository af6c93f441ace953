import {
  type Appended,
  DuplicateEvent,
  type Expected,
  KeyReused,
  type NewEvent,
  type Receipt,
  StoreUnavailable,
  WrongRevision,
} from '../store.js';
import type { Connection } from './connection.js';
import {
  AT_ONCE,
  type Kept,
  keptReceipt,
  type Mark,
  type Marks,
  ofEvent,
  ofReceipt,
  type Place,
  placeOf,
  type Waiting,
} from './marks.js';

/** What the marks of one append say beside their places. */
type Claim = Pick<Mark, 'within' | 'under'>;

/** Appends with marks: first they are left, then the events written that make them true. */
export class Appending {
  constructor(
    private readonly connection: Connection,
    private readonly marks: Marks,
    private readonly timeout: number,
  ) {}

  /** @throws WrongRevision, KeyReused, DuplicateEvent, StoreUnavailable */
  async append(
    stream: string,
    expected: Expected,
    events: readonly NewEvent[],
    receipt: Receipt | undefined,
  ): Promise<Appended> {
    const ids = events.map(({ id }) => id).sort();
    if (new Set(ids).size < ids.length) throw new DuplicateEvent(stream);
    // Time to leave the marks, and as much again for the append itself to come through or be given up.
    const forMarks = this.timeout * (1 + events.length / 1_000);
    // The same events to two streams race for all their marks at once: the first of them decides, so that nobody waits for
    // one who waits for him.
    const claim = { within: forMarks + this.timeout, ...(ids[0] && { under: ids[0] }) };
    const waiting = { abandoned: new Set<string>(), over: false };
    while (true) {
      // Resolved before the marks are looked at: a place before it is taken by then, and what claims it settled.
      const at = await this.revisionOf(stream, expected, events.length);
      const [since, abandoned] = [performance.now(), waiting.abandoned.size];
      const place = placeOf(stream, at + 1, events);
      const [kept, known] = await Promise.all([
        receipt && this.markReceipt(receipt, place, claim, waiting),
        this.markEvents(stream, at + 1, events, claim, waiting),
      ]);
      if (kept) return repeatedBy(kept, receipt!);
      if (known === 'partly') {
        // The same request may have come to another stream, and have been quicker.
        const other = receipt && (await this.marks.find(ofReceipt(receipt.key)));
        if (other) return repeatedBy(other, receipt);
        throw new DuplicateEvent(stream);
      }
      if (known) {
        const there = placeOf(stream, known.revision - events.length + 1, events);
        const other = receipt && (await this.markReceipt(receipt, there, claim, waiting));
        // Our own mark may be true by now.
        if (other && other.mark.stream !== stream) return repeatedBy(other, receipt);
        return { revision: known.revision, position: known.position };
      }
      if (events.length === 0) return { revision: at, position: 0 };
      if (performance.now() - since > forMarks) {
        // By now others may take our marks for abandoned. Where it took long because theirs were, ours are left anew.
        if (waiting.abandoned.size > abandoned) continue;
        throw new StoreUnavailable('The event store is too slow');
      }
      const written = await this.connection.append(stream, at, events);
      if (!('actual' in written)) return { revision: at + events.length, position: written.position };
      if (expected === 'any' || expected === 'exists') continue;
      // Another process may have been quicker, with the very same.
      const other = receipt && (await this.marks.find(ofReceipt(receipt.key), place));
      if (other) return repeatedBy(other, receipt);
      if (!(await this.marks.find(ofEvent(events[0]!.id), place)))
        throw new WrongRevision(stream, expected, written.actual);
    }
  }

  /** The revision to append at. Without events nothing is appended that would prove it. */
  private async revisionOf(stream: string, expected: Expected, events: number): Promise<number> {
    const told = expected === 'absent' ? -1 : expected;
    if (typeof told === 'number' && events > 0) return told;
    const actual = await this.connection.lastRevision(stream);
    const met = expected === 'any' || (expected === 'exists' ? actual >= 0 : told === actual);
    if (!met) throw new WrongRevision(stream, expected, actual);
    return actual;
  }

  private async markReceipt(receipt: Receipt, place: Place, claim: Claim, waiting: Waiting): Promise<Kept | undefined> {
    const kept = await this.marks.leave(ofReceipt(receipt.key), { ...place, ...receipt, ...claim }, waiting);
    if (kept) waiting.over = true;
    return kept;
  }

  /** Where these events are, if they are known: all of them in this order, or some. */
  private async markEvents(
    stream: string,
    first: number,
    events: readonly NewEvent[],
    { within, under }: Claim,
    waiting: Waiting,
  ): Promise<{ revision: number; position: number } | 'partly' | undefined> {
    const found: (Kept | undefined)[] = [];
    for (let from = 0; from < events.length; from += AT_ONCE) {
      const leaving = events.slice(from, from + AT_ONCE).map((event, n) => {
        const place = placeOf(stream, first + from + n, [event]);
        const mark = { ...place, within, ...(event.id !== under && { under }) };
        return this.marks.leave(ofEvent(event.id), mark, waiting);
      });
      found.push(...(await Promise.all(leaving)));
    }
    const known = found.filter((one) => one !== undefined);
    if (known.length === 0) return undefined;
    const start = known[0]!.revision;
    const inOrder = found.every((one, n) => one?.mark.stream === stream && one.revision === start + n);
    return inOrder ? known.at(-1)! : 'partly';
  }
}

function repeatedBy(kept: Kept, { key, fingerprint }: Receipt): Appended {
  if (kept.mark.fingerprint !== fingerprint) throw new KeyReused(key);
  return { revision: kept.revision, position: kept.position, repeated: keptReceipt(kept) };
}
