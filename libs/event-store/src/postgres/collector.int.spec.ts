import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/postgres.js';
import { event, newStream, someEvents, until } from '../contract/harness.js';
import { openEventStore } from '../open.js';
import { type EventStore, StoreUnavailable } from '../store.js';
import type { PostgresOptions } from './postgres-event-store.js';

let database: FreshDatabase;
let admin: pg.Client;
let stores: EventStore[];

beforeEach(async () => {
  database = await freshDatabase();
  admin = await connected();
  stores = [];
});

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await admin.end();
  await database.drop();
});

const open = async (options?: PostgresOptions) => {
  const store = await openEventStore(database.url, options);
  stores.push(store);
  return store;
};

async function connected() {
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Makes every commit wait until the function it gives is called. */
async function holdUp(): Promise<() => Promise<void>> {
  await admin.query('begin');
  await admin.query('lock table event_store.events in exclusive mode');
  return async () => {
    await admin.query('commit');
  };
}

const appendTo = (store: EventStore, count: number) =>
  Array.from({ length: count }, () => store.append(newStream(), 'absent', [event()]));

describe('opening', () => {
  it('makes the schema once when several processes start at once', async () => {
    const opened = await Promise.all([open(), open(), open(), open()]);
    for (const store of opened) await store.append(newStream(), 'absent', [event()]);
    expect(await opened[0]!.head()).toBe(4);
  });

  it('says that the server is away', async () => {
    await expect(openEventStore('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow(StoreUnavailable);
  });

  it('knows the kinds of stores by their schemes', async () => {
    await expect(openEventStore('mysql://there')).rejects.toThrow(/postgres:.*memory:.*mysql/);
    await (await openEventStore('memory:')).close();
  });
});

describe('committing', () => {
  it('commits together what arrives together', async () => {
    const store = await open();
    await Promise.all(appendTo(store, 32));
    await Promise.all(appendTo(store, 32));
    const { rows } = await admin.query('select count(distinct xmin::text)::int as commits from event_store.events');
    expect(rows).toEqual([{ commits: 2 }]);
  });

  it('takes any number of appends at once, and any size', async () => {
    const store = await open();
    const large = Array.from({ length: 6 }, () =>
      store.append(newStream(), 'absent', [event('æ'.repeat(400_000)), ...someEvents(300)]),
    );
    await Promise.all([...appendTo(store, 3_000), ...large]);
    expect(await store.head()).toBe(3_000 + 6 * 301);
  });

  it('lets an append that the server cannot take fail alone', async () => {
    const store = await open();
    const unacceptable = [
      store.append('a name with \u0000', 'absent', [event()]),
      store.append(newStream(), 'absent', [{ ...event(), id: 'no uuid' }]),
    ];
    const answers = await Promise.allSettled([...appendTo(store, 5), ...unacceptable, ...appendTo(store, 5)]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    for (const one of unacceptable) await expect(one).rejects.not.toThrow(StoreUnavailable);
  });

  it('is right on a server that gives old snapshots unless told otherwise', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await admin.query(`alter database ${name} set default_transaction_isolation = 'repeatable read'`);
    const [one, other] = [await open(), await open()];
    const release = await holdUp();
    const stream = newStream();
    const first = one.append(stream, 'any', [event()]);
    await pause(100);
    const second = other.append(stream, 'any', [event()]);
    await pause(100);
    await release();
    expect([await first, await second]).toMatchObject([{ revision: 0 }, { revision: 1 }]);
  });

  it('tells other processes with a notification', async () => {
    const store = await open();
    const heard: string[] = [];
    admin.on('notification', ({ payload }) => heard.push(payload!));
    await admin.query('listen event_store');
    const { position } = await store.append(newStream(), 'absent', someEvents(3));
    await until(() => heard.includes(String(position)));
  });
});

describe('a server that does not answer', () => {
  it('makes an append fail in time, after which repeating it writes it once', async () => {
    const store = await open({ timeout: 400 });
    const release = await holdUp();
    const [stream, one] = [newStream(), event()];
    const started = performance.now();
    const first = store.append(stream, 'absent', [one]);
    await pause(100);
    const queued = store.append(newStream(), 'absent', [event()]);
    await expect(first).rejects.toThrow(StoreUnavailable);
    await expect(queued).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - started).toBeLessThan(2_000);
    await release();
    await until(async () => {
      try {
        await store.append(stream, 'absent', [one]);
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(StoreUnavailable);
        return false;
      }
    });
    expect(await store.read(stream)).toHaveLength(1);
  });

  it('is waited for by an append whose time is not up', async () => {
    const store = await open();
    const release = await holdUp();
    const answers = Promise.all(appendTo(store, 3));
    await pause(300);
    await release();
    expect(await answers).toHaveLength(3);
  });
});

describe('a lost connection', () => {
  it('is made again for the next append and the next read', async () => {
    const store = await open();
    await store.append(newStream(), 'absent', [event()]);
    await store.head();
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    const stream = newStream();
    const one = event();
    await until(async () => {
      const done = await store.append(stream, 'absent', [one]).catch((error: unknown) => error);
      if (done instanceof Error) expect(done).toBeInstanceOf(StoreUnavailable);
      return !(done instanceof Error);
    });
    await until(async () => {
      const read = await store.read(stream).catch((error: unknown) => error);
      if (read instanceof Error) expect(read).toBeInstanceOf(StoreUnavailable);
      return Array.isArray(read) && read.length === 1;
    });
  });

  it('in the middle of a commit leaves the outcome open, and repeating is safe', async () => {
    const store = await open();
    const release = await holdUp();
    const [stream, one] = [newStream(), event()];
    const append = store.append(stream, 'absent', [one]);
    await pause(100);
    const cutting = await connected();
    await cutting.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%event_store.append%' and pid <> pg_backend_pid()`,
    );
    await cutting.end();
    await expect(append).rejects.toThrow(StoreUnavailable);
    await release();
    await store.append(stream, 'absent', [one]);
    expect(await store.read(stream)).toHaveLength(1);
  });
});
