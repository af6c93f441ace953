import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registered } from '../../../../libs/partnership/test/story.js';
import { auditor, type Insight, municipality, openInsight } from '../../test/insight.js';
import type { Happening } from '../events.js';

type Registration = Extract<Happening, { type: 'PartnershipRegistered' }>;
const template = (registered[0] as Registration).data;

let insight: Insight;
let last = 0;
const ids: string[] = [];

async function register(n: number, about: Partial<Registration['data']> = {}, ...more: Happening[]): Promise<string> {
  const id = randomUUID();
  const data = { ...template, caseNumber: `S-${n}`, title: `Case ${String(n).padStart(3, '0')}`, ...about };
  const occurredOn = `2026-01-${String((n % 28) + 1).padStart(2, '0')}`;
  last = await insight.happened(id, [{ type: 'PartnershipRegistered', data }, ...more], { occurredOn });
  return id;
}

const milestone = (code: string, plannedOn: string): Happening => ({
  type: 'MilestonePlanned',
  data: { code, title: `Milestone ${code}`, plannedOn },
});
const handledBy = (subject: string, from: string, until?: string): Happening => ({
  type: 'ResponsibleAssigned',
  data: { assignmentId: subject, subject, responsibility: 'case-handler', from, ...(until && { until }) },
});

beforeAll(async () => {
  insight = await openInsight();
  for (let n = 0; n < 25; n += 1) ids.push(await register(n));
  ids.push(
    await register(
      100,
      { title: 'Late one' },
      milestone('M-1', '2026-05-20'),
      milestone('M-2', '2026-04-01'),
      handledBy('ane', '2026-01-01'),
    ),
    await register(
      101,
      { title: 'Soon one' },
      milestone('M-1', '2026-06-05'),
      handledBy('ane', '2026-01-01', '2026-05-01'),
      handledBy('bo', '2026-05-02'),
    ),
    await register(102, {
      title: 'Green diaper',
      summary: 'Bleer',
      classification: { ...template.classification, theme: 'green-transition', sectorArea: 'social' },
    }),
    await register(
      103,
      { title: 'Shared', leadOrganisation: '0751', route: 'below-threshold' },
      {
        type: 'PartyJoined',
        data: { organisation: '0250', name: 'Frederikssund Kommune', partnerType: 'other-municipality' },
      },
    ),
  );
}, 60_000);
afterAll(() => insight.close());

const list = async (query = '', principal = municipality) => {
  const { status, body } = await insight.get(principal, `/partnerships?at-least=${last}&${query}`);
  expect([status, body.detail]).toEqual([200, undefined]);
  return body as { items: { id: string; title: string; updatedAt: string; [field: string]: unknown }[]; next?: string };
};
const titles = async (query: string) => (await list(query)).items.map(({ title }) => title);

describe('the worklist', () => {
  it('shows the light of each case, why, what is due next and who handles it', async () => {
    const [late] = (await list('text=late%20one')).items;
    expect(late).toMatchObject({
      caseNumber: 'S-100',
      phase: 'draft',
      phaseSince: '2026-01-17',
      light: 'red',
      overdue: 2,
      handler: 'ane',
      nextDeadline: { kind: 'milestone', id: 'M-2', due: '2026-04-01', overdue: true },
      reasons: [
        { light: 'red', code: 'overdue', text: 'Overdue since 1 April 2026: Milestone M-2', due: '2026-04-01' },
        { light: 'red', code: 'overdue' },
      ],
    });
  });

  it('gives its reasons in the language of the reader', async () => {
    const { body } = await insight.get(municipality, '/partnerships?text=late%20one', { 'accept-language': 'da' });
    expect(body.items[0].reasons[0].text).toBe('Overskredet siden 1. april 2026: Milestone M-2');
  });

  it.each([
    ['overdue=true', ['Late one']],
    ['handler=ane', ['Late one']],
    ['handler=bo', ['Soon one']],
    ['theme=green-transition', ['Green diaper']],
    ['sector=social', ['Green diaper']],
    ['text=BLEER', ['Green diaper']],
    ['text=S-102', ['Green diaper']],
    ['text=%25', []],
    ['municipality=0751', ['Shared']],
    ['route=below-threshold', ['Shared']],
    ['phase=pilot', []],
    ['status=closed&status=suspended', []],
    ['phase=draft&status=open&municipality=0250&text=shared', ['Shared']],
  ])('is filtered by %s', async (query, found) => {
    expect(await titles(query)).toEqual(found);
  });

  it('is sorted either way, with what has no value last', async () => {
    expect((await titles('sort=nextDeadline')).slice(0, 2)).toEqual(['Late one', 'Soon one']);
    expect((await titles('sort=nextDeadline&order=desc')).slice(0, 2)).toEqual(['Soon one', 'Late one']);
    expect((await titles('sort=title'))[0]).toBe('Case 000');
    expect((await titles('sort=title&order=desc'))[0]).toBe('Soon one');
    const updated = (await list('sort=updated&order=desc')).items.map(({ updatedAt }) => updatedAt);
    expect(updated).toEqual(updated.toSorted().reverse());
  });

  it.each(['title', 'phase', 'nextDeadline', 'updated', 'registered'])(
    'comes in pages that hold every case once, sorted by %s',
    async (sort) => {
      for (const order of ['asc', 'desc']) {
        const seen: string[] = [];
        let next: string | undefined = '';
        while (next !== undefined) {
          const page = await list(`sort=${sort}&order=${order}&limit=4${next && `&cursor=${next}`}`);
          seen.push(...page.items.map(({ id }) => id));
          next = page.next;
        }
        expect(seen.toSorted()).toEqual(ids.toSorted());
      }
    },
  );

  it('neither skips nor repeats a case while others are written', async () => {
    const seen: string[] = [];
    let next: string | undefined = '';
    let n = 200;
    while (next !== undefined) {
      const page = await list(`sort=title&limit=3&text=case%200${next && `&cursor=${next}`}`, auditor);
      seen.push(...page.items.map(({ id }) => id));
      next = page.next;
      // One that sorts before what was read, and a change of one that was read and one that was not.
      await register(n++, { title: 'Case 000-a' });
      last = await insight.happened(ids[0]!, [{ type: 'NoteWritten', data: { noteId: `n${n}`, text: 'x' } }]);
      last = await insight.happened(ids[24]!, [milestone(`M-${n}`, '2026-07-01')]);
    }
    expect(seen).toEqual(ids.slice(0, 25));
  });

  it('refuses a cursor of another list or sorting', async () => {
    const { next } = await list('sort=title&limit=1');
    for (const query of [`sort=registered&cursor=${next}`, `sort=title&order=desc&cursor=${next}`, 'cursor=nonsense']) {
      const { status, body } = await insight.get(municipality, `/partnerships?${query}`);
      expect([status, body.errors[0].parameter]).toEqual([400, 'cursor']);
    }
  });

  it('refuses a limit above 200, and a parameter it does not know', async () => {
    const { status, body } = await insight.get(municipality, '/partnerships?limit=201&color=red');
    expect(status).toBe(400);
    expect(body.errors.map((one: { parameter: string }) => one.parameter).sort()).toEqual(['color', 'limit']);
  });
});

describe('a query that waits for a write', () => {
  it('answers once it is worked in, and says how far it is', async () => {
    const id = await register(300, { title: 'Just written' });
    const { status, body } = await insight.get(municipality, `/partnerships/${id}?at-least=${last}`);
    expect([status, body.title]).toEqual([200, 'Just written']);
    expect(body.asOf.position).toBeGreaterThanOrEqual(last);
  });

  it('is told to come back when that takes too long', async () => {
    const { status, body, headers } = await insight.get(municipality, '/partnerships?at-least=999999');
    expect([status, body.type]).toEqual([503, 'https://medspil.dk/problems/not-there-yet']);
    expect(headers['retry-after']).toBe('1');
  }, 15_000);
});
