import { execFile } from 'node:child_process';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { dataDirectory, type Product, startProduct } from '../support/product.js';

let directory: Awaited<ReturnType<typeof dataDirectory>>;
let product: Product;

beforeAll(async () => {
  directory = await dataDirectory();
  product = await startProduct(join(directory.path, 'data'));
  // The transcript is of the examples, after the correction on that page.
  const page = await readFile('docs/how-to/look-back.md', 'utf8');
  const script = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, text]) => text).join('\n');
  await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { env: env() });
}, 180_000);
afterAll(async () => {
  await product?.end();
  await directory.remove();
}, 60_000);

const env = () => ({ ...process.env, NODE_OPTIONS: '', DATA_DIR: product.dataDirectory, URL: product.url });

/** Another release beside this one: as it was built, with another projection of KPIs. */
async function release(name: string, changes: readonly (readonly [string, string])[]): Promise<string> {
  const path = join(directory.path, name);
  await cp('dist', join(path, 'dist'), { recursive: true });
  await cp('package.json', join(path, 'package.json'));
  await symlink(resolve('node_modules'), join(path, 'node_modules'));
  const projection = join(path, 'dist/apps/insight/src/kpis/projection.js');
  let text = await readFile(projection, 'utf8');
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  await writeFile(projection, text);
  return path;
}

/** What a command prints, whatever it ends with. */
async function printed(command: string, cwd: string): Promise<string> {
  const quiet = command.replace('npm run', 'npm run --silent');
  const given = await promisify(execFile)('bash', ['-c', quiet], { cwd, env: env() }).catch((error) => error);
  // Told about every second only: whether it is depends on the machine.
  return given.stdout.replace(/^Comparing .*\n/gm, '');
}

/** The lines of a transcript; … stands for any, and the pace is each run's own. */
function pattern(lines: readonly string[]): RegExp {
  const line = (text: string) =>
    text
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\d+ events\/s, \d+ s left/, '\\d+ events/s, \\d+ s left')
      .replace(/…$/, '.*');
  return new RegExp(`^${lines.map((text) => (text === '…' ? '(?:.*\\n)*?' : `${line(text)}\\n`)).join('')}$`);
}

it('says what docs/how-to/run.md shows of a mistake in a projection, and of its mending', async () => {
  const page = await readFile('docs/how-to/run.md', 'utf8');
  const transcripts = [...page.matchAll(/^```text\n(\$ npm run projections .*?)\n```/gms)].map(([, text]) =>
    text!
      .split(/\n*^\$ /m)
      .slice(1)
      .map((part) => part.split('\n')),
  );
  expect(transcripts.map((commands) => commands.map(([command]) => command))).toEqual([
    ['npm run projections -- rebuild', 'npm run projections -- switch'],
    ['npm run projections -- rebuild', 'npm run projections -- switch'],
  ]);
  const higher = ['version: 3,', 'version: 4,'] as const;
  const mistaken = await release('mistaken', [
    higher,
    ['MeasurementCorrected: (event) => [', 'ToBeCorrected: (event) => ['],
  ]);
  const mended = await release('mended', [higher]);
  for (const [n, at] of [mistaken, mended].entries())
    for (const [command, ...lines] of transcripts[n]!) expect(await printed(command!, at)).toMatch(pattern(lines));
}, 180_000);
