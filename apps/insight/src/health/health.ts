import { statusOf } from '#projection';
import { Freshness } from '../freshness.js';
import type { HealthAnswer, ProjectionAnswer } from './answer.js';

/** What is told to everybody who asks, so without errors' texts: those are in the log and in `npm run projections`. */
export class Health {
  constructor(private readonly freshness: Freshness) {}

  async now(): Promise<HealthAnswer> {
    const { build, projections: running } = this.freshness;
    const known = await statusOf(
      build,
      running.map(({ projection }) => projection),
    ).catch((error: unknown) => {
      build.log.warn({ err: error }, 'The health of the read models cannot be told');
      return undefined;
    });
    if (!known) return { status: 'down', projections: [] };
    const projections = known.map((status, n): ProjectionAnswer => {
      const { name, version, checkpoint, lag, caughtUp, counters, hole, parked } = status;
      return {
        name,
        version,
        state: running[n]!.state.state,
        checkpoint,
        lag,
        caughtUp,
        counters: { ...counters, skipped: Object.values(counters.skipped).reduce((sum, events) => sum + events, 0) },
        hole: hole !== 0,
        parked: parked.map(({ partition, position, events, since }) => ({ partition, position, events, since })),
      };
    });
    const well = projections.every(({ state, hole, parked }) => state === 'running' && !hole && parked.length === 0);
    const down = projections.length > 0 && projections.every(({ state }) => state === 'stopped');
    return { status: down ? 'down' : well ? 'ok' : 'degraded', head: known[0]?.head ?? 0, projections };
  }
}
