import { setTimeout as pause } from 'node:timers/promises';
import { type Build, isThere, prepareBuild, RunningProjection } from '#projection';
import { migrations, projections } from './read-models.js';

export type ProjectionName = (typeof projections)[number]['name'];

/** How often it is made sure that the tables are there, in milliseconds. */
const LOOK = 1_000;

/** Longest a query waits for a position, in milliseconds. */
export const PATIENCE = 5_000;

/** The projections at work in this process, and how far they are. */
export class Freshness {
  private running: readonly RunningProjection[] = [];
  private readonly life = new AbortController();
  private watching = Promise.resolve();

  constructor(
    readonly build: Build,
    private readonly url: string,
  ) {}

  async start(): Promise<void> {
    await this.begin();
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.life.abort();
    await this.watching;
    await this.end();
  }

  private async begin(): Promise<void> {
    await prepareBuild(this.url, this.build.schema, migrations);
    this.running = projections.map((projection) => new RunningProjection(projection, this.build));
  }

  private async end(): Promise<void> {
    await Promise.all(this.running.map((projection) => projection.stop()));
  }

  /** Begins anew when the tables are dropped: where nothing happens, nobody else would notice. */
  private async watch(): Promise<void> {
    const { signal } = this.life;
    const { build } = this;
    while (!signal.aborted) {
      await pause(LOOK, undefined, { signal }).catch(() => {});
      // A database that is away says nothing.
      if (signal.aborted || (await isThere(build).catch(() => true))) continue;
      build.log.warn({ build: build.schema }, 'The read models are gone, and are built anew from the first event');
      await this.end();
      await this.begin().catch((error) =>
        build.log.warn({ err: error, build: build.schema }, 'The read models cannot be made yet'),
      );
    }
  }

  get projections(): readonly RunningProjection[] {
    return this.running;
  }

  /**
   * Waits until these projections have worked in everything up to a position.
   *
   * @throws NotThereYet when that takes too long
   */
  async reach(names: readonly ProjectionName[], position: number): Promise<void> {
    const needed = this.running.filter(({ projection: { name } }) => names.includes(name));
    await Promise.all(needed.map((one) => one.waitFor(position, PATIENCE)));
  }

  /** Whether there was nothing more to work in when these projections looked last. */
  caughtUp(names: readonly ProjectionName[]): boolean {
    return this.running.every(
      ({ projection: { name }, caughtUp }) => caughtUp || !names.includes(name as ProjectionName),
    );
  }

  /** Whether one of these was built by another version: it is read as it is, and knows no past. */
  outdated(names: readonly ProjectionName[]): boolean {
    return this.running.some(
      ({ projection: { name }, state }) => state.state === 'outdated' && names.includes(name as ProjectionName),
    );
  }
}
