import { setTimeout as pause } from 'node:timers/promises';
import type { Health } from '#platform';
import { type ProjectionStatus, type RunState, StoredCount, statusOf } from '#projection';
import type { Freshness } from '../freshness.js';
import { type ProjectionAnswer, type ReadModelsAnswer, readModelsFields } from './answer.js';

/** Longest until health is told, in milliseconds: a database that has not answered by then is away. */
const PATIENCE = 2_000;

/** Longest it waits for the store to count its events: one that must read all of them for it takes minutes after a start. */
const COUNTING = 1_000;

export type Known = readonly (ProjectionStatus & { readonly state: RunState['state'] })[];

/** What is told to everybody who asks, so without errors' texts and ids: those are in the log and in `npm run projections`. */
export class ReadModelsHealth {
  private readonly counted: StoredCount;
  private looking: Promise<Known | undefined> | undefined;

  constructor(
    private readonly freshness: Freshness,
    health: Health,
  ) {
    this.counted = new StoredCount(freshness.build.store, COUNTING);
    health.tell<Omit<ReadModelsAnswer, 'status'>>(readModelsFields, () => this.now());
  }

  /** Answers soon, whatever is away. */
  async now(): Promise<ReadModelsAnswer> {
    const known = await this.known();
    if (!known) return { status: 'down', projections: [] };
    const well = known.every((one) => one.state === 'running' && (one.hole ?? 0) === 0 && one.parkedPartitions === 0);
    // What was built from another store says nothing of this one.
    const foreign = known.some(({ state }) => state === 'other-store');
    const down = foreign || (known.length > 0 && known.every(({ state }) => state === 'stopped'));
    return {
      status: down ? 'down' : well ? 'ok' : 'degraded',
      head: known[0]?.head ?? 0,
      projections: known.map(answerOf),
    };
  }

  /** How each projection is; undefined when that cannot be read in time. */
  async known(): Promise<Known | undefined> {
    // Those who ask at once share a look, so that none pile up on a database that does not answer.
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    });
    const life = new AbortController();
    const late = pause(PATIENCE, undefined, { signal: life.signal, ref: false }).catch(() => undefined);
    return Promise.race([this.looking, late]).finally(() => life.abort());
  }

  private async look(): Promise<Known | undefined> {
    const { build, projections: running } = this.freshness;
    try {
      const known = await statusOf(
        build,
        running.map(({ projection }) => projection),
        this.counted,
      );
      return known.map((status, n) => {
        const { projection, state } = running[n]!;
        // Where nothing is appended, a store that was put back under a process shows by its end only.
        if (status.checkpoint > status.head) return { ...status, state: 'other-store' as const };
        // Where nothing happens, the database knows of a switch to another version before the projection does.
        return { ...status, state: status.version === projection.version ? state.state : 'outdated' };
      });
    } catch (error) {
      build.log.warn({ err: error }, 'The health of the read models cannot be told');
      return undefined;
    }
  }
}

function answerOf({
  parkedPartitions,
  parked: _,
  head: __,
  movedAt,
  hole,
  counters: { stored, ...counters },
  ...rest
}: Known[number]): ProjectionAnswer {
  const skipped = Object.values(counters.skipped).reduce((sum, events) => sum + events, 0);
  return {
    ...rest,
    ...(movedAt !== undefined && { movedAt }),
    counters: { ...(stored !== undefined && { stored }), ...counters, skipped },
    ...(hole !== undefined && { hole }),
    parkedPartnerships: parkedPartitions,
  };
}
