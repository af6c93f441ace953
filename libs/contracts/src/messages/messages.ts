import { v5 as uuid5 } from 'uuid';
import type { CloudEvent } from '../cloud-event.js';
import { type Followed, following } from '../following.js';
import type { Told } from '../told.js';
import type { Draft, Message } from './message.js';
import { tellings } from './table.js';
import type { Context, Telling } from './telling.js';

const rows: Readonly<Record<string, Telling<unknown>>> = tellings as never;

/** JSON Schema of the data of each type of public message, by type. */
export const publicSchemas: Readonly<Record<string, Message['schema']>> = Object.fromEntries(
  Object.values(rows)
    .flatMap((row) => ('kept' in row ? [] : row.as))
    .map(({ type, schema }) => [type, schema]),
);

/** The stored event types that can lead to a message. */
export const messageTypes: readonly string[] = Object.keys(rows).filter((type) => 'as' in rows[type]!);

/**
 * What leaves of a stored event as public messages, in the order they are sent; none when nothing may leave.
 *
 * @param before the partnership before the event, folded with `following`, so that a value repeated from an earlier
 * event is marked as illustrative where that was; of an event of a KPI's stream, as it stood at the event's position
 */
export function messagesOf(told: Told, before: Followed): readonly CloudEvent[] {
  const { type, data } = told.event;
  const row = Object.hasOwn(rows, type) ? rows[type] : undefined;
  if (!row || 'kept' in row) return [];
  return row.tell(data, contextOf(told, before)).map((draft, index) => addressed(told, draft, index));
}

const contextOf = (told: Told, before: Followed): Context => ({
  told,
  before: before.status === 'absent' ? undefined : before,
  after() {
    const after = following.evolve(before, told);
    return after.status === 'absent' ? undefined : after;
  },
});

function addressed(told: Told, { message: { type, schema }, says, marking }: Draft, index: number): CloudEvent {
  const data = { partnershipId: told.partnershipId, occurredOn: told.occurredOn, ...says };
  const illustrative = illustrativeIn(data, told, marking);
  return {
    id: index === 0 ? told.id : uuid5(type, told.id),
    type,
    subject: told.partnershipId,
    time: told.recordedAt,
    dataschema: schema.$id,
    sequence: String(told.position).padStart(16, '0'),
    data: illustrative.length > 0 ? { ...data, illustrative } : data,
  };
}

function illustrativeIn(
  data: Readonly<Record<string, unknown>>,
  { illustrative = [] }: Told,
  { earlier = [], named = (field) => field }: Draft['marking'],
): readonly string[] {
  const fields = illustrative.flatMap((field) => reached(data, field === 'occurredOn' ? field : named(field)) ?? []);
  return [...new Set([...fields, ...earlier.flatMap((field) => reached(data, field) ?? [])])];
}

/** The field as the message has it: as far down as it goes, lists being one value; undefined when it did not leave. */
function reached(data: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const path: string[] = [];
  let value: unknown = data;
  for (const name of field.split('.')) {
    if (Array.isArray(value)) break;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) return undefined;
    path.push(name);
  }
  return path.join('.');
}
