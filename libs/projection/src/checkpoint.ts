import type { ClientBase, Pool } from 'pg';
import type { Landmark } from '#event-store';
import type { Tally } from './fold.js';
import type { AnyProjection } from './projection.js';
import { quoted, twinOf } from './tables.js';

/** How far a projection is, and what became of the events so far: stored = applied + Σ skipped + parked. */
export interface Checkpoint {
  /** Another one once another build took the place of this one. */
  readonly generation: string;
  readonly version: number;
  readonly position: number;
  /** The last event worked in; undefined where none was since this is kept. */
  readonly landmark: Landmark | undefined;
  readonly stored: number;
  readonly applied: number;
  /** By event type. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly parked: number;
}

/** A partition that waits for its first failed event to be put right. */
export interface ParkedPartition {
  readonly partition: string;
  readonly position: number;
  readonly stream: string;
  readonly error: string;
  readonly events: number;
  readonly since: string;
}

type Client = Pick<ClientBase, 'query'>;

interface CheckpointRow extends Omit<Checkpoint, 'position' | 'landmark' | 'stored' | 'applied' | 'parked'> {
  landmark: Landmark | null;
  position: string;
  stored: string;
  applied: string;
  parked: string;
}

const select = `select generation, version, position, landmark, stored, applied, skipped, parked
  from projection.checkpoint where build = $1 and projection = $2`;

const shape = `(
  select md5(string_agg(concat_ws(' ', c.relname, a.attname, t.typname, a.atttypmod), ',' order by c.relname, a.attname))
    from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
   where c.relnamespace = to_regnamespace($3) and c.relname = any($4) and a.attnum > 0 and not a.attisdropped)`;

const shapeOf = (build: string, { tables }: AnyProjection) => [
  quoted(build),
  tables.flatMap((table) => [table.name, twinOf(table)]),
];

/** Puts the checkpoint of a projection at 0 where it has none yet. */
export async function startCheckpoint(client: Client | Pool, build: string, projection: AnyProjection): Promise<void> {
  const { name, version } = projection;
  const own = [build, name, ...shapeOf(build, projection)];
  await client.query(
    `insert into projection.checkpoint (build, projection, version, shape) values ($1, $2, $5, ${shape})
     on conflict do nothing`,
    [...own, version],
  );
  await client.query(
    `update projection.checkpoint set shape = ${shape} where build = $1 and projection = $2 and shape is null`,
    own,
  );
}

/** Whether this version of a projection built the tables, in the form they have now. */
export async function builtThis(client: Client | Pool, build: string, projection: AnyProjection): Promise<boolean> {
  const { rows } = await client.query<{ fits: boolean }>(
    `select version = $5 and shape is not distinct from ${shape} as fits
       from projection.checkpoint where build = $1 and projection = $2`,
    [build, projection.name, ...shapeOf(build, projection), projection.version],
  );
  return rows[0]?.fits ?? true;
}

export async function readCheckpoint(client: Client | Pool, build: string, projection: string) {
  const { rows } = await client.query<CheckpointRow>(select, [build, projection]);
  return rows[0] && checkpointOf(rows[0]);
}

/** Where each projection of a build stands. */
export async function positionsOf(
  client: Client | Pool,
  build: string,
  { locked = false } = {},
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ projection: string; position: string }>(
    `select projection, position from projection.checkpoint where build = $1 order by projection ${locked ? 'for update' : ''}`,
    [build],
  );
  return new Map(rows.map(({ projection, position }) => [projection, Number(position)]));
}

/** Reads a checkpoint and keeps it from changing until the transaction ends. */
export async function lockCheckpoint(client: Client, build: string, projection: string) {
  const { rows } = await client.query<CheckpointRow>({
    name: 'lock-checkpoint',
    text: `${select} for update`,
    values: [build, projection],
  });
  return rows[0] && checkpointOf(rows[0]);
}

function checkpointOf({ position, landmark, stored, applied, parked, ...row }: CheckpointRow): Checkpoint {
  return {
    ...row,
    position: Number(position),
    landmark: landmark ?? undefined,
    stored: Number(stored),
    applied: Number(applied),
    parked: Number(parked),
  };
}

/**
 * Moves a locked checkpoint on, only from where it was read.
 *
 * @returns where it stands now
 * @throws when it stands elsewhere by now, as when the build was switched meanwhile; nothing of the transaction may stay
 */
export async function moveCheckpoint(
  client: Client,
  build: string,
  projection: string,
  from: Checkpoint,
  { position: to, landmark }: Pick<Checkpoint, 'position' | 'landmark'>,
  tally: Tally,
): Promise<Checkpoint> {
  const skipped = { ...from.skipped };
  for (const [type, events] of tally.skipped) skipped[type] = (skipped[type] ?? 0) + events;
  let parked = 0;
  for (const { events } of tally.parked.values()) parked += events;
  for (const events of tally.waiting.values()) parked += events;
  const { rowCount } = await client.query({
    name: 'move-checkpoint',
    text: `update projection.checkpoint set position = $4, stored = stored + $5, applied = applied + $6, skipped = $7,
             parked = parked + $8, landmark = coalesce($9, landmark), updated_at = now()
            where build = $1 and projection = $2 and position = $3`,
    values: [build, projection, from.position, to, tally.stored, tally.applied, skipped, parked, landmark],
  });
  if (rowCount !== 1) throw new Error(`The checkpoint of ${projection} moved under the transaction that held it`);
  await keepParked(client, build, projection, tally);
  return {
    ...from,
    position: to,
    landmark: landmark ?? from.landmark,
    stored: from.stored + tally.stored,
    applied: from.applied + tally.applied,
    skipped,
    parked: from.parked + parked,
  };
}

async function keepParked(client: Client, build: string, projection: string, tally: Tally): Promise<void> {
  for (const { partition, position, stream, error, events } of tally.parked.values()) {
    await client.query(
      `insert into projection.parked (build, projection, partition, position, stream, error, events)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [build, projection, partition, position, stream, errorText(error), events],
    );
  }
  if (tally.waiting.size === 0) return;
  await client.query(
    `update projection.parked p set events = p.events + w.events
       from unnest($3::text[], $4::bigint[]) as w(partition, events)
      where p.build = $1 and p.projection = $2 and p.partition = w.partition`,
    [build, projection, [...tally.waiting.keys()], [...tally.waiting.values()]],
  );
}

/** What an error says, without what PostgreSQL's texts cannot hold. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll('\u0000', '\ufffd').slice(0, 2_000);
}

export async function parkedPartitions(client: Client | Pool, build: string, projection: string) {
  const { rows } = await client.query<Omit<ParkedPartition, 'since'> & { since: Date }>(
    `select partition, position::float8 as position, stream, error, events::float8 as events, since
       from projection.parked where build = $1 and projection = $2 order by since, partition`,
    [build, projection],
  );
  return rows.map((row): ParkedPartition => ({ ...row, since: row.since.toISOString() }));
}

/** Of each projection of a build, the twenty partitions that have been parked longest. */
export async function longestParked(client: Client | Pool, build: string) {
  const { rows } = await client.query<Omit<ParkedPartition, 'since'> & { projection: string; since: Date }>(
    `select projection, partition, position::float8 as position, stream, error, events::float8 as events, since
       from (select *, row_number() over (partition by projection order by since, partition) as place
               from projection.parked where build = $1) p
      where place <= 20 order by projection, place`,
    [build],
  );
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
}
