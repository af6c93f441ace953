import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { minutesToAction, benefit as planned } from '../../test/story-from-contract.js';
import type { Bound } from '../kpi/definition.js';
import type { EvidenceLevel } from '../kpi/measurements.js';
import { portfolio } from './portfolio.js';
import { type Alike, exactAmount, type Measure, statedAs, type Tally } from './tally.js';

const day = '2026-06-01';
const kroner: Measure = { kind: 'money', currency: 'DKK', priceYear: 2025 };
const hours: Measure = { kind: 'unit', unit: 'timer', benefitClass: 'time-freed' };

interface Given {
  readonly year?: number;
  readonly party?: Alike['party'];
  readonly measure?: Measure;
  readonly additive?: boolean;
  readonly planned?: number;
  readonly bound?: Bound;
  readonly realised?: number;
  readonly realisedIn?: Measure;
  readonly realisedBound?: Bound;
  readonly level?: EvidenceLevel;
}

/** One benefit: planned and realised in øre, or in whole units. */
function benefit({ year = 2025, party = 'municipality', measure = kroner, additive = true, ...given }: Given): Tally {
  const { planned, bound = 'point', realised, realisedIn = measure, realisedBound = 'point', level } = given;
  const scaled = (amount: number | undefined, { kind }: Measure) =>
    BigInt(amount ?? 0) * (kind === 'money' ? 1n : 1_000_000n);
  return {
    alike: {
      year,
      party,
      ...(planned !== undefined && { planned: { measure, additive, bound } }),
      ...(realised !== undefined && {
        realised: {
          measure: realisedIn,
          additive,
          bound: realisedBound,
          ...(level && { evidenceLevel: level }),
        },
      }),
    },
    count: 1,
    planned: scaled(planned, measure),
    realised: scaled(realised, realisedIn),
  };
}

const of = (...benefits: Given[]) => portfolio(benefits.map(benefit), { day, oneParty: false });
const only = (...benefits: Given[]) => {
  const { figures } = of(...benefits);
  expect(figures).toHaveLength(1);
  return figures[0]!;
};
const sum = (amountOere: number, count: number, bound: Bound = 'point') => ({ known: true, amountOere, bound, count });
const none = { known: false, reason: 'none', count: 0 };

describe('a benefit', () => {
  const money = { kpi: planned.kpi, party: planned.party, year: 2026, amountOere: 5_000 };

  it('is in the unit of its KPI, and adds up when that is a sum', () => {
    const measure = { kind: 'unit', unit: 'minutter', benefitClass: 'time-freed' };
    expect(statedAs(planned, minutesToAction)).toEqual({ measure, additive: false, bound: 'point' });
    expect(statedAs(planned, { ...minutesToAction, aggregation: 'sum' })).toMatchObject({ measure, additive: true });
    expect(exactAmount(planned)).toBe(12_500_000n);
  });
  it('of money adds up whatever its KPI, in the prices of its own year unless another is stated', () => {
    expect(statedAs({ ...money, bound: 'at-least' }, minutesToAction)).toEqual({
      measure: { kind: 'money', currency: 'DKK', priceYear: 2026 },
      additive: true,
      bound: 'at-least',
    });
    expect(statedAs({ ...money, priceYear: 2024 }, minutesToAction)).toMatchObject({ measure: { priceYear: 2024 } });
    expect(exactAmount(money)).toBe(5_000n);
  });
});

describe('what is planned', () => {
  it('is added up, and what is due kept from what is not yet', () => {
    expect(only({ planned: 100 }, { planned: 20 }, { planned: 5, year: 2026 })).toMatchObject({
      planned: sum(125, 3),
      due: sum(120, 2),
      notYetDue: sum(5, 1),
    });
  });
  it('is due when its year has ended', () => {
    const [last, first] = ['2025-12-31', '2026-01-01'].map((on) =>
      portfolio([benefit({ planned: 1 })], { day: on, oneParty: false }),
    );
    expect(last!.followUp).toMatchObject({ due: 0, notYetDue: 1 });
    expect(first!.followUp).toMatchObject({ due: 1, notYetDue: 0 });
  });
  it('is not followed up when its year has ended and nothing is realised', () => {
    const figures = only({ planned: 100, realised: 0 }, { planned: 20 }, { planned: 5, year: 2026 });
    expect(figures.notFollowedUp).toEqual(sum(20, 1));
  });
  it('is never added to what is realised', () => {
    expect(only({ planned: 100 }, { planned: 20, realised: 7 })).toMatchObject({
      planned: sum(120, 2),
      realised: [{ realised: sum(7, 1) }],
    });
  });
});

describe('what is unknown', () => {
  it('is not zero', () => {
    expect(only({ planned: 100 })).toMatchObject({ notYetDue: none, realised: [] });
    expect(only({ realised: 100 })).toMatchObject({ planned: none, due: none, notFollowedUp: none });
    expect(of()).toEqual({
      followUp: { planned: 0, due: 0, followedUp: 0, notFollowedUp: 0, notYetDue: 0, unplanned: 0 },
      figures: [],
      notAdded: [],
    });
  });
  it('is told from a realised benefit of zero', () => {
    expect(only({ planned: 100, realised: 0 }).realised).toMatchObject([
      { realised: sum(0, 1), share: { known: true, basisPoints: 0 } },
    ]);
  });
  it('is a sum of money too large to be said exactly', () => {
    const { planned } = only({ planned: Number.MAX_SAFE_INTEGER }, { planned: 1 });
    expect(planned).toEqual({ known: false, reason: 'too-large', count: 2 });
  });
});

describe('a measure', () => {
  it('is money in the prices of one year', () => {
    const { figures } = of({ planned: 1 }, { planned: 2, measure: { ...kroner, priceYear: 2024 } });
    expect(figures.map(({ planned }) => planned)).toEqual([sum(2, 1), sum(1, 1)]);
  });
  it('is the unit of a class of benefit: freed hours are neither kroner nor other hours', () => {
    const { figures } = of(
      { planned: 1 },
      { planned: 2, measure: hours },
      { planned: 3, measure: { ...hours, benefitClass: 'citizen-quality' } },
      { planned: 4, measure: { ...hours, unit: 'minutter' } },
    );
    expect(figures.map(({ planned }) => ('amount' in planned ? planned.amount : 'money'))).toEqual([
      'money',
      '3',
      '4',
      '2',
    ]);
  });
  it('of a benefit realised in another than it was planned in, is each its own, and makes no share', () => {
    const { figures, followUp } = of({ planned: 10, realised: 9, realisedIn: { ...kroner, priceYear: 2026 } });
    expect(figures).toMatchObject([
      { planned: sum(10, 1), notFollowedUp: none, realised: [] },
      {
        planned: none,
        realised: [{ realised: sum(9, 1), share: { known: false, reason: 'nothing-followed-up', count: 0 } }],
      },
    ]);
    expect(followUp).toMatchObject({ followedUp: 1, unplanned: 0 });
  });
  it.each<Measure>([
    { ...hours, unit: 'minutter' },
    { ...hours, benefitClass: 'citizen-quality' },
  ])('that was revised in between is another one (%o)', (realisedIn) => {
    const { figures } = of({ planned: 10, realised: 9, measure: hours, realisedIn });
    expect(figures.map(({ planned, realised }) => [planned.count, realised.length])).toEqual(
      expect.arrayContaining([
        [1, 0],
        [0, 1],
      ]),
    );
  });
});

describe('what is not added', () => {
  it('is an amount of a KPI that is no sum: it is counted', () => {
    const { figures, notAdded } = of(
      { planned: 3, measure: hours, additive: false },
      { planned: 4, realised: 2, measure: hours, additive: false },
      { planned: 5, measure: hours },
    );
    expect(figures.map(({ planned }) => planned)).toMatchObject([{ amount: '5', count: 1 }]);
    expect(notAdded).toEqual([{ reason: 'not-additive', planned: 2, realised: 1, notFollowedUp: 1 }]);
    expect(of({ realised: 2, measure: hours, additive: false }).figures).toEqual([]);
  });
  it('is the benefit of a party that is no municipality, unless it is the only party', () => {
    const benefits = [{ planned: 3, party: 'other' as const }, { planned: 4 }];
    expect(of(...benefits)).toMatchObject({
      figures: [{ planned: sum(4, 1) }],
      notAdded: [{ reason: 'party-apart', planned: 1, realised: 0, notFollowedUp: 1 }],
    });
    const own = portfolio([benefit(benefits[0]!)], { day, oneParty: true });
    expect(own).toMatchObject({ figures: [{ planned: sum(3, 1) }], notAdded: [] });
  });
});

describe('a bound', () => {
  it.each<[Bound, Bound, object]>([
    ['point', 'at-least', sum(3, 2, 'at-least')],
    ['point', 'at-most', sum(3, 2, 'at-most')],
    ['at-least', 'at-least', sum(3, 2, 'at-least')],
    ['at-least', 'at-most', { known: false, reason: 'bounds-contradict', count: 2 }],
  ])('stays one: %s and %s', (bound, other, expected) => {
    expect(only({ planned: 1, bound }, { planned: 2, bound: other }).planned).toEqual(expected);
    const realised = only({ realised: 1, realisedBound: bound }, { realised: 2, realisedBound: other });
    expect(realised.realised[0]!.realised).toEqual(expected);
  });
});

describe('levels of evidence', () => {
  it('are never blended, and one that is not stated is its own', () => {
    const { realised } = only(
      { planned: 10, realised: 1 },
      { planned: 10, realised: 2, level: 'measured' },
      { planned: 10, realised: 4, level: 'independently-evaluated' },
      { planned: 10, realised: 8, level: 'measured' },
    );
    expect(
      realised.map(({ evidenceLevel, realised: total, share }) => [
        evidenceLevel,
        total,
        share.known && share.basisPoints,
      ]),
    ).toEqual([
      ['independently-evaluated', sum(4, 1), 4_000],
      ['measured', sum(10, 2), 5_000],
      ['not-stated', sum(1, 1), 1_000],
    ]);
  });
});

describe('the realised share', () => {
  const share = (...benefits: Given[]) => only(...benefits).realised[0]!.share;

  it('is a ratio of sums over what was followed up', () => {
    expect(share({ planned: 100, realised: 10 }, { planned: 300, realised: 150 }, { planned: 999 })).toEqual({
      known: true,
      basisPoints: 4_000,
      bound: 'point',
      realised: { amountOere: 160 },
      planned: { amountOere: 400 },
      count: 2,
    });
  });
  it('leaves out what was realised without a plan', () => {
    expect(share({ planned: 100, realised: 10 }, { realised: 50 })).toMatchObject({ basisPoints: 1_000, count: 1 });
    expect(share({ realised: 50 })).toEqual({ known: false, reason: 'nothing-followed-up', count: 0 });
  });
  it('is unknown of a plan of nothing or of a loss', () => {
    expect(share({ planned: 0, realised: 10 })).toEqual({ known: false, reason: 'planned-not-positive', count: 1 });
    expect(share({ planned: -5, realised: 10 })).toMatchObject({ reason: 'planned-not-positive' });
  });
  it('is unknown when it cannot be said exactly', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(share({ planned: 1, realised: most })).toMatchObject({ known: false, reason: 'too-large' });
    expect(share({ planned: most, realised: 1 }, { planned: most, realised: 1 })).toMatchObject({
      reason: 'too-large',
    });
  });
  it.each<[Bound, Bound, number, Bound | 'unknown']>([
    ['point', 'point', 5, 'point'],
    ['point', 'at-least', 5, 'at-least'],
    ['point', 'at-most', 5, 'at-most'],
    ['at-least', 'point', 5, 'at-most'],
    ['at-least', 'at-most', 5, 'at-most'],
    ['at-least', 'at-least', 5, 'unknown'],
    ['at-least', 'point', -5, 'unknown'],
    ['at-most', 'point', 5, 'unknown'],
  ])('of a plan of %s and a result of %s (%i) is %s', (bound, realisedBound, realised, expected) => {
    const found = share({ planned: 10, bound, realised, realisedBound });
    expect(found).toMatchObject(
      expected === 'unknown'
        ? { known: false, reason: 'bounds-contradict' }
        : { known: true, bound: expected, basisPoints: realised * 1_000 },
    );
  });
});

describe('following up', () => {
  it('counts every benefit, whatever it is in and whoever gains', () => {
    expect(
      of(
        { planned: 1, realised: 1 },
        { planned: 1, measure: hours, additive: false },
        { planned: 1, party: 'other' },
        { planned: 1, year: 2026 },
        { planned: 1, year: 2026, realised: 1 },
        { realised: 1 },
      ).followUp,
    ).toEqual({ planned: 5, due: 3, followedUp: 1, notFollowedUp: 2, notYetDue: 2, unplanned: 1, share: 3_333 });
  });
});

describe('benefits that are alike', () => {
  const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
  const bound = fc.constantFrom<Bound>('point', 'at-least', 'at-most');
  const measure = fc.constantFrom(kroner, hours);
  const benefits = fc
    .array(
      fc.record({
        year: fc.constantFrom(2025, 2026),
        party: fc.constantFrom<Alike['party']>('municipality', 'other'),
        measure,
        additive: fc.boolean(),
        planned: maybe(fc.integer({ min: -50, max: 50 })),
        bound,
        realised: maybe(fc.integer({ min: -50, max: 50 })),
        realisedIn: measure,
        realisedBound: bound,
        level: maybe(fc.constantFrom<EvidenceLevel>('measured', 'self-reported')),
      }),
    )
    .map((given) => given.filter(({ planned, realised }) => (planned ?? realised) !== undefined).map(benefit));

  it('come to the same one by one and counted together, in any order', () => {
    fc.assert(
      fc.property(benefits, fc.boolean(), (singles, oneParty) => {
        const together = new Map<string, Tally>();
        for (const one of singles.toReversed()) {
          const key = JSON.stringify(one.alike);
          const { count = 0, planned = 0n, realised = 0n } = together.get(key) ?? {};
          together.set(key, {
            alike: one.alike,
            count: count + 1,
            planned: planned + one.planned,
            realised: realised + one.realised,
          });
        }
        const judged = { day, oneParty };
        expect(portfolio([...together.values()], judged)).toEqual(portfolio(singles, judged));
      }),
    );
  });
});
