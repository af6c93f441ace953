import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { dataDirectory, type Product, startProduct } from '../support/product.js';

let directory: Awaited<ReturnType<typeof dataDirectory>>;
let product: Product;

beforeAll(async () => {
  directory = await dataDirectory();
  product = await startProduct(directory.path);
}, 60_000);
afterAll(async () => {
  await product?.end();
  await directory.remove();
});

it.each([
  ['docs/tutorial.md', 3],
  ['docs/how-to/look-back.md', 3],
  ['docs/how-to/results-based-payment.md', 3],
  // On the examples that the pages above have recorded.
  ['docs/how-to/export.md', 2],
] as const)(
  'does what %s says, command for command',
  async (path, answers) => {
    const page = await readFile(path, 'utf8');
    const blocks = [...page.matchAll(/^```(sh|text)\n(.*?)^```/gms)].map(([, kind, text]) => ({ kind, text: text! }));
    const mark = (n: number) => `--- block ${n} ---`;
    const script = blocks.map(({ kind, text }, n) => `echo '${mark(n)}'\n${kind === 'sh' ? text : ''}`).join('\n');
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      DATA_DIR: product.dataDirectory,
      URL: product.url,
      FILES: product.dataDirectory,
    };
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { env });

    expect(blocks.filter(({ kind }) => kind === 'text').length).toBeGreaterThanOrEqual(answers);
    for (const [n, { kind, text }] of blocks.entries()) {
      if (kind !== 'text') continue;
      const printed = stdout.slice(stdout.indexOf(mark(n - 1)), stdout.indexOf(mark(n)));
      for (const line of text.trim().split('\n')) expect(printed).toContain(line);
    }
  },
  180_000,
);
