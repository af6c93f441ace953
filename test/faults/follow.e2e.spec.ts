import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Following, following } from '../support/following.js';
import { dataDirectory, type Product, startProduct } from '../support/product.js';
import { registration } from '../support/registration.js';

const manager = { subject: 'pm-1', role: 'project-manager', organisation: '0561' };
let directory: Awaited<ReturnType<typeof dataDirectory>>;
let product: Product;

beforeAll(async () => {
  directory = await dataDirectory();
  product = await startProduct(directory.path);
}, 60_000);
afterAll(async () => {
  await product?.end('SIGKILL');
  await directory.remove();
});

const follow = async (from?: number): Promise<Following> =>
  following(`${product.url}/changes`, {
    authorization: `Bearer ${await product.bearer(manager)}`,
    ...(from !== undefined && { 'last-event-id': `${from}` }),
  });

async function post(path: string, body: object): Promise<{ id: string; position: number }> {
  const answer = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await product.bearer(manager)}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  expect([path, answer.status < 300, text]).toEqual([path, true, text]);
  return JSON.parse(text);
}

it('following goes on after the server was killed, with nothing missing and nothing twice', async () => {
  const { id, position: registered } = await post('/partnerships', registration('S-1', 'Followed'));
  const written: number[] = [];
  const write = async () => {
    const { position } = await post(`/partnerships/${id}/notes`, { text: `Note ${written.length}` });
    written.push(position);
    return position;
  };
  const came: number[] = [];
  const take = (stream: Following) => came.push(...stream.changed().map((message) => message.id));

  const first = await follow(registered);
  await write();
  await first.until((messages) => messages.some((message) => message.id >= written[0]!));
  for (let n = 0; n < 40; n += 1) await write();
  await product.end('SIGKILL');
  await first.ended;
  take(first);

  product = await startProduct(directory.path);
  for (let n = 0; n < 40; n += 1) await write();
  const second = await follow(came.at(-1));
  await second.until((messages) => messages.some((message) => message.id >= written.at(-1)!));
  take(second);
  // Notes written close together may be told as one change, by the last of them; each is in exactly one.
  expect(came).toEqual([...new Set(came)].sort((a, b) => a - b));
  expect(written).toEqual(expect.arrayContaining(came));
  expect(came.at(-1)).toBe(written.at(-1));
  await second.close();

  // Told from the beginning, it is the same: up to where the first was cut, and from there on.
  const again = await follow(registered);
  await again.until((messages) => messages.some((message) => message.id >= written.at(-1)!));
  const whole = again.changed();
  expect(whole.flatMap(({ data }) => data.partnershipId)).toEqual(whole.map(() => id));
  expect(whole.at(-1)!.data.revision).toBe(second.changed().at(-1)!.data.revision);
  await again.close();
}, 120_000);
