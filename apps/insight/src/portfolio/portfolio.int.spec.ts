import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Benefit,
  bounds,
  evidenceLevels,
  exactAmount,
  phases,
  portfolio,
  type RealisedBenefit,
  sectorAreas,
  statedAs,
  type Tally,
  themes,
} from '#partnership';
import type { AnyProjection, Touch } from '#projection';
import { contractsSigned, minutesToAction } from '../../../../libs/partnership/test/story-from-contract.js';
import { auditor, foreign, type Insight, municipality, openInsight, partner, today } from '../../test/insight.js';
import type { Happening } from '../events.js';
import type { InputAnswer } from '../explanation/answer.js';
import { lookAfterProjections } from '../projections.js';
import { projections } from '../read-models.js';
import type { PortfolioAnswer, PortfolioFigures } from './answer.js';
import type { PortfolioBenefit } from './benefits.js';
import type { PortfolioExplanation } from './explain.js';

const kpis = {
  HOURS: { ...minutesToAction, code: 'HOURS', unit: 'timer', aggregation: 'sum' },
  SCORE: { ...minutesToAction, code: 'SCORE', unit: 'point', benefitClass: 'citizen-quality' },
  SAVED: { ...minutesToAction, code: 'SAVED', unit: 'kr.', benefitClass: 'economy', aggregation: 'sum' },
} as const;

const leads = ['0250', '0751', '0561'];
const company = '11111111';
const cases = Array.from({ length: 6 }, (_, n) => ({
  id: randomUUID(),
  theme: themes[n % 3]!,
  sector: sectorAreas[n % 2]!,
  lead: leads[n % 3]!,
}));

const statement = fc.record({
  of: fc.constantFrom(...cases),
  side: fc.constantFrom('planned' as const, 'realised' as const),
  kpi: fc.constantFrom('HOURS' as const, 'SCORE' as const, 'SAVED' as const),
  party: fc.constantFrom(...leads, company),
  year: fc.integer({ min: 2023, max: 2027 }),
  money: fc.boolean(),
  amount: fc.integer({ min: -999, max: 99_999 }),
  bound: fc.constantFrom(...bounds.slice(0, 2), undefined),
  priceYear: fc.constantFrom(undefined, 2025),
  evidenceLevel: fc.constantFrom(undefined, ...evidenceLevels.slice(0, 3)),
});
type Statement = typeof statement extends fc.Arbitrary<infer Value> ? Value : never;

/** What the test knows of a benefit, by its own bookkeeping. */
interface Known extends Pick<Statement, 'of' | 'kpi' | 'party' | 'year'> {
  planned?: Benefit;
  realised?: RealisedBenefit;
}

let time = Date.parse(`${today}T10:00:00Z`);
let insight: Insight;
let last: number;
let statements: readonly Statement[];

const registration = ({ theme, sector, lead }: (typeof cases)[number], n: number): Happening[] => [
  {
    type: 'PartnershipRegistered',
    data: {
      caseNumber: `S-${n}`,
      title: `Sag ${n}`,
      leadOrganisation: lead,
      leadOrganisationName: `Kommune ${lead}`,
      route: 'public-private-innovation',
      classification: {
        theme,
        sectorArea: sector,
        mainPurpose: 'efficiency',
        otherPurposes: [],
        innovationTypes: ['product'],
        legalForm: 'agreement',
        subjectNumber: '27.35.00',
      },
      registeredBy: 'pm-1',
    },
  },
  ...Object.values(kpis).map((data): Happening => ({ type: 'KpiDefined', data })),
];

function benefitOf({ kpi, party, year, money, amount, bound, priceYear }: Statement): Benefit {
  const about = { kpi, party, year, ...(bound && { bound }) };
  if (!money) return { ...about, amount: String(amount / 10) };
  return { ...about, amountOere: amount, ...(priceYear && { priceYear }) };
}

const realisedOf = (one: Statement): RealisedBenefit => ({
  ...benefitOf(one),
  evidence: 'Regnskab',
  ...(one.evidenceLevel && { evidenceLevel: one.evidenceLevel }),
});

const toldBy = (one: Statement): Happening =>
  one.side === 'planned'
    ? { type: 'BenefitPlanned', data: benefitOf(one) }
    : { type: 'BenefitRealised', data: realisedOf(one) };

/** Every benefit as it stands after these statements: the latest of a place holds. */
function known(after: readonly Statement[]): readonly Known[] {
  const places = new Map<string, Known>();
  for (const one of after) {
    const { of, kpi, party, year, money } = one;
    const key = JSON.stringify([of.id, kpi, party, year, money]);
    const said = one.side === 'planned' ? { planned: benefitOf(one) } : { realised: realisedOf(one) };
    places.set(key, { ...places.get(key), of, kpi, party, year, ...said });
  }
  return [...places.values()];
}

const tallyOf = ({ kpi, party, year, planned, realised }: Known): Tally => ({
  alike: {
    year,
    party: party === company ? 'other' : 'municipality',
    ...(planned && { planned: statedAs(planned, kpis[kpi]) }),
    ...(realised && {
      realised: {
        ...statedAs(realised, kpis[kpi]),
        ...(realised.evidenceLevel && { evidenceLevel: realised.evidenceLevel }),
      },
    }),
  },
  count: 1,
  planned: planned ? exactAmount(planned) : 0n,
  realised: realised ? exactAmount(realised) : 0n,
});

async function ask<Answer>(path: string, as = auditor): Promise<Answer> {
  const { status, body } = await insight.get(as, `/portfolio${path}`);
  expect([path, status, body.detail]).toEqual([path, 200, undefined]);
  return body;
}
const show = (query = '', as = auditor) => ask<PortfolioAnswer>(`?at-least=${last}&${query}`, as);

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(time));
  for (const [n, one] of cases.entries()) last = await insight.happened(one.id, registration(one, n));
  statements = fc.sample(fc.array(statement, { minLength: 400, maxLength: 400 }), { numRuns: 1, seed: 20261122 })[0]!;
  for (const one of statements) last = await insight.happened(one.of.id, [toldBy(one)]);
}, 120_000);
afterAll(() => insight.close());

describe('the portfolio', () => {
  const groupings = {
    theme: (one: Known) => one.of.theme,
    sector: (one: Known) => one.of.sector,
    municipality: (one: Known) => one.of.lead,
    year: (one: Known) => String(one.year),
    party: (one: Known) => one.party,
  };
  const judged = { day: today, oneParty: false };

  it.each(Object.entries(groupings))('by %s comes to what its benefits come to', async (by, groupOf) => {
    const { total, items } = await show(`by=${by}`);
    const benefits = known(statements);
    const { partnerships, ...figures } = total;
    expect(figures).toEqual(portfolio(benefits.map(tallyOf), judged));
    expect(partnerships).toEqual({
      count: 6,
      byPhase: [{ phase: 'draft', count: 6 }],
      byStatus: [{ status: 'open', count: 6 }],
    });
    expect(items.map(({ key }) => key)).toEqual([...new Set(benefits.map(groupOf))].sort());
    for (const { key, name: _, partnerships: __, ...group } of items) {
      const of = benefits.filter((one) => groupOf(one) === key);
      expect([key, group]).toEqual([key, portfolio(of.map(tallyOf), { day: today, oneParty: by === 'party' })]);
    }
  });

  it.each([
    ['theme=green-transition', 'theme'],
    ['sector=technical-and-environment', 'sector'],
    ['lead=0250', 'municipality'],
    ['year=2025', 'year'],
    [`party=${company}`, 'party'],
  ])('chosen by %s is its group', async (filter, by) => {
    const key = filter.split('=')[1];
    const group = (await show(`by=${by}`)).items.find((one) => one.key === key)!;
    const { total } = await show(filter);
    expect([group.followUp, group.figures, group.notAdded]).toEqual([total.followUp, total.figures, total.notAdded]);
  });

  it('is chosen by several things at once', async () => {
    const { total } = await show(
      'theme=green-transition&year=2024&year=2025&benefit-class=economy&phase=draft&status=open',
    );
    const of = known(statements).filter(
      (one) => one.of.theme === 'green-transition' && [2024, 2025].includes(one.year) && one.kpi === 'SAVED',
    );
    expect(of.length).toBeGreaterThan(0);
    expect(total).toMatchObject(portfolio(of.map(tallyOf), judged) as object);
    expect((await show('phase=pilot')).total).toMatchObject({ partnerships: { count: 0 }, figures: [] });
  });

  it('has its groups page by page, with the total on each', async () => {
    const whole = await show('by=party');
    const keys: string[] = [];
    let cursor = '';
    do {
      const page: PortfolioAnswer = await show(`by=party&limit=3${cursor && `&cursor=${cursor}`}`);
      expect(page.total).toEqual(whole.total);
      keys.push(...page.items.map(({ key }) => key));
      for (const item of page.items) expect(whole.items).toContainEqual(item);
      cursor = page.next ?? '';
    } while (cursor);
    expect(keys).toEqual(whole.items.map(({ key }) => key));
    expect((await insight.get(auditor, '/portfolio?cursor=x')).status).toBe(400);
  });
});

describe('the benefits of a portfolio', () => {
  const page = (query: string) =>
    ask<{ items: PortfolioBenefit[]; next?: string }>(`/benefits?at-least=${last}&${query}`);
  async function every(query: string): Promise<PortfolioBenefit[]> {
    const { items, next } = await page(query);
    return next ? [...items, ...(await every(`${query.replace(/&cursor=.*/, '')}&cursor=${next}`))] : items;
  }

  it.each(['sort=year', 'sort=party&order=desc'])('are each there once, by %s', async (sort) => {
    const all = await every(`${sort}&limit=40`);
    expect(all).toHaveLength(known(statements).length);
    expect(new Set(all.map((one) => JSON.stringify(one)))).toHaveProperty('size', all.length);
    const by = sort.slice(5).replace('&order=desc', '') as 'year' | 'party';
    const values = all.map((one) => one[by]);
    const inOrder = values.toSorted((a, b) => (a < b ? -1 : 1));
    expect(values).toEqual(sort.endsWith('desc') ? inOrder.reverse() : inOrder);
  });

  it('are as many as the figures count, by where the following up stands', async () => {
    const { followUp } = (await show()).total;
    const planned = await every('follow-up=not-yet-due&limit=200');
    expect([
      (await every('follow-up=followed-up&limit=200')).length,
      (await every('follow-up=not-followed-up&limit=200')).length,
      planned.length,
      (await every('follow-up=unplanned&limit=200')).length,
    ]).toEqual([followUp.followedUp, followUp.notFollowedUp, followUp.notYetDue, followUp.unplanned]);
    expect(new Set(planned.map((one) => one.followUp))).toEqual(new Set(['not-yet-due']));
  });

  it('say how they are stated, and by which events', async () => {
    const { items } = await page('kind=unit&follow-up=followed-up&limit=1');
    const [{ partnershipId, kpi, party, year, realised }] = items as [PortfolioBenefit];
    const events = await insight.store.read(`partnership-${partnershipId}`, { max: 1_000 });
    const stating = events.filter(({ type, data }) => {
      const benefit = data as unknown as Benefit;
      const same = benefit.kpi === kpi && benefit.party === party && benefit.year === year;
      return type === 'BenefitRealised' && same && benefit.amount !== undefined;
    });
    const { evidence, amount } = stating.at(-1)!.data as unknown as RealisedBenefit;
    expect(realised).toMatchObject({ evidence, amount, positions: stating.map(({ position }) => position) });
  });
});

/** How many benefits were followed up, from what their explanation says and nothing else. */
function followUpAgain(inputs: PortfolioExplanation['inputs']) {
  const count = (value: string) => inputs.filter((one) => one.name === 'benefit' && one.value === value).length;
  const [followedUp, notFollowedUp, notYetDue] = [count('followed-up'), count('not-followed-up'), count('not-yet-due')];
  const due = followedUp + notFollowedUp;
  const share = Math.round((followedUp * 10_000) / due);
  return { planned: due + notYetDue, due, followedUp, notFollowedUp, notYetDue, unplanned: count('unplanned'), share };
}

/** Of the benefits that stand in no sum, how many there are, from what their explanation says and nothing else. */
function notAddedAgain(inputs: PortfolioExplanation['inputs']) {
  const thisYear = Number(inputs.find(({ name }) => name === 'day')!.value!.slice(0, 4));
  return ['not-additive', 'party-apart'].flatMap((reason) => {
    const benefits = inputs.filter(({ name, value }) => name === 'not-added' && value === reason);
    const has = (side: string, { partnershipId, kpi, party, year, id }: InputAnswer) =>
      inputs.some((one) =>
        isDeepStrictEqual(
          [one.name, one.partnershipId, one.kpi, one.party, one.year, one.id],
          [side, partnershipId, kpi, party, year, id],
        ),
      );
    const planned = benefits.filter((one) => has('planned', one));
    const late = planned.filter((one) => one.year! < thisYear && !has('realised', one));
    const realised = benefits.filter((one) => has('realised', one)).length;
    return benefits.length === 0 ? [] : [{ reason, planned: planned.length, realised, notFollowedUp: late.length }];
  });
}

/** How many partnerships there are, from what their explanation says and nothing else. */
function partnershipsAgain(inputs: PortfolioExplanation['inputs']) {
  const standing = inputs.filter(({ name }) => name === 'partnership').map(({ value }) => value!.split(' '));
  const counted = (name: 'phase' | 'status', at: number, values: readonly string[]) =>
    values.flatMap((value) => {
      const count = standing.filter((one) => one[at] === value).length;
      return count === 0 ? [] : [{ [name]: value, count }];
    });
  return {
    count: standing.length,
    byPhase: counted('phase', 0, phases),
    byStatus: counted('status', 1, ['open', 'suspended', 'closed']),
  };
}

describe('the explanation of a figure', () => {
  type Figure = readonly [query: string, answered: object];

  /** Every figure of the total, and what to ask for its explanation. */
  function figuresOf({ measure, realised, ...sums }: PortfolioFigures): Figure[] {
    const { kind, priceYear, unit = '', benefitClass } = measure;
    const of = `kind=${kind}&${
      kind === 'money' ? `price-year=${priceYear}` : `unit=${encodeURIComponent(unit)}&unit-class=${benefitClass}`
    }`;
    const names = { planned: 'planned', due: 'due', notYetDue: 'not-yet-due', notFollowedUp: 'not-followed-up' };
    return [
      ...Object.entries(names).map(
        ([name, figure]): Figure => [`figure=${figure}&${of}`, sums[name as keyof typeof names]],
      ),
      ...realised.flatMap(({ evidenceLevel: level, realised: sum, share }): Figure[] => [
        [`figure=realised&${of}&evidence-level=${level}`, sum],
        [`figure=realised-share&${of}&evidence-level=${level}`, share],
      ]),
    ];
  }

  // Decimals as whole numbers, other than the product does it.
  const scaled = (text: string) => {
    const [whole, part = ''] = text.split('.');
    return BigInt(`${whole}${part.padEnd(9, '0')}`);
  };

  it.each(['', 'theme=green-transition', `party=${company}`, 'year=2025'])(
    'is enough to compute it again (%s)',
    async (filter) => {
      const { total } = await show(filter);
      expect(total.figures.length).toBeGreaterThan(0);
      for (const [query, answered] of total.figures.flatMap(figuresOf)) {
        const { figure, inputs, events, benefits } = await ask<PortfolioExplanation>(`/explanation?${filter}&${query}`);
        const { count, known, ...amounts } = (figure.sum ?? figure.share)!;
        expect([query, figure.sum ?? figure.share]).toEqual([query, answered]);
        expect([query, benefits]).toEqual([query, count]);
        const side = /realised/.test(query) ? 'realised' : 'planned';
        const of = (name: string) => inputs.filter((input) => input.name === name);
        const sum = (name: string) => of(name).reduce((all, { value }) => all + scaled(value!), 0n);
        const least = (name: string) => of(name).some(({ bound }) => bound === 'at-least');
        expect([query, of(side).length]).toEqual([query, count]);
        if (!known) continue;
        if (figure.share) {
          const { basisPoints, bound } = figure.share;
          const exact = (Number(sum('realised')) / Number(sum('planned'))) * 10_000;
          expect([query, Math.abs(exact - basisPoints!) <= 0.5]).toEqual([query, true]);
          expect([query, bound]).toEqual([
            query,
            least('planned') ? 'at-most' : least('realised') ? 'at-least' : 'point',
          ]);
        } else {
          const { amount, amountOere } = amounts as { amount?: string; amountOere?: number };
          expect([query, sum(side)]).toEqual([query, scaled(amount ?? String(amountOere))]);
          expect([query, figure.sum!.bound]).toEqual([query, least(side) ? 'at-least' : 'point']);
        }
        const positions = new Set(events.map(({ position }) => position));
        expect(inputs.flatMap((input) => input.positions).filter((one) => !positions.has(one))).toEqual([]);
        expect(events.every(({ id, type }) => id && type)).toBe(true);
      }
    },
    60_000,
  );

  it('names the benefits that were followed up, and those that were not', async () => {
    const { figure, inputs } = await ask<PortfolioExplanation>('/explanation');
    expect(figure.followUp).toEqual((await show()).total.followUp);
    expect(followUpAgain(inputs)).toEqual(figure.followUp);
  });

  it.each([
    '',
    'theme=green-transition&',
    `party=${company}&`,
    'year=2025&',
    'year=2025&year=2026&sector=elderly-and-health&',
  ])('names the benefits that stand in no sum, and why (%s)', async (filter) => {
    const { notAdded } = (await show(filter)).total;
    expect(notAdded[0]).toMatchObject({ reason: 'not-additive', planned: expect.any(Number) });
    expect(notAdded).toHaveLength(filter.startsWith('party') ? 1 : 2);
    const { figure, benefits, inputs, events } = await ask<PortfolioExplanation>(
      `/explanation?${filter}figure=not-added`,
    );
    expect(figure).toEqual({ name: 'not-added', notAdded });
    expect(notAddedAgain(inputs)).toEqual(notAdded);
    expect(inputs.filter(({ name }) => name === 'not-added')).toHaveLength(benefits);
    const defined = inputs.find(({ value }) => value === 'not-additive')?.positions ?? [];
    expect(events.filter(({ position }) => defined.includes(position)).map(({ type }) => type)).toEqual(
      defined.map(() => 'KpiDefined'),
    );
  });

  it.each(['', 'theme=green-transition&', 'municipality=0751&', 'phase=pilot&'])(
    'names the partnerships that are counted, and where each stands (%s)',
    async (filter) => {
      const { partnerships } = (await show(filter)).total;
      const { figure, inputs, events } = await ask<PortfolioExplanation>(`/explanation?${filter}figure=partnerships`);
      expect(figure).toEqual({ name: 'partnerships', partnerships });
      expect(partnershipsAgain(inputs)).toEqual(partnerships);
      expect(events.map(({ type }) => type)).toEqual(Array(partnerships.count).fill('PartnershipRegistered'));
    },
  );

  it('goes on where a page of partnerships ends', async () => {
    const whole = await ask<PortfolioExplanation>('/explanation?figure=partnerships');
    const first = await ask<PortfolioExplanation>('/explanation?figure=partnerships&limit=4');
    const second = await ask<PortfolioExplanation>(`/explanation?figure=partnerships&limit=4&cursor=${first.next}`);
    expect([...first.inputs, ...second.inputs.slice(1)]).toEqual(whole.inputs);
    expect([first.figure, second.figure, second.next]).toEqual([whole.figure, whole.figure, undefined]);
  });

  it('goes on where a page ends', async () => {
    const query = '/explanation?figure=planned&kind=money&price-year=2025';
    const whole = await ask<PortfolioExplanation>(query);
    const inputs = [...whole.inputs.slice(0, 1)];
    let cursor = '';
    do {
      const page = await ask<PortfolioExplanation>(`${query}&limit=9${cursor && `&cursor=${cursor}`}`);
      expect([page.figure, page.benefits]).toEqual([whole.figure, whole.benefits]);
      inputs.push(...page.inputs.slice(1));
      cursor = page.next ?? '';
    } while (cursor);
    expect(inputs).toEqual(whole.inputs);
  });

  it('says what it needs to know', async () => {
    for (const [query, missing] of [
      ['figure=planned', ['kind']],
      ['figure=planned&kind=money', ['price-year']],
      ['figure=due&kind=unit', ['unit', 'unit-class']],
      ['figure=realised&kind=money&price-year=2025', ['evidence-level']],
    ] as const) {
      const { status, body } = await insight.get(auditor, `/portfolio/explanation?${query}`);
      const named = body.errors.map(({ parameter }: { parameter: string }) => parameter);
      expect([query, status, named]).toEqual([query, 400, missing]);
    }
  });

  it('of what nobody recorded is that there is none', async () => {
    const { figure, inputs } = await ask<PortfolioExplanation>(
      '/explanation?figure=realised-share&kind=money&price-year=1999&evidence-level=measured',
    );
    expect(figure.share).toEqual({ known: false, reason: 'nothing-followed-up', count: 0 });
    expect(inputs).toHaveLength(1);
  });
});

describe('what is seen of a portfolio', () => {
  it('is, to a municipality, the partnerships it takes part in', async () => {
    const { total, items } = await show('by=municipality', foreign);
    const own = known(statements).filter((one) => one.of.lead === foreign.organisation);
    const { partnerships, ...figures } = total;
    expect([partnerships.count, items.map(({ key }) => key)]).toEqual([2, [foreign.organisation]]);
    expect(figures).toEqual(portfolio(own.map(tallyOf), { day: today, oneParty: false }));
    const { items: benefits } = await ask<{ items: PortfolioBenefit[] }>('/benefits?limit=200', foreign);
    expect(benefits).toHaveLength(own.length);
  });

  it("is, to a partner, its own benefits and none of the others'", async () => {
    expect((await show('', partner)).total).toMatchObject({ partnerships: { count: 0 }, followUp: { planned: 0 } });
    const [{ id, lead }] = cases as [(typeof cases)[number]];
    const signed = contractsSigned.filter(({ type }) => type === 'PartnershipContractSigned').slice(0, 1);
    last = await insight.happened(id, signed as Happening[]);
    const own = known(statements).filter((one) => one.of.id === id && one.party === company);
    expect(own.length).toBeGreaterThan(0);
    const { total, items } = await show('by=party', partner);
    expect([total.partnerships.count, items.map(({ key }) => key)]).toEqual([1, [company]]);
    expect(items[0]!.figures).toEqual(portfolio(own.map(tallyOf), { day: today, oneParty: true }).figures);
    const { items: benefits } = await ask<{ items: PortfolioBenefit[] }>('/benefits?limit=200', partner);
    expect(new Set(benefits.map(({ party }) => party))).toEqual(new Set([company]));
    const planned = await ask<PortfolioExplanation>('/explanation?figure=follow-up', partner);
    expect(planned.benefits).toBe(own.length);
    // Who else takes part is not found out by asking.
    last = await insight.happened(id, [
      { type: 'PartyJoined', data: { organisation: '0101', name: 'København', partnerType: 'other-municipality' } },
    ]);
    expect((await show('municipality=0101', partner)).total.partnerships.count).toBe(0);
    expect((await show('municipality=0101', { ...municipality, organisation: lead })).total.partnerships.count).toBe(1);
  });
});

describe('a portfolio as it was known', () => {
  it('is what it was before a benefit was stated anew', async () => {
    const before = await show('by=year');
    const [one] = known(statements).filter(({ planned }) => planned?.amountOere !== undefined);
    const { of, planned } = one!;
    time += 60_000;
    const corrected = { ...planned!, amountOere: planned!.amountOere! + 1 };
    last = await insight.happened(of.id, [{ type: 'BenefitPlanned', data: corrected }]);
    const after = await show('by=year');
    expect(after.total.figures).not.toEqual(before.total.figures);
    expect(await show(`by=year&known-at=${before.asOf.time}`)).toEqual(before);
    const explained = (figure: string) =>
      ask<PortfolioExplanation>(`/explanation?figure=${figure}&known-at=${before.asOf.time}`);
    expect(notAddedAgain((await explained('not-added')).inputs)).toEqual(before.total.notAdded);
    expect(followUpAgain((await explained('follow-up')).inputs)).toEqual(before.total.followUp);
    const sum = ({ total }: PortfolioAnswer) =>
      total.figures.reduce((all, { planned }) => all + (planned.amountOere ?? 0), 0);
    if (one!.party !== company) expect(sum(after) - sum(before)).toBe(1);
  });

  it('moves with what it is grouped by', async () => {
    const before = await show();
    const counted = await ask<PortfolioExplanation>('/explanation?figure=partnerships');
    const [{ id }] = cases as [(typeof cases)[number]];
    const classification = { theme: 'self-determination', sectorArea: 'social' } as never;
    time += 60_000;
    last = await insight.happened(id, [
      { type: 'RegistrationAmended', data: { reason: 'Rettet', classification } },
      { type: 'PilotStarted', data: { pilotId: 'p1', startedOn: '2026-05-02' } as never },
    ]);
    const after = await show();
    expect(after.items.map(({ key }) => key)).toContain('self-determination');
    expect(after.total.partnerships.byPhase).toContainEqual({ phase: 'pilot', count: 1 });
    expect(after.total.figures).toEqual(before.total.figures);
    const chosen = await show('theme=self-determination&phase=pilot');
    expect(chosen.total.partnerships.count).toBe(1);
    const moved = after.items.find(({ key }) => key === 'self-determination')!;
    expect(moved.figures.length).toBeGreaterThan(0);
    expect(moved.figures).toEqual(chosen.total.figures);
    expect((await show('by=sector&theme=self-determination')).items).toMatchObject([{ figures: moved.figures }]);
    expect(await show(`known-at=${before.asOf.time}`)).toEqual(before);
    const again = await ask<PortfolioExplanation>('/explanation?figure=partnerships&theme=self-determination');
    expect(partnershipsAgain(again.inputs)).toEqual(chosen.total.partnerships);
    expect(again.events.map(({ type }) => type)).toEqual(['RegistrationAmended', 'PilotStarted']);
    expect(await ask(`/explanation?figure=partnerships&known-at=${counted.asOf.time}`)).toEqual(counted);
  });

  it('keeps what was stated under a definition, when that is revised', async () => {
    const [{ id }] = cases as [(typeof cases)[number]];
    const before = await show();
    const definition = { ...kpis.HOURS, unit: 'minutter' };
    last = await insight.happened(id, [{ type: 'KpiRevised', data: { version: 2, reason: 'Finere', definition } }]);
    expect((await show()).total).toEqual(before.total);
    const data = { kpi: 'HOURS', party: '0580', year: 2026, amount: '90' };
    last = await insight.happened(id, [{ type: 'BenefitPlanned', data }]);
    const { total } = await show('party=0580');
    expect(total.figures).toMatchObject([{ measure: { unit: 'minutter' }, planned: { amount: '90' } }]);
  });
});

describe('benefits of a partnership that was parked', () => {
  it('are in the portfolio once they are worked in, also as known before', async () => {
    const id = randomUUID();
    const [registered, ...defined] = registration({ ...cases[0]!, id }, 99);
    const planned: Happening = {
      type: 'BenefitPlanned',
      data: { kpi: 'HOURS', party: '0250', year: 2026, amount: '7' },
    };
    await insight.happened(id, [registered!]);
    const wrong = await insight.happened(id, [planned]);
    await insight.happened(id, [...defined, planned]);
    last = await insight.happened(cases[0]!.id, [
      { type: 'BenefitPlanned', data: { kpi: 'HOURS', party: '0250', year: 2027, amount: '3' } },
    ]);
    const before = await show();
    const knownBefore = await show(`known-at=${before.asOf.time}`);
    expect(knownBefore.total.followUp).toEqual(before.total.followUp);

    const mended = projections.map((one: AnyProjection) => {
      const change = one.changes.BenefitPlanned as ((event: { position: number }) => readonly Touch[]) | undefined;
      if (one.name !== 'portfolio' || !change) return one;
      const BenefitPlanned = (event: { position: number }) => (event.position === wrong ? [] : change(event));
      return { ...one, changes: { ...one.changes, BenefitPlanned } };
    });
    const { url, store } = insight;
    await lookAfterProjections(['replay', 'portfolio', id], {
      store,
      url,
      projections: mended,
      operator: 'operator',
      say: () => {},
    });
    const count = before.total.followUp.planned + 1;
    expect((await show()).total.followUp.planned).toBe(count);
    expect((await show(`known-at=${before.asOf.time}`)).total.followUp.planned).toBe(count);
  });
});
