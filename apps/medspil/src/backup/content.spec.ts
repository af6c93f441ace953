import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { MemoryEventStore } from '#event-store';
import { itemOf, linesOf } from './content.js';

const event = () => ({ id: randomUUID(), type: 'NoteWritten', data: {}, metadata: {} });

it('a backup of one moment has the receipts of commands that changed nothing where they speak of nothing later', async () => {
  const store = new MemoryEventStore();
  const left = (key: string) => ({ key, fingerprint: 'f', answer: null });
  await store.append('partnership-1', 'absent', [event()], left('first'));
  await store.append('partnership-1', 'any', [], left('unchanged'));
  await store.append('partnership-2', 'absent', [], left('of none'));
  const moment = await store.head();
  await store.append('partnership-1', 'any', [event()], left('later'));
  await store.append('partnership-1', 'any', [], left('unchanged later'));

  const keys: string[] = [];
  for await (const page of linesOf(store, moment)) {
    for (const item of page.map(itemOf)) if (item[0] === 'receipt') keys.push(item[1]);
  }
  expect(keys).toEqual(['first', 'unchanged', 'of none']);
});
