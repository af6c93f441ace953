import { randomInt } from 'node:crypto';
import pg from 'pg';
import { type MovableEventStore, NotACopy, openEventStore, StoreUnavailable } from '#event-store';
import { connected } from '../connected.js';
import { type Asked, type MovingDesk, shown } from './moving.js';

/** The URL of a store; it may be made where it is not there. */
export type UrlOf = (one: string, mayMake: boolean) => Promise<string>;

/** Opens both stores and does it; the answer is the exit code. Nothing is made but what is copied to. */
export async function withStores(
  asked: Asked,
  urlOf: UrlOf,
  say: MovingDesk['say'],
  work: (desk: MovingDesk) => Promise<number>,
): Promise<number> {
  const names = { from: shown(asked.from), to: shown(asked.to) };
  const open: MovableEventStore[] = [];
  const opened = async (side: 'from' | 'to', mayMake: boolean) => {
    const url = await urlOf(asked[side], mayMake);
    try {
      if (!mayMake && isPostgres(url)) await requireStore(url);
      const store = await openEventStore(url);
      open.push(store);
      return { store, url };
    } catch (error) {
      throw new Unopened(`${names[side]} ${unopened(error as Error)}`, { cause: error });
    }
  };
  try {
    const from = await opened('from', false);
    if ((await from.store.last()) === undefined) {
      say(`Refused: ${names.from} holds no event. Is it the store that was meant?`);
      return 1;
    }
    const to = await opened('to', asked.command === 'copy');
    if (await areSame(from.url, to.url)) {
      say(`Refused: ${names.from} and ${names.to} are the same store.`);
      return 1;
    }
    return await work({ from: from.store, to: to.store, names, say });
  } catch (error) {
    say(sentenceOf(error));
    return 1;
  } finally {
    for (const store of open) await store.close();
  }
}

/** A store cannot be opened; the message says which, why, and what to do. */
class Unopened extends Error {
  override readonly name = 'Unopened';
}

/** @throws what is no matter of the operator */
function sentenceOf(error: unknown): string {
  if (error instanceof Unopened) return error.message;
  if (error instanceof StoreUnavailable) return `${error.message}. Run it again: it goes on where it was.`;
  if (error instanceof NotACopy) return `Refused: ${error.message}.`;
  const cause = error instanceof Error ? causeOf(error) : undefined;
  if (cause instanceof pg.DatabaseError && /^(28|3D|42501)/.test(cause.code ?? ''))
    return `PostgreSQL refuses: ${cause.message}. Mend that, or name it otherwise, and run this again.`;
  if (cause && isDenied(cause)) return `${DENIED}.`;
  throw error;
}

const DENIED = 'KurrentDB refuses the user of its address, who must be allowed to read $all and to append';

function unopened(error: Error): string {
  const cause = causeOf(error);
  if (isDenied(cause)) return `cannot be opened: ${DENIED}. Mend that, or name it otherwise, and run this again.`;
  if (error instanceof StoreUnavailable)
    return 'cannot be reached. Start it, or name it otherwise, and run this again.';
  return `cannot be opened: ${cause.message}. Mend that, or name it otherwise, and run this again.`;
}

const causeOf = (error: Error): Error => (error.cause instanceof Error ? causeOf(error.cause) : error);

const isDenied = (error: Error) => (error as { type?: unknown }).type === 'access-denied';

const isPostgres = (url: string) => url.startsWith('postgres');

/** Opening a store in PostgreSQL makes it where it is not there: in whatever database the URL names. */
async function requireStore(url: string): Promise<void> {
  const client = await connected(url).catch((cause: Error) => {
    const refuses = cause instanceof pg.DatabaseError && !/^5[37]/.test(cause.code ?? '');
    throw refuses ? cause : new StoreUnavailable('The event store cannot be reached', { cause });
  });
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('event_store.events') is not null as there`,
    );
    if (!rows[0]?.there) throw new Error('there is no event store in it');
  } finally {
    await client.end();
  }
}

/** Whether two URLs are of one PostgreSQL database, whatever they call it: what is locked by one is then not free for the other. */
async function areSame(one: string, other: string): Promise<boolean> {
  if (!isPostgres(one) || !isPostgres(other)) return false;
  const key = randomInt(2 ** 47);
  const [first, second] = [await connected(one), await connected(other)];
  try {
    await first.query('begin');
    await first.query('select pg_advisory_xact_lock($1)', [key]);
    const { rows } = await second.query<{ free: boolean }>('select pg_try_advisory_xact_lock($1) as free', [key]);
    return rows[0]?.free === false;
  } finally {
    await Promise.all([first.end(), second.end()]);
  }
}
