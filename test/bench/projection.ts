import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type EventStore, type Json, openEventStore } from '#event-store';
import { type Build, prepareBuild, rebuild } from '#projection';
import { migrations } from '../../apps/insight/src/read-models.js';
import { worklistProjection } from '../../apps/insight/src/worklist/projection.js';
import { type Bench, inTurns } from './bench.js';

const PARTNERSHIPS = 5_000;
const EVENTS_EACH = 40;
const EVENTS = PARTNERSHIPS * EVENTS_EACH;
const ROUNDS = 3;

/** The event number `n` of a partnership: registered, then milestones planned and reached in turns, and notes. */
export function eventOf(n: number): { readonly type: string; readonly data: Json } {
  if (n === 0) {
    const classification = {
      theme: 'time-and-workforce',
      sectorArea: 'elderly-and-health',
      mainPurpose: 'efficiency',
      innovationTypes: ['product'],
      legalForm: 'agreement',
      subjectNumber: '27.36.00',
    };
    const lead = { leadOrganisation: '0561', leadOrganisationName: 'Esbjerg Kommune', registeredBy: 'pm-1' };
    const data = { caseNumber: 'S-1', title: 'Intelligent diaper', route: 'below-threshold', classification, ...lead };
    return { type: 'PartnershipRegistered', data };
  }
  const code = `M-${Math.ceil(n / 3)}`;
  if (n % 3 === 1) return { type: 'MilestonePlanned', data: { code, title: 'Second trial', plannedOn: '2026-05-01' } };
  if (n % 3 === 2) return { type: 'MilestoneReached', data: { code, reachedOn: '2026-05-01' } };
  return { type: 'NoteWritten', data: { noteId: `n-${n}`, text: 'The trial at the second site is complete' } };
}

const metadata = { by: 'pm-1', role: 'project-manager', organisation: '0561', occurredOn: '2026-03-01' };

/** Cases take turns, a few events each time, as they do where many work. */
export async function fill(store: EventStore): Promise<void> {
  const ids = Array.from({ length: PARTNERSHIPS }, () => randomUUID());
  const atOnce = 8;
  for (let first = 0; first < EVENTS_EACH; first += atOnce) {
    for (let start = 0; start < ids.length; start += 500) {
      await Promise.all(
        ids.slice(start, start + 500).map((id) => {
          const events = Array.from({ length: atOnce }, (_, n) => ({
            id: randomUUID(),
            ...eventOf(first + n),
            metadata,
          }));
          return store.append(`partnership-${id}`, first - 1 < 0 ? 'absent' : first - 1, events);
        }),
      );
    }
  }
}

const FLOOR_TABLES = `
  create table floor_worklist (
    partnership_id uuid primary key, title text, lead text, phase text, phase_since date, next_due date, revision integer, updated_at timestamptz);
  create table floor_checkpoint (position bigint not null);`;
const READ = `select position, stream, revision, type, data, metadata, recorded_at from event_store.events
  where position > $1 order by position limit 1000`;
const UPSERT = `insert into floor_worklist as w (partnership_id, title, lead, phase, phase_since, next_due, revision, updated_at)
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::integer[], $8::timestamptz[])
  on conflict (partnership_id) do update set title = coalesce(excluded.title, w.title),
    lead = coalesce(excluded.lead, w.lead), phase = coalesce(excluded.phase, w.phase), phase_since = coalesce(excluded.phase_since, w.phase_since),
    next_due = coalesce(excluded.next_due, w.next_due), revision = excluded.revision, updated_at = excluded.updated_at`;

interface FloorRow {
  title?: string;
  lead?: string;
  phase?: string;
  phaseSince?: string;
  nextDue?: string;
  revision: number;
  updatedAt: string;
}

/** What one would write by hand for this table only: no history of dues, no traffic light, no parking, no counters. */
async function bareLoop(client: pg.Client): Promise<void> {
  await client.query('truncate floor_worklist, floor_checkpoint');
  await client.query('insert into floor_checkpoint values (0)');
  for (let position = 0; ; ) {
    const { rows } = await client.query({ name: 'read', text: READ, values: [position], rowMode: 'array' });
    if (rows.length === 0) return;
    const changed = new Map<string, FloorRow>();
    for (const [, stream, revision, type, data, told, updatedAt] of rows) {
      const id = stream.slice('partnership-'.length);
      const row: FloorRow = { ...changed.get(id), revision, updatedAt };
      if (type === 'PartnershipRegistered')
        Object.assign(row, {
          title: data.title,
          lead: data.leadOrganisation,
          phase: 'draft',
          phaseSince: told.occurredOn,
        });
      if (type === 'MilestonePlanned') row.nextDue = data.plannedOn;
      changed.set(id, row);
    }
    const all = [...changed.values()];
    const before = position;
    position = Number(rows.at(-1)![0]);
    await client.query('begin; set local synchronous_commit to off');
    await client.query({
      name: 'upsert',
      text: UPSERT,
      values: [
        [...changed.keys()],
        all.map(({ title }) => title),
        all.map(({ lead }) => lead),
        all.map(({ phase }) => phase),
        all.map(({ phaseSince }) => phaseSince),
        all.map(({ nextDue }) => nextDue),
        all.map(({ revision }) => revision),
        all.map(({ updatedAt }) => updatedAt),
      ],
    });
    await client.query('update floor_checkpoint set position = $1 where position = $2', [position, before]);
    await client.query('commit');
  }
}

export const projection: Bench = {
  name: 'projection',
  floor:
    'a bare loop that reads 1,000 events, upserts the rows they change with unnest and moves its checkpoint, in one transaction',
  async run(ground) {
    const url = await ground.database();
    const store = await openEventStore(url);
    await fill(store);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(FLOOR_TABLES);
    await client.query('vacuum analyze event_store.events');
    const pool = new pg.Pool({ connectionString: url, max: 4 });
    const build: Build = { store, pool, schema: 'bench', log: { info() {}, warn: console.warn, error: console.error } };
    await prepareBuild(url, build.schema, migrations);

    const eventsPerSecond = async (work: () => Promise<void>) => {
      const started = performance.now();
      await work();
      return (EVENTS * 1_000) / (performance.now() - started);
    };
    const { floor, ours } = await inTurns(
      ROUNDS,
      () => eventsPerSecond(() => bareLoop(client)),
      async () => {
        await client.query('truncate bench.worklist');
        await client.query('delete from projection.checkpoint');
        return eventsPerSecond(() => rebuild(build, [worklistProjection]));
      },
    );
    const { rows } = await client.query('select count(*)::integer as cases from bench.worklist');
    if (rows[0].cases !== PARTNERSHIPS) throw new Error(`The worklist holds ${rows[0].cases} of ${PARTNERSHIPS} cases`);
    await client.end();
    await pool.end();
    await store.close();
    const what = `catch-up of ${EVENTS.toLocaleString('en')} events into the worklist`;
    return [{ what, floor, ours, unit: 'events/s', target: 0.5 }];
  },
};
