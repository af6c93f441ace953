import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '#platform';
import { auditor, competitor, type Insight, municipality, openInsight, partner } from '../test/insight.js';
import { dayNo, lifeOf } from '../test/past.js';
import { everyQuery } from '../test/queries.js';

const id = randomUUID();
const principals: readonly Principal[] = [municipality, partner, competitor, auditor];

let time = Date.parse('2026-06-01T08:00:00Z');
let insight: Insight;
let last = 0;
let paths: readonly string[];

const filled = { id, code: 'minutes', kpi: 'minutes', party: '0250', year: '2024' };

const ask = (principal: Principal, path: string, when: string) => insight.get(principal, `${path}${when}`);

interface Answered {
  readonly principal: Principal;
  readonly path: string;
  readonly at: string;
  readonly text: string;
}
const answers: Answered[] = [];

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(time));
  paths = await everyQuery(insight, 'known-at', filled);
  let looks = 0;
  for (const [n, [event, told]] of lifeOf(id).entries()) {
    // Days pass between, so that what is overdue changes with the day and not only with what is told.
    time += n % 5 === 0 ? 30 * 60 * 60 * 1_000 : 7 * 60 * 1_000;
    last = await insight.happened(id, [event], told);
    if (n % 6 !== 0 && n < 90) continue;
    time += 60_000;
    looks += 1;
    // One after the other has a look: there are many queries by now.
    for (const principal of principals.filter((_, m) => m % 2 === looks % 2)) {
      for (const path of paths) {
        const { status, text, body } = await ask(principal, path, `at-least=${last}`);
        if (status === 404 || status === 403) continue;
        expect([path, status, status === 200 || body.detail]).toEqual([path, 200, true]);
        // A report states its time in words: up to a second before it was asked for, as every answer.
        const at = body?.asOf?.time ?? new Date(time - 1_000).toISOString();
        answers.push({ principal, path, at, text });
      }
    }
  }
}, 120_000);
afterAll(() => insight.close());

describe('a question about what was known at a time', () => {
  it('can be asked of every query', () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        '/partnerships?',
        `/partnerships/${id}?`,
        `/partnerships/${id}/milestones?`,
        '/milestones?',
        `/partnerships/${id}/timeline?`,
        `/partnerships/${id}/kpis?`,
        `/partnerships/${id}/kpis/minutes?`,
        `/partnerships/${id}/kpis/minutes/measurements?`,
      ]),
    );
  });

  it('is answered byte for byte as it was answered then', async () => {
    const different: string[] = [];
    for (const { principal, path, at, text } of answers) {
      const again = await ask(principal, path, `known-at=${at}`);
      if (again.text !== text) different.push(`${principal.role} ${path} ${at}\n${text}\n${again.text}`);
    }
    expect(answers.length).toBeGreaterThan(200);
    expect(new Set(answers.map(({ text }) => text)).size).toBeGreaterThan(100);
    expect(different.slice(0, 3)).toEqual([]);
  }, 120_000);

  it('is answered so at any moment until the next thing was recorded', async () => {
    const path = `/partnerships/${id}?`;
    time += 60_000;
    const { body } = await ask(municipality, path, '');
    const before = await ask(
      municipality,
      path,
      `known-at=${new Date(Date.parse(body.asOf.time) + 500).toISOString()}`,
    );
    expect({ ...before.body, asOf: undefined }).toEqual({ ...body, asOf: undefined });
  });

  it('knows nothing before the first event', async () => {
    expect((await ask(auditor, '/partnerships?', 'known-at=2020-01-01T00:00:00Z')).body.items).toEqual([]);
    expect((await ask(auditor, `/partnerships/${id}?`, 'known-at=2020-01-01T00:00:00Z')).status).toBe(404);
  });

  it('is refused about the future', async () => {
    const { status, body } = await ask(municipality, '/partnerships?', 'known-at=2100-01-01T00:00:00Z');
    expect([status, body.errors[0].parameter]).toEqual([400, 'known-at']);
  });

  it('shows what is corrected by now as it was believed then', async () => {
    const milestones = `/partnerships/${id}/milestones?`;
    const reached = answers.find(({ path, text }) => path === milestones && text.includes('"state":"reached"'))!;
    const then = await ask(municipality, milestones, `known-at=${reached.at}`);
    const now = await ask(municipality, milestones, '');
    const since = ({ body }: typeof now) => body.items.find(({ code }: { code: string }) => code === 'M-1').since;
    expect([since(then), since(now)]).toEqual([dayNo(88), dayNo(100)]);
  });

  it('leaves who has left the partnership without its past', async () => {
    const [leaving] = [{ ...municipality, organisation: '0101' }];
    const joined = { organisation: '0101', name: 'København', partnerType: 'other-municipality' } as const;
    last = await insight.happened(id, [{ type: 'PartyJoined', data: joined }]);
    time += 60_000;
    const { status, body } = await ask(leaving, `/partnerships/${id}?`, `at-least=${last}`);
    expect(status).toBe(200);
    time += 60_000;
    last = await insight.happened(id, [{ type: 'PartyLeft', data: { organisation: '0101', reason: 'Økonomi' } }]);
    time += 60_000;
    const past = `known-at=${body.asOf.time}`;
    expect((await ask(leaving, `/partnerships/${id}?`, `at-least=${last}`)).status).toBe(404);
    expect((await ask(leaving, `/partnerships/${id}?`, past)).status).toBe(404);
    expect((await ask(leaving, '/partnerships?', past)).body.items).toEqual([]);
    expect((await ask(municipality, `/partnerships/${id}?`, past)).status).toBe(200);
  });
});
