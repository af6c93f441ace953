import type { StoredEvent } from '#event-store';
import type { AnyProjection, Place, Touch } from './projection.js';

/** A row during a batch: as it was in the table, and as it is after the events so far. */
export interface Version {
  readonly table: string;
  readonly key: object;
  before: object | undefined;
  after: object | undefined;
  /** The event that changed it last; 0 while none has. */
  position: number;
  /** What it was before and between, in order, each until the event that ended it. */
  past: readonly Past[];
}

export interface Past {
  readonly row: object;
  readonly position: number;
  readonly ended: number;
}

/** The rows a batch touches, by table and key. */
export class Rows {
  private readonly byTable = new Map<string, Map<string, Version>>();
  private readonly firsts = new Map<string, Set<unknown>>();

  /** First columns of keys, of which every row is wanted, by table. */
  wantedEach(): ReadonlyMap<string, ReadonlySet<unknown>> {
    return this.firsts;
  }

  wantEach({ table, key }: Place<object>): void {
    this.firsts.set(table.name, (this.firsts.get(table.name) ?? new Set()).add(firstOf(table.key, key)));
  }

  /** The rows with the first column of the key, as they are after the events so far. */
  each({ table, key }: Place<object>): Version[] {
    const first = firstOf(table.key, key);
    return [...this.of(table.name).values()].filter((row) => row.after && firstOf(table.key, row.key) === first);
  }

  /** The rows that are wanted, by table and id. */
  wanted(): ReadonlyMap<string, ReadonlyMap<string, Version>> {
    return this.byTable;
  }

  want({ table, key }: Place<object>): void {
    const rows = this.of(table.name);
    const id = keyOf(table.key, key);
    if (!rows.has(id))
      rows.set(id, { table: table.name, key, before: undefined, after: undefined, position: 0, past: [] });
  }

  /** Puts in a row as the table has it. */
  load(table: { name: string; key: readonly string[] }, row: object): void {
    const version = this.of(table.name).get(keyOf(table.key, row));
    if (!version || version.before) return;
    Object.assign(version, { before: row, after: row, position: (row as { readonly position: number }).position });
  }

  at({ table, key }: Place<object>): Version {
    return this.of(table.name).get(keyOf(table.key, key)) as Version;
  }

  /** Rows that are no longer as they were, by table. */
  *changed(): Iterable<readonly [table: string, versions: readonly Version[]]> {
    for (const [table, rows] of this.byTable) {
      const versions = [...rows.values()].filter(({ before, after, past }) => before !== after || past.length > 0);
      if (versions.length > 0) yield [table, versions];
    }
  }

  private of(table: string): Map<string, Version> {
    const rows = this.byTable.get(table) ?? new Map<string, Version>();
    this.byTable.set(table, rows);
    return rows;
  }
}

type Columns = Readonly<Record<string, unknown>>;

function keyOf(columns: readonly string[], row: object): string {
  const values = row as Columns;
  return columns.length === 1 ? String(values[columns[0]!]) : columns.map((column) => values[column]).join('\u0000');
}

const firstOf = ([first]: readonly string[], row: object): unknown => (row as Columns)[first!];

/** An event and what it does: its touches, or the error that finding them out led to; neither when it is skipped. */
export interface Planned {
  readonly event: StoredEvent;
  readonly partition: string;
  readonly touches?: readonly Touch[];
  readonly error?: unknown;
}

/** What each event of a batch would touch. Asks nothing of the database, so it can be done ahead. */
export function plan(projection: AnyProjection, events: readonly StoredEvent[]): readonly Planned[] {
  return events.map((event) => {
    const partition = projection.partition.of(event.stream);
    if (!Object.hasOwn(projection.changes, event.type)) return { event, partition };
    const change = projection.changes[event.type] as (event: object) => readonly Touch[];
    try {
      // Written out: spreading an event costs more than most changes do.
      const { id, type, data, metadata, stream, revision, position, recordedAt } = event;
      const seen = { id, type, data, metadata, stream, revision, position, recordedAt, partition };
      return { event, partition, touches: change(seen) };
    } catch (error) {
      return { event, partition, error };
    }
  });
}

/** The rows that planned events touch or read, not yet loaded. */
export function rowsOf(planned: readonly Planned[]): Rows {
  const rows = new Rows();
  for (const { touches = [] } of planned) {
    for (const { place, each, reads } of touches) {
      if (each) rows.wantEach(place);
      else rows.want(place);
      if (reads) rows.want(reads);
    }
  }
  return rows;
}

/** A partition whose event could not be applied, and how many events of it wait. */
export interface Parked {
  readonly partition: string;
  readonly position: number;
  readonly stream: string;
  readonly error: unknown;
  events: number;
}

/** What became of the events of a batch; every one of them is in exactly one of the counts. */
export interface Tally {
  stored: number;
  applied: number;
  readonly skipped: Map<string, number>;
  /** Newly parked partitions. */
  readonly parked: Map<string, Parked>;
  /** Events left because their partition was parked before. */
  readonly waiting: Map<string, number>;
}

/** Works planned events into the rows. An event whose change throws leaves no trace but a parked partition. */
export function fold(planned: readonly Planned[], rows: Rows, parkedBefore: ReadonlySet<string>): Tally {
  const tally: Tally = { stored: 0, applied: 0, skipped: new Map(), parked: new Map(), waiting: new Map() };
  for (const item of planned) {
    const { event, partition } = item;
    tally.stored += 1;
    const parked = tally.parked.get(partition);
    if (!item.touches && !('error' in item)) tally.skipped.set(event.type, (tally.skipped.get(event.type) ?? 0) + 1);
    else if (parkedBefore.has(partition)) tally.waiting.set(partition, (tally.waiting.get(partition) ?? 0) + 1);
    else if (parked) parked.events += 1;
    else {
      try {
        if ('error' in item) throw item.error;
        applyTouches(item.touches!, rows, event.position);
        tally.applied += 1;
      } catch (error) {
        const { position, stream } = event;
        tally.parked.set(partition, { partition, position, stream, error, events: 1 });
      }
    }
  }
  return tally;
}

function applyTouches(touches: readonly Touch[], rows: Rows, position: number): void {
  const undo: (() => void)[] = [];
  try {
    for (const { place, each, reads, change } of touches) {
      for (const version of each ? rows.each(place) : [rows.at(place)]) {
        const after = change(version.after, reads && rows.at(reads).after);
        if (after === version.after) continue;
        const { after: was, position: since, past } = version;
        undo.push(() => Object.assign(version, { after: was, position: since, past }));
        // What an event does to a row in two steps was never anything between.
        if (was && since < position) version.past = [...past, { row: was, position: since, ended: position }];
        version.after = after;
        version.position = position;
      }
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}
