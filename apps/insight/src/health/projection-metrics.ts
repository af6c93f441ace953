import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '#platform';
import { projectionStates } from './answer.js';
import type { ReadModelsHealth } from './health.js';

/** What `/health` tells, as metrics. They are read from the database with each answer, and so hold for all processes. */
export class ProjectionMetrics {
  constructor(health: ReadModelsHealth, metrics: Metrics) {
    const registers = [metrics.registry];
    const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
      new Gauge({ name: `medspil_projection_${name}`, help, labelNames: ['projection', ...labelNames], registers });
    const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
      new Counter({ name: `medspil_projection_${name}`, help, labelNames: ['projection', ...labelNames], registers });

    const up = new Gauge({ name: 'medspil_read_models_up', help: '1 when the read models can be read', registers });
    const position = gauge('position', 'Everything up to here is worked in');
    const lag = gauge('lag_events', 'About how many events are still to come');
    const hole = gauge(
      'hole',
      'Events nobody accounts for; anything but 0 is an alarm. Absent while the store is counting',
    );
    const state = gauge('state', '1 for the state it is in', 'state');
    const still = gauge('seconds_since_move', 'Since the checkpoint last moved');
    const parkedEvents = gauge('parked_events', 'Events that wait in parked partnerships');
    const parked = gauge('parked_partnerships', 'Partnerships that wait for an event to be put right');
    const applied = counter('applied_total', 'Events worked in');
    const skipped = counter('skipped_total', 'Events left out because they change nothing here', 'type');
    const all = [position, lag, hole, state, still, parkedEvents, parked, applied, skipped];

    metrics.beforeEach(async () => {
      const known = await health.known();
      up.set(known ? 1 : 0);
      for (const metric of all) metric.reset();
      for (const { name: projection, counters, movedAt, ...status } of known ?? []) {
        position.set({ projection }, status.checkpoint);
        lag.set({ projection }, status.lag);
        if (status.hole !== undefined) hole.set({ projection }, status.hole);
        for (const one of projectionStates) state.set({ projection, state: one }, status.state === one ? 1 : 0);
        if (movedAt) still.set({ projection }, Math.max((Date.now() - Date.parse(movedAt)) / 1000, 0));
        parkedEvents.set({ projection }, counters.parked);
        parked.set({ projection }, status.parkedPartitions);
        applied.inc({ projection }, counters.applied);
        for (const [type, events] of Object.entries(counters.skipped)) skipped.inc({ projection, type }, events);
      }
    });
  }
}
