import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEventStore } from '#event-store';
import { followedUp } from '../../../libs/partnership/test/story-from-contract.js';
import { freshDatabase } from '../../../test/support/postgres.js';
import { type Insight, municipality, openInsight } from '../test/insight.js';

const id = randomUUID();
let insight: Insight;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await freshDatabase();
  drop = database.drop;
  insight = await openInsight(await openEventStore(database.url), 'by-the-clock');
  await insight.happened(id, followedUp);
});
afterAll(async () => {
  await insight.close();
  await drop();
});

const paths = ['/partnerships', `/partnerships/${id}`, `/partnerships/${id}/timeline`, '/milestones'];

describe('an answer given while others record', () => {
  it('is of one moment, and given again for its time', async () => {
    let writing = true;
    const writers = [1, 2].map(async (writer) => {
      for (let n = 0; writing; n += 1) {
        const code = `W-${writer}-${n}`;
        await insight.happened(id, [
          { type: 'MilestonePlanned', data: { code, title: 'Prøve', plannedOn: '2026-03-01' } },
          { type: 'RiskRaised', data: { riskId: code, title: 'R', likelihood: 1, consequence: 1 } },
        ]);
        await pause(Math.random() * 30);
      }
    });
    const answers: { path: string; text: string; time: string }[] = [];
    for (let round = 0; round < 12; round += 1) {
      for (const path of paths) {
        const { text, body, status } = await insight.get(municipality, path);
        expect(status).toBe(200);
        answers.push({ path, text, time: body.asOf.time });
      }
    }
    writing = false;
    await Promise.all(writers);
    expect(new Set(answers.map(({ text }) => text)).size).toBeGreaterThan(6);
    const different: unknown[] = [];
    for (const { path, text, time } of answers) {
      const again = await insight.get(municipality, `${path}?known-at=${time}`);
      if (again.text !== text) different.push([path, time, text, again.text]);
    }
    expect(different.slice(0, 2)).toEqual([]);
  }, 60_000);

  it('is given again for its time also when what was recorded is long in the works', async () => {
    const holding = await insight.pool.connect();
    await holding.query(`begin; select 1 from projection.checkpoint where projection = 'milestones' for update`);
    const late = await insight.happened(id, [
      { type: 'MilestonePlanned', data: { code: 'W-late', title: 'Prøve', plannedOn: '2026-03-01' } },
    ]);
    await pause(1_500);
    const { text, body } = await insight.get(municipality, '/milestones');
    await holding.query('rollback');
    holding.release();
    expect(body.asOf.position).toBeLessThan(late);
    const again = await insight.get(municipality, `/milestones?known-at=${body.asOf.time}`);
    expect([again.body.asOf, again.text === text]).toEqual([body.asOf, true]);
  });
});
