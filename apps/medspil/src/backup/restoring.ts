import { createHash } from 'node:crypto';
import { readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import { type MovableEventStore, NotNext, openEventStore } from '#event-store';
import { type EmbeddedPostgres, ensureDatabase, startEmbeddedPostgres } from '#platform';
import { connected } from '../connected.js';
import { embeddedDatabases } from '../installation.js';
import { Damaged, readArchive } from './archive.js';
import {
  type EventItem,
  eventOf,
  type Item,
  itemOf,
  linesOf,
  type ReceiptItem,
  type RowItem,
  receiptOf,
} from './content.js';
import { keepRows, LaterRelease, makeGatewayTables } from './gateway-tables.js';
import { makeDirectory } from './make-directory.js';
import { Pace, type Say } from './pace.js';
import { refusalOf } from './refusal.js';

/**
 * Makes a data directory of a backup, which must be empty or not there. It is made aside and compared with the backup, and
 * takes its name only then: what an interruption leaves is never started. Answers the exit code.
 */
export async function restore(from: string, to: string, say: Say): Promise<number> {
  const target = resolve(to);
  const there = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (there.length > 0) {
    say(`Refused: ${target} is not empty. Move it away, or restore elsewhere with --to <directory>.`);
    return 1;
  }
  try {
    say(`Checking ${from}.`);
    const header = await check(from);
    say(`It is whole, of ${header.at}. Restoring to ${target}.`);
    const aside = `${target}.restoring`;
    const told = await restoreAside(from, aside, say);
    await rmdir(target).catch(() => {});
    await rename(aside, target);
    say(`Done: ${told} in ${target}, the same as in the backup. Next: start Medspil; it builds the read models anew.`);
    return 0;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    say(`Nothing is restored: ${refusal}.`);
    return 1;
  }
}

async function check(path: string): Promise<{ readonly at: string }> {
  let first: string | undefined;
  for await (const [line] of readArchive(path)) first ??= line;
  const item = first === undefined ? undefined : itemOf(first);
  if (item?.[0] !== 'backup') throw new Damaged(`${path} is no backup`);
  if (item[1].version !== 1) throw new LaterRelease(`in version ${item[1].version}`);
  return item[1];
}

async function restoreAside(path: string, aside: string, say: Say): Promise<string> {
  await makeDirectory(aside);
  // One that was interrupted left a server behind, which is stopped here, and half of the databases.
  const server = await startEmbeddedPostgres({ directory: join(aside, 'postgres'), log: say });
  try {
    for (const name of Object.values(embeddedDatabases)) await makeAnew(server, name);
    const store = await openEventStore(server.url(embeddedDatabases.events));
    try {
      return await fill(path, aside, store, server.url(embeddedDatabases.readModels), say);
    } finally {
      await store.close();
    }
  } finally {
    await server.stop();
  }
}

async function makeAnew(server: EmbeddedPostgres, name: string): Promise<void> {
  const client = await connected(server.url('postgres'));
  await client.query(`drop database if exists ${name} with (force)`);
  await client.end();
  await ensureDatabase(server.url('postgres'), name);
}

async function fill(path: string, aside: string, store: MovableEventStore, readModelUrl: string, say: Say) {
  const pace = new Pace(say);
  const given = createHash('sha256');
  const client = await connected(readModelUrl);
  try {
    const keeper = new Keeper(store, client, readModelUrl, aside);
    for await (const page of readArchive(path)) {
      for (const line of page) {
        const item = itemOf(line);
        if (item[0] === 'event' || item[0] === 'receipt') given.update(`${line}\n`);
        await keeper.keep(item, line.length);
      }
      pace.count(page);
    }
    await keeper.flush();
  } finally {
    await client.end();
  }
  say(`${pace.told()}. Comparing with the backup.`);
  const kept = createHash('sha256');
  for await (const page of linesOf(store)) for (const line of page) kept.update(`${line}\n`);
  if (kept.digest('hex') !== given.digest('hex')) throw new Error('What was restored is not what the backup holds');
  return pace.told();
}

const AT_ONCE = 1_000;
/** In characters: large events go in smaller pages. */
const LARGE = 4_000_000;

type Gathered = EventItem | ReceiptItem | RowItem;

/** Puts items where they belong, those of a kind that follow each other together. */
class Keeper {
  private gathered: Gathered[] = [];
  private size = 0;
  private last: string | undefined;

  constructor(
    private readonly store: MovableEventStore,
    private readonly client: pg.Client,
    private readonly readModelUrl: string,
    private readonly directory: string,
  ) {}

  async keep(item: Item, size: number): Promise<void> {
    if (item[0] === 'key') return this.keepKey(item[1]);
    if (item[0] === 'tables') return makeGatewayTables(this.readModelUrl, item[1]);
    if (item[0] === 'backup') return;
    if (!['event', 'receipt', 'row'].includes(item[0])) throw new LaterRelease(`with the kind ${item[0]}`);
    const full = this.gathered.length === AT_ONCE || this.size > LARGE;
    if (full || (this.gathered[0] && this.gathered[0][0] !== item[0])) await this.flush();
    this.gathered.push(item);
    this.size += size;
  }

  async flush(): Promise<void> {
    const [kind, all] = [this.gathered[0]?.[0], this.gathered];
    [this.gathered, this.size] = [[], 0];
    try {
      if (kind === 'event') {
        const events = (all as EventItem[]).map(eventOf);
        await this.store.importEvents(this.last, events);
        this.last = events.at(-1)!.id;
      } else if (kind === 'receipt') await this.store.importReceipts((all as ReceiptItem[]).map(receiptOf));
      else if (kind === 'row') await keepRows(this.client, all as RowItem[]);
    } catch (error) {
      if (error instanceof NotNext) throw new Damaged(`The backup has a gap: ${error.message}`);
      throw error;
    }
  }

  private async keepKey(key: string): Promise<void> {
    const path = join(this.directory, 'signing-key.json');
    await rm(path, { force: true });
    await writeFile(path, key, { mode: 0o600, flag: 'wx', flush: true });
  }
}
