import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openEventStore } from '#event-store';
import { type Bench, inTurns, perSecond, type Ratio } from './bench.js';

const TARGETS: [callers: number, target: number][] = [
  [1, 0.6],
  [8, 1],
  [32, 2],
];
const CONNECTIONS = [8, 12, 16, 32];
const ROUNDS = 10;
const ROUND = 500;

const type = 'MilestoneReached';
const data = {
  milestoneId: 'm-17',
  code: 'M17',
  occurredOn: '2026-03-01',
  note: 'Trial at the second site is complete',
};
const metadata = {
  by: 'pm-1',
  role: 'project-manager',
  organisation: '0561',
  occurredAt: '2026-03-01T09:00:00.000Z',
  correlationId: randomUUID(),
  schemaVersion: 1,
};

// The columns and constraints of the event store's own table; without them it could not tell what it has.
const TABLE = `create table events (
  position bigint generated always as identity primary key, stream text collate "C" not null, revision integer not null,
  id uuid not null unique, type text collate "C" not null, data json not null, metadata json not null,
  recorded_at timestamptz not null default now(), unique (stream, revision))`;
const INSERT = 'insert into events (stream, revision, id, type, data, metadata) values ($1, 0, $2, $3, $4, $5)';

export const append: Bench = {
  name: 'append',
  floor: 'a prepared INSERT of the same row with pg, a transaction for each, over as many connections as serve it best',
  async run(ground) {
    const bare = await connect(await ground.database());
    await bare[0]!.query(TABLE);
    const store = await openEventStore(await ground.database());

    const insert = (connections: number) => {
      const borrow = lending(bare.slice(0, connections));
      return () =>
        borrow((client) =>
          client.query({
            name: 'insert',
            text: INSERT,
            values: [`partnership-${randomUUID()}`, randomUUID(), type, JSON.stringify(data), JSON.stringify(metadata)],
          }),
        );
    };
    const appendOne = () =>
      store.append(`partnership-${randomUUID()}`, 'absent', [{ id: randomUUID(), type, data, metadata }]);

    const ratios: Ratio[] = [];
    for (const [callers, target] of TARGETS) {
      await perSecond(callers, ROUND, appendOne);
      const connections = await best(callers, insert);
      const { floor, ours } = await inTurns(
        ROUNDS,
        () => perSecond(callers, ROUND, insert(connections)),
        () => perSecond(callers, ROUND, appendOne),
      );
      const what = `append of one small event, ${callers === 1 ? 'one caller' : `${callers} callers`}`;
      ratios.push({ what, ours, floor, unit: 'appends/s', target });
    }
    await store.close();
    await Promise.all(bare.map((client) => client.end()));
    return ratios;
  },
};

async function connect(url: string): Promise<pg.Client[]> {
  const clients = Array.from({ length: Math.max(...CONNECTIONS) }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  return clients;
}

/** A pool that costs less than pg's own, to be fair to the floor. */
function lending(free: pg.Client[]) {
  const waiting: ((client: pg.Client) => void)[] = [];
  return async (work: (client: pg.Client) => Promise<unknown>) => {
    const client = free.pop() ?? (await new Promise<pg.Client>((settle) => waiting.push(settle)));
    await work(client);
    const next = waiting.shift();
    if (next) next(client);
    else free.push(client);
  };
}

/** The number of connections over which so many callers get most done. */
async function best(callers: number, work: (connections: number) => () => Promise<unknown>): Promise<number> {
  let found = { connections: 1, rate: 0 };
  for (const connections of CONNECTIONS.map((count) => Math.min(count, callers))) {
    if (connections === found.connections) continue;
    const rate = await perSecond(callers, ROUND, work(connections));
    if (rate > found.rate) found = { connections, rate };
  }
  return found.connections;
}
