import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { prepareBuild } from '#projection';
import { freshDatabase } from '../../../test/support/postgres.js';
import { migrations } from './read-models.js';

let directory: string;
let client: pg.Client;
let url: string;
let drop: () => Promise<void>;

beforeEach(async () => {
  ({ url, drop } = await freshDatabase());
  directory = await mkdtemp(join(tmpdir(), 'medspil-migrations-'));
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await drop();
  await rm(directory, { recursive: true });
});

const id = randomUUID();

/** The tables as they were after the numbered files before one. */
async function madeBefore(number: string): Promise<void> {
  for (const file of await readdir(migrations))
    if (file < number) await copyFile(join(migrations, file), join(directory, file));
  await prepareBuild(url, 'insight', directory);
  await client.query(
    `insert into projection.checkpoint (build, projection, version) values ('insight', 'worklist', 1)`,
  );
}

describe('read models that are older', () => {
  it('are served as they are once their tables are brought up to date', async () => {
    await madeBefore('0002');
    await client.query(
      `insert into insight.worklist values ($1, 'S-1', 'Sag', null, '0250', 'Frederikssund', '{0250}', 'other-procedure', 'green-transition',
         'social', '{}', 'need', '2026-01-01', 'open', '2026-01-01', null, '{}', '{}', '{}', '{}', 4, '2026-01-02T08:00:00Z', 9)`,
      [id],
    );
    await prepareBuild(url, 'insight', migrations);
    const { rows } = await client.query(
      `select w.title, l.revision, l.updated_at, l.position::integer from insight.worklist w
         join insight.worklist_latest l on l.partnership_id = w.partnership_id`,
    );
    expect(rows).toEqual([{ title: 'Sag', revision: 4, updated_at: new Date('2026-01-02T08:00:00Z'), position: 9 }]);
  });

  it('are brought up to date with a past too', async () => {
    await madeBefore('0009');
    for (const [table, more] of [
      ['worklist', ''],
      ['worklist_history', ', 12'],
    ]) {
      await client.query(
        `insert into insight.${table} values ($1, 'S-1', 'Sag', null, '0250', 'Frederikssund', '{0250}', 'other-procedure',
           'green-transition', 'social', '{}', 'need', '2026-01-01', 'open', '2026-01-01', null, '{}', '{}', '{}', '{}', 9${more})`,
        [id],
      );
    }
    await prepareBuild(url, 'insight', migrations);
    const { rows } = await client.query('select title, handlers from insight.worklist');
    expect(rows).toEqual([{ title: 'Sag', handlers: [] }]);
  });
});
