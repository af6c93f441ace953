import { type Build, prepareBuild, RunningProjection } from '#projection';
import type { AsOf } from './paging.js';
import { migrations, projections } from './read-models.js';

export type ProjectionName = (typeof projections)[number]['name'];

/** Longest a query waits for a position, in milliseconds. */
export const PATIENCE = 5_000;

/** The projections at work in this process, and how far they are. */
export class Freshness {
  private running: readonly RunningProjection[] = [];

  constructor(
    readonly build: Build,
    private readonly url: string,
  ) {}

  async start(): Promise<void> {
    await prepareBuild(this.url, this.build.schema, migrations);
    this.running = projections.map((projection) => new RunningProjection(projection, this.build));
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((projection) => projection.stop()));
  }

  get projections(): readonly RunningProjection[] {
    return this.running;
  }

  /**
   * The moment an answer from these projections speaks of, after `atLeast` when given. The access projection is always
   * among them: it decides what is seen.
   *
   * @throws NotThereYet when that takes too long
   */
  async reach(names: readonly ProjectionName[], atLeast: number | undefined): Promise<AsOf> {
    const needed = this.running.filter(({ projection: { name } }) => name === 'access' || names.includes(name));
    if (atLeast !== undefined) await Promise.all(needed.map((one) => one.waitFor(atLeast, PATIENCE)));
    return { position: Math.min(...needed.map((one) => one.checkpoint)) };
  }
}
