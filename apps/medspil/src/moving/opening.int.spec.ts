import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStore } from '#event-store';
import { startKurrentDbDouble } from '../../../../test/support/kurrentdb/double.js';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/postgres.js';
import { connected } from '../connected.js';
import { type Asked, copy, verify } from './moving.js';
import { withStores } from './opening.js';

let databases: FreshDatabase[];
let [full, empty, bare]: string[] = [];
let said: string[];
const run = (command: 'copy' | 'verify', from: string, to: string) => {
  const asked: Asked = { command, from, to };
  return withStores(
    asked,
    async (one) => one,
    (line) => void said.push(line),
    { copy, verify }[command],
  );
};
const holdsStore = async (url: string) => {
  const client = await connected(url);
  const { rows } = await client.query(`select from pg_namespace where nspname = 'event_store'`);
  await client.end();
  return rows.length > 0;
};
const otherName = (one: string) => {
  const url = new URL(one);
  url.hostname = url.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  return url.href;
};

beforeAll(async () => {
  databases = await Promise.all([freshDatabase(), freshDatabase(), freshDatabase()]);
  [full, empty, bare] = databases.map(({ url }) => url);
  for (const url of [full!, empty!]) {
    const store = await openEventStore(url);
    if (url === full)
      await store.append('partnership-1', 'absent', [
        { id: randomUUID(), type: 'NoteWritten', data: {}, metadata: {} },
      ]);
    await store.close();
  }
}, 60_000);
afterAll(async () => {
  for (const { drop } of databases) await drop();
});
beforeEach(() => {
  said = [];
});

describe('the stores of npm run store', () => {
  it.each(['copy', 'verify'] as const)(
    '%s refuses a database without a store to read from, and makes none there',
    async (command) => {
      expect(await run(command, bare!, empty!)).toBe(1);
      expect(said).toEqual([
        expect.stringMatching(/^postgres:\/\/\S+ cannot be opened: there is no event store in it\. Mend that, or name/),
      ]);
      expect(await holdsStore(bare!)).toBe(false);
    },
  );

  it('makes none to compare with', async () => {
    expect(await run('verify', full!, bare!)).toBe(1);
    expect(said).toEqual([expect.stringContaining('there is no event store in it')]);
    expect(await holdsStore(bare!)).toBe(false);
  });

  it.each(['copy', 'verify'] as const)(
    '%s says that a store to read from holds nothing, and makes none',
    async (command) => {
      expect(await run(command, empty!, bare!)).toBe(1);
      expect(said).toEqual([
        expect.stringMatching(/^Refused: postgres:\S+ holds no event\. Is it the store that was meant\?$/),
      ]);
      expect(await holdsStore(bare!)).toBe(false);
    },
  );

  it.each(['copy', 'verify'] as const)(
    '%s is refused between one store and itself under another name',
    async (command) => {
      expect(await run(command, full!, otherName(full!))).toBe(1);
      expect(said).toEqual([expect.stringMatching(/^Refused: postgres:\S+ and postgres:\S+ are the same store\.$/)]);
    },
  );

  it('takes two stores of one server for two', async () => {
    expect(await run('copy', full!, empty!)).toBe(0);
    expect(await run('verify', full!, otherName(empty!))).toBe(0);
  });

  it('says that a KurrentDB refuses its user, and shows no password', async () => {
    const { url, stop } = await startKurrentDbDouble({ user: 'admin:right' });
    const wrong = url.replace('//', '//admin:wrong@');
    expect(await run('copy', full!, wrong)).toBe(1);
    await stop();
    expect(said).toEqual([
      expect.stringMatching(
        /^kurrentdb:\/\/127\S+ cannot be opened: KurrentDB refuses the user of its address, who must be allowed to read \$all and to append\. Mend that/,
      ),
    ]);
    expect(said[0]).not.toContain('wrong');
  });
});
