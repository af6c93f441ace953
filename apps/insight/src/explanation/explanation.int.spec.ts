import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  aggregations,
  type Baseline,
  bounds,
  directions,
  type KpiDefinition,
  type KpiTarget,
  type Measurement,
} from '#partnership';
import { followedUp, minutesToAction } from '../../../../libs/partnership/test/story-from-contract.js';
import { competitor, foreign, type Insight, municipality, openInsight, partner } from '../../test/insight.js';
import { type Explained, recomputed } from '../../test/recomputed.js';
import type { Happening } from '../events.js';

const id = randomUUID();
let time = Date.parse('2026-06-01T08:00:00Z');
let insight: Insight;
let last: number;

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(time));
  last = await insight.happened(id, followedUp);
}, 60_000);
afterAll(() => insight.close());

const get = async (path: string, principal = municipality) => {
  const { status, body } = await insight.get(principal, path);
  expect([path, status, body.detail]).toEqual([path, 200, undefined]);
  return body;
};
const atLeast = (path: string, when = `at-least=${last}`) => `${path}${path.includes('?') ? '&' : '?'}${when}`;

const millionths = fc.bigInt({ min: -30_000_000n, max: 30_000_000n });
const decimal = millionths.map((size) => {
  const digits = (size < 0n ? -size : size).toString().padStart(7, '0');
  return `${size < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
});
const positive = fc.integer({ min: 1, max: 90 }).map(String);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const pick = <const Value>(...values: readonly Value[]) => fc.constantFrom(...values);
const reading = fc.oneof(
  fc.record({ value: decimal, n: maybe(fc.integer({ min: 1, max: 50 })), bound: maybe(pick(...bounds)) }),
  fc.record({ numerator: decimal, denominator: positive, bound: maybe(pick(...bounds)) }),
);
const period = fc
  .tuple(pick('2026-03', '2026-04', '2026-05'), pick('01', '15'), pick('14', '28'))
  .map(([month, from, to]) => ({ from: `${month}-${from < to ? from : '01'}`, to: `${month}-${to}` }));

const measurement = fc
  .tuple(
    reading,
    fc.record({
      measurementId: pick('m1', 'm2', 'm3', 'm4', 'm5'),
      period,
      place: pick({}, { site: 's1' }, { site: 's1' }, { site: 's2' }, { municipality: '0250' }),
      contractId: maybe(pick('k1', 'k2')),
      evidenceLevel: pick('measured', 'measured', 'self-reported'),
    }),
  )
  .map(([numbers, { place, ...rest }]) => ({ ...rest, ...place, ...numbers, source: 'Journal' }) as Measurement);

const kpi = fc.record({
  aggregation: pick(...aggregations),
  direction: pick(...directions),
  tolerance: pick(0, 1_000, 4_000),
  staleAfterDays: maybe(pick(10, 40)),
  baseline: maybe(
    fc.tuple(reading, period).map(([numbers, of]) => ({ ...numbers, period: of, source: 'Før' }) as Baseline),
  ),
  target: maybe(fc.record({ value: decimal, due: pick('2026-12-31'), bound: pick(...bounds) })),
  steps: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: measurement.map((one) => ({ does: 'record' as const, one })) },
      { weight: 2, arbitrary: measurement.map((one) => ({ does: 'correct' as const, one })) },
      { weight: 1, arbitrary: measurement.map((one) => ({ does: 'withdraw' as const, one })) },
    ),
    { maxLength: 10 },
  ),
});
type Kpi = typeof kpi extends fc.Arbitrary<infer Value> ? Value : never;

/** What happens to one KPI: as the rules allow it, so nothing is corrected that was never recorded. */
function happenings(code: string, { aggregation, direction, tolerance, staleAfterDays, baseline, target, steps }: Kpi) {
  const { staleAfterDays: _, ...like } = minutesToAction;
  const definition: KpiDefinition = {
    ...like,
    code,
    aggregation,
    direction,
    tolerance,
    ...(staleAfterDays !== undefined && { staleAfterDays }),
    ...(direction === 'range' && { range: { low: '-3', high: '7.5' } }),
  };
  const base: Happening[] = [
    { type: 'KpiDefined', data: definition },
    ...(baseline ? [{ type: 'BaselineSet', data: { code, baseline } } as Happening] : []),
    ...(target && direction !== 'range'
      ? [{ type: 'TargetSet', data: { code, target: target as KpiTarget } } as Happening]
      : []),
  ];
  const stands = new Map<string, boolean>();
  const measured = steps.flatMap(({ does, one }): Happening[] => {
    const { measurementId } = one;
    const about = { partnershipId: id, kpi: code };
    const standing = stands.get(measurementId);
    if (does === 'record') {
      if (standing !== undefined) return [];
      stands.set(measurementId, true);
      return [{ type: 'MeasurementsRecorded', data: { ...about, definitionVersion: 1, measurements: [one] } }];
    }
    if (!standing) return [];
    if (does === 'correct')
      return [{ type: 'MeasurementCorrected', data: { ...about, reason: 'Fejl', measurement: one } }];
    stands.set(measurementId, false);
    return [{ type: 'MeasurementWithdrawn', data: { ...about, measurementId, reason: 'Fejl' } }];
  });
  return { base, measured };
}

/** Holds every result of a KPI against what can be computed from its explanation, and answers the KPI. */
async function expectExplained(code: string, when: string) {
  const dashboard = await get(`/partnerships/${id}/kpis/${code}?${when}`);
  const judged = dashboard.results.flatMap((result: { sites: object[] }) => [result, ...result.sites]);
  const nothing = { explanation: dashboard.explanation, status: dashboard.status };
  for (const one of judged.length > 0 ? judged : [nothing]) {
    const explained = await get(atLeast(one.explanation, when));
    const again = recomputed(explained as Explained);
    expect(explained.figure.status).toBe(one.status);
    if (one.latest)
      expect([explained.figure.latest, explained.figure.attainment]).toEqual([one.latest, one.attainment]);
    expect({ code, ...again }).toEqual({
      code,
      figure: figureOnly(explained.figure.latest),
      attainment: explained.figure.attainment,
      status: explained.figure.status,
    });
  }
  return dashboard;
}
const figureOnly = ({ known, value, bound, reason }: Record<string, unknown>) =>
  known ? { known, value, bound } : { known, reason };

describe('the explanation of a KPI', () => {
  it('says enough to compute figure, attainment and status again, now and as known before corrections', async () => {
    const cases = fc
      .sample(kpi, { numRuns: 60, seed: 20_261_122 })
      .map((random, number) => ({ code: `random-${number}`, ...happenings(`random-${number}`, random) }));
    const seen = new Set<string>();
    const expectAll = async () => {
      time += 60_000;
      const dashboards = [];
      for (const { code } of cases) {
        const dashboard = await expectExplained(code, `at-least=${last}`);
        for (const { status } of dashboard.results) seen.add(status);
        dashboards.push({ code, dashboard });
      }
      time += 60_000;
      return dashboards;
    };
    const half = (measured: readonly Happening[]) => Math.ceil(measured.length / 2);
    for (const { base, measured } of cases)
      last = await insight.happened(id, [...base, ...measured.slice(0, half(measured))]);
    const before = await expectAll();
    for (const { measured } of cases) last = (await insight.happened(id, measured.slice(half(measured)))) || last;
    await expectAll();
    for (const { code, dashboard } of before)
      expect(await expectExplained(code, `known-at=${dashboard.asOf.time}`)).toEqual(dashboard);
    expect([...seen]).toEqual(
      expect.arrayContaining(['on-target', 'off-target', 'within-tolerance', 'stale-data', 'undecided', 'no-data']),
    );
  }, 300_000);
});

describe('what was corrected', () => {
  const code = 'corrected';
  const one = (value: string): Measurement => ({
    measurementId: 'm-1',
    period: { from: '2026-05-01', to: '2026-05-31' },
    value,
    n: 4,
    contractId: 'k1',
    source: 'Journal',
    evidenceLevel: 'measured',
  });
  const about = { partnershipId: id, kpi: code };

  beforeAll(async () => {
    await insight.happened(id, [
      { type: 'KpiDefined', data: { ...minutesToAction, code } },
      { type: 'MeasurementsRecorded', data: { ...about, definitionVersion: 1, measurements: [one('8')] } },
      { type: 'MeasurementCorrected', data: { ...about, reason: 'Tastefejl', measurement: one('6.5') } },
    ]);
    // One event about both partners' solutions: neither may see its entry in the timeline.
    const both = [
      { ...one('3'), measurementId: 'm-2', period: { from: '2026-05-01', to: '2026-05-31' } },
      { ...one('4'), measurementId: 'm-3', contractId: 'k2' },
    ];
    last = await insight.happened(id, [
      { type: 'MeasurementsRecorded', data: { ...about, definitionVersion: 1, measurements: both } },
    ]);
  });

  it('names the original and the correction, by id, place and stream', async () => {
    const explained = await get(atLeast(`/partnerships/${id}/kpis/${code}/explanation?contract=k1`));
    const corrected = explained.inputs.find((input: { id?: string }) => input.id === 'm-1');
    expect(corrected).toMatchObject({ value: '6.5', n: 4, evidenceLevel: 'measured', contractId: 'k1' });
    const stored = await insight.store.read(`kpi-${id}-${code}`);
    const events = explained.events.filter((event: { position: number }) =>
      corrected.positions.includes(event.position),
    );
    expect(events).toEqual(
      stored.slice(0, 2).map(({ id: eventId, position, stream, type, recordedAt }) => ({
        position,
        id: eventId,
        stream,
        type,
        occurredOn: '2026-05-01',
        recordedAt,
      })),
    );
    expect(explained.projections.map(({ name }: { name: string }) => name)).toEqual(['access', 'kpis', 'worklist']);
  });

  it('is told to its partner without the id of an event the partner may not see', async () => {
    const path = atLeast(`/partnerships/${id}/kpis/${code}/explanation`);
    const explained = await get(path, partner);
    expect(explained).toMatchObject({ contractId: 'k1', measurements: 2, figure: { latest: { value: '4.75' } } });
    const shared = explained.inputs.find((input: { id?: string }) => input.id === 'm-2').positions[0];
    expect(explained.events.find((event: { position: number }) => event.position === shared)).toEqual({
      position: shared,
    });
    expect(explained.events.filter((event: { id?: string }) => event.id).length).toBeGreaterThan(1);
    const theirs = await get(path, competitor);
    expect(theirs).toMatchObject({ contractId: 'k2', measurements: 1 });
    expect((await insight.get(competitor, `${path}&contract=k1`)).status).toBe(404);
    expect((await insight.get(foreign, path)).status).toBe(404);
  });

  it('is paged, with nothing left out', async () => {
    const path = `/partnerships/${id}/kpis/${code}/explanation?contract=k1&limit=1`;
    const first = await get(atLeast(path));
    expect(first).toMatchObject({ measurements: 2, next: expect.any(String) });
    const second = await get(`${path}&cursor=${first.next}&known-at=${first.asOf.time}`);
    const ids = [first, second].flatMap(({ inputs }) =>
      inputs.filter((input: { name: string }) => input.name === 'measurement').map((input: { id: string }) => input.id),
    );
    expect(ids).toEqual(['m-1', 'm-2']);
    expect(second.next).toBeUndefined();
  });

  it('is explained in Danish to whoever reads Danish', async () => {
    const { body } = await insight.get(municipality, atLeast(`/partnerships/${id}/kpis/${code}/explanation`), {
      'accept-language': 'da',
    });
    expect(body.formula.text).toContain('Gennemsnittet af målingerne');
  });
});

describe('the explanation of a benefit', () => {
  const path = (year: number, more = '') =>
    atLeast(`/partnerships/${id}/benefits/explanation?kpi=minutes&party=0250&year=${year}${more}`);
  const benefit = { kpi: 'minutes', party: '0250' };

  beforeAll(async () => {
    last = await insight.happened(id, [
      { type: 'BenefitPlanned', data: { ...benefit, year: 2025, amountOere: 100_00 } },
      { type: 'BenefitPlanned', data: { ...benefit, year: 2025, amountOere: 250_00, bound: 'at-least' } },
      { type: 'BenefitPlanned', data: { ...benefit, year: 2027, amount: '40' } },
    ]);
  });

  it('names what was planned and what it was before, and that nobody followed it up', async () => {
    const explained = await get(path(2025));
    expect(explained).toMatchObject({
      kind: 'money',
      figure: { planned: { amountOere: 250_00, bound: 'at-least' }, followUp: 'not-followed-up' },
    });
    expect(explained.figure.realised).toBeUndefined();
    const planned = explained.inputs.find((input: { name: string }) => input.name === 'planned');
    expect(planned).toMatchObject({ value: '25000', unit: 'øre', bound: 'at-least' });
    expect(explained.events.map((event: { position: number }) => event.position)).toEqual(planned.positions);
    expect(explained.events).toMatchObject([{ type: 'BenefitPlanned' }, { type: 'BenefitPlanned' }]);
  });

  it('says what is realised, once it is', async () => {
    last = await insight.happened(id, [
      { type: 'BenefitRealised', data: { ...benefit, year: 2025, amountOere: 90_00, evidence: 'Regnskab' } },
    ]);
    expect((await get(path(2025))).figure).toMatchObject({ realised: { amountOere: 90_00 }, followUp: 'followed-up' });
  });

  it('does not miss what is not due', async () => {
    expect((await get(path(2027))).figure).toMatchObject({ planned: { amount: '40' }, followUp: 'not-yet-due' });
  });

  it('is not there for what was never planned, for a partner, and for strangers', async () => {
    for (const [principal, asked] of [
      [municipality, path(2031)],
      [municipality, path(2025, '&kind=amount')],
      [partner, path(2025)],
      [foreign, path(2025)],
    ] as const)
      expect((await insight.get(principal, asked)).status).toBe(404);
  });
});
