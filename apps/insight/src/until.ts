import { LRUCache } from 'lru-cache';
import { Refused } from '#decider';
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
  /** Rows told anew, by table, as a JSON array. */
  readonly anew: ReadonlyMap<string, string>;
}

/** Events that say of an earlier one that it was otherwise: they occur on no day of their own. */
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

/** How many partnerships are read at a time, and how many are told anew for one answer at most. */
const TOGETHER = 16;
const MOST_ANEW = 1_000;

/** Characters of rows told anew that are kept: those of a large municipality's list, for its next pages. */
const MOST_KEPT = 32_000_000;

/** Rows of a partnership by table, each as JSON and with commas between. */
type Told = ReadonlyMap<string, string>;

/**
 * What was told anew: of the same partnership, position known, day and projection it is always the same, so that the next
 * page need not tell it again.
 */
export class ToldAnew extends LRUCache<string, Told> {
  constructor() {
    super({
      maxSize: MOST_KEPT,
      sizeCalculation: (told, key) => [...told.values()].reduce((sum, rows) => sum + rows.length, key.length),
    });
  }
}

export interface CutOff {
  readonly store: EventStore;
  readonly query: <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>;
  /** The timeline, as the principal's partnerships have it. */
  readonly timeline: (value: (given: unknown) => string) => string;
  readonly told: ToldAnew;
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
  const corrected = `t.type = any(${value(corrections)}::text[])`;
  const later = `(t.occurred_on > ${value(day)}::date and not (${corrected}))`;
  const found = await query<{ partnership_id: string; position: number; anew: boolean }>(
    `select partnership_id, coalesce(first, 0) as position, corrected or last > first as anew
       from (select t.partnership_id, min(t.position) filter (where ${later}) as first,
                    max(t.position) filter (where not ${later}) as last, bool_or(${corrected}) as corrected
               from ${timeline(value)} t
              where t.position <= ${value(known)}::bigint and t.type <> all(${value(measurements)}::text[])
                ${partnershipId === undefined ? '' : `and t.partnership_id = ${value(partnershipId)}::uuid`}
              group by t.partnership_id) p
      where first is not null or corrected`,
    values,
  );
  const anew = found.filter((one) => one.anew).map((one) => one.partnership_id);
  if (anew.length > MOST_ANEW) throw new Refused('until-too-wide', { partnerships: anew.length, most: MOST_ANEW });
  return {
    day,
    partnerships: found.map((one) => one.partnership_id),
    positions: found.map((one) => (one.anew ? -1 : one.position - 1)),
    anew: await toldAnew(asked, anew),
  };
}

async function toldAnew(asked: CutOff, partnerships: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const all: Told[] = [];
  for (let from = 0; from < partnerships.length; from += TOGETHER) {
    const some = partnerships.slice(from, from + TOGETHER);
    all.push(...(await Promise.all(some.map((id) => toldOf(asked, id)))).flat());
  }
  const tables = asked.projections.flatMap((projection) => projection.tables.map(({ name }) => name));
  const rowsOf = (table: string) => all.flatMap((told) => told.get(table) ?? []);
  return new Map(tables.map((table) => [table, `[${rowsOf(table).join()}]`]));
}

async function toldOf({ store, projections, told, known, day }: CutOff, id: string): Promise<readonly Told[]> {
  let events: readonly StoredEvent[] | undefined;
  const all: Told[] = [];
  for (const projection of projections) {
    const key = `${projection.name} ${id} ${known} ${day}`;
    let rows = told.get(key);
    if (!rows) {
      events ??= occurredBy(day, await eventsOf(store, `partnership-${id}`, known));
      const found = [...rowsOutOf([projection], events)].filter(([, rows]) => rows.length > 0);
      rows = new Map(found.map(([table, rows]) => [table, rows.map((row) => JSON.stringify(row)).join()]));
      told.set(key, rows);
    }
    all.push(rows);
  }
  return all;
}

const outcomes: readonly string[] = [
  'MilestoneReached',
  'MilestonePartlyReached',
  'MilestoneMissed',
  'MilestoneDropped',
];
const NEVER = '9999-12-31';

/**
 * Of what is known, what had occurred by a day. A correction that says when something happened moves that day, and one that
 * says it never did takes it away; any other holds from when what it corrects does, and falls away with it.
 */
export function occurredBy(day: string, events: readonly StoredEvent[]): readonly StoredEvent[] {
  const days = events.map((event) => about(event).occurredOn);
  const told = [...events];
  for (const [n, event] of events.entries()) {
    const { type, data } = event as unknown as Happening;
    const before = (is: (earlier: Happening) => boolean) =>
      events.slice(0, n).findLastIndex((earlier) => is(earlier as unknown as Happening));
    if (type === 'MilestoneCorrected') {
      const { state, stateSince, ...others } = data;
      const outcome = before((one) => outcomes.includes(one.type) && (one.data as { code: string }).code === data.code);
      if (state === 'planned' && outcome >= 0) days[outcome] = NEVER;
      if (stateSince !== undefined && outcome >= 0) days[outcome] = stateSince;
      if (stateSince !== undefined && stateSince > day) told[n] = { ...event, data: others };
      days[n] = '';
    } else if (type === 'NoteCorrected') days[n] = '';
    else if (type === 'OutcomeCorrected' || type === 'OutcomeWithdrawn') {
      const same = (one: Happening) =>
        one.type === 'OutcomeVerified' && one.data.outcomeId === data.outcomeId && one.data.modelId === data.modelId;
      days[n] = days[before(same)] ?? NEVER;
    }
  }
  return told.filter((_, n) => days[n]! <= day);
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
