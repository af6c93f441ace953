import { togetherOrApart } from './apply.js';
import { type Build, inTransaction } from './build.js';
import { builtThis, errorText, lockCheckpoint, parkedPartitions } from './checkpoint.js';
import { WrongVersion } from './fault.js';
import { plan } from './fold.js';
import type { AnyProjection } from './projection.js';
import { openTables } from './tables.js';

export type Replayed =
  | { readonly status: 'not-parked' }
  | { readonly status: 'unparked'; readonly events: number }
  /** Another (or the same) event cannot be applied: the partition waits from there on. */
  | { readonly status: 'parked-again'; readonly events: number; readonly position: number; readonly error: string };

/**
 * Works the parked events of a partition off, in order and in one transaction, and lets the partition go on. The
 * projection waits meanwhile. `events` is how many were applied. They take the positions they have in the store, so what
 * is known at a position between then and now is answered otherwise afterwards.
 *
 * @throws WrongVersion when this version of the projection must not write on the tables of the build
 */
export async function replay(build: Build, projection: AnyProjection, partition: string): Promise<Replayed> {
  const { pool, schema, store } = build;
  const where = [schema, projection.name, partition];
  return togetherOrApart((work) =>
    inTransaction(pool, async (client): Promise<Replayed> => {
      const checkpoint = await lockCheckpoint(client, schema, projection.name);
      const all = checkpoint ? await parkedPartitions(client, schema, projection.name) : [];
      const parked = all.find((one) => one.partition === partition);
      if (!checkpoint || !parked) return { status: 'not-parked' };
      if (!(await builtThis(client, schema, projection)))
        throw new WrongVersion(projection.name, checkpoint.version, projection.version);
      const tables = await openTables(client, schema, projection);

      let applied = 0;
      let position = parked.position - 1;
      while (position < checkpoint.position) {
        const page = await store.readAll(position, { filter: { streams: projection.partition.streams(partition) } });
        const events = page.events.filter((event) => event.position <= checkpoint.position);
        const planned = plan(projection, events).filter((item) => item.partition === partition);
        const tally = await work(client, tables, planned, new Set());
        applied += tally.applied;
        const again = tally.parked.get(partition);
        if (again) {
          await client.query(
            `update projection.parked set position = $4, stream = $5, error = $6, events = events - $7
            where build = $1 and projection = $2 and partition = $3`,
            [...where, again.position, again.stream, errorText(again.error), applied],
          );
          await countApplied(applied);
          return { status: 'parked-again', events: applied, position: again.position, error: errorText(again.error) };
        }
        if (page.end) break;
        position = page.position;
      }
      await client.query(
        'delete from projection.parked where build = $1 and projection = $2 and partition = $3',
        where,
      );
      await countApplied(applied);
      return { status: 'unparked', events: applied };

      async function countApplied(events: number): Promise<void> {
        await client.query(
          `update projection.checkpoint set applied = applied + $3, parked = parked - $3 where build = $1 and projection = $2`,
          [schema, projection.name, events],
        );
      }
    }),
  );
}
