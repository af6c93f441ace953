import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '#platform';
import { registered } from '../../../../libs/partnership/test/story.js';
import { decidedTo, followedUp, piloting, recommended } from '../../../../libs/partnership/test/story-from-contract.js';
import { auditor, type Insight, municipality, openInsight, partner, today } from '../../test/insight.js';
import type { Happening } from '../events.js';

/** Three cases of Frederikssund: one followed up, one broken off in its pilot, one just registered. */
const [followed, broken, begun] = [randomUUID(), randomUUID(), randomUUID()];
let insight: Insight;
let last: number;
let time = Date.parse(`${today}T10:00:00Z`);
let before: string;

const figures = ['phase-durations', 'funnel', 'payments', 'adoption', 'follow-ups', 'stopping', 'collaboration'];

const ask = async (path: string, principal: Principal = municipality) => {
  const { status, body } = await insight.get(
    principal,
    `/figures/${path}${path.includes('?') ? '&' : '?'}at-least=${last}`,
  );
  expect([path, status, body.detail]).toEqual([path, 200, undefined]);
  return body;
};

const as = (events: readonly Happening[], caseNumber: string, about: object): readonly Happening[] =>
  events.map((event) =>
    event.type === 'PartnershipRegistered'
      ? ({
          ...event,
          data: { ...event.data, caseNumber, ...about, classification: { ...event.data.classification, ...about } },
        } as Happening)
      : event,
  );
const adopts = (municipality: string, liveOn?: string, populationCovered?: number): Happening[] => [
  { type: 'AdoptionInvited', data: { municipality, invitedOn: '2026-05-21' } },
  { type: 'AdoptionDecided', data: { municipality, adopts: true, basis: 'free', decidedOn: '2026-05-22' } },
  ...(liveOn
    ? [{ type: 'AdoptionWentLive', data: { municipality, liveOn, sites: 2, populationCovered } } as Happening]
    : []),
];
const planned = (year: number): Happening => ({
  type: 'BenefitPlanned',
  data: { kpi: 'admissions', party: '0250', year, amount: '12.5' },
});

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(time));
  await insight.happened(followed, followedUp, { occurredOn: '2026-05-26' });
  await insight.happened(
    followed,
    [...adopts('0561', '2026-05-27', 100), planned(2025), planned(2024), planned(2026)],
    {
      occurredOn: '2026-05-27',
    },
  );
  await insight.happened(
    followed,
    [
      {
        type: 'BenefitRealised',
        data: { kpi: 'admissions', party: '0250', year: 2024, amount: '0', evidence: 'Journal' },
      },
    ],
    { occurredOn: '2026-05-28' },
  );
  const other = { theme: 'green-transition', innovationTypes: ['service'] };
  await insight.happened(broken, as(piloting, 'S-2', other), { occurredOn: '2026-03-01' });
  last = await insight.happened(
    broken,
    [
      { type: 'PilotAborted', data: { pilotId: 'p1', endedOn: '2026-04-02', reason: 'Sensoren faldt af' } },
      {
        type: 'ContractTerminated',
        data: { contractId: 'k2', ground: 'insolvency', reason: 'Konkurs', terminatedOn: '2026-04-10' },
      },
    ],
    { occurredOn: '2026-04-10' },
  );
  last = await insight.happened(begun, as(registered.slice(0, 1), 'S-3', {}), { occurredOn: '2026-04-20' });
  before = (await ask('stopping')).asOf.time;
  time += 60_000;
  await insight.happened(
    broken,
    [
      {
        type: 'PartnershipClosed',
        data: {
          result: 'stopped',
          reason: 'target-not-met',
          explanation: 'Sensoren holder ikke',
          from: 'pilot',
          closedBy: 'l',
        },
      },
    ],
    { occurredOn: '2026-05-01' },
  );
  await insight.happened(
    followed,
    [{ type: 'AdoptionWithdrawn', data: { municipality: '0561', withdrawnOn: '2026-05-30', reason: 'Økonomi' } }],
    {
      occurredOn: '2026-05-30',
    },
  );
  last = await insight.happened(
    followed,
    [{ type: 'FollowUpReported', data: { due: '2026-05-31', reportedOn: '2026-06-01', summary: 'Alt vel' } }],
    { occurredOn: '2026-06-01' },
  );
}, 60_000);
afterAll(() => insight.close());

describe('the coverage of adoption', () => {
  it('shows each municipality once, what was decided, and each solution', async () => {
    const { figures, items } = await ask('adoption');
    expect(figures.byMunicipality).toHaveLength(98);
    expect(figures.coverage).toMatchObject({
      live: 1,
      withdrawn: 1,
      notInvited: 96,
      liveShare: 102,
      populationAtLeast: 310,
    });
    expect(figures.decidedYes).toContainEqual({ basis: 'free', adoptions: 1, municipalities: 1 });
    expect(items).toMatchObject([{ partnershipId: followed, live: 1, withdrawn: 1, sites: 4, population: 310 }]);
  });

  it('knew more municipalities before one withdrew', async () => {
    const { figures } = await ask(`adoption?known-at=${before}`);
    expect(figures.coverage).toMatchObject({ live: 2, withdrawn: 0, populationAtLeast: 410 });
    const then = await ask('adoption?until=2026-05-26');
    expect(then.figures.coverage).toMatchObject({ live: 1, withdrawn: 0 });
  });
});

describe('the follow-ups', () => {
  it('count what is missing, and list it, longest overdue first', async () => {
    const { figures, items } = await ask('follow-ups');
    expect(figures).toEqual({
      reports: { due: 1, followedUp: 1, late: 1, missing: 0, notYetDue: 1 },
      benefits: { due: 2, followedUp: 1, missing: 1, notYetDue: 1 },
    });
    expect(items).toEqual([
      expect.objectContaining({
        kind: 'benefit',
        due: '2025-12-31',
        daysOverdue: 152,
        year: 2025,
        kpi: 'admissions',
        party: '0250',
      }),
    ]);
  });

  it('missed the report as long as nobody had submitted it', async () => {
    const { figures, items } = await ask(`follow-ups?known-at=${before}&limit=1`);
    expect(figures.reports).toMatchObject({ missing: 1 });
    const rest = await ask(
      `follow-ups?known-at=${before}&limit=1&cursor=${(await ask(`follow-ups?known-at=${before}&limit=1`)).next}`,
    );
    expect([...items, ...rest.items].map(({ kind }: { kind: string }) => kind)).toEqual(['benefit', 'report']);
    expect(rest.next).toBeUndefined();
    expect((await ask(`follow-ups?known-at=${before}&kind=report`)).items).toMatchObject([
      { owner: 'pm-1', daysOverdue: 1 },
    ]);
  });

  it('judge by the day that is asked about', async () => {
    expect((await ask('follow-ups?until=2026-05-30')).figures.reports).toMatchObject({ missing: 0, notYetDue: 2 });
  });
});

describe('the funnel', () => {
  it('compares only cases that came to both steps', async () => {
    const { partnerships, steps } = await ask('funnel');
    expect(partnerships).toBe(3);
    const step = (name: string) => steps.find((one: { step: string }) => one.step === name);
    expect(step('candidates')).toMatchObject({ partnerships: 2, suppliers: 8 });
    // More asked to take part than were in the dialogue: none of that is a share.
    expect(step('candidates').fromStepBefore).toEqual({ partnerships: 0, before: 0, suppliers: 0, widened: 2 });
    expect(step('contracts')).toMatchObject({
      partnerships: 2,
      suppliers: 4,
      fromStepBefore: { before: 6, suppliers: 4, share: 6_667 },
    });
    expect(step('accepted')).toMatchObject({
      partnerships: 1,
      suppliers: 1,
      fromStepBefore: { partnerships: 1, before: 2, share: 5_000 },
    });
  });

  it('is of the cases registered in a period', async () => {
    expect((await ask('funnel?from=2026-04-01&to=2026-04-30')).partnerships).toBe(1);
  });

  it('names the registration of every case, however far it has come', async () => {
    const { inputs, events } = await ask('funnel/explanation');
    const registrations = inputs.filter(({ name }: { name: string }) => name === 'registered');
    expect(new Set(registrations.map((one: { partnershipId: string }) => one.partnershipId))).toEqual(
      new Set([followed, broken, begun]),
    );
    const named = registrations.flatMap(({ positions }: { positions: number[] }) => positions);
    const behind = events.filter(({ position }: { position: number }) => named.includes(position));
    expect(behind.map(({ type }: { type: string }) => type)).toEqual(Array(3).fill('PartnershipRegistered'));
  });
});

describe('what ended before its time', () => {
  it('is counted and listed with its reasons, latest first', async () => {
    const { figures, items, next } = await ask('stopping?limit=2');
    expect(figures.total).toEqual({ stopped: 1, cancelled: 0, stopDecided: 0, terminated: 1, aborted: 1 });
    expect(figures.byTheme).toMatchObject([{ theme: 'green-transition', stopped: 1 }]);
    expect(figures.reasons).toContainEqual({ how: 'stopped', reason: 'target-not-met', number: 1 });
    const rest = await ask(`stopping?limit=2&cursor=${next}`);
    expect([...items, ...rest.items].map(({ how, words }: { how: string; words: string }) => [how, words])).toEqual([
      ['stopped', 'Sensoren holder ikke'],
      ['terminated', 'Konkurs'],
      ['aborted', 'Sensoren faldt af'],
    ]);
    expect((await ask('stopping?how=aborted')).items).toHaveLength(1);
  });

  it('was less as known before, and by an earlier day', async () => {
    expect((await ask(`stopping?known-at=${before}`)).figures.total).toMatchObject({ stopped: 0, terminated: 1 });
    expect((await ask('stopping?until=2026-04-09')).figures.total).toMatchObject({ terminated: 0 });
  });
});

describe('the statistics of collaboration', () => {
  it('say who innovation is made with, and how much is complex', async () => {
    const { partnerships, external, complex, byPartnerType } = await ask('collaboration');
    expect([partnerships, external, complex]).toEqual([
      3,
      { partnerships: 2, share: 6_667 },
      { partnerships: 2, share: 6_667 },
    ]);
    expect(byPartnerType).toContainEqual({ type: 'other-municipality', partnerships: 2, share: 6_667 });
    expect(byPartnerType).toContainEqual({ type: 'not-stated', partnerships: 2, share: 6_667 });
  });
});

describe('every figure', () => {
  const beside = [{ name: 'day', value: today, positions: [] }];
  const factsIn = (inputs: { partnershipId?: string }[]) => inputs.filter(({ partnershipId }) => partnershipId);

  it.each(figures)('explains itself by facts and their events, page by page: %s', async (figure) => {
    const { formula, inputs, events, projections } = await ask(`${figure}/explanation`);
    expect(formula.expression).not.toBe('');
    expect(inputs.slice(0, 1)).toEqual(beside);
    expect(projections.map(({ name }: { name: string }) => name)).toEqual(['access', 'case-figures', 'portfolio']);
    expect(inputs.length).toBeGreaterThan(1);
    const named = new Set(events.map(({ position }: { position: number }) => position));
    for (const input of inputs) for (const position of input.positions) expect(named).toContain(position);
    expect(events.every((event: { type?: string }) => event.type !== undefined)).toBe(true);
    const first = await ask(`${figure}/explanation?limit=${inputs.length - 2}`);
    const second = await ask(`${figure}/explanation?limit=5&cursor=${first.next}`);
    expect([...first.inputs, ...factsIn(second.inputs)]).toEqual(inputs);
    expect(second.figure).toEqual(first.figure);
  });

  it.each(figures)('says of which period it is: %s', async (figure) => {
    const { inputs } = await ask(`${figure}/explanation?from=2026-01-01&to=2026-12-31&until=2026-05-30`);
    expect(inputs.slice(0, 3)).toEqual([
      { name: 'day', value: '2026-05-30', positions: [] },
      { name: 'from', value: '2026-01-01', positions: [] },
      { name: 'to', value: '2026-12-31', positions: [] },
    ]);
  });

  it.each(figures)('is explained in Danish to who reads Danish: %s', async (figure) => {
    const path = `/figures/${figure}/explanation?at-least=${last}`;
    const [english, danish] = [
      (await insight.get(auditor, path)).body.formula.text,
      (await insight.get(auditor, path, { 'accept-language': 'da' })).body.formula.text,
    ];
    expect(danish).not.toBe(english);
  });

  it.each(figures)('is made of what a stranger sees: nothing: %s', async (figure) => {
    const stranger = { ...municipality, organisation: '0101' };
    expect((await ask(`${figure}/explanation`, stranger)).inputs).toEqual(beside);
    expect(JSON.stringify(await ask(figure, stranger))).not.toContain('Dehydrering');
  });

  it.each(figures.filter((figure) => figure !== 'payments'))('shows partners nothing municipal: %s', async (figure) => {
    for (const path of [figure, `${figure}/explanation`]) {
      const { status, body } = await insight.get(partner, `/figures/${path}`);
      expect([path, status, body.type]).toEqual([path, 403, expect.stringContaining('figures-not-for-partners')]);
    }
  });

  it.each(figures)('is of no period that ends before it begins: %s', async (figure) => {
    for (const path of [figure, `${figure}/explanation`]) {
      const { status, body } = await insight.get(municipality, `/figures/${path}?from=2026-02-02&to=2026-02-01`);
      expect([path, status, body.errors]).toMatchObject([path, 400, [{ parameter: 'from' }, { parameter: 'to' }]]);
    }
  });

  it.each(figures)('is filtered by theme: %s', async (figure) => {
    const { inputs } = await ask(`${figure}/explanation?theme=green-transition`);
    expect(factsIn(inputs).every(({ partnershipId }) => partnershipId === broken)).toBe(true);
    expect((await ask(`${figure}/explanation?theme=social-responsibility`)).inputs).toEqual(beside);
  });
});

describe('a decision to stop', () => {
  it('is counted as long as it stands', async () => {
    const stopped = randomUUID();
    const events = as(recommended, 'S-4', { theme: 'time-and-workforce' });
    last = await insight.happened(stopped, [...events, decidedTo('stop')], { occurredOn: '2026-05-10' });
    expect((await ask('stopping?theme=time-and-workforce')).figures.total).toMatchObject({ stopDecided: 1 });
    last = await insight.happened(stopped, [{ type: 'EvaluationOpened', data: { cause: 'pilots-ended' } }], {
      occurredOn: '2026-05-11',
    });
    expect((await ask('stopping?theme=time-and-workforce')).figures.total).toMatchObject({ stopDecided: 0 });
    expect((await ask('funnel?theme=time-and-workforce')).steps.at(-1)).toMatchObject({ partnerships: 0 });
  });
});
