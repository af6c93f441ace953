import type { Json, NewEvent, StoredEvent } from './store.js';

/** An event as the business speaks of it. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

type TypeOf<Event extends DomainEvent> = Event['type'];

type Upcasts = Readonly<Record<number, (data: never) => object>>;

export interface Versions<Event extends DomainEvent> {
  /** Version that events of a type are written in; 1 unless given. */
  readonly versions?: { readonly [Type in TypeOf<Event>]?: number };
  /** By type and stored version: data of that version as the next one has it. */
  readonly upcasts?: { readonly [Type in TypeOf<Event>]?: Upcasts };
}

/** Between the events of the business and the events of the store. */
export interface Codec<Event extends DomainEvent> {
  /**
   * Stamps the event's version into the metadata, as `schemaVersion`.
   *
   * @throws NotStorable when something in it would not come back as it went in
   */
  encode(event: Event, as: { readonly id: string; readonly metadata: Readonly<Record<string, Json>> }): NewEvent;
  /** The event in today's version. A type or version of tomorrow is given as it was stored. */
  decode(stored: Pick<StoredEvent, 'type' | 'data' | 'metadata'>): Event;
  /** Whether an event was written in a version of tomorrow, for readers that must not take it for one of today. */
  isLater(stored: Pick<StoredEvent, 'type' | 'metadata'>): boolean;
}

/** Something in an event would not come back from the store as it went in; `path` tells where. */
export class NotStorable extends TypeError {
  override readonly name = 'NotStorable';
  constructor(
    readonly type: string,
    readonly path: string,
    problem: string,
  ) {
    super(`${type} cannot be stored: ${path} is ${problem}`);
  }
}

/** @throws RangeError when a type is at a version that its older events cannot be brought to */
export function codec<Event extends DomainEvent>({ versions = {}, upcasts = {} }: Versions<Event> = {}): Codec<Event> {
  const versionOf = new Map(Object.entries<number>(versions as Record<string, number>));
  const stepsOf = new Map(Object.entries<Upcasts>(upcasts as Record<string, Upcasts>));
  for (const type of new Set([...versionOf.keys(), ...stepsOf.keys()])) {
    const steps = Object.keys(stepsOf.get(type) ?? {}).map(Number);
    const needed = Array.from({ length: (versionOf.get(type) ?? 1) - 1 }, (_, n) => n + 1);
    if (steps.join() !== needed.join()) {
      throw new RangeError(`${type} is at version ${versionOf.get(type) ?? 1} and has upcasts from [${steps}]`);
    }
  }
  return {
    encode({ type, data }, { id, metadata }) {
      refuse(type, 'data', data);
      refuse(type, 'metadata', metadata);
      return { id, type, data: data as Json, metadata: { ...metadata, schemaVersion: versionOf.get(type) ?? 1 } };
    },
    decode({ type, data, metadata }) {
      const steps = stepsOf.get(type);
      if (!steps) return { type, data } as unknown as Event;
      let today: object = data as object;
      const current = versionOf.get(type) ?? 1;
      for (let version = storedVersion(metadata); version < current; version++) today = steps[version]!(today as never);
      return { type, data: today } as unknown as Event;
    },
    isLater: ({ type, metadata }) => storedVersion(metadata) > (versionOf.get(type) ?? 1),
  };
}

function storedVersion(metadata: Json): number {
  const { schemaVersion } = metadata as { schemaVersion?: number };
  return schemaVersion ?? 1;
}

function refuse(type: string, root: string, value: unknown): void {
  const found = unstorable(value);
  if (found) throw new NotStorable(type, root + found.path, found.problem);
}

// Paths are put together on the way out, so that the good case pays for none.
function unstorable(value: unknown): { path: string; problem: string } | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isSafeInteger(value) ? undefined : problem(`${value}, and numbers must be safe integers`);
    case 'object':
      break;
    default:
      return problem(`of type ${typeof value}`);
  }
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    for (let n = 0; n < value.length; n++) {
      const found = unstorable(value[n]);
      if (found) return { ...found, path: `[${n}]${found.path}` };
    }
    return undefined;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    return problem(`a ${prototype.constructor?.name ?? 'class'}`);
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    // JSON leaves it out, and so reading it gives the same.
    if (member === undefined) continue;
    const found = unstorable(member);
    if (found) return { ...found, path: `.${key}${found.path}` };
  }
  return undefined;
}

const problem = (text: string) => ({ path: '', problem: text });
