import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExplainedFigures } from '../../test/facts.js';
import { auditor, type Insight, openInsight, today } from '../../test/insight.js';
import type { Happened } from '../../test/past.js';
import { randomCase } from '../../test/random-cases.js';
import { type FigureName, figureNames, recomputedFigures } from '../../test/recomputed-figures.js';

const cases = Array.from({ length: 12 }, (_, n) => ({ id: randomUUID(), happened: randomCase(n) }));
const questions: readonly [about: string, query: string][] = [
  ['all cases', ''],
  ['a theme', 'theme=time-and-workforce'],
  ['a municipality', 'municipality=0561'],
  ['one case', `partnership=${cases[4]!.id}`],
  ['a period', 'from=2025-01-01&to=2025-09-30'],
  ['what was from a day on', 'from=2025-06-01'],
  ['what had occurred by a day', 'until=2025-08-31'],
  ['a period, of what had occurred by a day', 'until=2025-08-31&to=2025-03-31'],
];

let insight: Insight;
let last: number;
let time = Date.parse(`${today}T10:00:00Z`);
/** When the first part of what happened was recorded, and what was answered then. */
let before: string;
let answeredThen: ReadonlyMap<FigureName, object>;

async function ask(path: string) {
  const { status, body } = await insight.get(auditor, `/figures/${path}`);
  expect([path, status, body.detail]).toEqual([path, 200, undefined]);
  return body;
}

/** A figure as it is answered elsewhere than in its explanation. */
async function answered(figure: FigureName, query: string): Promise<object> {
  const { figures, totals, items: _, next: __, asOf: ___, ...others } = await ask(`${figure}?${query}`);
  return figures ?? totals ?? others;
}

/** An explanation with the facts of all its pages. */
async function explained(figure: FigureName, query: string): Promise<ExplainedFigures> {
  const first = await ask(`${figure}/explanation?limit=99&${query}`);
  const inputs = [...first.inputs];
  for (let { next } = first; next !== undefined; ) {
    const page = await ask(`${figure}/explanation?limit=99&${query}&cursor=${next}`);
    inputs.push(...page.inputs.filter(({ partnershipId }: { partnershipId?: string }) => partnershipId));
    next = page.next;
  }
  return { ...first, inputs };
}

async function record(part: (happened: readonly Happened[]) => readonly Happened[]) {
  for (const { id, happened } of cases)
    for (const [event, told] of part(happened)) last = await insight.happened(id, [event], told);
  time += 60_000;
}
const most = (happened: readonly Happened[]) => Math.ceil(happened.length * 0.7);

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(time));
  await record((happened) => happened.slice(0, most(happened)));
  before = (await ask(`funnel?at-least=${last}`)).asOf.time;
  answeredThen = new Map(
    await Promise.all(figureNames.map(async (figure) => [figure, await answered(figure, '')] as const)),
  );
  time += 60_000;
  await record((happened) => happened.slice(most(happened)));
  await ask(`funnel?at-least=${last}`);
}, 120_000);
afterAll(() => insight.close());

describe.each(figureNames)('the explanation of %s', (figure) => {
  it.each(questions)('is enough to compute it again, now and as known before: %s', async (_, query) => {
    for (const when of ['', `known-at=${before}&`]) {
      const explanation = await explained(figure, `${when}${query}`);
      const shown = await answered(figure, `${when}${query}`);
      expect(explanation.figure).toEqual(shown);
      expect(recomputedFigures[figure](explanation)).toEqual(shown);
    }
  });

  it('is of what was known then', async () => {
    const { figure: then } = await explained(figure, `known-at=${before}`);
    expect(then).toEqual(answeredThen.get(figure));
    expect(then).not.toEqual(await answered(figure, ''));
  });
});

describe('what is computed again', () => {
  it('has something of all there is to count', async () => {
    const told = new Map<string, number>();
    const count = (figure: string, [name, value]: [string, unknown]) => {
      if (typeof value === 'number') told.set(`${figure} ${name}`, Math.max(told.get(`${figure} ${name}`) ?? 0, value));
      if (typeof value === 'object') for (const part of Object.entries(value!)) count(figure, part);
    };
    for (const figure of figureNames) count(figure, ['', await answered(figure, '')]);
    expect([...told].filter(([, value]) => value === 0).map(([name]) => name)).toEqual([]);
    expect([...told.keys()]).toEqual(
      expect.arrayContaining(['payments capOere', 'phase-durations suspendedDays', 'adoption populationAtLeast']),
    );
    const { inputs } = await explained('funnel', '');
    const steps = inputs.filter(({ name }) => name !== 'registered' && name !== 'day');
    const reached = new Set(steps.map(({ partnershipId }) => partnershipId));
    expect(cases.filter(({ id }) => !reached.has(id))).not.toEqual([]);
  });

  it('is of cases that were all worked in', async () => {
    const { rows } = await insight.pool.query<{ projection: string }>(
      'select projection from projection.checkpoint where parked > 0',
    );
    const read = ['access', 'case-figures', 'portfolio', 'timeline'];
    expect(rows.filter(({ projection }) => read.includes(projection))).toEqual([]);
  });
});
