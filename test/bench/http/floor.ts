import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import pg from 'pg';
import { answering, past } from './target.js';

// The columns and constraints of the event store's own table; without them it could not tell what it has.
const TABLE = `create table events (
  position bigint generated always as identity primary key, stream text collate "C" not null, revision integer not null,
  id uuid not null unique, type text collate "C" not null, data json not null, metadata json not null,
  recorded_at timestamptz not null default now(), unique (stream, revision))`;
const HOLD = `insert into events (stream, revision, id, type, data, metadata)
  select * from unnest($1::text[], $2::int[], $3::uuid[], $4::text[], $5::json[], $6::json[])`;
const READ = { name: 'read', text: 'select type, data, revision from events where stream = $1 order by revision' };
const INSERT = {
  name: 'insert',
  text: `insert into events (stream, revision, id, type, data, metadata) values ($1, $2, $3, 'MilestonePlanned', $4, $5)`,
};

interface Body {
  readonly code: string;
}

answering(async ({ url, partnerships, length, others, longest }) => {
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  await pool.query(TABLE);
  const ids = Array.from({ length: partnerships }, () => randomUUID());
  for (const id of ids) await hold(pool, `partnership-${id}`, length);
  for (let n = 0; n < others; n += 1) await hold(pool, `partnership-${randomUUID()}`, longest);
  await pool.query('vacuum analyze events');

  const app = fastify();
  app.post<{ Params: { id: string }; Body: Body }>('/partnerships/:id/milestones', async ({ params, body }, reply) => {
    const stream = `partnership-${params.id}`;
    const client = await pool.connect();
    try {
      for (;;) {
        await client.query('begin');
        const { rows } = await client.query({ ...READ, values: [stream] });
        const codes = new Set<string>();
        for (const { type, data } of rows) if (type === 'MilestonePlanned') codes.add(data.code);
        if (rows.length === 0 || codes.has(body.code)) {
          await client.query('rollback');
          return reply.code(rows.length === 0 ? 404 : 409).send();
        }
        const revision = rows.length;
        const metadata = {
          by: 'pm-1',
          role: 'project-manager',
          organisation: '0250',
          occurredOn: '2026-01-12',
          commandId: randomUUID(),
        };
        try {
          const values = [stream, revision, randomUUID(), JSON.stringify(body), JSON.stringify(metadata)];
          await client.query({ ...INSERT, values });
          await client.query('commit');
          return { id: params.id, revision };
        } catch (error) {
          await client.query('rollback');
          if ((error as { code?: string }).code !== '23505') throw error;
        }
      }
    } finally {
      client.release();
    }
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { port: (app.server.address() as AddressInfo).port, headers: {}, partnerships: ids };
});

async function hold(pool: pg.Pool, stream: string, length: number): Promise<void> {
  const events = past(stream, length);
  await pool.query(HOLD, [
    events.map(() => stream),
    events.map((_, revision) => revision),
    events.map(({ id }) => id),
    events.map(({ type }) => type),
    events.map(({ data }) => JSON.stringify(data)),
    events.map(({ metadata }) => JSON.stringify(metadata)),
  ]);
}
