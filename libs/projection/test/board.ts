import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type EventStore, MemoryEventStore, type NewEvent } from '#event-store';
import { freshDatabase } from '../../../test/support/postgres.js';
import { type Build, prepareBuild } from '../src/build.js';
import { at, type Projection, type Table, touch, touchEach } from '../src/projection.js';

export type CaseEvent =
  | { type: 'Opened'; data: { title: string; owner?: string } }
  | { type: 'NoteAdded'; data: object }
  | { type: 'DueSet'; data: { due: string } }
  | { type: 'Closed'; data: object }
  | { type: 'TeamJoined'; data: { name: string; team: string } }
  | { type: 'Spoken'; data: object };

export interface BoardRow {
  readonly case_id: string;
  readonly title: string;
  readonly due?: string | null;
  readonly notes: number;
  readonly owner?: string | null;
}
export interface NoteRow {
  readonly case_id: string;
  readonly no: number;
  readonly due: string | null;
}
interface OwnerRow {
  readonly name: string;
  readonly team: string;
}

export const board: Table<BoardRow, 'case_id'> = { name: 'board', key: ['case_id'] };
const note: Table<NoteRow, 'case_id' | 'no'> = { name: 'note', key: ['case_id', 'no'] };
const owner: Table<OwnerRow, 'name'> = { name: 'owner', key: ['name'] };

/** Cases on a board, whose notes are due when they are; a note on a case that was never opened is an event that cannot be applied. */
export const boardProjection: Projection<CaseEvent> = {
  name: 'board',
  version: 1,
  tables: [board, note, owner],
  partition: { of: (stream) => stream.slice('case-'.length), streams: (partition) => [`case-${partition}`] },
  changes: {
    Opened: ({ partition, data }) => [
      touch<BoardRow, OwnerRow>(
        at(board, { case_id: partition }),
        (_, read) => ({
          case_id: partition,
          title: data.title,
          notes: 0,
          owner: read && `${read.name} (${read.team})`,
        }),
        data.owner === undefined ? undefined : at(owner, { name: data.owner }),
      ),
      touchEach(note, partition, () => undefined),
    ],
    NoteAdded: ({ partition, position }) => [
      touch<NoteRow, BoardRow>(
        at(note, { case_id: partition, no: position }),
        (_, read) => ({ case_id: partition, no: position, due: read?.due ?? null }),
        at(board, { case_id: partition }),
      ),
      touch(at(board, { case_id: partition }), (row) => {
        if (!row) throw new Error('There is no such case');
        return { ...row, notes: row.notes + 1 };
      }),
    ],
    DueSet: ({ partition, data }) => [
      touch(at(board, { case_id: partition }), (row) => row && { ...row, due: data.due }),
      touchEach(note, partition, (row) => (row.due === data.due ? row : { ...row, due: data.due })),
    ],
    Closed: ({ partition }) => [
      touch(at(board, { case_id: partition }), () => undefined),
      touchEach(note, partition, () => undefined),
    ],
    TeamJoined: ({ data }) => [touch(at(owner, { name: data.name }), () => data)],
  },
};

export const event = ({ type, data }: CaseEvent): NewEvent => ({
  id: randomUUID(),
  type,
  data: { ...data },
  metadata: {},
});

export interface Desk {
  readonly url: string;
  /** Directory of the SQL that makes the tables. */
  readonly migrations: string;
  readonly store: EventStore;
  readonly pool: pg.Pool;
  /** What was logged as errors. */
  readonly alarms: { details: object; message: string }[];
  /** What was logged as warnings. */
  readonly warnings: { details: object; message: string }[];
  build(schema?: string): Promise<Build>;
  happened(caseId: string, ...events: CaseEvent[]): Promise<number>;
  rows(schema?: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A database of its own, and a store of events to project into it. */
export async function openDesk(store: EventStore = new MemoryEventStore()): Promise<Desk> {
  const database = await freshDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 6 });
  pool.on('error', () => {});
  const alarms: Desk['alarms'] = [];
  const warnings: Desk['warnings'] = [];
  const migrations = fileURLToPath(new URL('./migrations', import.meta.url));
  return {
    url: database.url,
    migrations,
    store,
    pool,
    alarms,
    warnings,
    async build(schema = 'desk') {
      await prepareBuild(database.url, schema, migrations);
      const error = (details: object, message: string) => alarms.push({ details, message });
      const warn = (details: object, message: string) => warnings.push({ details, message });
      return { store, pool, schema, log: { info() {}, warn, error } };
    },
    async happened(caseId, ...events) {
      return (await store.append(`case-${caseId}`, 'any', events.map(event))).position;
    },
    async rows(schema = 'desk') {
      const { rows } = await pool.query(
        `select to_jsonb(t) - 'position' as row from ${schema}.board t order by case_id`,
      );
      return rows.map(({ row }) => row);
    },
    async close() {
      await store.close();
      await pool.end();
      await database.drop();
    },
  };
}
