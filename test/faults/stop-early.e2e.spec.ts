import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startEmbeddedPostgres } from '../../libs/platform/src/embedded-postgres.js';
import { dataDirectory, startProcess } from '../support/product.js';

let directory: Awaited<ReturnType<typeof dataDirectory>>;

beforeEach(async () => {
  directory = await dataDirectory();
});
afterEach(() => directory.remove());

const serverFile = () => join(directory.path, 'postgres', 'cluster', 'data', 'postmaster.pid');
async function noServerIsLeft(): Promise<void> {
  for (let waited = 0; waited < 10_000 && existsSync(serverFile()); waited += 50) await pause(50);
  expect(existsSync(serverFile())).toBe(false);
}

it('leaves no database server behind when it is stopped while it starts', async () => {
  const { process: product } = startProcess('medspil', directory.path, {}, ['ignore', 'pipe', 'inherit']);
  let output = '';
  product.stdout!.on('data', (chunk) => {
    output += chunk;
  });
  const end = once(product, 'exit');
  while (!existsSync(serverFile())) await pause(5);
  product.kill('SIGINT');

  expect(await end).toEqual([0, null]);
  expect(output).not.toContain('listens');
  await noServerIsLeft();
}, 60_000);

it.each(['SIGINT', 'SIGTERM'] as const)(
  'leaves none behind when %s ends a tool that started it',
  async (signal) => {
    // A tool makes no installation.
    const own = await startEmbeddedPostgres({ directory: join(directory.path, 'postgres') });
    await own.stop();
    const tool = spawn(
      process.execPath,
      ['dist/apps/medspil/src/backup.js', '--to', join(directory.path, 'backups/')],
      {
        env: { ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: '', DATA_DIR: directory.path },
        stdio: 'ignore',
      },
    );
    const end = once(tool, 'exit');
    while (!existsSync(serverFile())) await pause(5);
    tool.kill(signal);
    expect(await end).toEqual([1, null]);
    await noServerIsLeft();
  },
  60_000,
);
