import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataDirectory } from '../support/product.js';

let home: Awaited<ReturnType<typeof dataDirectory>>;
beforeAll(async () => {
  home = await dataDirectory();
});
afterAll(() => home?.remove());

const elsewhere = 'kurrentdb://127.0.0.1:1?tls=false';

describe('a tool that is pointed at a directory without an installation', () => {
  it.each([
    ['backup', '--to', 'kept.backup'],
    ['projections', 'status'],
    ['store', 'copy', '--from', 'embedded', '--to', elsewhere],
    ['token', '--role', 'auditor', '--org', '0000'],
  ])(
    'makes none, says where it looked and what to set, and ends with 1: %s %s',
    async (tool, ...args) => {
      const looked = join(home.path, tool);
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(process.cwd(), `dist/apps/medspil/src/${tool}.js`), ...args],
        {
          cwd: home.path,
          env: { ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: '', DATA_DIR: tool },
          encoding: 'utf8',
          timeout: 60_000,
        },
      );
      expect({ status, stdout, stderr }).toEqual({
        status: 1,
        stdout: '',
        stderr: `No installation of Medspil is in ${looked}: set DATA_DIR to the directory Medspil runs with, or run this where Medspil is started.\n`,
      });
      expect(existsSync(looked)).toBe(false);
      expect(await readdir(home.path)).toEqual([]);
    },
    60_000,
  );
});
