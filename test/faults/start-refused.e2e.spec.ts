import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startKurrentDbDouble } from '../support/kurrentdb/double.js';
import { freshDatabase } from '../support/postgres.js';
import { dataDirectory, startProcess } from '../support/product.js';

let directory: Awaited<ReturnType<typeof dataDirectory>>;

beforeAll(async () => {
  directory = await dataDirectory();
});
afterAll(() => directory.remove());

const start = (env: Record<string, string>) =>
  spawnSync(process.execPath, ['dist/apps/medspil/src/main.js'], {
    env: { ...process.env, NODE_OPTIONS: '', PORT: '0', ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });

describe('a start that cannot be', () => {
  it('says in a sentence that its data directory cannot be used', () => {
    const file = join(directory.path, 'a-file');
    writeFileSync(file, '');
    const { status, stderr } = start({ DATA_DIR: file });
    expect(stderr).toMatch(/^\S+a-file\S* cannot be used \(\w+\): set DATA_DIR to .*\n$/);
    expect(status).toBe(1);
  });

  it('says in a sentence that it may not listen there', () => {
    const { status, stderr } = start({ DATA_DIR: join(directory.path, 'data'), HOST: '192.0.2.1' });
    expect(stderr).toBe(
      'HOST is no address of this machine (EADDRNOTAVAIL): set it to one that is, or to 0.0.0.0 for all.\n',
    );
    expect(status).toBe(1);
  });

  it('says in a sentence that a KurrentDB refuses its user, and shows no password', async () => {
    const double = await startKurrentDbDouble({ user: 'admin:right' });
    const data = join(directory.path, 'data');
    const { process: product, end } = startProcess(
      'medspil',
      data,
      { EVENT_STORE_URL: double.url.replace('//', '//admin:wrong@') },
      ['ignore', 'ignore', 'pipe'],
    );
    const said = text(product.stderr!);
    await once(product, 'exit');
    await double.stop();
    expect(await said).toBe(
      'KurrentDB refuses the user of EVENT_STORE_URL: it must be allowed to read $all and to append.\n',
    );
    expect(await end()).toBe(1);
  }, 60_000);

  it.each(['EVENT_STORE_URL', 'READ_MODEL_URL'])(
    'says in a sentence what the server of %s refuses',
    async (setting) => {
      const { url, drop } = await freshDatabase();
      const [none, wrong] = [new URL(url), new URL(url)];
      none.pathname = 'none';
      wrong.password = 'wrong';
      const mend = 'Mend EVENT_STORE_URL or READ_MODEL_URL, whichever it is, or the server.\n';
      for (const [refused, why] of [
        [none, 'database "none" does not exist'],
        [wrong, `password authentication failed for user "${wrong.username}"`],
      ] as const) {
        const urls = { EVENT_STORE_URL: url, READ_MODEL_URL: url, [setting]: refused.href };
        const { status, stderr } = start({ DATA_DIR: join(directory.path, 'data'), ...urls });
        expect(stderr).toBe(`PostgreSQL refuses: ${why}. ${mend}`);
        expect(status).toBe(1);
      }
      await drop();
    },
    60_000,
  );
});
