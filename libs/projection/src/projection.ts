import type { StoredEvent } from '#event-store';

/**
 * A table a projection writes. Rows are JSON objects by column name: integers must be safe, dates and instants are texts,
 * and exact decimals are kept in text columns. Each table has a column `position bigint not null`, which the runner
 * fills: the event that last changed the row.
 *
 * What a row was before is kept in the table's twin `<name>_history`, which has the same columns and `ended bigint not
 * null`: the row was the truth from `position` on, until the event at `ended`. So the rows as known at a position P are
 * those of the table with position <= P and those of its twin with position <= P < ended. Tables that are appended to or
 * `current` have no twin.
 */
export interface Table<R extends object, Key extends keyof R & string = keyof R & string> {
  readonly name: string;
  readonly key: readonly Key[];
  /** Rows are only added, under keys that no row had before (such as the event's position): they are not looked for. */
  readonly appended?: true;
  /** Only the projection itself reads it, as it is now: what its rows were before is not kept. */
  readonly current?: true;
}

/** One row of a table, there or not. */
export interface Place<R extends object> {
  readonly table: Table<R>;
  readonly key: Partial<R>;
}

/** The row of a table with this key. */
export function at<R extends object, Key extends keyof R & string>(table: Table<R, Key>, key: Pick<R, Key>): Place<R> {
  return { table: table as unknown as Table<R>, key: key as Partial<R> };
}

/** What an event does to one row; or to each there is, where the place names but the first column of the key. */
export interface Touch {
  readonly place: Place<object>;
  readonly each?: true;
  readonly reads: Place<object> | undefined;
  readonly change: (row: object | undefined, read: object | undefined) => object | undefined;
}

/**
 * How an event changes one row. `change` gets the row (undefined when there is none) and returns what it is afterwards:
 * undefined removes it, the very same object leaves it alone. `reads` names a row of the same projection that the change
 * needs to know; it is given as it is at that event. Pure: no clock, no I/O, nothing from outside.
 */
export function touch<R extends object, Read extends object = never>(
  place: Place<R>,
  change: (row: R | undefined, read: Read | undefined) => R | undefined,
  reads?: Place<Read>,
): Touch {
  return { place, reads, change } as unknown as Touch;
}

/**
 * How an event changes every row of a table whose key begins with `first`, as all rows of one case; `change` is that of
 * `touch`. They must be of the event's own partition, or one that is parked would not be left as it is.
 */
export function touchEach<R extends object, Key extends keyof R & string>(
  table: Table<R, Key>,
  first: R[Key],
  change: (row: R) => R | undefined,
): Touch {
  return { place: { table, key: { [table.key[0]!]: first } }, each: true, change } as unknown as Touch;
}

/** An event as a projection sees it: the business event, and where it stands in the store. */
export type Recorded<Event extends { readonly type: string; readonly data: unknown }> = Event extends unknown
  ? Omit<StoredEvent, 'type' | 'data'> & {
      readonly type: Event['type'];
      readonly data: Event['data'];
      /** What the event belongs to, as the projection's `partition` says. */
      readonly partition: string;
    }
  : never;

/** What each event changes. A type that is not named is skipped, and counted as skipped. */
export type Changes<Event extends { readonly type: string; readonly data: unknown }> = {
  readonly [Type in Event['type']]?: (event: Recorded<Extract<Event, { type: Type }>>) => readonly Touch[];
};

/** What is kept in order and parked together: one case. */
export interface Partition {
  /** The partition of an event, by its stream. */
  of(stream: string): string;
  /** Prefixes of the streams a partition's events are in. */
  streams(partition: string): readonly string[];
}

/** A table from event type to change. */
export interface Projection<Event extends { readonly type: string; readonly data: unknown } = never> {
  readonly name: string;
  /** Raised when the tables or the changes are others: what an older version built is not written on. */
  readonly version: number;
  readonly tables: readonly Pick<Table<Record<string, unknown>>, 'name' | 'key' | 'appended' | 'current'>[];
  readonly partition: Partition;
  readonly changes: Changes<Event>;
}

/** Any projection, whatever events it is about. */
export type AnyProjection = Omit<Projection, 'changes'> & {
  readonly changes: Readonly<Record<string, ((event: never) => readonly Touch[]) | undefined>>;
};
