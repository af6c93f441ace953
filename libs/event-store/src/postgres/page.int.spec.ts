import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/postgres.js';
import { openEventStore } from '../open.js';
import type { EventStore } from '../store.js';

let database: FreshDatabase;
let store: EventStore;

beforeAll(async () => {
  database = await freshDatabase();
  store = await openEventStore(database.url);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

it('ends a page of large events early, and leaves none of them out', async () => {
  const large = () => ({
    id: randomUUID(),
    type: 'Measured',
    data: randomBytes(900_000).toString('base64'),
    metadata: {},
  });
  for (let n = 0; n < 12; n++) await store.append('kpi-1', 'any', [large()]);

  const pages: number[] = [];
  let position = 0;
  for (let end = false; !end; ) {
    const page = await store.readAll(position, { max: 1_000 });
    pages.push(page.events.length);
    ({ position, end } = page);
  }
  expect(pages.reduce((sum, events) => sum + events)).toBe(12);
  expect(Math.max(...pages)).toBeLessThan(6);
  expect(position).toBe(await store.head());
});
