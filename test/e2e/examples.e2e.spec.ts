import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

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
});
