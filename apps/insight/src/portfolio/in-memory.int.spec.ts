import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { sectorAreas, themes } from '#partnership';
import { minutesToAction } from '../../../../libs/partnership/test/story-from-contract.js';
import { auditor, foreign, type Insight, municipality, openInsight, today } from '../../test/insight.js';
import { Additions } from '../additions.js';
import type { Happening } from '../events.js';
import { KeptAdditions } from '../kept-additions.js';
import { lookAfterProjections } from '../projections.js';
import { projections } from '../read-models.js';
import type { PortfolioAnswer } from './answer.js';

const kpis = ['HOURS', 'SAVED'] as const;
const leads = ['0250', '0751', '0561'];
const groupings = ['theme', 'sector', 'municipality', 'year', 'party'];

const benefit = fc.record({
  kpi: fc.constantFrom(...kpis),
  party: fc.constantFrom(...leads, '11111111'),
  year: fc.integer({ min: 2024, max: 2027 }),
  amountOere: fc.integer({ min: -999, max: 99_999 }),
});

/** What happens to one of the cases: a benefit is stated, it is classified anew, or it moves on. */
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: benefit.map((data): Happening => ({ type: 'BenefitPlanned', data })) },
  {
    weight: 3,
    arbitrary: benefit.map((data): Happening => ({ type: 'BenefitRealised', data: { ...data, evidence: 'Regnskab' } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        theme: fc.constantFrom(...themes.slice(0, 3)),
        sectorArea: fc.constantFrom(...sectorAreas.slice(0, 3)),
      })
      .map(
        (anew): Happening => ({
          type: 'RegistrationAmended',
          data: { classification: { ...classification, ...anew }, reason: 'Fejl' },
        }),
      ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Happening>(
      { type: 'NeedDescribed', data: {} as never },
      { type: 'DevelopmentStarted', data: { startedOn: '2025-10-01', decidedBy: 'lead-1' } as never },
      { type: 'EvaluationOpened', data: { cause: 'pilots-ended' } },
      { type: 'PartnershipSuspended', data: { reason: 'Valg' } },
      { type: 'PartnershipResumed', data: { phase: 'pilot' } },
    ),
  },
);

const classification = {
  theme: themes[0]!,
  sectorArea: sectorAreas[0]!,
  mainPurpose: 'efficiency' as const,
  otherPurposes: [],
  innovationTypes: ['product' as const],
  legalForm: 'agreement' as const,
  subjectNumber: '27.35.00',
};

/** The municipality of the tests takes part in every one of them. */
const registration = (n: number): readonly Happening[] => [
  {
    type: 'PartnershipRegistered',
    data: {
      caseNumber: `S-${n}`,
      title: `Sag ${n}`,
      leadOrganisation: leads[n % 3]!,
      leadOrganisationName: `Kommune ${n % 4}`,
      route: 'public-private-innovation',
      classification,
      registeredBy: 'pm-1',
    },
  },
  {
    type: 'PartyJoined',
    data: { organisation: '0250', name: 'Kommune', role: 'municipality', from: '2025-01-01' } as never,
  },
  ...kpis.map((code): Happening => ({ type: 'KpiDefined', data: { ...minutesToAction, code, aggregation: 'sum' } })),
];

let time = Date.parse(`${today}T10:00:00Z`);
let insight: Insight;
let last = 0;
let registered = 0;
const cases: string[] = [];
const added = jest.spyOn(Additions.prototype, 'sums');
const addition = Additions.prototype.add;
let read = jest.spyOn(Additions.prototype, 'add');

const filters = [
  '',
  '&theme=green-transition',
  '&lead=0250',
  '&year=2025&year=2026',
  '&party=11111111&sector=technical-and-environment',
  '&benefit-class=economy',
  '&limit=2',
];
const questions = [
  ...groupings.flatMap((by) => filters.map((filter) => `/portfolio?by=${by}${filter}`)),
  '/figures/phase-durations?',
];

async function ask(path: string, as = auditor) {
  const answer = await insight.get(as, `${path}&at-least=${last}`);
  expect([path, answer.status, answer.body.detail]).toEqual([path, 200, undefined]);
  return answer.text;
}

/** What is answered out of memory; and by the database, to a municipality that takes part in everything. */
async function answers(when = ''): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of questions) {
    added.mockClear();
    const fromMemory = await ask(path + when);
    expect([path, added.mock.calls.length > 0]).toEqual([path, true]);
    added.mockClear();
    const fromDatabase = await ask(path + when, municipality);
    expect(added).not.toHaveBeenCalled();
    expect([path, fromDatabase]).toEqual([path, fromMemory]);
    found.set(path, fromMemory);
  }
  return found;
}
const of = (found: ReadonlyMap<string, string>) => JSON.parse(found.get('/portfolio?by=party')!);

/** It is read beside the questions, the first of which are answered by the database. */
async function inMemory(): Promise<void> {
  for (const path of ['/portfolio?', '/figures/phase-durations?']) {
    const deadline = Date.now() + 10_000;
    for (let calls = 0; calls < (path.startsWith('/portfolio') ? 2 : 1); ) {
      added.mockClear();
      await ask(path);
      calls = added.mock.calls.length;
      if (Date.now() > deadline) throw new Error(`${path} is not added up in memory`);
    }
  }
}

async function register(): Promise<void> {
  const id = randomUUID();
  cases.push(id);
  last = await insight.happened(id, registration(registered++));
}

async function happen(seed: number, count = 25): Promise<void> {
  for (const [of, what] of fc.sample(fc.tuple(fc.nat(), happening), { numRuns: count, seed })) {
    time += 3_600_000;
    const occurredOn = `2026-0${1 + (of % 5)}-${10 + (of % 17)}`;
    last = await insight.happened(cases[of % cases.length]!, [what], { occurredOn });
  }
  time += 3_600_000;
}

async function command(...args: string[]) {
  const said: string[] = [];
  const options = {
    store: insight.store,
    url: insight.url,
    projections,
    operator: 'op',
    say: (line: string) => void said.push(line),
  };
  return { code: await lookAfterProjections(args, options), said: said.join('\n') };
}

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(time));
  for (let n = 0; n < 7; n += 1) await register();
}, 60_000);
afterAll(() => insight.close());

describe('what is added up in memory', () => {
  const then: { at: string; answers: ReadonlyMap<string, string> }[] = [];

  it('is what the database adds up, while more and more happens', async () => {
    added.mockClear();
    const first = await ask('/portfolio?');
    expect(added).not.toHaveBeenCalled();
    await inMemory();
    expect(await ask('/portfolio?')).toBe(first);
    for (let round = 0; round < 4; round += 1) {
      await happen(round, 40);
      if (round === 2) await register();
      const found = await answers();
      then.push({ at: of(found).asOf.time, answers: found });
    }
    expect(new Set(then.map(({ answers }) => JSON.stringify(of(answers).items))).size).toBe(4);
    expect(JSON.parse(then.at(-1)!.answers.get('/figures/phase-durations?')!).phases.length).toBeGreaterThan(3);
  }, 120_000);

  it('is read once, and after that only what is new', async () => {
    await ask('/portfolio?');
    read.mockClear();
    await ask('/portfolio?by=party');
    expect(read).not.toHaveBeenCalled();
    const data = { kpi: 'HOURS', party: '0461', year: 2025, amountOere: 7 };
    last = await insight.happened(cases[0]!, [{ type: 'BenefitPlanned', data }]);
    await ask('/portfolio?by=party');
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('is the same again for the time it was answered at', async () => {
    for (const { at, answers: given } of then) expect(await answers(`&known-at=${at}`)).toEqual(given);
  }, 120_000);

  it('is read once by several who ask at once', async () => {
    const before = last;
    await happen(11, 40);
    await ask('/portfolio?', municipality);
    read.mockClear();
    const all = await Promise.all(Array.from({ length: 8 }, () => ask('/portfolio?by=municipality')));
    expect(new Set(all.map((text) => JSON.stringify(JSON.parse(text).items))).size).toBe(1);
    const { rows } = await insight.pool.query<{ count: number }>(
      ['benefit', 'portfolio_case']
        .map(
          (
            table,
          ) => `select count(*) filter (where position > ${before}) + count(*) filter (where ended > ${before}) as count
            from (select position, 0 as ended from insight.${table} union all select position, ended from insight.${table}_history) r`,
        )
        .join(' union all '),
    );
    expect(read.mock.calls).toHaveLength(rows.reduce((sum, { count }) => sum + Number(count), 0));
    expect(read.mock.calls.length).toBeGreaterThan(20);
    await answers();
  }, 60_000);

  it('is all there is: who sees less is answered by the database', async () => {
    added.mockClear();
    const own = await ask('/portfolio?by=municipality', foreign);
    await ask('/figures/phase-durations?', foreign);
    expect(added).not.toHaveBeenCalled();
    expect(JSON.parse(own).items.length).toBeLessThan(JSON.parse(await ask('/portfolio?by=municipality')).items.length);
  });

  it('is read anew once other tables took the place of those it was read from', async () => {
    await ask('/portfolio?');
    expect((await command('rebuild')).code).toBe(0);
    expect((await command('switch')).code).toBe(0);
    read.mockClear();
    await inMemory();
    await answers();
    expect(read.mock.calls.length).toBeGreaterThan(100);
  }, 120_000);

  it('is left to the database while something is parked, and knows what is worked in later', async () => {
    const early = randomUUID();
    const data = { kpi: 'HOURS', party: '0250', year: 2025, amountOere: 1_000_000_007 };
    const parked = await insight.happened(early, [{ type: 'BenefitPlanned', data }]);
    await happen(5, 10);
    added.mockClear();
    expect(await ask('/portfolio?by=party')).not.toContain('1000000007');
    expect(added).not.toHaveBeenCalled();
    // As when it is put right and worked in: what it comes to stands since it was recorded.
    await insight.pool.query(
      `insert into insight.benefit (partnership_id, position, year, theme, lead, party, alike, planned, realised, sector, benefit_class, kpi, kind, audience)
       select partnership_id, $1, year, theme, lead, party, alike, '1000000007', null, sector, benefit_class, 'LATE', kind, audience
         from insight.benefit where planned is not null and party = '0250' order by position limit 1`,
      [parked],
    );
    await insight.pool.query(`delete from projection.parked where projection = 'portfolio'`);
    await insight.pool.query(
      `update projection.checkpoint set parked = 0, applied = applied + parked where projection = 'portfolio'`,
    );
    const found = await answers();
    const { total } = of(found) as PortfolioAnswer;
    expect(Math.max(...total.figures.map(({ planned }) => planned.amountOere ?? 0))).toBeGreaterThan(1_000_000_000);
  }, 60_000);

  it('is read anew when tables of another time stand there, as after a restore', async () => {
    await inMemory();
    await insight.pool.query(
      `create table insight.restored (like insight.benefit including all);
       insert into insight.restored select * from insight.benefit where position <= ${last - 20};
       insert into insight.restored
         select partnership_id, ${last - 20}, year, theme, lead, party, alike, planned, realised, sector, benefit_class, 'N' || n, kind, audience
           from (select * from insight.benefit order by position limit 1) b, generate_series(1, 2500) n;
       alter table insight.benefit rename to lost;
       alter table insight.restored rename to benefit`,
    );
    added.mockClear();
    const first = await ask('/portfolio?by=party');
    // Of the two tables it is made of, one is what it was.
    expect(added).toHaveBeenCalledTimes(1);
    expect(first).toBe(await ask('/portfolio?by=party', municipality));
    await inMemory();
    await answers();
  }, 60_000);

  it('is of the database when it could not be read, and read anew after an interrupted reading', async () => {
    await inMemory();
    await happen(21, 30);
    let more = 6;
    read.mockImplementation(function (this: Additions, one) {
      if (more-- === 0) throw new Error('Interrupted');
      addition.call(this, one);
    });
    expect((await insight.get(auditor, `/portfolio?at-least=${last}`)).status).toBe(500);
    read.mockRestore();
    read = jest.spyOn(Additions.prototype, 'add');
    await inMemory();
    await answers();
  }, 60_000);
});

describe('the additions of a table', () => {
  const cases = { table: 'portfolio_case', projection: 'portfolio', columns: ['status'], amounts: [] } as const;
  const logged: unknown[] = [];
  const log = { warn: (...said: unknown[]) => void logged.push(said) } as never;
  const counted = `select count(*)::integer as count from insight.portfolio_case`;

  /** A transaction in which all is as it is at its first question. */
  async function snapshot<Answer>(work: (query: Query) => Promise<Answer>): Promise<Answer> {
    const client = await insight.pool.connect();
    const query: Query = async (text, values) => {
      const types = {
        getTypeParser: (oid: number) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid)),
      };
      return (await client.query({ text, values, types } as pg.QueryConfig)).rows;
    };
    try {
      await query('begin isolation level repeatable read read only', []);
      return await work(query);
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
  type Query = <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>;
  const total = async (kept: KeptAdditions, query: Query, known?: number) => {
    const addUp = await kept.addUp(query, cases, known);
    return addUp?.([]).reduce((sum, { count }) => sum + count, 0);
  };
  const there = (kept: KeptAdditions) =>
    snapshot(async (query) => {
      const deadline = Date.now() + 10_000;
      while ((await total(kept, query)) === undefined && Date.now() < deadline) await pause(5);
      return total(kept, query);
    });

  it('are those of the snapshot that is asked in, also when another one has read further', async () => {
    const kept = new KeptAdditions('insight', snapshot, log);
    const before = await there(kept);
    await snapshot(async (older) => {
      const [found] = await older<{ count: number }>(counted, []);
      expect(found!.count).toBe(before);
      for (let n = 0; n < 3; n += 1) {
        await register();
        await insight.reached(last);
        expect(await snapshot((newer) => total(kept, newer))).toBe(before! + n + 1);
        expect(await total(kept, older)).toBe(before);
        // No question knows more than its snapshot, whatever it asks for.
        expect(await total(kept, older, last)).toBe(before);
      }
    });
    expect(await snapshot((query) => total(kept, query))).toBe(before! + 3);
  });

  it('are read once for the first time, whoever asks meanwhile', async () => {
    const kept = new KeptAdditions('insight', snapshot, log);
    read.mockClear();
    await Promise.all(Array.from({ length: 3 }, () => snapshot((query) => total(kept, query))));
    await there(kept);
    const once = read.mock.calls.length;
    await there(new KeptAdditions('insight', snapshot, log));
    expect(read.mock.calls).toHaveLength(2 * once);
  });

  it('are left alone for a while when they cannot be read, and somebody is told', async () => {
    const kept = new KeptAdditions('insight', () => Promise.reject(new Error('No room')), log);
    for (let n = 0; n < 3; n += 1) expect(await snapshot((query) => total(kept, query))).toBeUndefined();
    expect(logged).toEqual([[expect.objectContaining({ table: 'portfolio_case' }), expect.any(String)]]);
  });

  it('are not kept when something was parked before they were read', async () => {
    const park = (parked: number) =>
      insight.pool.query(`update projection.checkpoint set parked = ${parked} where projection = 'portfolio'`);
    let readings = 0;
    const parkedBefore = async <Answer>(work: (query: Query) => Promise<Answer>) => {
      await park(1);
      const answer = await snapshot(work);
      await park(0);
      readings += 1;
      return answer;
    };
    const kept = new KeptAdditions('insight', parkedBefore, log);
    for (let n = 1; n <= 3; n += 1) {
      expect(await snapshot((query) => total(kept, query))).toBeUndefined();
      while (readings < n) await pause(5);
      await pause(5);
    }
  });

  it('are read beside the questions when much has happened since', async () => {
    const kept = new KeptAdditions('insight', snapshot, log);
    const before = await there(kept);
    await insight.pool.query(
      `update projection.checkpoint set position = position + 20000 where projection = 'portfolio';
       insert into insight.portfolio_case select gen_random_uuid(), ${last + 15_000}, theme, sector, route, lead, phase, status, case_number, title, lead_name, classified, moved, audience
         from insight.portfolio_case limit 1`,
    );
    expect(await snapshot((query) => total(kept, query))).toBeUndefined();
    expect(await there(kept)).toBe(before! + 1);
    expect(await snapshot((query) => total(kept, query, last))).toBe(before);
  });
});
