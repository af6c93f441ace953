import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Insight, municipality, openInsight, partner } from '../test/insight.js';
import { dayNo, type Happened, lifeOf } from '../test/past.js';

const id = randomUUID();
const paths = [
  '/partnerships',
  `/partnerships/${id}`,
  `/partnerships/${id}/milestones`,
  '/milestones',
  `/partnerships/${id}/kpis`,
];
const corrections: readonly string[] = ['MilestoneCorrected', 'NoteCorrected'];

const time = Date.parse('2026-06-01T08:00:00Z');
let insight: Insight;
let last = 0;

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(time));
  for (const [event, told] of lifeOf(id)) last = await insight.happened(id, [event], told);
});
afterAll(() => insight.close());

/** What another record of the same happenings may differ in: where and when each was recorded. */
function substance(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(substance);
  if (typeof value !== 'object' || value === null) return value;
  const recording = ['asOf', 'position', 'from', 'revision', 'updatedAt', 'recordedAt'];
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (recording.includes(name) ? [] : [[name, substance(one)]])),
  );
}

/** What of the life had occurred by a day; measurements are looked at by period, and a correction is part of what it corrects. */
function occurredBy(day: string): readonly Happened[] {
  const told: Happened[] = [];
  for (const one of lifeOf(id)) {
    const [{ type, data }, { occurredOn }] = one;
    const about = (other: object) =>
      ['code', 'noteId'].some((of) => of in data && of in other && Reflect.get(data, of) === Reflect.get(other, of));
    const corrects = corrections.includes(type) && told.some(([earlier]) => about(earlier.data));
    if (type.startsWith('Measurement') || occurredOn <= day || corrects) told.push(one);
  }
  return told;
}

describe('a question about what had occurred by a day', () => {
  it.each([20, 60, 89, 99, 101, 105, 116, 118].map(dayNo))(
    'is answered on %s as if nothing later had been told',
    async (day) => {
      const then = await openInsight(undefined, () => new Date(`${day}T10:00:00Z`));
      try {
        let position = 0;
        for (const [event, told] of occurredBy(day)) position = await then.happened(id, [event], told);
        for (const path of paths) {
          const asked = path.includes('kpis') ? '' : '';
          const by = await insight.get(municipality, `${path}?until=${day}&at-least=${last}${asked}`);
          const told = await then.get(municipality, `${path}?at-least=${position}&until=${day}`);
          expect([path, by.status]).toEqual([path, told.status]);
          expect(substance(by.body)).toEqual(substance(told.body));
        }
      } finally {
        await then.close();
      }
    },
  );

  it('finds a late entry on the day it occurred, and not before it was known', async () => {
    const state = async (when: string) => {
      const { body } = await insight.get(municipality, `/partnerships/${id}/milestones?${when}`);
      return body.items.find(({ code }: { code: string }) => code === 'M-1')?.state;
    };
    expect(await state(`until=${dayNo(99)}`)).toBe('planned');
    expect(await state(`until=${dayNo(100)}`)).toBe('reached');
  });

  it('counts measurements by their periods', async () => {
    const { body } = await insight.get(municipality, `/partnerships/${id}/kpis/minutes/measurements?until=2024-03-27`);
    expect(body.items.map(({ measurementId }: { measurementId: string }) => measurementId)).toEqual(['b']);
  });

  it('judges by that day', async () => {
    const overdue = async (until: string) => {
      const { body } = await insight.get(municipality, `/partnerships/${id}/milestones?until=${until}`);
      return body.items.find(({ code }: { code: string }) => code === 'M-1')?.overdue;
    };
    expect([await overdue(dayNo(90)), await overdue(dayNo(92))]).toEqual([false, true]);
  });
});

describe('a correction of when something happened', () => {
  const corrected = randomUUID();
  const stateOn = async (day: string) => {
    const { body } = await insight.get(
      municipality,
      `/partnerships/${corrected}/milestones?until=${day}&at-least=${last}`,
    );
    const [{ state, since }] = body.items;
    return [state, since];
  };

  beforeAll(async () => {
    const [[registration, told]] = lifeOf(corrected) as [Happened];
    const on = (occurredOn: string, event: Happened[0]) =>
      insight.happened(corrected, [event], { ...told, occurredOn });
    await on('2024-01-08', registration);
    await on('2024-01-09', { type: 'MilestonePlanned', data: { code: 'M', title: 'Prøve', plannedOn: '2024-03-01' } });
    await on('2024-03-01', { type: 'MilestoneReached', data: { code: 'M', reachedOn: '2024-03-01' } });
    const late = { code: 'M', reason: 'Dato', state: 'reached', stateSince: '2024-06-01', title: 'Forsøg' } as const;
    last = await on('2024-07-01', { type: 'MilestoneCorrected', data: late });
  });

  it('moves the day from which it is so', async () => {
    expect(await stateOn('2024-02-15')).toEqual(['planned', undefined]);
    expect(await stateOn('2024-03-15')).toEqual(['planned', undefined]);
    expect(await stateOn('2024-06-01')).toEqual(['reached', '2024-06-01']);
  });

  it('holds of what it is called from the beginning', async () => {
    const { body } = await insight.get(
      municipality,
      `/partnerships/${corrected}/milestones?until=2024-02-15&at-least=${last}`,
    );
    expect(body.items[0].title).toBe('Forsøg');
  });
});

describe('a KPI that partners may not see any more', () => {
  it('is hidden from them on every day', async () => {
    const hidden = randomUUID();
    for (const [event, told] of lifeOf(hidden)) last = await insight.happened(hidden, [event], told);
    const kpi = (when: string) => insight.get(partner, `/partnerships/${hidden}/kpis/minutes?at-least=${last}${when}`);
    expect([(await kpi('')).status, (await kpi(`&until=${dayNo(110)}`)).status]).toEqual([200, 200]);
    const definition = lifeOf(hidden).flatMap(([{ type, data }]) =>
      type === 'KpiRevised' ? [data.definition] : [],
    )[0]!;
    const closed = { ...definition, publishable: false, contractRelevant: false };
    last = await insight.happened(hidden, [
      { type: 'KpiRevised', data: { definition: closed, version: 3, reason: 'Ikke til leverandører' } },
    ]);
    expect([(await kpi('')).status, (await kpi(`&until=${dayNo(110)}`)).status]).toEqual([404, 404]);
  });
});
