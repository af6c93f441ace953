import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '#platform';
import { registered } from '../../../libs/partnership/test/story.js';
import { wordsIn } from '../test/drawn.js';
import { type Insight, municipality, openInsight, partner } from '../test/insight.js';
import { dayNo, type Happened, lifeOf } from '../test/past.js';
import { everyQuery } from '../test/queries.js';

/** What happened to a partnership, by when it came: the same number in every record of it. */
interface One {
  readonly no: number;
  readonly of: string;
  readonly happened: Happened;
}

const id = randomUUID();
const stopped = randomUUID();
const time = Date.parse('2026-06-01T08:00:00Z');
const days = [2, 20, 70, 89, 105, 116].map(dayNo);
/** When the partner asks too: its contract is signed by then. */
const daysOfPartner = [70, 105].map(dayNo);
const filled = { id, code: 'minutes', kpi: 'minutes', party: '0250', year: '2024' };

/** A long life, and a short one that is broken off. */
const lives: readonly One[] = [
  ...lifeOf(id).map((happened) => ({ of: id, happened })),
  ...brokenOff().map((happened) => ({ of: stopped, happened })),
].map((one, no) => ({ no, ...one }));

function brokenOff(): readonly Happened[] {
  const [registration] = registered as [Happened[0] & { type: 'PartnershipRegistered' }];
  return [
    [{ ...registration, data: { ...registration.data, caseNumber: 'S2024-7' } }, { occurredOn: dayNo(58) }],
    [
      {
        type: 'PartnershipClosed',
        data: {
          result: 'stopped',
          reason: 'priorities-changed',
          explanation: 'Ingen penge',
          from: 'draft',
          closedBy: 'l',
        },
      },
      { occurredOn: dayNo(100) },
    ],
  ];
}

/** What of it had occurred by a day: a measurement when its period is over, a correction with what it corrects. */
function occurredBy(day: string): readonly One[] {
  const told: One[] = [];
  for (const one of lives) {
    const [{ type, data }, about] = one.happened;
    const isTold = (name: string) =>
      told.some(({ happened: [earlier] }) => Reflect.get(earlier.data, name) === Reflect.get(data, name));
    if (type === 'MeasurementsRecorded') {
      const measurements = data.measurements.filter(({ period }) => period.to <= day);
      if (measurements.length > 0) told.push({ ...one, happened: [{ type, data: { ...data, measurements } }, about] });
    } else if (type === 'MeasurementCorrected') {
      if (data.measurement.period.to <= day) told.push(one);
    } else if (type === 'MilestoneCorrected' || type === 'NoteCorrected') {
      if (isTold(type === 'NoteCorrected' ? 'noteId' : 'code')) told.push(one);
    } else if (type === 'MeasurementWithdrawn' || about.occurredOn <= day) told.push(one);
  }
  return told;
}

interface Answered {
  readonly path: string;
  readonly status: number;
  readonly says: unknown;
}
type Ask = (principal: Principal, path: string) => Promise<Answered>;

/** When and where something was recorded, and what it is read from: another record of the same happenings differs in it. */
const recording = ['asOf', 'next', 'projections', 'revision', 'updatedAt', 'recordedAt', 'lateEntry', 'traceId'];

/** Tells what happened, and then gives answers by it: each event in them under its number. */
async function telling(to: Insight, told: readonly One[]): Promise<Ask> {
  const numbers = new Map<unknown, string>();
  let last = 0;
  for (const one of told) {
    const [event, about] = one.happened;
    last = await to.happened(one.of, [event], about);
    numbers.set(last, `event ${one.no}`);
  }
  const { events } = await to.store.readAll(0, { max: 1_000 });
  for (const { id, position } of events) numbers.set(id, numbers.get(position)!);
  await to.reached(last);
  const numbered = (value: unknown) => numbers.get(value) ?? value;
  function substance(this: object, key: string, value: unknown): unknown {
    if (recording.includes(key)) return undefined;
    // Of an outcome that a correction took away again.
    if (key === 'evidence' && Reflect.get(this, 'state') === 'planned') return undefined;
    // A stay in a phase has no other id than the event that ended it.
    if (key === 'id' && /^(finished|open|stopped)-/.test(`${Reflect.get(this, 'name')}`))
      return numbered(Number(value));
    if (['positions', 'from'].includes(key) && Array.isArray(value)) return value.map(numbered);
    return key === 'position' || typeof value === 'string' ? numbered(value) : value;
  }
  return async (principal, path) => {
    const { status, text, bytes, headers } = await to.get(principal, path);
    if (headers['content-type'] !== 'application/pdf') return { path, status, says: JSON.parse(text, substance) };
    return { path, status, says: (await wordsIn(bytes)).replace(/As of .* position \d+/, '') };
  };
}

let insight: Insight;
let ask: Ask;
let paths: readonly string[];
let last = 0;

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(time));
  paths = await everyQuery(insight, 'until', filled);
  ask = await telling(insight, lives);
  last = await insight.store.head();
});
afterAll(() => insight.close());

describe('a question about what had occurred by a day', () => {
  const dated = new Map<string, Answered[]>();

  it.each(days)(
    'is answered on %s as if nothing later had been told',
    async (day) => {
      const then = await openInsight(undefined, () => new Date(`${day}T10:00:00Z`));
      try {
        const askThen = await telling(then, occurredBy(day));
        for (const path of paths) {
          // The timeline has a correction on the day of its own, and not on that of what it corrects.
          const asTold = path.includes('/timeline') ? `${path}to=${day}` : path;
          for (const principal of daysOfPartner.includes(day) ? [municipality, partner] : [municipality]) {
            const answer = await ask(principal, `${path}until=${day}`);
            const { status, says } = await askThen(principal, asTold);
            expect(answer).toEqual({ path: answer.path, status, says });
            if (principal === municipality) dated.set(path, [...(dated.get(path) ?? []), answer]);
          }
        }
      } finally {
        await then.close();
      }
    },
    60_000,
  );

  it('is answered otherwise than without a day, whatever is asked', async () => {
    expect(dated.size).toBe(paths.length);
    for (const [path, answers] of dated) {
      const { says } = await ask(municipality, path);
      const others = answers.filter((one) => one.status === 200 && !isDeepStrictEqual(one.says, says));
      expect([path, others.length > 0]).toEqual([path, true]);
    }
  });

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
