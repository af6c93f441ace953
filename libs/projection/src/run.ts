import { setTimeout as pause } from 'node:timers/promises';
import type { Batch } from '#event-store';
import { applyBatch, type PlannedBatch } from './apply.js';
import type { Build } from './build.js';
import { readCheckpoint, startCheckpoint } from './checkpoint.js';
import { faultOf, NotThereYet, WrongVersion } from './fault.js';
import { plan, type Tally } from './fold.js';
import type { AnyProjection } from './projection.js';
import { readAhead } from './read-ahead.js';
import { RowCache } from './row-cache.js';
import { openTables } from './tables.js';

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;
/** How often a waiting reader looks whether another process moved the checkpoint, in milliseconds. */
const GLANCE = 250;

export interface RunOptions {
  /** Largest number of events in a transaction; 2,000 unless given. */
  readonly batch?: number;
  /** Told after each transaction. */
  readonly onProgress?: (position: number) => void;
}

export type RunState =
  | { readonly state: 'running' }
  /** Trying again by itself. */
  | { readonly state: 'retrying'; readonly error: string }
  /** Waiting for an operator, or stopped by one. */
  | { readonly state: 'stopped'; readonly error?: string };

/** A projection at work in this process. */
export class RunningProjection {
  private current: RunState = { state: 'running' };
  private position = 0;
  private atHead = false;
  private readonly life = new AbortController();
  private readonly waiting = new Set<() => void>();
  /** Settles when the projection has stopped, whatever the reason. */
  readonly done: Promise<void>;

  constructor(
    readonly projection: AnyProjection,
    private readonly build: Build,
    private readonly options: RunOptions = {},
  ) {
    this.done = this.run();
  }

  get state(): RunState {
    return this.current;
  }

  /** Everything up to this position has been worked in, as far as this process knows. */
  get checkpoint(): number {
    return this.position;
  }

  /** True when there was nothing more to read at the last reading. */
  get caughtUp(): boolean {
    return this.atHead;
  }

  /**
   * Settles when everything up to a position has been worked in, by whichever process.
   *
   * @throws NotThereYet when that takes longer than `timeout` milliseconds, or the projection has stopped
   */
  async waitFor(position: number, timeout: number): Promise<void> {
    const until = performance.now() + timeout;
    while (this.position < position) {
      const left = until - performance.now();
      // A database that is away moves nothing on: the wait goes on, as long as it may.
      const checkpoint = await readCheckpoint(this.build.pool, this.build.schema, this.projection.name).catch(() => {});
      this.reached(checkpoint?.position ?? 0);
      if (this.position >= position) return;
      if (left <= 0 || this.current.state === 'stopped')
        throw new NotThereYet(this.projection.name, position, this.position);
      await this.nextMove(Math.min(left, GLANCE));
    }
  }

  /** Ends after the transaction that is under way. */
  async stop(): Promise<void> {
    this.life.abort();
    await this.done;
  }

  private async run(): Promise<void> {
    const { signal } = this.life;
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.follow(() => {
          failures = 0;
          this.current = { state: 'running' };
        });
      } catch (error) {
        if (signal.aborted) break;
        const message = error instanceof Error ? error.message : String(error);
        const about = { err: error, projection: this.projection.name, build: this.build.schema };
        if (faultOf(error) === 'stop') {
          this.build.log.error(about, 'A projection has stopped');
          this.current = { state: 'stopped', error: message };
          this.wake();
          return;
        }
        if (failures === 0) this.build.log.warn(about, 'A projection is interrupted and tries again');
        this.current = { state: 'retrying', error: message };
        const longest = Math.min(FIRST_PAUSE * 2 ** failures++, LONGEST_PAUSE);
        await pause(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
      }
    }
    this.current = { state: 'stopped' };
    this.wake();
  }

  /** Applies batches from the checkpoint on, until it is found standing further back than the subscription. */
  private async follow(worked: () => void): Promise<void> {
    const { build, projection, options } = this;
    const { signal } = this.life;
    await startCheckpoint(build.pool, build.schema, projection);
    const checkpoint = await readCheckpoint(build.pool, build.schema, projection.name);
    if (checkpoint && checkpoint.version !== projection.version)
      throw new WrongVersion(projection.name, checkpoint.version, projection.version);
    const tables = await openTables(build.pool, build.schema, projection);
    let from = checkpoint?.position ?? 0;
    this.position = from;
    this.wake();
    const cache = new RowCache();
    // Ends the subscription when this round does, so that none is left waiting behind.
    const round = new AbortController();
    const batches = build.store.subscribe({
      from,
      batch: options.batch ?? 2_000,
      signal: AbortSignal.any([signal, round.signal]),
    });
    const prepare = (batch: Batch): PlannedBatch & { caughtUp: boolean } => {
      const planned = {
        planned: plan(projection, batch.events),
        from,
        position: batch.position,
        caughtUp: batch.caughtUp,
      };
      from = batch.position;
      return planned;
    };
    try {
      for await (const batch of readAhead(batches, prepare)) {
        if (batch.position > batch.from) {
          const applied = await applyBatch(build, projection, tables, batch, cache);
          if (applied.status === 'behind') return;
          if (applied.tally) this.alarm(applied.tally);
          this.reached(applied.position);
          options.onProgress?.(applied.position);
        }
        this.atHead = batch.caughtUp;
        worked();
        if (signal.aborted) return;
      }
    } finally {
      round.abort();
    }
  }

  private alarm(tally: Tally): void {
    for (const { partition, position, stream, error } of tally.parked.values()) {
      this.build.log.error(
        { err: error, projection: this.projection.name, build: this.build.schema, partition, position, stream },
        'An event cannot be applied: its partition is parked',
      );
    }
  }

  private reached(position: number): void {
    if (position <= this.position) return;
    this.position = position;
    this.wake();
  }

  private wake(): void {
    for (const leave of [...this.waiting]) leave();
  }

  private nextMove(longest: number): Promise<void> {
    return new Promise((settle) => {
      const timer = setTimeout(() => leave(), longest);
      const leave = () => {
        clearTimeout(timer);
        this.waiting.delete(leave);
        settle();
      };
      this.waiting.add(leave);
    });
  }
}
