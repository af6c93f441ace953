import { setTimeout as pause } from 'node:timers/promises';
import { OtherStore } from '#event-store';
import { advance, openCheckpoint, requireOwn } from './advance.js';
import type { Build } from './build.js';
import { readCheckpoint } from './checkpoint.js';
import { faultOf, NotThereYet, WrongVersion } from './fault.js';
import type { AnyProjection } from './projection.js';

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;
/** How often a waiting reader looks whether another process moved the checkpoint, in milliseconds. */
const GLANCE = 250;
/** How often a projection that stands still looks whether the build was switched, in milliseconds. */
const LOOK = 1_000;

export interface RunOptions {
  /** Largest number of events in a transaction; 2,000 unless given. */
  readonly batch?: number;
}

export type RunState =
  | { readonly state: 'running' }
  /** Trying again by itself. */
  | { readonly state: 'retrying'; readonly error: string }
  /** Another version built the tables: they are served as they are until the build is switched, then it goes on. */
  | { readonly state: 'outdated'; readonly error: string }
  /** The tables were built from another store, or from this one before it was restored: nothing is applied while it is so. */
  | { readonly state: 'other-store'; readonly error: string }
  /** Stopped by whoever started it, or by tables that do not fit; the latter goes on once the build is switched. */
  | { readonly state: 'stopped'; readonly error?: string };

/** A projection at work in this process. */
export class RunningProjection {
  private current: RunState = { state: 'running' };
  private position = 0;
  private atHead = false;
  private generation: string | undefined;
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

  /** True when everything that has come is worked in, and there was nothing more to read at the last reading. */
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
    while (this.position < position || this.current.state === 'other-store') {
      const left = until - performance.now();
      // A database that is away moves nothing on: the wait goes on, as long as it may.
      const checkpoint = await readCheckpoint(this.build.pool, this.build.schema, this.projection.name).catch(() => {});
      this.reached(checkpoint?.position ?? 0);
      const { state } = this.current;
      // Positions of another store say nothing.
      if (this.position >= position && state !== 'other-store') return;
      if (left <= 0 || state === 'stopped' || state === 'other-store')
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
        this.atHead = false;
        const message = error instanceof Error ? error.message : String(error);
        const about = { projection: this.projection.name, build: this.build.schema };
        if (error instanceof OtherStore) {
          if (this.current.state !== 'other-store')
            this.build.log.error(
              { ...about, reason: message },
              'The store is not the one a projection was built from: nothing is applied until EVENT_STORE_URL names that one, or what was built is let go of (npm run projections -- forget)',
            );
          this.current = { state: 'other-store', error: message };
          this.wake();
          await pause(LOOK, undefined, { signal }).catch(() => {});
          continue;
        }
        if (faultOf(error) === 'stop') {
          const outdated = error instanceof WrongVersion;
          // Expected after an update, so without a stack.
          if (outdated) this.build.log.warn({ ...about, reason: message }, 'A projection is outdated');
          else this.build.log.error({ ...about, err: error }, 'A projection has stopped');
          this.current = { state: outdated ? 'outdated' : 'stopped', error: message };
          this.wake();
          await this.anotherBuild();
          continue;
        }
        if (failures === 0)
          this.build.log.warn({ ...about, err: error }, 'A projection is interrupted and tries again');
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
    const checkpoint = await openCheckpoint(build, projection);
    this.generation = checkpoint.generation;
    this.position = checkpoint.position;
    this.wake();
    await requireOwn(build, projection, checkpoint);
    const onReceived = () => {
      this.atHead = false;
    };
    const { signal } = this.life;
    for await (const step of advance(build, projection, checkpoint, { ...options, signal, onReceived })) {
      this.reached(step.position);
      this.atHead = step.caughtUp;
      worked();
    }
  }

  /** Settles when another build has taken the place of the one that cannot be worked on. */
  private async anotherBuild(): Promise<void> {
    const { build, projection } = this;
    const { signal } = this.life;
    while (!signal.aborted) {
      await pause(LOOK, undefined, { signal }).catch(() => {});
      const checkpoint = await readCheckpoint(build.pool, build.schema, projection.name).catch(() => {});
      if (checkpoint && checkpoint.generation !== this.generation) return;
      this.reached(checkpoint?.position ?? 0);
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
