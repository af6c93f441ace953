import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEventStore } from '#event-store';
import { compareSchemas, prepareBuild, rebuild } from '#projection';
import {
  decidedTo,
  followedUp,
  minutesToAction,
  recommended,
  startedWithoutTender,
} from '../../../libs/partnership/test/story-from-contract.js';
import { freshDatabase } from '../../../test/support/postgres.js';
import { type Insight, municipality, openInsight, today } from '../test/insight.js';
import type { Happening } from './events.js';
import { migrations, projections } from './read-models.js';

const id = randomUUID();
let insight: Insight;
let dropStore: () => Promise<void>;
let last: number;

const get = async (path: string) => {
  const { status, body } = await insight.get(
    municipality,
    `/partnerships/${id}${path}${path.includes('?') ? '&' : '?'}at-least=${last}`,
  );
  expect([path, status, body.detail]).toEqual([path, 200, undefined]);
  return body;
};

const measurement = (measurementId: string, to: string, value: string, more: object = {}) => ({
  measurementId,
  period: { from: `${to.slice(0, 8)}01`, to },
  value,
  n: 10,
  source: 'Journal',
  evidenceLevel: 'measured' as const,
  ...more,
});
const recorded = (...measurements: ReturnType<typeof measurement>[]): Happening => ({
  type: 'MeasurementsRecorded',
  data: { partnershipId: id, kpi: 'minutes', definitionVersion: 1, measurements },
});

beforeAll(async () => {
  const database = await freshDatabase();
  dropStore = database.drop;
  insight = await openInsight(await openEventStore(database.url));
  const more: Happening[] = [
    {
      type: 'KpiDefined',
      data: {
        ...minutesToAction,
        code: 'minutes',
        direction: 'down',
        aggregation: 'mean-weighted-by-n',
        tolerance: 1_000,
      },
    },
    { type: 'MilestonePlanned', data: { code: 'M-1', title: 'Prototype', plannedOn: '2026-03-01', contractId: 'k1' } },
    { type: 'MilestoneReached', data: { code: 'M-1', reachedOn: '2026-03-24', evidence: ['doc-k1'] } },
    { type: 'MilestonePlanned', data: { code: 'M-2', title: 'Drift', plannedOn: '2026-04-01' } },
    { type: 'MilestoneRescheduled', data: { code: 'M-2', plannedOn: '2026-05-22', reason: 'Ferie' } },
    { type: 'MilestonePlanned', data: { code: 'M-3', title: 'Rapport', plannedOn: '2026-06-10' } },
    { type: 'MilestonePlanned', data: { code: 'M-4', title: 'Udgår', plannedOn: '2026-06-01' } },
    { type: 'MilestoneDropped', data: { code: 'M-4', reason: 'Ikke nødvendig' } },
  ];
  await insight.happened(id, [...followedUp, ...more], { occurredOn: today });
  last = await insight.happened(id, [{ type: 'NoteWritten', data: { noteId: 'n-1', text: 'Husket senere' } }], {
    occurredOn: '2026-02-01',
    illustrative: ['text'],
    source: 'frederikssund.dk',
  });
}, 60_000);
afterAll(async () => {
  await insight.close();
  await dropStore();
});

describe('the overview of a partnership', () => {
  it('holds what was recorded, from the need to the follow-up', async () => {
    const overview = await get('');
    expect(overview).toMatchObject({
      phase: 'follow-up',
      dialogue: { status: 'concluded' },
      procurement: { status: 'awarded' },
      pilots: [
        {
          pilotId: 'p1',
          status: 'completed',
          dpia: { required: true },
          sites: [{ siteId: 's1', municipality: '0250' }],
        },
      ],
      evaluation: { rounds: [{ decision: { decision: 'scale' }, recommendation: { recommendation: 'scale' } }] },
      adoptions: [{ status: 'live' }],
      businessCase: { horizonYears: 4 },
    });
    expect(
      overview.contracts.map((one: { contractId: string; phases: object[] }) => [one.contractId, one.phases[0]]),
    ).toMatchObject([
      ['k1', { status: 'decided', gate: { decision: 'pass' }, targets: [{ assessment: 'met' }, {}] }],
      ['k2', { status: 'decided' }],
    ]);
  });

  it('counts suppliers from interest to acceptance', async () => {
    const { funnel, contracts } = await get('');
    expect(funnel.contracts).toBe(contracts.length);
    expect(funnel.accepted).toBe(1);
    expect(funnel.candidates).toBeGreaterThanOrEqual(funnel.tenderers);
    expect(funnel.tenderers).toBeGreaterThanOrEqual(funnel.contracts);
  });

  it('knows of no supplier at a step the case has not come to, and of none accepted by iterating', async () => {
    const funnelAfter = async (events: readonly Happening[]) => {
      const other = randomUUID();
      const position = await insight.happened(other, events, { occurredOn: today });
      const { body } = await insight.get(municipality, `/partnerships/${other}?at-least=${position}`);
      return body.funnel;
    };
    expect(await funnelAfter(startedWithoutTender)).toEqual({});
    const iterating = await funnelAfter([...recommended, decidedTo('iterate', 'pilot')]);
    expect(iterating).toMatchObject({ tenderers: 3, contracts: 2 });
    expect(iterating).not.toHaveProperty('accepted');
    expect(await funnelAfter([...recommended, decidedTo('stop')])).toMatchObject({ accepted: 0 });
  });

  it('carries the revision to send as If-Match', async () => {
    const { headers } = await insight.get(municipality, `/partnerships/${id}?at-least=${last}`);
    const events = await insight.store.read(`partnership-${id}`, { from: 'end', direction: 'backwards', max: 1 });
    expect(headers.etag).toBe(`"${events[0]!.revision}"`);
  });

  it('marks what no source gives', async () => {
    expect((await get('')).notes).toMatchObject([{ text: 'Husket senere', illustrative: ['text'] }]);
  });
});

describe('the milestones', () => {
  const codes = async (query: string) =>
    (await get(`/milestones?${query}`)).items.map((one: { code: string }) => one.code);

  it('say what is overdue, and how late one was reached', async () => {
    const { items } = await get('/milestones');
    expect(items.map((one: object) => one)).toMatchObject([
      { code: 'M-1', state: 'reached', since: '2026-03-24', daysLate: 23, overdue: false, evidence: ['doc-k1'] },
      { code: 'M-2', state: 'planned', firstPlannedOn: '2026-04-01', rescheduled: 1, overdue: true, daysOverdue: 10 },
      { code: 'M-4', state: 'dropped', overdue: false },
      { code: 'M-3', state: 'planned', overdue: false },
    ]);
    expect(items[1].daysLate).toBeUndefined();
  });

  it.each([
    ['state=planned', ['M-2', 'M-3']],
    ['overdue=true', ['M-2']],
    ['overdue=false&state=planned', ['M-3']],
    ['due-within=14', ['M-3']],
    ['due-within=8', []],
    ['late=true', ['M-1']],
  ])('are filtered by %s', async (query, found) => {
    expect(await codes(query)).toEqual(found);
  });

  it('come in pages', async () => {
    const { items, next } = await get('/milestones?limit=3');
    const rest = await get(`/milestones?limit=3&cursor=${next}`);
    expect([...items, ...rest.items].map((one: { code: string }) => one.code)).toEqual(['M-1', 'M-2', 'M-4', 'M-3']);
    expect(rest.next).toBeUndefined();
  });

  it('are listed across partnerships, with the one each belongs to', async () => {
    const { body } = await insight.get(municipality, `/milestones?overdue=true&municipality=0250&at-least=${last}`);
    expect(body.items).toMatchObject([{ code: 'M-2', partnershipId: id, partnership: 'Dehydrering hos ældre' }]);
  });
});

describe('the timeline', () => {
  it('has every event, newest first, with who, when, and what is late or illustrative', async () => {
    const { items } = await get('/timeline?limit=1');
    expect(items).toMatchObject([
      {
        type: 'NoteWritten',
        room: 'case',
        text: 'A note was written: Husket senere',
        occurredOn: '2026-02-01',
        lateEntry: true,
        by: 'pm-1',
        role: 'project-manager',
        organisation: '0250',
        illustrative: ['text'],
        source: 'frederikssund.dk',
        position: last,
      },
    ]);
  });

  it('reads in Danish for who reads Danish', async () => {
    const { body, headers } = await insight.get(municipality, `/partnerships/${id}/timeline?limit=1`, {
      'accept-language': 'da',
    });
    expect(body.items[0].text).toBe('Et notat blev skrevet: Husket senere');
    expect(headers['content-language']).toBe('da');
  });

  it('can be read from the beginning, page by page, to the last event', async () => {
    const seen: number[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const page: { items: { position: number }[]; next?: string } = await get(
        `/timeline?first=oldest&limit=20${next && `&cursor=${next}`}`,
      );
      seen.push(...page.items.map(({ position }) => position));
      next = page.next;
    }
    const { events } = await insight.store.readAll(0, {
      max: 1_000,
      filter: { streams: [`partnership-${id}`, `kpi-${id}`] },
    });
    expect(seen).toEqual(events.map(({ position }) => position));
  });

  it('is filtered by room, type and period', async () => {
    expect(
      (await get('/timeline?room=payment&room=need')).items.every((one: { room: string }) => one.room !== 'case'),
    ).toBe(true);
    expect((await get('/timeline?type=MilestoneReached')).items).toHaveLength(1);
    expect((await get('/timeline?from=2026-02-01&to=2026-02-01')).items).toHaveLength(1);
  });
});

describe('a period that ends before it begins', () => {
  it.each(['timeline', 'kpis/minutes/measurements'])('is refused, and not answered with nothing: %s', async (list) => {
    const { status, body } = await insight.get(
      municipality,
      `/partnerships/${id}/${list}?from=2026-02-02&to=2026-02-01`,
    );
    expect([status, body.errors]).toEqual([
      400,
      [
        { parameter: 'from', detail: 'must not lie after to, 2026-02-01' },
        { parameter: 'to', detail: 'must not lie before from, 2026-02-02' },
      ],
    ]);
  });
});

describe('the KPI dashboard', () => {
  const minutes = async () =>
    (await get('/kpis')).items.find((one: { definition: { code: string } }) => one.definition.code === 'minutes');

  it('shows unknown as unknown, with its reason and never as zero', async () => {
    expect(await minutes()).toMatchObject({ status: 'baseline-missing', results: [] });
    expect((await minutes()).baseline).toBeUndefined();
  });

  it('holds the latest figure against baseline and target, per partner, site and level of evidence', async () => {
    const period = { from: '2025-01-01', to: '2025-12-31' };
    await insight.happened(id, [
      { type: 'BaselineSet', data: { code: 'minutes', baseline: { value: '60', n: 40, period, source: 'Måling' } } },
      { type: 'TargetSet', data: { code: 'minutes', target: { value: '20', due: '2026-12-31', bound: 'at-most' } } },
    ]);
    last = await insight.happened(id, [
      recorded(
        measurement('a1', '2026-03-31', '50', { contractId: 'k1', site: 's1' }),
        measurement('a2', '2026-04-30', '30', { contractId: 'k1', site: 's1' }),
        measurement('a3', '2026-04-30', '40', { contractId: 'k1', site: 's2', n: 30 }),
        measurement('b1', '2026-04-30', '10', {
          contractId: 'k1',
          site: 's1',
          evidenceLevel: 'supplier-calculated',
          illustrative: true,
        }),
        measurement('c1', '2026-04-30', '58', { contractId: 'k2', site: 's1', bound: 'at-least' }),
      ),
    ]);
    const kpi = await minutes();
    expect(kpi.status).toBeUndefined();
    expect(kpi.evidenceLevel).toBe('measured');
    expect(kpi.illustrative).toContain('measurements');
    expect(kpi.results).toMatchObject([
      {
        evidenceLevel: 'measured',
        partner: 'Konsortiet Væskevagt',
        latest: { known: true, value: '37.5', n: 40, count: 2 },
        attainment: { kind: 'share', basisPoints: 5_625 },
        status: 'off-target',
        from: [last],
        series: [{ figure: { value: '50' } }, { figure: { value: '37.5' } }],
        sites: [
          { site: 's1', name: 'Plejehjemmet Åbakken', latest: { value: '30' }, attainment: { basisPoints: 7_500 } },
          { site: 's2', latest: { value: '40' } },
        ],
      },
      { evidenceLevel: 'measured', contractId: 'k2', latest: { value: '58', bound: 'at-least' } },
      { evidenceLevel: 'supplier-calculated', contractId: 'k1', status: 'on-target' },
    ]);
  });

  it('follows corrections and withdrawals', async () => {
    last = await insight.happened(id, [
      {
        type: 'MeasurementCorrected',
        data: {
          partnershipId: id,
          kpi: 'minutes',
          reason: 'Tastefejl',
          measurement: measurement('a2', '2026-04-30', '20', { contractId: 'k1', site: 's1' }),
        },
      },
      {
        type: 'MeasurementWithdrawn',
        data: { partnershipId: id, kpi: 'minutes', measurementId: 'a3', reason: 'Forkert sted' },
      },
    ]);
    const kpi = await get('/kpis/minutes');
    expect(kpi.results[0]).toMatchObject({ latest: { value: '20', count: 1 }, status: 'on-target', from: [last - 1] });
  });

  it('lists the measurements that stand', async () => {
    const { items, next } = await get('/kpis/minutes/measurements?limit=2&evidence-level=measured');
    const rest = await get(`/kpis/minutes/measurements?limit=2&evidence-level=measured&cursor=${next}`);
    expect(
      [...items, ...rest.items].map((one: { measurementId: string; corrections: number }) => [
        one.measurementId,
        one.corrections,
      ]),
    ).toEqual([
      ['a1', 0],
      ['a2', 1],
      ['c1', 0],
    ]);
  });

  it('answers for thousands of measurements, in a bounded series', async () => {
    for (let batch = 0; batch < 10; batch += 1) {
      const many = Array.from({ length: 500 }, (_, n) => {
        const day = new Date(Date.UTC(2010, 0, 1 + batch * 500 + n)).toISOString().slice(0, 10);
        return {
          ...measurement(`x${batch}-${n}`, day, '25', { evidenceLevel: 'self-reported' }),
          period: { from: day, to: day },
        };
      });
      last = await insight.happened(id, [recorded(...many)]);
    }
    const started = performance.now();
    const kpi = await get('/kpis/minutes');
    expect(performance.now() - started).toBeLessThan(4_000);
    const own = kpi.results.find((one: { evidenceLevel: string }) => one.evidenceLevel === 'self-reported');
    expect(own.series).toHaveLength(400);
    expect(own.latest).toMatchObject({ value: '25', count: 1 });
  }, 30_000);

  it('has no KPI nobody defined', async () => {
    const { status, body } = await insight.get(municipality, `/partnerships/${id}/kpis/unknown`);
    expect([status, body.type]).toEqual([404, 'https://medspil.dk/problems/no-such-kpi']);
  });
});

describe('a rebuild from zero', () => {
  it('leads to the very rows that serve', async () => {
    await get('');
    await prepareBuild(insight.url, 'beside', migrations);
    const build = {
      store: insight.store,
      pool: insight.pool,
      schema: 'beside',
      log: { info() {}, warn() {}, error() {} },
    };
    await rebuild(build, projections, { batch: 37 });
    expect(await compareSchemas(insight.pool, 'insight', 'beside', projections)).toEqual([]);
  }, 30_000);
});
