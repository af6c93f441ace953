import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { dataDirectory, startProcess } from '../support/product.js';

let directory: Awaited<ReturnType<typeof dataDirectory>>;

beforeAll(async () => {
  directory = await dataDirectory();
});
afterAll(() => directory.remove());

it('leaves no database server behind when it is stopped while it starts', async () => {
  const server = join(directory.path, 'postgres', 'cluster', 'data', 'postmaster.pid');
  const { process: product } = startProcess('medspil', directory.path, {}, ['ignore', 'pipe', 'inherit']);
  let output = '';
  product.stdout!.on('data', (chunk) => {
    output += chunk;
  });
  const end = once(product, 'exit');
  while (!existsSync(server)) await pause(5);
  product.kill('SIGINT');

  expect(await end).toEqual([0, null]);
  expect(output).not.toContain('listens');
  for (let waited = 0; waited < 10_000 && existsSync(server); waited += 50) await pause(50);
  expect(existsSync(server)).toBe(false);
}, 60_000);
