import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getDocumentProxy } from 'unpdf';
import type { Principal } from '#platform';
import { followedUp, minutesToAction } from '../../../../libs/partnership/test/story-from-contract.js';
import { type Picture, picturesIn, type Shape, wordsIn } from '../../test/drawn.js';
import { auditor, foreign, type Insight, municipality, openInsight, partner } from '../../test/insight.js';
import type { Happening } from '../events.js';
import { colours } from './paper.js';

const id = randomUUID();
const crowded = randomUUID();
let insight: Insight;
let last: number;
let clock = Date.parse('2026-06-01T10:00:00Z');
const long =
  'Et meget langt navn på noget, der skal kunne stå på én side, uanset hvor meget der er skrevet om det æøå ';

const kpi = (code: string, more: object): Happening => ({
  type: 'KpiDefined',
  data: { ...minutesToAction, code, direction: 'down', aggregation: 'mean-weighted-by-n', tolerance: 1_000, ...more },
});
const measured = (partnershipId: string, code: string, values: readonly string[], more: object = {}): Happening => ({
  type: 'MeasurementsRecorded',
  data: {
    partnershipId,
    kpi: code,
    definitionVersion: 1,
    measurements: values.map((value, n) => ({
      measurementId: `m-${n}`,
      period: { from: `2026-0${n + 1}-01`, to: `2026-0${n + 1}-28` },
      value,
      n: 10,
      source: 'Journal',
      evidenceLevel: 'measured' as const,
      ...more,
    })),
  },
});

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(clock));
  const period = { from: '2025-01-01', to: '2025-12-31' };
  for (const [n, event] of followedUp.entries()) {
    await insight.happened(id, [event], { occurredOn: new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10) });
  }
  await insight.happened(id, [
    kpi('minutes', { name: 'Minutter til handling', primary: true }),
    { type: 'BaselineSet', data: { code: 'minutes', baseline: { value: '30.5', period, source: 'Journal' } } },
    { type: 'TargetSet', data: { code: 'minutes', target: { value: '12', due: '2026-12-31', bound: 'at-most' } } },
    measured(id, 'minutes', ['28', '24.5', '17.25']),
    kpi('more', { name: 'Kendt som grænse', primary: false, direction: 'up' }),
    measured(id, 'more', ['1000'], { bound: 'at-least' }),
    { type: 'MilestonePlanned', data: { code: 'M-2', title: 'Anden prototype', plannedOn: '2026-05-22' } },
  ]);
  const many = Array.from({ length: 60 }, (_, n): Happening => kpi(`kpi-${n}`, { name: `${n} ${long}`.slice(0, 190) }));
  const figures = Array.from({ length: 60 }, (_, n) => measured(crowded, `kpi-${n}`, ['1', '2', '3', `${n}.123456`]));
  const milestones = Array.from(
    { length: 40 },
    (_, n): Happening => ({ type: 'MilestonePlanned', data: { code: `X-${n}`, title: long, plannedOn: '2026-03-01' } }),
  );
  const risks = Array.from(
    { length: 20 },
    (_, n): Happening => ({
      type: 'RiskRaised',
      data: { riskId: `r-${n}`, title: long.repeat(4), likelihood: 5, consequence: 5 },
    }),
  );
  const [registration, ...rest] = followedUp;
  const titled = { ...registration, data: { ...registration!.data, title: long.repeat(2).slice(0, 200) } } as Happening;
  last = await insight.happened(crowded, [titled, ...rest, ...many, ...figures, ...milestones, ...risks]);
  await insight.reached(last);
  clock += 60_000;
}, 60_000);
afterAll(() => insight.close());

async function page(principal: Principal, path: string, language: 'da' | 'en' = 'en') {
  const { status, bytes, headers } = await insight.get(principal, path, { 'accept-language': language });
  expect(status).toBe(200);
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { info } = (await document.getMetadata()) as { info: Record<string, unknown> };
  const marked = await document.getMarkInfo();
  return { bytes, headers, text: await wordsIn(bytes), pages: document.numPages, info, marked };
}

describe('the report of a partnership', () => {
  it('shows the figures that the API answers', async () => {
    const overview = (await insight.get(municipality, `/partnerships/${id}`, { 'accept-language': 'en' })).body;
    const { text, pages, headers } = await page(municipality, `/partnerships/${id}/report`);
    expect([pages, headers['content-type']]).toEqual([1, 'application/pdf']);
    expect(text).toContain(overview.title);
    expect(text).toContain(overview.caseNumber);
    expect(text).toContain('Act now');
    for (const { text: reason } of overview.reasons.slice(0, 4)) expect(text).toContain(reason);
    const [minutes] = overview.kpis.filter(
      (one: { definition: { code: string } }) => one.definition.code === 'minutes',
    );
    expect([minutes.baseline.value, minutes.results[0].latest.value, minutes.target.value]).toEqual([
      '30.5',
      '17.25',
      '12',
    ]);
    expect(text).toContain('30.5 17.3 ≤ 12');
    expect(text).toContain(`${Math.round(minutes.results[0].attainment.basisPoints / 100)}%`);
    expect(text).toContain('≥ 1,000');
    expect(text).toContain('unknown');
    expect(text).toContain('M-2 Anden prototype');
    expect(text).toContain(`position ${overview.asOf.position}`);
  });

  it('is in the language of the reader, titled and tagged', async () => {
    const { text, info, marked } = await page(municipality, `/partnerships/${id}/report`, 'da');
    expect(text).toContain('Handl nu');
    expect(text).toContain('17,3');
    expect(info).toMatchObject({ Title: expect.stringContaining('Dehydrering'), Language: 'da-DK' });
    expect(marked).toMatchObject({ Marked: true });
  });

  it('stays on one page, however much there is', async () => {
    for (const language of ['da', 'en'] as const) {
      const { pages, text } = await page(municipality, `/partnerships/${crowded}/report`, language);
      expect(pages).toBe(1);
      expect(text).toContain('…');
      expect(text).toMatch(/(and|og) 5\d (more|mere)/);
      expect(text).toMatch(/position \d+/);
    }
  });

  it('is the same bytes again as known at its time, whatever is recorded since', async () => {
    const { asOf } = (await insight.get(municipality, `/partnerships/${id}`)).body;
    const path = `/partnerships/${id}/report?known-at=${asOf.time}`;
    const before = await page(municipality, path);
    clock += 3_600_000;
    const position = await insight.happened(id, [
      { type: 'MilestoneMissed', data: { code: 'M-2', missedOn: '2026-06-01', note: 'x' } } as Happening,
    ]);
    const now = await page(municipality, `/partnerships/${id}/report?at-least=${position}`);
    expect((await page(municipality, path)).bytes.equals(before.bytes)).toBe(true);
    expect(now.bytes.equals(before.bytes)).toBe(false);
  });

  it('shows a partner its own contract and nobody what they may not see', async () => {
    const { text } = await page(partner, `/partnerships/${id}/report`);
    const own = (await insight.get(partner, `/partnerships/${id}`)).body.contracts;
    const all = (await insight.get(auditor, `/partnerships/${id}`)).body.contracts;
    for (const { partner: one, contractId } of all) {
      expect(text.includes(one.name)).toBe(
        own.some((other: { contractId: string }) => other.contractId === contractId),
      );
    }
    const { status, body } = await insight.get(foreign, `/partnerships/${id}/report`);
    expect([status, body.type]).toEqual([404, 'https://medspil.dk/problems/not-registered']);
  });
});

describe('the report of the portfolio', () => {
  it('counts what the reader may see, on one page', async () => {
    const { text, pages } = await page(municipality, '/portfolio/report');
    expect(pages).toBe(1);
    expect(text).toContain('2 partnerships');
    expect(text).toContain('Follow-up 2 0 0 2');
    const foreignText = (await page(foreign, '/portfolio/report')).text;
    expect(foreignText).toContain('0 partnerships');
  });

  it('is the same bytes again as known at its time', async () => {
    const { asOf } = (await insight.get(auditor, '/partnerships')).body;
    const path = `/portfolio/report?known-at=${asOf.time}`;
    const before = await page(auditor, path, 'da');
    expect((await page(auditor, path, 'da')).bytes.equals(before.bytes)).toBe(true);
  });
});

describe('the pictures of a report', () => {
  const pictures = async (path: string) => picturesIn((await page(municipality, path)).bytes);
  const one = (all: readonly Picture[], says: string): readonly Shape[] => {
    const found = all.filter((picture) => picture.says.startsWith(says));
    expect([says, found.length]).toEqual([says, 1]);
    return found[0]!.shapes;
  };
  const filled = (shapes: readonly Shape[], colour: string) =>
    shapes.filter(({ drawn, fill }) => drawn !== 'stroke' && fill === colour);
  const middle = ({ left, right }: Shape) => (left + right) / 2;
  /** How much of a bar is filled, lightly and fully. */
  const shares = (bar: readonly Shape[]) => {
    const [whole, outer, inner] = [colours.ground, colours.paleBlue, colours.blue].map((colour) => {
      const [part] = filled(bar, colour);
      return part!.right - part!.left;
    });
    return [outer! / whole!, inner! / whole!];
  };
  const expectClose = (found: readonly number[], wanted: readonly number[]) => {
    expect(found).toHaveLength(wanted.length);
    for (const [n, value] of wanted.entries()) expect(found[n]).toBeCloseTo(value, 3);
  };

  it('show the figures of a partnership, and others when those change', async () => {
    const path = `/partnerships/${id}`;
    const drawnAs = async (released: number, settled: number, values: readonly number[]) => {
      const all = await pictures(`${path}/report`);
      expectClose(shares(one(all, 'Konsortiet Væskevagt: ')), [released / 150, settled / 150]);

      const bullet = one(all, 'Minutter til handling: ');
      const [baseline] = filled(bullet, colours.quiet).map(middle);
      const [target] = filled(bullet, colours.ink).map(middle);
      const discs = bullet.filter(({ drawn }) => drawn === 'fillStroke').map(middle);
      const way = (value: number) => (30.5 - value) / (30.5 - 12);
      expectClose(
        discs.map((disc) => (baseline! - disc) / (baseline! - target!)),
        [way(values.at(-1)!)],
      );

      const course = one(all, 'Minutter til handling. ');
      const levels = [colours.quiet, colours.ink].map(
        (colour) => course.find(({ drawn, stroke }) => drawn === 'stroke' && stroke === colour)!.top,
      );
      expectClose(
        filled(course, colours.blue).map(
          ({ top, bottom }) => ((top + bottom) / 2 - levels[0]!) / (levels[1]! - levels[0]!),
        ),
        values.map(way),
      );
      expect(course.filter(({ drawn, stroke }) => drawn === 'stroke' && stroke === colours.blue)).toHaveLength(
        values.length - 1,
      );
      const { body } = await insight.get(municipality, path);
      const red = [body, ...body.reasons.slice(0, 4)].filter(({ light }) => light === 'red');
      const lights = all.filter(({ says }) => says === 'Act now').flatMap(({ shapes }) => filled(shapes, colours.red));
      expect([body.light, lights.length]).toEqual(['red', red.length]);
    };
    await drawnAs(0, 0, [28, 24.5, 17.25]);
    const instalment = { contractId: 'k1', phaseNo: 1, instalment: 'R1', amountOere: 40_000_000, currency: 'DKK' };
    const second = { ...instalment, instalment: 'R2', amountOere: 60_000_000 };
    const by = { releasedOn: '2026-06-01', releasedBy: 'fin-1' };
    last = await insight.happened(id, [
      { type: 'InstalmentReleased', data: { ...instalment, ...by } },
      { type: 'InstalmentReleased', data: { ...second, ...by } },
      {
        type: 'PaymentSettled',
        data: { ...instalment, paidOn: '2026-06-01', paymentReference: 'B-1', settledBy: 'fin-1' },
      },
      measured(id, 'minutes', ['28', '24.5', '17.25', '14']),
    ] as Happening[]);
    await insight.reached(last);
    await drawnAs(100, 40, [28, 24.5, 17.25, 14]);
  });

  it('show the figures of the portfolio, and others when those change', async () => {
    const drawnAsAnswered = async () => {
      const all = await pictures('/portfolio/report');
      const { phases, dialogueToScaleUp } = (await insight.get(municipality, '/figures/phase-durations')).body;
      const days = [...phases, dialogueToScaleUp].flatMap(({ finished }) =>
        finished ? [Number(finished.medianDays)] : [],
      );
      const longest = Math.max(...days);
      const lasted = all.filter(({ says }) => / \(n = \d\)$/.test(says)).map(({ shapes }) => shares(shapes)[0]!);
      expectClose(
        lasted,
        days.map((one) => one / longest),
      );
      const { total } = (await insight.get(municipality, '/portfolio')).body;
      const [followedUpShare] = shares(one(all, 'All: '));
      expectClose([followedUpShare!], [total.followUp.share / 10_000]);
      return [...lasted, followedUpShare];
    };
    const gain = { kpi: 'minutes', party: '0250', amountOere: 5_000_000 };
    const planned = [2023, 2024, 2025].map((year): Happening => ({ type: 'BenefitPlanned', data: { ...gain, year } }));
    const realised = (year: number): Happening => ({
      type: 'BenefitRealised',
      data: { ...gain, year, evidence: 'Regnskab' },
    });
    last = await insight.happened(id, [...planned, realised(2023)]);
    await insight.reached(last);
    const before = await drawnAsAnswered();
    const ended: Happening = {
      type: 'PartnershipClosed',
      data: {
        result: 'completed',
        reason: 'goals-reached',
        explanation: 'Nået',
        from: 'follow-up',
        closedBy: 'lead-1',
      },
    };
    last = await insight.happened(id, [realised(2024), ended]);
    await insight.reached(last);
    const after = await drawnAsAnswered();
    expect(after.at(-1)).toBeGreaterThan(before.at(-1)!);
    expect(after).toHaveLength(before.length + 1);
  });
});
