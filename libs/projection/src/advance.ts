import { type Batch, landmarkOf, requireSameStore } from '#event-store';
import { applyBatch, type PlannedBatch } from './apply.js';
import type { Build } from './build.js';
import { builtThis, type Checkpoint, readCheckpoint, startCheckpoint } from './checkpoint.js';
import { WrongVersion } from './fault.js';
import { plan, type Tally } from './fold.js';
import type { AnyProjection } from './projection.js';
import { readAhead } from './read-ahead.js';
import { RowCache } from './row-cache.js';
import { openTables } from './tables.js';
import { traceApplied } from './trace.js';

/** How often it is made sure that the store is still the same one, in milliseconds: none is restored so soon. */
const LOOK = 1_000;

export interface AdvanceOptions {
  /** Largest number of events in a transaction; 2,000 unless given. */
  readonly batch?: number;
  /** Goes exactly so far, and ends there; for ever unless given. */
  readonly upTo?: number;
  readonly signal?: AbortSignal;
  /** Told of events that have come, before they are worked in. */
  readonly onReceived?: () => void;
}

/** Where the checkpoint of a projection stands in a build; at 0 where there was none yet. */
export async function openCheckpoint({ pool, schema }: Build, projection: AnyProjection): Promise<Checkpoint> {
  for (;;) {
    await startCheckpoint(pool, schema, projection);
    const checkpoint = await readCheckpoint(pool, schema, projection.name);
    // Gone between the two, when the build has just been dropped.
    if (checkpoint) return checkpoint;
  }
}

/** @throws WrongVersion when this version of the projection must not write on the tables of the build */
export async function requireOwn(build: Build, projection: AnyProjection, { version }: Checkpoint): Promise<void> {
  if (!(await builtThis(build.pool, build.schema, projection)))
    throw new WrongVersion(projection.name, version, projection.version);
}

/**
 * Works events into a build from a checkpoint on, and tells after each batch how far it is. Ends on `signal`, at `upTo`,
 * and when the checkpoint is found standing further back or to be another build's: then it is to be opened again.
 *
 * @throws OtherStore when the checkpoint is not one of this store, or no longer
 */
export async function* advance(
  build: Build,
  projection: AnyProjection,
  { position: start, landmark: known, generation }: Checkpoint,
  { batch = 2_000, upTo = Number.POSITIVE_INFINITY, signal, onReceived }: AdvanceOptions = {},
): AsyncGenerator<{ readonly position: number; readonly caughtUp: boolean }, void, undefined> {
  if (start >= upTo) return;
  await requireSameStore(build.store, { position: start, landmark: known });
  let seen = { position: start, landmark: known };
  let looked = performance.now();
  const tables = await openTables(build.pool, build.schema, projection);
  const cache = new RowCache();
  let from = start;
  // Ends the subscription when this round does, so that none is left waiting behind.
  const round = new AbortController();
  const batches = build.store.subscribe({
    from,
    batch,
    signal: AbortSignal.any([round.signal, ...(signal ? [signal] : [])]),
  });
  const prepare = ({ events, position, caughtUp }: Batch): PlannedBatch & { caughtUp: boolean } => {
    const wanted = position > upTo ? events.filter((event) => event.position <= upTo) : events;
    const to = Math.min(position, upTo);
    const last = wanted.at(-1);
    const landmark = last && landmarkOf(last);
    const planned = { planned: plan(projection, wanted), from, position: to, landmark, generation, caughtUp };
    if (to > from) onReceived?.();
    from = to;
    return planned;
  };
  try {
    for await (const planned of readAhead(batches, prepare)) {
      let { position } = planned;
      if (position > planned.from) {
        if (performance.now() - looked > LOOK) {
          await requireSameStore(build.store, seen);
          looked = performance.now();
        }
        const began = performance.now();
        const applied = await applyBatch(build, projection, tables, planned, cache);
        if (applied.status === 'behind') return;
        if (applied.tally) {
          alarm(build, projection, applied.tally);
          traceApplied(build, projection, planned.planned, applied.tally, began);
        }
        ({ position } = applied);
        seen = { position: planned.position, landmark: planned.landmark ?? seen.landmark };
      }
      // What has come since is still to be worked in.
      yield { position, caughtUp: planned.caughtUp && from <= position };
      if (position >= upTo || signal?.aborted) return;
    }
  } finally {
    round.abort();
  }
}

function alarm({ log, schema: build }: Build, { name: projection }: AnyProjection, { parked }: Tally): void {
  for (const { partition, position, stream, error } of parked.values()) {
    log.error(
      { err: error, projection, build, partition, position, stream },
      'An event cannot be applied: its partition is parked',
    );
  }
}

export interface AdvanceToOptions {
  readonly batch?: number;
  readonly onProgress?: (position: number) => void;
  /** Asked before each batch; what it throws ends the work. */
  readonly mayGoOn?: () => Promise<void>;
}

/**
 * Works everything up to a position into a build, and not an event more.
 *
 * @throws WrongVersion when this version of the projection must not write on the tables of the build
 * @throws OtherStore when the checkpoint is not one of this store
 */
export async function advanceTo(
  build: Build,
  projection: AnyProjection,
  position: number,
  { batch, onProgress, mayGoOn }: AdvanceToOptions = {},
): Promise<void> {
  for (;;) {
    await mayGoOn?.();
    const checkpoint = await openCheckpoint(build, projection);
    await requireOwn(build, projection, checkpoint);
    onProgress?.(checkpoint.position);
    if (checkpoint.position >= position) return;
    const options = { upTo: position, ...(batch && { batch }) };
    for await (const step of advance(build, projection, checkpoint, options)) {
      onProgress?.(step.position);
      await mayGoOn?.();
    }
  }
}
