import type { Changes, Projection, Touch } from '#projection';
import { adoptionChanges, adoptionTables } from '../adoption/rows.js';
import { collaborationChanges, collaborationTables } from '../collaboration/rows.js';
import { courseChanges, courseTables } from '../durations/course.js';
import { byPartnership, type Happening } from '../events.js';
import { followUpChanges, followUpTables } from '../follow-ups/rows.js';
import { funnelChanges, funnelTables } from '../funnel/rows.js';
import { paymentChanges, paymentTables } from '../payments/rows.js';
import { endingChanges, endingTables } from '../stopping/rows.js';

type AnyChange = (event: never) => readonly Touch[];

/** What several figures make of the same events. */
function together(...figures: readonly Changes<Happening>[]): Changes<Happening> {
  const changes: Record<string, AnyChange> = {};
  for (const figure of figures) {
    for (const [type, change] of Object.entries(figure) as [string, AnyChange][]) {
      const others = changes[type];
      changes[type] = others ? (event) => [...others(event), ...change(event)] : change;
    }
  }
  return changes;
}

/** The facts behind leadership's figures, in narrow tables that are added up over all cases. */
export const caseFiguresProjection: Projection<Happening> = {
  name: 'case-figures',
  version: 2,
  tables: [
    ...paymentTables,
    ...courseTables,
    ...adoptionTables,
    ...followUpTables,
    ...funnelTables,
    ...endingTables,
    ...collaborationTables,
  ],
  partition: byPartnership,
  changes: together(
    paymentChanges,
    courseChanges,
    adoptionChanges,
    followUpChanges,
    funnelChanges,
    endingChanges,
    collaborationChanges,
  ),
};
