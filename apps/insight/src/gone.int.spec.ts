import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registered } from '../../../libs/partnership/test/story.js';
import { type Insight, municipality, openInsight } from '../test/insight.js';

let insight: Insight;
const id = randomUUID();

beforeAll(async () => {
  insight = await openInsight();
  await insight.reached(await insight.happened(id, registered));
}, 60_000);
afterAll(() => insight?.close(), 60_000);

const list = async () => {
  const { status, body } = await insight.get(municipality, '/partnerships');
  return { status, type: body.type, items: body.items };
};

describe('read models that are dropped under a running process', () => {
  it.each([[['insight', 'projection']], [['insight']], [['projection']]])(
    'are built anew, and until then nobody is told that something failed: %j',
    async (schemas) => {
      const before = await list();
      expect(before).toMatchObject({ status: 200, items: [{ id }] });
      for (const schema of schemas) await insight.pool.query(`drop schema ${schema} cascade`);
      const seen = new Set<number>();
      for (
        let now = await list();
        seen.size === 0 || now.status !== 200 || now.items.length === 0;
        now = await list()
      ) {
        expect([now.status, [200, 503].includes(now.status)]).toEqual([now.status, true]);
        seen.add(now.status);
        await pause(50);
      }
      expect(seen).toContain(503);
      while ((await insight.get(undefined, '/health')).body.status !== 'ok') await pause(50);
      // Rows come before the events that change them further.
      while (JSON.stringify(await list()) !== JSON.stringify(before)) await pause(50);
      const position = await insight.happened(id, [{ type: 'NoteWritten', data: { noteId: 'N', text: 'Note' } }]);
      await insight.reached(position);
    },
    30_000,
  );
});
