import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { dataDirectory, type Product, startProduct } from '../support/product.js';
import { registration } from '../support/registration.js';

const manager = { subject: 'pm-1', role: 'project-manager', organisation: '0250' };
let directory: Awaited<ReturnType<typeof dataDirectory>>;
let product: Product;
const commands: ChildProcess[] = [];

beforeAll(async () => {
  directory = await dataDirectory();
  product = await startProduct(directory.path);
}, 60_000);
afterAll(async () => {
  // The shell and the curl it waits for.
  for (const { pid, exitCode } of commands) if (exitCode === null) process.kill(-pid!, 'SIGKILL');
  await product?.end();
  await directory.remove();
}, 60_000);

/** Runs a block of the page that does not end by itself; answers what it has printed so far. */
function run(script: string, env: Readonly<Record<string, string>> = {}): () => string {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: product.dataDirectory, URL: product.url, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  commands.push(child);
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk));
  return () => printed;
}

async function until(holds: () => boolean, said: () => string): Promise<void> {
  for (const deadline = Date.now() + 30_000; !holds(); await pause(20))
    if (Date.now() > deadline) throw new Error(`It did not come:\n${said()}`);
}

async function post(path: string, body: object): Promise<{ id: string; position: number }> {
  const answer = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await product.bearer(manager)}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBeLessThan(300);
  return (await answer.json()) as { id: string; position: number };
}

/** Messages without what differs from one to the next. */
const shapeOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) =>
      line.startsWith('data: ') ? Object.keys(JSON.parse(line.slice(6))) : line.replace(/^id: \d+$/, 'id'),
    );

it('tells what docs/how-to/follow-changes.md shows, and goes on after the last id as it says', async () => {
  const page = await readFile('docs/how-to/follow-changes.md', 'utf8');
  const blocks = [...page.matchAll(/^```(sh|text)\n(.*?)^```/gms)].map(([, kind, text]) => ({ kind, text: text! }));
  expect(blocks.map(({ kind }) => kind)).toEqual(['sh', 'text', 'sh']);
  const [follow, shown, comeBack] = blocks.map(({ text }) => text) as [string, string, string];

  const first = run(follow);
  await until(() => first().includes('event: position'), first);
  const { id } = await post('/partnerships', { ...registration('F-1'), leadOrganisation: '0250' });
  await until(() => first().includes(id), first);
  expect(shapeOf(first()).slice(0, shapeOf(shown).length)).toEqual(shapeOf(shown));

  const [, last] = /^id: (\d+)\nevent: changed/m.exec(first())!;
  const { position } = await post(`/partnerships/${id}/notes`, { text: 'Meanwhile' });
  const token = follow.split('\n').filter((line) => !line.startsWith('curl'));
  const again = run([...token, comeBack].join('\n'), { LAST: last! });
  await until(() => again().includes('event: changed'), again);
  expect(again()).toContain(`id: ${position}\nevent: changed\ndata: {"partnershipId":"${id}"`);
  expect(again()).not.toContain(`id: ${last}\nevent: changed`);
}, 120_000);
