import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import exceljs from 'exceljs';
import type { Language, Principal } from '#platform';
import { followedUp, minutesToAction } from '../../../../libs/partnership/test/story-from-contract.js';
import { auditor, foreign, type Insight, municipality, openInsight, partner } from '../../test/insight.js';
import { AdoptionPage } from '../adoption/answer.js';
import { CollaborationAnswer } from '../collaboration/answer.js';
import { DurationsAnswer } from '../durations/answer.js';
import type { Happening } from '../events.js';
import { FollowUpsPage } from '../follow-ups/answer.js';
import { SupplierFunnelAnswer } from '../funnel/answer.js';
import { KpiAnswerAsOf, KpisAnswer, MeasurementPage } from '../kpis/answer.js';
import { MilestonePage } from '../milestones/list.js';
import { OverviewAnswer } from '../overview/answer.js';
import { PaymentsAnswer } from '../payments/answer.js';
import { PortfolioAnswer } from '../portfolio/answer.js';
import { PortfolioBenefitsPage } from '../portfolio/benefits.js';
import { StoppingPage } from '../stopping/answer.js';
import { TimelinePage } from '../timeline/show.js';
import { PartnershipPage } from '../worklist/answer.js';
import { cellText, cellValue } from './cell.js';
import { restored } from './csv.js';
import { mediaTypes } from './format.js';
import { type Table, tablesOf } from './tables.js';

const id = randomUUID();
let insight: Insight;
let last: number;
let clock = Date.parse('2026-06-01T10:00:00Z');
const MANY = 450;

const milestone = (code: string, title: string, plannedOn: string): Happening => ({
  type: 'MilestonePlanned',
  data: { code, title, plannedOn },
});

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(clock));
  const kpi: Happening = {
    type: 'KpiDefined',
    data: {
      ...minutesToAction,
      code: 'minutes',
      direction: 'down',
      aggregation: 'mean-weighted-by-n',
      tolerance: 1_000,
    },
  };
  const day = (n: number) => `2026-0${1 + (n % 5)}-${String(1 + (n % 28)).padStart(2, '0')}`;
  const measurements = Array.from({ length: MANY }, (_, n) => ({
    measurementId: `m-${String(n).padStart(4, '0')}`,
    period: { from: day(n), to: day(n) },
    value: `${n % 40}.${n % 10}`,
    n: 10,
    source: n % 7 === 0 ? '=HYPERLINK("http://x")' : 'Journal; side 2',
    evidenceLevel: 'measured' as const,
    ...(n % 2 === 0 && { contractId: 'k1' }),
    ...(n % 5 === 0 && { illustrative: true as const }),
  }));
  await insight.happened(id, [
    ...followedUp,
    kpi,
    milestone('M-1', '-2+3 cmd|x', '2026-05-01'),
    milestone('M-2', 'Prøve, æøå "citat"\nny linje', '2026-06-05'),
    { type: 'MilestoneReached', data: { code: 'M-1', reachedOn: '2026-05-03', note: '@SUM(A1)' } },
    {
      type: 'MeasurementsRecorded',
      data: { partnershipId: id, kpi: 'minutes', definitionVersion: 1, measurements },
    },
  ]);
  const gain = { kpi: 'minutes', party: '0250', year: 2025, amountOere: 5_000_000 };
  await insight.happened(id, [
    { type: 'BenefitPlanned', data: gain },
    { type: 'BenefitRealised', data: { ...gain, evidence: '+Regnskab' } },
    {
      type: 'ContractTerminated',
      data: { contractId: 'k2', ground: 'insolvency', reason: '=Konkurs', terminatedOn: '2026-05-20' },
    },
  ]);
  for (let n = 0; n < 230; n += 1) {
    last = await insight.happened(id, [milestone(`X-${n}`, `Milestone ${n}`, day(n))]);
  }
  await insight.reached(last);
  clock += 60_000;
}, 60_000);
afterAll(() => insight.close());

const withQuery = (path: string, more: string) => `${path}${path.includes('?') ? '&' : '?'}${more}`;

/** What the API answers as JSON, all pages of it, as known at a time. */
async function wholeOf(principal: Principal, path: string, time: string, language: Language) {
  const headers = { 'accept-language': language };
  const known = path.includes('known-at') ? path : withQuery(path, `known-at=${time}`);
  const { status, body } = await insight.get(principal, known, headers);
  expect(status).toBe(200);
  while (body.next !== undefined) {
    const { body: page } = await insight.get(principal, withQuery(known, `cursor=${body.next}`), headers);
    body.items.push(...page.items);
    body.next = page.next;
  }
  return body;
}

async function csvRows(principal: Principal, path: string, language = 'da') {
  const headers = { 'accept-language': language };
  const { status, text, headers: sent } = await insight.get(principal, withQuery(path, 'format=csv'), headers);
  expect(status).toBe(200);
  const delimiter = language === 'da' ? ';' : ',';
  const rows = parse(text, { bom: true, delimiter, record_delimiter: '\r\n' }) as string[][];
  return { head: rows[0]!, rows: rows.slice(1), sent };
}

async function workbookOf(principal: Principal, path: string) {
  const accept = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const { status, bytes } = await insight.get(principal, path, { accept });
  expect(status).toBe(200);
  const workbook = new exceljs.Workbook();
  // Its types know an older Buffer.
  await workbook.xlsx.load(bytes as never);
  return workbook;
}

const expected = (table: Table, answer: object, language: Language) =>
  [...table.rows(answer)].map((row) => table.columns.map(({ kind, value }) => [kind, value(row, language)] as const));

/** What each list and dashboard answers, by its path; with filters, which are the file's too. */
const exported: Readonly<Record<string, readonly [tables: readonly Table[], filters?: string]>> = {
  '/partnerships': [tablesOf(PartnershipPage), 'status=open'],
  '/partnerships/{id}': [tablesOf(OverviewAnswer)],
  '/partnerships/{id}/milestones': [tablesOf(MilestonePage)],
  '/partnerships/{id}/timeline': [tablesOf(TimelinePage), 'room=milestone&room=kpi'],
  '/partnerships/{id}/kpis': [tablesOf(KpisAnswer, 'results')],
  '/partnerships/{id}/kpis/{code}': [tablesOf(KpiAnswerAsOf)],
  '/partnerships/{id}/kpis/{code}/measurements': [tablesOf(MeasurementPage), 'from=2026-02-01'],
  '/milestones': [tablesOf(MilestonePage), 'overdue=true'],
  '/portfolio': [tablesOf(PortfolioAnswer), 'by=municipality'],
  '/portfolio/benefits': [tablesOf(PortfolioBenefitsPage), 'order=desc'],
  '/figures/payments': [tablesOf(PaymentsAnswer)],
  '/figures/phase-durations': [tablesOf(DurationsAnswer)],
  '/figures/adoption': [tablesOf(AdoptionPage)],
  '/figures/follow-ups': [tablesOf(FollowUpsPage)],
  '/figures/funnel': [tablesOf(SupplierFunnelAnswer)],
  '/figures/stopping': [tablesOf(StoppingPage)],
  '/figures/collaboration': [tablesOf(CollaborationAnswer)],
};
const questions = Object.entries(exported).map(([route, [tables, filters = '']]) => ({
  path: `${route.replace('{id}', id).replace('{code}', 'minutes')}${filters && `?${filters}`}`,
  tables,
}));
const readers = { municipality, partner, auditor };
const notForPartners = /^\/figures\/(?!payments)/;
const questionsOf = (principal: Principal) =>
  questions.filter(({ path }) => principal !== partner || !notForPartners.test(path));

interface Described {
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: { readonly 200?: { readonly content?: Readonly<Record<string, { schema: { $ref?: string } }>> } };
}

describe('every list and dashboard', () => {
  it('is exported', async () => {
    const { paths, components } = (await insight.get(undefined, '/openapi.json')).body;
    const answers = ({ responses }: Described) => responses[200]?.content ?? {};
    const takes = ({ parameters = [] }: Described, name: string) => parameters.some((one) => one.name === name);
    const ofAMoment = (get: Described) => {
      const name = answers(get)[mediaTypes.json]?.schema.$ref?.split('/').at(-1);
      return name !== undefined && 'asOf' in (components.schemas[name].properties ?? {});
    };
    const found = (Object.entries(paths) as [string, { get?: Described }][]).flatMap(([path, { get }]) =>
      // An explanation is of one figure, with what it was made of.
      get && (takes(get, 'limit') || ofAMoment(get)) && !path.endsWith('/explanation') ? [{ path, get }] : [],
    );
    expect(found.map(({ path }) => path).sort()).toEqual(Object.keys(exported).sort());
    for (const { path, get } of found) {
      expect([path, takes(get, 'format'), Object.keys(answers(get)).sort()]).toEqual([
        path,
        true,
        Object.values(mediaTypes).sort(),
      ]);
    }
  });
});

describe.each(Object.entries(readers))('what the %s exports', (_, principal) => {
  it.each(questionsOf(principal))('of $path as CSV is what the API answers, row for row', async ({ path, tables }) => {
    const { rows } = await csvRows(principal, path);
    const { rows: about } = await csvRows(principal, withQuery(path, 'sheet=about'));
    const time = about.find(([what]) => what === 'Opgjort')![1]!;
    const answer = await wholeOf(principal, path, time, 'da');
    const wanted = expected(tables[0]!, answer, 'da').map((row) =>
      row.map(([kind, value]) => cellText(kind, value, 'da')),
    );
    expect(rows.map((row) => row.slice(0, -1).map(restored))).toEqual(wanted);
    expect(principal === partner || wanted.length > 0).toBe(true);
  });

  it.each(questionsOf(principal))(
    'of $path as XLSX is what the API answers, sheet for sheet',
    async ({ path, tables }) => {
      const workbook = await workbookOf(principal, path);
      const sheets = workbook.worksheets;
      expect(sheets).toHaveLength(tables.length + 1);
      const about = sheets.at(-1)!.getSheetValues() as unknown[][];
      const time = about.find((line) => line?.[1] === 'As of')![2] as string;
      const answer = await wholeOf(principal, path, time, 'en');
      for (const [n, table] of tables.entries()) {
        const wanted = expected(table, answer, 'en').map((row) => row.map(([kind, value]) => cellValue(kind, value)));
        const found = wanted.map((row, r) => row.map((__, c) => sheets[n]!.getRow(r + 2).getCell(c + 1).value));
        expect([table.name, found]).toEqual([table.name, wanted]);
        expect(sheets[n]!.rowCount).toBe(wanted.length + 1);
        sheets[n]!.eachRow((row) => row.eachCell((cell) => expect(cell.formula).toBeUndefined()));
      }
    },
  );
});

describe('an export', () => {
  it('holds every row there is, past the longest page', async () => {
    const { rows } = await csvRows(municipality, `/partnerships/${id}/kpis/minutes/measurements`);
    expect(rows).toHaveLength(MANY);
    expect(new Set(rows.map(([measurement]) => measurement)).size).toBe(MANY);
  });

  it('shows nobody what they may not see', async () => {
    for (const format of ['csv', 'xlsx']) {
      const { status, body } = await insight.get(foreign, `/partnerships/${id}/milestones?format=${format}`);
      expect([status, body.type]).toEqual([404, 'https://medspil.dk/problems/not-registered']);
    }
    expect((await csvRows(foreign, '/partnerships')).rows).toEqual([]);
    const { rows } = await csvRows(partner, `/partnerships/${id}/kpis/minutes/measurements`);
    expect(rows.length).toBe(MANY / 2);
  });

  it('is of one moment: what is recorded while it is read is not in it', async () => {
    const path = `/partnerships/${id}/kpis/minutes/measurements`;
    const address = await listening();
    const token = await insight.bearer(municipality);
    const answer = await new Promise<string>((resolve, reject) => {
      const asked = request(`${address}${path}?format=csv`, { headers: { authorization: token } }, (response) => {
        let text = '';
        response.on('error', reject).on('end', () => resolve(text));
        response.once('data', () => {
          // Withdrawn while the first page is on its way.
          response.pause();
          const withdrawn: Happening = {
            type: 'MeasurementWithdrawn',
            data: { partnershipId: id, kpi: 'minutes', measurementId: 'm-0449', reason: 'Fejl' },
          };
          insight.happened(id, [withdrawn]).then(async (position) => {
            await insight.get(auditor, `/partnerships/${id}/kpis?at-least=${position}`);
            response.resume();
          }, reject);
        });
        response.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
      });
      asked.on('error', reject).end();
    });
    expect((parse(answer, { bom: true }) as string[][]).length - 1).toBe(MANY);
    clock += 60_000;
  });

  it('says what it is of, and is called after it', async () => {
    const { sent } = await csvRows(municipality, `/partnerships/${id}/kpis/minutes/measurements?until=2026-05-31`);
    expect(sent).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="medspil-measurements-${id.slice(0, 8)}-minutes-2026-05-31.csv"`,
      'content-language': 'da',
    });
    const { rows } = await csvRows(municipality, '/milestones?overdue=true&state=planned&sheet=about', 'en');
    const about = Object.fromEntries(rows.map(([what, value]) => [what, value]));
    expect(about).toMatchObject({
      Question: '/milestones',
      overdue: 'true',
      state: 'planned',
      'Made by': 'pm-1 (project-manager, 0250)',
    });
    const again = await insight.get(municipality, about['The same again']!);
    expect([again.status, again.body.asOf.time]).toEqual([200, about['As of']]);
  });

  it('is known again as known at an earlier time', async () => {
    const before = (await insight.get(municipality, `/partnerships/${id}/milestones`)).body.asOf.time;
    const first = await csvRows(municipality, `/partnerships/${id}/milestones?known-at=${before}`);
    clock += 3_600_000;
    await insight.happened(id, [{ type: 'MilestoneDropped', data: { code: 'X-3', reason: 'Udgår' } }]);
    const second = await csvRows(municipality, `/partnerships/${id}/milestones?known-at=${before}`);
    expect(second.rows).toEqual(first.rows);
  });

  it('marks illustrative values in a column', async () => {
    const { head, rows } = await csvRows(municipality, `/partnerships/${id}/kpis/minutes/measurements`);
    const column = head.indexOf('Illustrativt');
    expect(rows.filter((row) => row[column] === 'ja')).toHaveLength(MANY / 5);
  });

  it.each([
    ['format=pdf', 'format'],
    ['format=csv&limit=10', 'limit'],
    ['format=xlsx&cursor=x', 'cursor'],
    ['format=xlsx&sheet=about', 'sheet'],
    ['format=csv&sheet=none', 'sheet'],
    ['sheet=about', 'sheet'],
    ['format=csv&color=red', 'color'],
  ])('refuses %s', async (query, parameter) => {
    const { status, body } = await insight.get(municipality, `/partnerships?${query}`);
    expect([status, body.errors.map((one: { parameter: string }) => one.parameter)]).toEqual([400, [parameter]]);
  });

  it('is not what a browser gets that only looks, nor who would rather have JSON', async () => {
    for (const accept of ['text/html,*/*;q=0.8', 'application/json, text/csv;q=0.5']) {
      expect((await insight.get(municipality, '/partnerships', { accept })).headers['content-type']).toContain('json');
    }
    const { headers } = await insight.get(municipality, '/partnerships', {
      accept: 'text/csv, application/json;q=0.5',
    });
    expect(headers['content-type']).toContain('text/csv');
  });
});

describe('an export that breaks', () => {
  it.each(['csv', 'xlsx'])('as %s breaks the download, and never ends it as if it were whole', async (format) => {
    const address = await listening();
    const headers = { authorization: await insight.bearer(municipality) };
    await insight.pool.query('alter table insight.measurement_history rename to elsewhere');
    try {
      // The first page is read as things are now; the pages after it out of the history, which is away.
      const path = `${address}/partnerships/${id}/kpis/minutes/measurements?format=${format}`;
      const ended = await new Promise<string>((resolve) => {
        request(path, { headers }, (response) => {
          response.resume();
          response.on('end', () => resolve('whole')).on('error', () => resolve('broken'));
        })
          .on('error', () => resolve('refused'))
          .end();
      });
      expect(ended).toBe('broken');
    } finally {
      await insight.pool.query('alter table insight.elsewhere rename to measurement_history');
    }
  });

  it.each(['csv', 'xlsx'])('because nobody reads %s any more asks no further', async (format) => {
    const address = await listening();
    const headers = { authorization: await insight.bearer(municipality) };
    const path = `${address}/partnerships/${id}/kpis/minutes/measurements?format=${format}`;
    await new Promise<void>((resolve) => {
      const asked = request(path, { headers }, (response) => {
        response.once('data', () => {
          asked.destroy();
          resolve();
        });
      }).on('error', () => {});
      asked.end();
    });
    await expect(idle()).resolves.toBe(0);
  });
});

/** How many queries run, once there are none or a second has passed. */
async function idle(): Promise<number> {
  let busy = 1;
  for (let n = 0; n < 20 && busy > 0; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { rows } = await insight.pool.query<{ busy: number }>(
      `select count(*)::int as busy from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid() and query not ilike 'listen%'`,
    );
    busy = rows[0]!.busy;
  }
  return busy;
}

let address: string | undefined;
async function listening(): Promise<string> {
  if (!address) {
    await insight.app.listen(0, '127.0.0.1');
    address = `http://127.0.0.1:${(insight.app.getHttpServer().address() as AddressInfo).port}`;
  }
  return address;
}
