import type { Principal } from '#platform';
import type { Readings } from '../reading.js';
import type { TimelineRow } from '../timeline/projection.js';
import type { EventBehind } from './answer.js';

type Seen = Pick<
  TimelineRow,
  'partnership_id' | 'position' | 'event_id' | 'type' | 'kpi' | 'occurred_on' | 'recorded_at'
>;

/**
 * The events at these positions, in their order. Events never change, so they are read as they are, whatever moment the
 * explanation is of; of those that are not for the reader there is the position only.
 */
export async function eventsBehind(
  readings: Readings,
  principal: Principal,
  positions: Iterable<number>,
): Promise<readonly EventBehind[]> {
  const wanted = [...new Set(positions)].sort((a, b) => a - b);
  const last = wanted.at(-1);
  if (last === undefined) return [];
  const seen = await readings.answer(principal, { 'at-least': last }, ['timeline'], ({ rows }) =>
    rows<Seen>(
      ({
        visible,
        value,
      }) => `select t.partnership_id, t.position, t.event_id, t.type, t.kpi, t.occurred_on, t.recorded_at
        from ${visible('timeline')} t where t.position = any(${value(wanted)}::bigint[])`,
    ),
  );
  const at = new Map(seen.map((row) => [row.position, row]));
  return wanted.map((position) => {
    const row = at.get(position);
    return row ? told(row) : { position };
  });
}

const told = (row: Seen): EventBehind => ({
  position: row.position,
  id: row.event_id,
  stream: row.kpi === null ? `partnership-${row.partnership_id}` : `kpi-${row.partnership_id}-${row.kpi}`,
  type: row.type,
  occurredOn: row.occurred_on,
  recordedAt: row.recorded_at,
});
