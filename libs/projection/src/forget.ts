import { type Build, inTransaction } from './build.js';
import { BuildRefused, dropBuild, exclusively, foreignIn, nextOf, previousOf } from './builds.js';
import { positionsOf } from './checkpoint.js';
import type { AnyProjection } from './projection.js';

/**
 * Lets go of what a live build of another store holds, and of the builds beside it. Whoever works on it goes on by itself,
 * from the first event of the store it has now.
 *
 * @throws BuildRefused when it was built from this store, and when somebody else works on the builds
 */
export async function forget(live: Build, projections: readonly AnyProjection[]): Promise<void> {
  await exclusively(live, async (mayGoOn) => {
    if ((await foreignIn(live, projections)).size === 0)
      throw new BuildRefused(
        'same-store',
        'What serves was built from this store: rebuild builds it anew beside what serves.',
      );
    await inTransaction(live.pool, async (client) => {
      // Held, so that nothing of the other store is worked in meanwhile, nor read half.
      await positionsOf(client, live.schema, { locked: true });
      await client.query('set local synchronous_commit to on; lock table projection.serving in access exclusive mode');
      await mayGoOn();
      for (const build of [nextOf(live), previousOf(live)]) await dropBuild(client, build.schema);
      const { rows } = await client.query<{ tables: string | null }>(
        `select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables
           from pg_tables where schemaname = $1 and tablename <> 'migrations'`,
        [live.schema],
      );
      if (rows[0]?.tables) await client.query(`truncate ${rows[0].tables}`);
      await client.query('delete from projection.checkpoint where build = $1', [live.schema]);
      await client.query('delete from projection.build where build = $1', [live.schema]);
    });
  });
}
