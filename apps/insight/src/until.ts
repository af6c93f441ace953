import type { EventStore, StoredEvent } from '#event-store';
import { type AnyProjection, rowsOutOf } from '#projection';
import { about, type Happening } from './events.js';

/**
 * What had occurred by a day, of what is known at a position. Most partnerships were told in the order things occurred:
 * what had occurred by then is what was known up to some position. The others, with entries that came late or early, are
 * told anew without what occurred later.
 */
export interface Cut {
  readonly day: string;
  /** Partnerships to which something occurred later. */
  readonly partnerships: readonly string[];
  /** Up to which position each of them is as it was on the day; -1 for those whose rows are told anew. */
  readonly positions: readonly number[];
  /** Rows told anew, by table. */
  readonly anew: ReadonlyMap<string, readonly object[]>;
}

/** A correction belongs to what it corrects: it is known or not, and occurs on no day of its own. */
const corrections: readonly Happening['type'][] = [
  'MilestoneCorrected',
  'NoteCorrected',
  'OutcomeCorrected',
  'OutcomeWithdrawn',
];

/** Measurements are about a period each, and found by that. */
const measurements: readonly Happening['type'][] = [
  'MeasurementsRecorded',
  'MeasurementCorrected',
  'MeasurementWithdrawn',
];

/** How many partnerships are read at a time. */
const TOGETHER = 16;

export interface CutOff {
  readonly store: EventStore;
  readonly query: <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>;
  /** The timeline, as the principal's partnerships have it. */
  readonly timeline: (value: (given: unknown) => string) => string;
  readonly projections: readonly AnyProjection[];
  readonly known: number;
  readonly day: string;
  /** Only this one is asked about. */
  readonly partnershipId: string | undefined;
}

export async function cutOff(asked: CutOff): Promise<Cut> {
  const { query, timeline, known, day, partnershipId } = asked;
  const values: unknown[] = [];
  const value = (given: unknown) => `$${values.push(given)}`;
  const later = `(t.occurred_on > ${value(day)}::date and t.type <> all(${value(corrections)}::text[]))`;
  const found = await query<{ partnership_id: string; position: number; mixed: boolean }>(
    `select partnership_id, first as position, last > first as mixed
       from (select t.partnership_id, min(t.position) filter (where ${later}) as first,
                    max(t.position) filter (where not ${later}) as last
               from ${timeline(value)} t
              where t.position <= ${value(known)}::bigint and t.type <> all(${value(measurements)}::text[])
                ${partnershipId === undefined ? '' : `and t.partnership_id = ${value(partnershipId)}::uuid`}
              group by t.partnership_id) p
      where first is not null`,
    values,
  );
  const mixed = found.filter((one) => one.mixed).map((one) => one.partnership_id);
  return {
    day,
    partnerships: found.map((one) => one.partnership_id),
    positions: found.map((one) => (one.mixed ? -1 : one.position - 1)),
    anew: await toldAnew(asked, mixed),
  };
}

async function toldAnew({ store, projections, known, day }: CutOff, partnerships: readonly string[]) {
  const anew = new Map<string, object[]>(projections.flatMap(({ tables }) => tables.map(({ name }) => [name, []])));
  for (let from = 0; from < partnerships.length; from += TOGETHER) {
    const some = partnerships.slice(from, from + TOGETHER);
    for (const events of await Promise.all(some.map((id) => eventsOf(store, `partnership-${id}`, known)))) {
      const occurred = events.filter(
        (event) => about(event).occurredOn <= day || (corrections as readonly string[]).includes(event.type),
      );
      for (const [table, rows] of rowsOutOf(projections, occurred)) anew.get(table)!.push(...rows);
    }
  }
  return anew;
}

async function eventsOf(store: EventStore, stream: string, known: number): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  while (true) {
    const page = await store.read(stream, { from: events.length, max: 1_000 });
    events.push(...page);
    if (page.length < 1_000 || page.at(-1)!.position > known) break;
  }
  return events.filter(({ position }) => position <= known);
}
