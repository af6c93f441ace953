import { randomUUID } from 'node:crypto';
import type { Json, StoredEvent } from '#event-store';
import { type AnyProjection, rowsOutOf } from '#projection';
import type { Happening } from '../src/events.js';

/** When an event is said to have occurred. */
export type Dated = Happening & { readonly on?: string; readonly illustrative?: readonly string[] };

/** The rows a projection makes of what happened to one partnership, without a database. */
export function rowsAfter(projection: AnyProjection, events: readonly Dated[]) {
  const id = 'a0000000-0000-4000-8000-000000000000';
  const stored = events.map(
    ({ type, data, on = '2026-05-01', illustrative = [] }, revision): StoredEvent => ({
      id: randomUUID(),
      type,
      data: data as unknown as Json,
      metadata: {
        by: 'pm-1',
        role: 'project-manager',
        organisation: '0250',
        occurredOn: on,
        illustrative,
      } as unknown as Json,
      stream: `partnership-${id}`,
      revision,
      position: revision + 1,
      recordedAt: '2026-05-01T08:00:00.000Z',
    }),
  );
  const tables = rowsOutOf([projection], stored);
  return { of: <Row>(table: string) => (tables.get(table) ?? []) as unknown as readonly Row[] };
}
