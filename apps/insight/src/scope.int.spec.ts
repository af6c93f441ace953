import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { StoreUnavailable } from '#event-store';
import type { Principal } from '#platform';
import { followedUp } from '../../../libs/partnership/test/story-from-contract.js';
import { auditor, competitor, foreign, type Insight, municipality, openInsight, partner } from '../test/insight.js';
import type { Happening } from './events.js';
import { Freshness } from './freshness.js';
import { Readings } from './reading.js';

const id = randomUUID();
let insight: Insight;
let last: number;

const measured = (measurementId: string, contractId: string, value: string): Happening => ({
  type: 'MeasurementsRecorded',
  data: {
    partnershipId: id,
    kpi: 'admissions',
    definitionVersion: 1,
    measurements: [
      {
        measurementId,
        period: { from: '2026-04-01', to: '2026-04-30' },
        numerator: value,
        denominator: '1',
        site: 's1',
        contractId,
        source: 'Journal',
        evidenceLevel: 'measured',
      },
    ],
  },
});

/** Words that stand only in what the second partner, the negotiation, the evaluation or the case's own work says. */
const secrets = [
  'Drikkevægt',
  '22222222',
  'k2',
  'secret-note',
  'secret-risk',
  'secret-deadline',
  'secret-case-milestone',
  'secret-scale-milestone',
  'Sensorplasteret virker',
  '7.77',
];

const paths = [
  '/partnerships',
  `/partnerships/${id}`,
  `/partnerships/${id}/milestones`,
  '/milestones',
  `/partnerships/${id}/timeline?limit=200`,
  `/partnerships/${id}/timeline?limit=200&first=oldest`,
  `/partnerships/${id}/kpis`,
  `/partnerships/${id}/kpis/admissions`,
  `/partnerships/${id}/kpis/admissions/measurements`,
];

beforeAll(async () => {
  insight = await openInsight();
  const plans: Happening[] = [
    {
      type: 'MilestonePlanned',
      data: { code: 'M-1', title: 'own-milestone', plannedOn: '2026-05-01', contractId: 'k1' },
    },
    {
      type: 'MilestonePlanned',
      data: { code: 'M-2', title: 'secret-scale-milestone', plannedOn: '2026-05-01', contractId: 'k2' },
    },
    { type: 'MilestonePlanned', data: { code: 'M-3', title: 'secret-case-milestone', plannedOn: '2026-04-01' } },
    { type: 'DeadlineSet', data: { deadlineId: 'd-1', title: 'secret-deadline', due: '2026-05-10' } },
    { type: 'RiskRaised', data: { riskId: 'r-1', title: 'secret-risk', likelihood: 5, consequence: 5 } },
    { type: 'NoteWritten', data: { noteId: 'n-1', text: 'secret-note' } },
    {
      type: 'ResponsibleAssigned',
      data: { assignmentId: 'a-1', subject: 'pm-1', responsibility: 'case-handler', from: '2025-01-01' },
    },
    measured('own', 'k1', '4.44'),
    measured('other', 'k2', '7.77'),
  ];
  last = await insight.happened(id, [...followedUp, ...plans]);
}, 60_000);
afterAll(() => insight.close());

const ask = (principal: Principal | undefined, path: string) =>
  insight.get(principal, `${path}${path.includes('?') ? '&' : '?'}at-least=${last}`);

describe('what a municipality that takes part sees', () => {
  it.each(paths)('is all of %s', async (path) => {
    const { status, body } = await ask(municipality, path);
    expect(status).toBe(200);
    expect(body.asOf.position).toBeGreaterThanOrEqual(last);
    if (body.items) expect(body.items.length).toBeGreaterThan(0);
  });

  it('ends when it has left', async () => {
    const other = randomUUID();
    const registered = followedUp[0] as Extract<Happening, { type: 'PartnershipRegistered' }>;
    const lead = { ...registered, data: { ...registered.data, leadOrganisation: '0751', caseNumber: 'other' } };
    const joined: Happening = {
      type: 'PartyJoined',
      data: { organisation: '0250', name: 'Frederikssund Kommune', partnerType: 'other-municipality' },
    };
    const seen = async (position: number) =>
      (await insight.get(municipality, `/partnerships/${other}?at-least=${position}`)).status;
    expect(await seen(await insight.happened(other, [lead]))).toBe(404);
    expect(await seen(await insight.happened(other, [joined]))).toBe(200);
    const left: Happening = { type: 'PartyLeft', data: { organisation: '0250', reason: 'Valg' } };
    expect(await seen(await insight.happened(other, [left]))).toBe(404);
  });
});

describe('what a foreign municipality sees', () => {
  it.each(paths)('is nothing of %s', async (path) => {
    const { status, body } = await ask(foreign, path);
    if (path.includes(id)) expect([status, body.type]).toEqual([404, 'https://medspil.dk/problems/not-registered']);
    else expect(JSON.stringify(body)).not.toContain(id);
  });
});

describe('what a partner sees', () => {
  it.each(paths)('is nothing of the others in %s', async (path) => {
    const { status, body } = await ask(partner, path);
    expect(status).toBe(200);
    const text = JSON.stringify(body);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('is the same for its competitor, who sees nothing of the first', async () => {
    for (const path of paths) {
      const text = JSON.stringify((await ask(competitor, path)).body);
      expect(
        ['Sensorplaster"', '11111111', '"k1"', 'own-milestone', '4.44'].filter((one) => text.includes(one)),
      ).toEqual([]);
    }
  });

  it('is its own contract, and the general facts of the case', async () => {
    const { body } = await ask(partner, `/partnerships/${id}`);
    expect(body).toMatchObject({ title: expect.any(String), phase: 'follow-up', lead: '0250' });
    expect(body.contracts.map((one: { contractId: string }) => one.contractId)).toEqual(['k1']);
    expect(body.documents.map((one: { documentId: string }) => one.documentId)).toEqual(['doc-k1']);
    for (const part of [
      'parties',
      'responsible',
      'pilots',
      'risks',
      'deadlines',
      'decisions',
      'notes',
      'adoptions',
      'budgetLines',
    ])
      expect([part, body[part]]).toEqual([part, []]);
    for (const part of [
      'need',
      'dialogue',
      'procurement',
      'funnel',
      'evaluation',
      'businessCase',
      'handler',
      'summary',
    ])
      expect([part, body[part]]).toEqual([part, undefined]);
  });

  it('is lit by what its own contract is due, and by nothing else', async () => {
    const { body } = await ask(partner, '/partnerships');
    expect(body.items).toMatchObject([
      { light: 'red', overdue: 1, nextDeadline: { id: 'M-1' }, reasons: [{ code: 'overdue', due: '2026-05-01' }] },
    ]);
  });

  it('cannot be found out by filters', async () => {
    for (const filter of ['handler=pm-1', 'text=elderly-summary', 'municipality=0190'])
      expect((await ask(partner, `/partnerships?${filter}`)).body.items).toEqual([]);
  });

  it('is the timeline of its own contract', async () => {
    const { body } = await ask(partner, `/partnerships/${id}/timeline?limit=200`);
    const types = new Set(body.items.map((one: { type: string }) => one.type));
    for (const type of ['PartnershipContractSigned', 'PhaseGateDecided', 'MilestonePlanned', 'MeasurementsRecorded'])
      expect(types).toContain(type);
  });

  it('is its own milestones and measurements', async () => {
    const milestones = await ask(partner, `/partnerships/${id}/milestones`);
    expect(milestones.body.items.map((one: { code: string }) => one.code)).toEqual(['M-1']);
    const measurements = await ask(partner, `/partnerships/${id}/kpis/admissions/measurements`);
    expect(measurements.body.items).toMatchObject([{ measurementId: 'own', numerator: '4.44' }]);
    const kpi = await ask(partner, `/partnerships/${id}/kpis/admissions`);
    expect(kpi.body.results).toMatchObject([{ contractId: 'k1', latest: { known: true, value: '4.44' } }]);
  });

  it('is nothing at all without a contract', async () => {
    const stranger: Principal = { subject: 'x', role: 'partner', organisation: '33333333' };
    expect((await ask(stranger, `/partnerships/${id}`)).status).toBe(404);
    expect((await ask(stranger, '/partnerships')).body.items).toEqual([]);
    // A company that takes part in the partnership is not yet its contract partner.
    const other = await insight.happened(id, [
      { type: 'PartyJoined', data: { organisation: '33333333', name: 'X', partnerType: 'private-company' } },
    ]);
    expect((await insight.get(stranger, `/partnerships/${id}?at-least=${other}`)).status).toBe(404);
  });
});

describe('what an auditor sees', () => {
  it.each(paths)('is everything of %s', async (path) => {
    const [mine, theirs] = [await ask(auditor, path), await ask(municipality, path)];
    expect(mine.status).toBe(200);
    if (path.includes(id)) expect(mine.body.items ?? mine.body).toEqual(theirs.body.items ?? theirs.body);
  });
});

describe('without a token', () => {
  it.each(paths)('%s is not answered', async (path) => {
    expect((await insight.get(undefined, path)).status).toBe(401);
  });
});

describe('the read models', () => {
  it('are read through the scope only', async () => {
    const files = (await readdir(new URL('.', import.meta.url), { recursive: true })).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
    );
    const readers: string[] = [];
    for (const file of files) {
      const text = await readFile(new URL(file, import.meta.url), 'utf8');
      if (/(client|pool)\.query[(<]|from 'pg'|pg-cursor/.test(text)) readers.push(file);
    }
    // The module opens the pool and hands it over, and the operators' command rebuilds; of the queries only the reading asks it anything.
    expect(readers.sort()).toEqual(['insight.module.ts', 'projections.ts', 'reading.ts']);
  });
});

describe('a question to read models that are away', () => {
  it('is answered as one to ask again later, and a wrong one as what it is', async () => {
    const asked = (pool: pg.Pool, text: string, ...values: readonly number[]) => {
      const log = { info() {}, warn() {}, error() {} };
      const freshness = new Freshness({ store: insight.store, pool, schema: 'insight', log }, insight.url);
      return new Readings(freshness, () => new Date()).answer(auditor, {}, [], ({ rows }) =>
        rows(({ value }) => {
          for (const one of values) value(one);
          return text;
        }),
      );
    };
    const nowhere = new pg.Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/nothing' });
    await expect(asked(nowhere, 'select 1')).rejects.toThrow(StoreUnavailable);
    await nowhere.end();
    await expect(asked(insight.pool, 'select nothing')).rejects.toThrow('column "nothing" does not exist');
    await expect(asked(insight.pool, 'select $1::integer', 1, 2)).rejects.toMatchObject({ code: '08P01' });
  });
});
