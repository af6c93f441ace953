import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Addition, Additions } from './additions.js';

const columns = ['theme', 'party', 'year'] as const;
type Column = (typeof columns)[number];

/** A row as a table and its twin have it: from when to when it stood, for ever when it has not ended. */
const row = fc.record({
  position: fc.integer({ min: 1, max: 40 }),
  lasted: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
  theme: fc.constantFrom('green', 'health'),
  party: fc.constantFrom('0250', '0751', '11111111'),
  year: fc.integer({ min: 2022, max: 2026 }).map(String),
  amounts: fc.tuple(
    fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
    fc.option(fc.integer().map(String)),
  ),
});
type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never;

const additionsOf = (rows: readonly Row[]): readonly Addition[] =>
  rows
    .flatMap(({ position, lasted, theme, party, year, amounts }): Addition[] => {
      const adds = { at: position, sign: 1, values: [theme, party, year], amounts } as const;
      return lasted === undefined ? [adds] : [adds, { ...adds, at: position + lasted, sign: -1 }];
    })
    .toSorted((one, other) => one.at - other.at);

function addedUp(rows: readonly Row[]): Additions<Column> {
  const additions = new Additions(columns, 2);
  for (const one of additionsOf(rows)) additions.add(one);
  return additions;
}

const inOrder = (sums: readonly object[]) =>
  sums.map((sum) => JSON.stringify(sum, (_, value) => (typeof value === 'bigint' ? `${value}` : value))).toSorted();

describe('what is added up', () => {
  it('is of the rows that stood at the position, chosen and grouped as asked', () => {
    const over = (year: string) => (year < '2024' ? 'over' : 'not over');
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        fc.integer({ min: 0, max: 65 }),
        fc.option(fc.subarray(['0250', '0751', '0000']), { nil: undefined }),
        (rows, position, parties) => {
          const expected = new Map<string, { values: string[]; count: number; amounts: bigint[] }>();
          for (const { position: from, lasted = Infinity, theme, party, year, amounts } of rows) {
            if (from > position || from + lasted <= position || (parties && !parties.includes(party))) continue;
            const values = [theme, over(year)];
            const sum = expected.get(values.join()) ?? { values, count: 0, amounts: [0n, 0n] };
            sum.count += 1;
            sum.amounts = sum.amounts.map((amount, n) => amount + BigInt(amounts[n] ?? 0));
            expected.set(values.join(), sum);
          }
          const sums = addedUp(rows).sums(position, [{ column: 'theme' }, { column: 'year', as: over }], {
            party: parties,
          });
          expect(inOrder(sums)).toEqual(inOrder([...expected.values()]));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is one sum when it is by nothing, and none when nothing stood', () => {
    const additions = addedUp([
      { position: 5, lasted: 2, theme: 'green', party: '0250', year: '2024', amounts: ['7', null] },
      { position: 6, lasted: undefined, theme: 'health', party: '0250', year: '2024', amounts: ['-9', '1'] },
    ]);
    expect(additions.sums(4, [])).toEqual([]);
    expect(additions.sums(6, [])).toEqual([{ values: [], count: 2, amounts: [-2n, 1n] }]);
    expect(additions.sums(7, [])).toEqual([{ values: [], count: 1, amounts: [-9n, 1n] }]);
  });

  it('is of any position, asked in any order, while more is added', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.array(fc.integer({ min: 0, max: 65 }), { maxLength: 5 }),
        (rows, positions) => {
          const all = additionsOf(rows);
          const additions = new Additions(columns, 2);
          for (const [n, one] of all.entries()) {
            additions.add(one);
            for (const position of positions) {
              const anew = new Additions(columns, 2);
              for (const before of all.slice(0, n + 1)) if (before.at <= position) anew.add(before);
              const by = [{ column: 'theme' as const }];
              expect(inOrder(additions.sums(position, by))).toEqual(inOrder(anew.sums(1_000, by)));
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is of what there is also where there are more values than rows', () => {
    const additions = new Additions(columns, 1);
    const rows = Array.from({ length: 3_000 }, (_, n) => [`theme ${n % 2_000}`, `party ${n % 1_500}`, `${n}`]);
    for (const values of rows) additions.add({ at: 1, sign: 1, values, amounts: ['1'] });
    const by = columns.map((column) => ({ column }));
    expect(inOrder(additions.sums(1, by))).toEqual(
      inOrder(rows.map((values) => ({ values, count: 1, amounts: [1n] }))),
    );
    expect(additions.sums(0, by)).toEqual([]);
  });

  it('stays exact over more than a number holds', () => {
    const additions = new Additions(['theme'], 1);
    const amount = 2n ** 63n - 1n;
    for (let at = 1; at <= 2_200_000; at += 1)
      additions.add({ at, sign: 1, values: ['green'], amounts: [`${amount}`] });
    expect(additions.sums(2_200_000, [])).toEqual([{ values: [], count: 2_200_000, amounts: [2_200_000n * amount] }]);
  });

  it('refuses what comes out of order', () => {
    const additions = new Additions(['theme'], 0);
    additions.add({ at: 2, sign: 1, values: ['green'], amounts: [] });
    expect(() => additions.add({ at: 1, sign: 1, values: ['green'], amounts: [] })).toThrow('comes after');
  });
});
