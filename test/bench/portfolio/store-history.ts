import pg from 'pg';
import type { Life, Row } from './life.js';

/** What was written. */
export interface Written {
  readonly partnerships: number;
  readonly events: number;
}

const AT_ONCE = 2_000;

const STAGE = `insert into history (at, stream, revision, id, type, data, metadata)
  select * from unnest($1::bigint[], $2::text[], $3::integer[], $4::uuid[], $5::text[], $6::json[], $7::json[])`;

// Of all partnerships together, in the order they were recorded in: positions rise with the time, without a gap.
const STORE = `insert into event_store.events (position, stream, revision, id, type, data, metadata, recorded_at)
  select row_number() over (order by at, no), stream, revision, id, type, data, metadata, to_timestamp(at / 1000.0)
    from history order by at, no`;

/**
 * Writes a history into an empty event store past its appends, which would stamp all of it with today. What the store
 * promises holds all the same: its constraints are there, positions run from 1 without gaps, and times never fall.
 */
export async function storeHistory(url: string, history: Iterable<Life>): Promise<Written> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from event_store.events limit 1');
    if (rowCount !== 0) throw new Error('The event store is not empty');
    await client.query(`create temporary table history (no bigint generated always as identity, at bigint, stream text,
      revision integer, id uuid, type text, data json, metadata json)`);
    let [partnerships, events] = [0, 0];
    let rows: Row[] = [];
    // While the database takes some, the next are made.
    let staged: Promise<unknown> = Promise.resolve();
    const stage = async () => {
      await staged;
      events += rows.length;
      const columns = rows.splice(0);
      staged = client.query({
        name: 'stage',
        text: STAGE,
        values: [
          columns.map(({ at }) => at),
          columns.map(({ stream }) => stream),
          columns.map(({ revision }) => revision),
          columns.map(({ id }) => id),
          columns.map(({ type }) => type),
          columns.map(({ data }) => JSON.stringify(data)),
          columns.map(({ metadata }) => JSON.stringify(metadata)),
        ],
      });
    };
    for (const life of history) {
      partnerships += 1;
      rows = rows.concat(life.rows);
      if (rows.length >= AT_ONCE) await stage();
    }
    await stage();
    await staged;
    await client.query(`set work_mem = '256MB'`);
    await client.query(STORE);
    await client.query('drop table history');
    await client.query('vacuum analyze event_store.events');
    return { partnerships, events };
  } finally {
    await client.end();
  }
}
