import { type Build, prepareBuild, RunningProjection } from '#projection';
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
