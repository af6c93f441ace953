import type { StoredEvent } from '#event-store';
import { fold, plan, rowsOf } from './fold.js';
import type { AnyProjection } from './projection.js';

const nobody: ReadonlySet<string> = new Set();

/**
 * The rows some events by themselves lead to, by table, each with the `position` of the event that changed it last.
 * What cannot be applied, because what it rests on is not among the events, changes nothing.
 *
 * @param events of whole partitions, in order of position
 */
export function rowsOutOf(
  projections: readonly AnyProjection[],
  events: readonly StoredEvent[],
): ReadonlyMap<string, readonly object[]> {
  const tables = new Map<string, object[]>();
  for (const projection of projections) {
    const planned = plan(projection, events);
    const rows = rowsOf(planned);
    for (const item of planned) fold([item], rows, nobody);
    for (const { name } of projection.tables) tables.set(name, []);
    for (const [name, versions] of rows.changed()) {
      for (const { after, position } of versions) if (after) tables.get(name)!.push({ ...after, position });
    }
  }
  return tables;
}
