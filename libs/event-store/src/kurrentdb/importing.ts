import { NotNext } from '../moving/movable.js';
import type { KeptReceipt, StoredEvent } from '../store.js';
import type { Connection } from './connection.js';
import { AT_ONCE, type Marks, ofEvent, ofReceipt, placeOf } from './marks.js';
import { asMoved } from './moved.js';
import { isOurs } from './own.js';

/** An append stays below the size that a server takes unless told otherwise (1 MiB), as far as single events let it. */
const LARGEST = 500_000;

/**
 * Appends events as they stood in another store. One after the other: what is on its way at the same time, the server
 * may put into any order. Their marks have no order and go at the same time.
 *
 * @throws NotNext, StoreUnavailable
 */
export async function importEvents(
  connection: Connection,
  marks: Marks,
  after: string | undefined,
  events: readonly StoredEvent[],
): Promise<void> {
  const foreign = events.find(({ stream }) => !isOurs(stream));
  if (foreign) throw new RangeError(`The stream ${foreign.stream} has a name that is kept for others`);
  const first = events[0];
  if (!first) return;
  if ((await connection.last())?.id !== after) throw new NotNext(first.stream);
  for (let from = 0; from < events.length; from += AT_ONCE) {
    const leaving = events
      .slice(from, from + AT_ONCE)
      .map((event) => marks.leave(ofEvent(event.id), placeOf(event.stream, event.revision, [event])));
    if ((await Promise.all(leaving)).some((known) => known)) throw new NotNext(first.stream);
  }
  for (const run of runsOf(events)) {
    const [{ stream, revision }] = run;
    const written = await connection.append(stream, revision - 1, run.map(asMoved));
    if ('actual' in written) throw new NotNext(stream);
  }
}

/** @throws NotNext, StoreUnavailable */
export async function importReceipts(
  connection: Connection,
  marks: Marks,
  receipts: readonly KeptReceipt[],
): Promise<void> {
  for (let from = 0; from < receipts.length; from += AT_ONCE) {
    const leaving = receipts.slice(from, from + AT_ONCE).map(async (kept) => {
      const { key, fingerprint, answer, stream, revision, position } = kept;
      const events =
        position > 0 ? await connection.read(stream, { from: revision, direction: 'forwards', max: 1 }) : [];
      if (position > 0 && events.length === 0) throw new NotNext(stream);
      // A receipt without events holds at once, before the next revision.
      const place = placeOf(stream, position > 0 ? revision : revision + 1, events);
      await marks.leave(ofReceipt(key), { ...place, key, fingerprint, answer });
    });
    await Promise.all(leaving);
  }
}

type Run = [StoredEvent, ...StoredEvent[]];

/** Neighbours of one stream go into one append. */
function* runsOf(events: readonly StoredEvent[]): Generator<Run> {
  let run: Run | undefined;
  let size = 0;
  for (const event of events) {
    const its = JSON.stringify(event).length;
    const before = run?.at(-1);
    const fits = event.stream === before?.stream && event.revision === before.revision + 1 && size + its <= LARGEST;
    if (run && fits) {
      run.push(event);
      size += its;
      continue;
    }
    if (run) yield run;
    run = [event];
    size = its;
  }
  if (run) yield run;
}
