import pg from 'pg';
import { NotNext } from '../moving/movable.js';
import type { KeptReceipt, StoredEvent } from '../store.js';
import { named } from './failures.js';
import { types } from './rows.js';

const UNIQUE = '23505';
const NOT_NULL = '23502';

/**
 * Appends events as they stood in another store, all or none, and answers the position reached. The lock is that of
 * `event_store.append`: nothing comes between the look at the end and the writing.
 *
 * @throws NotNext, StoreUnavailable
 */
export async function importEvents(
  pool: pg.Pool,
  after: string | undefined,
  events: readonly StoredEvent[],
): Promise<number> {
  const first = events[0];
  if (!first) return 0;
  try {
    return await transacted(pool, async (client) => {
      await client.query('select pg_advisory_xact_lock(7205871349)');
      const { rows: ends } = await client.query<{ id: string; position: number }>({
        text: 'select id, position from event_store.events order by position desc limit 1',
        types,
      });
      const end = ends[0];
      if (end?.id !== after) throw new NotNext(first.stream);
      const { rows: tips } = await client.query<{ stream: string; tip: number }>({
        text: `select s.stream, coalesce((select max(e.revision) from event_store.events e where e.stream = s.stream), -1) as tip
                 from unnest($1::text[]) s (stream)`,
        values: [[...new Set(events.map(({ stream }) => stream))]],
        types,
      });
      const next = new Map(tips.map(({ stream, tip }) => [stream, tip + 1]));
      for (const { stream, revision } of events) {
        if (next.get(stream) !== revision) throw new NotNext(stream);
        next.set(stream, revision + 1);
      }
      const head = end?.position ?? 0;
      await client.query({
        name: 'import events',
        text: `insert into event_store.events
               select $1 + n, stream, revision, id, type, data, metadata, recorded_at
                 from unnest($2::text[], $3::integer[], $4::uuid[], $5::text[], $6::json[], $7::json[], $8::timestamptz[])
                      with ordinality as e(stream, revision, id, type, data, metadata, recorded_at, n)`,
        values: [
          head,
          events.map(({ stream }) => stream),
          events.map(({ revision }) => revision),
          events.map(({ id }) => id),
          events.map(({ type }) => type),
          events.map(({ data }) => JSON.stringify(data)),
          events.map(({ metadata }) => JSON.stringify(metadata)),
          events.map(({ recordedAt }) => recordedAt),
        ],
      });
      return head + events.length;
    });
  } catch (error) {
    // An id that another event has here.
    if ((error as { code?: string }).code === UNIQUE) throw new NotNext(first.stream);
    throw error;
  }
}

/** @throws NotNext, StoreUnavailable */
export async function importReceipts(pool: pg.Pool, receipts: readonly KeptReceipt[]): Promise<void> {
  const first = receipts[0];
  if (!first) return;
  try {
    await pool.query({
      name: 'import receipts',
      text: `insert into event_store.receipts
             select r.key, r.fingerprint, r.answer, r.stream, r.revision,
                    case when r.has_events then e.position else 0 end, clock_timestamp()
               from unnest($1::text[], $2::text[], $3::json[], $4::text[], $5::integer[], $6::boolean[])
                    as r(key, fingerprint, answer, stream, revision, has_events)
               left join event_store.events e on e.stream = r.stream and e.revision = r.revision
             on conflict (key) do nothing`,
      values: [
        receipts.map(({ key }) => key),
        receipts.map(({ fingerprint }) => fingerprint),
        receipts.map(({ answer }) => JSON.stringify(answer)),
        receipts.map(({ stream }) => stream),
        receipts.map(({ revision }) => revision),
        receipts.map(({ position }) => position > 0),
      ],
    });
  } catch (error) {
    // Without its event a receipt would have no position.
    if ((error as { code?: string }).code === NOT_NULL) throw new NotNext(first.stream);
    throw named(error);
  }
}

async function transacted<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect().catch((error) => {
    throw named(error);
  });
  let failed: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    failed = error instanceof NotNext ? error : named(error);
    throw failed;
  } finally {
    // A connection on which something failed is closed, and with it its transaction.
    client.release(failed !== undefined);
  }
}
