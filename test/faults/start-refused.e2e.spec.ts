import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataDirectory } from '../support/product.js';

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
});
