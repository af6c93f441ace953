import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataDirectory, type Product, startProduct } from '../support/product.js';

// That of util-linux gives a program a terminal; others of the name are asked otherwise.
const hasScript = spawnSync('script', ['--version']).status === 0;

const examples = (...options: string[]) =>
  spawnSync(process.execPath, ['dist/apps/medspil/src/examples/run.js', ...options], {
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
  });

describe('npm run examples', () => {
  it('says how it is asked, and with whose key it signs in', () => {
    const { status, stdout, stderr } = examples('--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('npm run examples -- --url');
    expect(stdout).toContain('DATA_DIR of the server');
  });

  it('names an option it does not know, and what it knows', () => {
    const { status, stdout, stderr } = examples('--port', '3000');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Unknown option '--port'/);
    expect(stderr).toContain('--url');
    expect(stderr).not.toContain('node:internal');
  });

  describe('on a Medspil that is started', () => {
    let directory: Awaited<ReturnType<typeof dataDirectory>>;
    let product: Product;
    beforeAll(async () => {
      directory = await dataDirectory();
      product = await startProduct(directory.path);
    }, 60_000);
    afterAll(async () => {
      await product?.end();
      await directory?.remove();
    }, 60_000);

    const recorded = async (terminal: boolean) => {
      const command = [process.execPath, 'dist/apps/medspil/src/examples/run.js', '--url', product.url];
      const [program, ...args] = terminal ? ['script', '-qec', command.join(' '), '/dev/null'] : command;
      const env = { ...process.env, NODE_OPTIONS: '', DATA_DIR: directory.path };
      const { stdout } = await promisify(execFile)(program!, args, { env });
      return stdout.replaceAll('\r', '\n');
    };

    it('signs in with no key of their own where DATA_DIR is not that of the server', async () => {
      const elsewhere = join(directory.path, 'elsewhere');
      const env = { ...process.env, NODE_OPTIONS: '', DATA_DIR: elsewhere };
      const command = ['dist/apps/medspil/src/examples/run.js', '--url', product.url];
      const failed = promisify(execFile)(process.execPath, command, { env });
      await expect(failed).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`No installation of Medspil is in ${elsewhere}: set DATA_DIR`),
      });
      expect(existsSync(elsewhere)).toBe(false);
    }, 60_000);

    it('prints no token where no terminal shows it, but how to get one', async () => {
      const printed = await recorded(false);
      expect(printed.match(/ recorded$/gm)).toHaveLength(4);
      expect(printed.trimEnd().split('\n').at(-1)).toBe(
        `Look at them: ${product.url}/sign-in#token=… with a token: npm run --silent token -- --role auditor --org 0000 (and the same DATA_DIR)`,
      );
      expect(printed).not.toContain('eyJ');
    }, 60_000);

    (hasScript ? it : it.skip)(
      'prints a link that signs in to a terminal',
      async () => {
        const printed = await recorded(true);
        expect(printed.match(/ was there already$/gm)).toHaveLength(4);
        const [, token] = /^Look at them: http\S+\/sign-in#token=(\S+)$/m.exec(printed)!;
        const me = await fetch(`${product.url}/me`, { headers: { authorization: `Bearer ${token}` } });
        expect([me.status, await me.json()]).toEqual([200, expect.objectContaining({ role: 'auditor' })]);
      },
      60_000,
    );
  });
});
