import { describe, expect, it } from '@jest/globals';
import {
  IsDefined,
  IsInt,
  IsOptional,
  IsPositive,
  IsString,
  MaxLength,
  ValidateNested,
  validate,
  validateSync,
} from 'class-validator';
import fc from 'fast-check';
import { Code, Organisation, Uuid } from '../fields/identifier.js';
import { ListOf, Nested } from '../fields/kind.js';
import { BasisPoints, Decimal, Flag, Oere, WholeNumber } from '../fields/number.js';
import { OneOf, Text } from '../fields/text.js';
import { BusinessDate, Instant } from '../fields/time.js';
import { check, coerce, type Plan, planOf } from './plan.js';

class Target {
  @Text({ max: 5 }) title: string;
  @BasisPoints({ optional: true }) weight?: number;
}

class Phase {
  @WholeNumber({ min: 1, max: 9 }) no: number;
  @ListOf(() => Target, { min: 1, max: 2 }) targets: Target[];
}

class Contract {
  @Code() code: string;
  @Nested(() => Phase) first: Phase;
  @Nested(() => Phase, { optional: true }) second?: Phase;
  @ListOf(() => Phase, { max: 2, optional: true }) more?: Phase[];
  @ListOf(BusinessDate(), { min: 1, max: 3, optional: true }) dates?: string[];
  @Oere({ optional: true }) value?: number;
  @Decimal({ optional: true }) change?: string;
  @Flag({ optional: true }) several?: boolean;
  @OneOf(['point', 'at-least'], { optional: true }) bound?: string;
  @Instant({ optional: true }) at?: string;
  @Uuid({ optional: true }) id?: string;
  @Organisation({ optional: true }) partner?: string;
}

/** Decorated with class-validator's own decorators, as a class from elsewhere would be. */
class Plain {
  @IsString() @MaxLength(3) name: string;
  @IsOptional() @IsInt() @IsPositive() age?: number;
  @IsDefined() present: unknown;
  @IsString({ each: true }) words: string[];
}

class Special extends Plain {
  @IsInt() size: number;
}

const plan = (type: new () => object) => planOf(type) as Plan;
const faultsOf = (type: new () => object, value: unknown) =>
  check(plan(type), value).found.map((fault) => ('pointer' in fault ? fault.pointer : ''));

/** A class-validator instance of a plain value: it looks for its rules by the constructor of what it is given. */
function instance(type: new () => object, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const made = new type() as Record<string, unknown>;
  for (const [key, child] of Object.entries(value)) {
    const of = nested.get(type)?.[key];
    made[key] = of ? (Array.isArray(child) ? child.map((item) => instance(of, item)) : instance(of, child)) : child;
  }
  return made;
}

const nested = new Map<new () => object, Record<string, new () => object>>([
  [Contract, { first: Phase, second: Phase, more: Phase }],
  [Phase, { targets: Target }],
]);

function validByClassValidator(type: new () => object, value: unknown): boolean {
  const options = { whitelist: true, forbidNonWhitelisted: true };
  return validateSync(instance(type, value) as object, options).length === 0;
}

const anything = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.constantFrom(undefined, null, '', ' ', 0, -1, 1.5, Number.NaN, true, [], {}, '2026-02-30'),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);
const mostly = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 40, arbitrary }, { weight: 1, arbitrary: anything });
const target = mostly(
  fc.record(
    { title: mostly(fc.string({ minLength: 1, maxLength: 5 })), weight: mostly(fc.nat(10_000)) },
    { requiredKeys: ['title'] },
  ),
);
const phase = mostly(
  fc.record({
    no: mostly(fc.integer({ min: 1, max: 9 })),
    targets: mostly(fc.array(target, { minLength: 1, maxLength: 2 })),
  }),
);
const contract = fc.record(
  {
    code: mostly(fc.constantFrom('C-1', 'a.b_c')),
    first: phase,
    second: phase,
    more: mostly(fc.array(phase, { maxLength: 2 })),
    dates: mostly(fc.array(mostly(fc.constantFrom('2026-03-31', '2024-02-29')), { minLength: 1, maxLength: 3 })),
    value: mostly(fc.nat()),
    change: mostly(fc.constantFrom('1.5', '-2')),
    several: mostly(fc.boolean()),
    bound: mostly(fc.constantFrom('point', 'at-least')),
    at: mostly(fc.constant('2026-03-31T08:15:00Z')),
    id: mostly(fc.uuid()),
    partner: mostly(fc.constantFrom('0561', '29189803')),
    stray: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: anything }),
  },
  { requiredKeys: ['code', 'first'] },
);
const plainValue = fc.record(
  {
    name: mostly(fc.string({ maxLength: 4 })),
    age: mostly(fc.nat()),
    present: anything,
    words: mostly(fc.array(mostly(fc.string()))),
    size: mostly(fc.nat()),
  },
  { requiredKeys: [] },
);

describe('a compiled plan', () => {
  it('finds a value valid exactly when class-validator does', () => {
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(contract, (value) => {
        if (value.stray === undefined) delete value.stray;
        const valid = faultsOf(Contract, value).length === 0;
        seen[valid ? 'valid' : 'invalid'] += 1;
        expect(valid).toBe(validByClassValidator(Contract, value));
      }),
      { numRuns: 1_500 },
    );
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(50);
  });

  it("follows class-validator's own decorators and inheritance too", () => {
    fc.assert(
      fc.property(plainValue, (value) => {
        expect(faultsOf(Special, value).length === 0).toBe(validByClassValidator(Special, value));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with class-validator on the wording of its own decorators', async () => {
    const [byClassValidator] = await validate(Object.assign(new Plain(), { name: 'long', present: 1, words: [] }));
    const { found } = check(plan(Plain), { name: 'long', present: 1, words: [] });
    expect(found.map(({ says }) => says.en)).toEqual(Object.values(byClassValidator?.constraints ?? {}));
  });

  it('does not take a field named like a property every object has', () => {
    for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      const body = JSON.parse(`{"title":"a","${key}":{}}`);
      expect(faultsOf(Target, body)).toEqual([`#/${key}`]);
    }
  });

  it('says that a field is missing, and what it should be', () => {
    const [fault] = check(plan(Target), {}).found;
    expect(fault).toEqual({
      pointer: '#/title',
      says: {
        en: 'is missing: must be a text of 1 to 5 characters',
        da: 'mangler: skal være en tekst på 1 til 5 tegn',
      },
    });
  });

  it('lists a hundred faults and counts the rest', () => {
    const body = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`x${index}`, 1]));
    const faults = check(plan(Target), body);
    expect(faults.found).toHaveLength(100);
    expect(faults.more).toBe(151);
  });

  it("cuts and encodes the caller's own keys", () => {
    const [long] = faultsOf(Target, { title: 'a', ['x'.repeat(1_000)]: 1 });
    expect(long).toBe(`#/${'x'.repeat(64)}%E2%80%A6`);
    expect(faultsOf(Target, { title: 'a', 'a b/c~\ud800': 1 })).toEqual(['#/a%20b~1c~0%EF%BF%BD']);
  });

  it('leaves a value it finds valid untouched', () => {
    const value = Object.freeze({ title: 'a', weight: 1 });
    expect(faultsOf(Target, value)).toEqual([]);
  });

  it('exists only for classes that declare fields', () => {
    expect(planOf(class Empty {})).toBeUndefined();
    expect(planOf(Object as never)).toBeUndefined();
  });

  it('is not made of what it cannot keep', () => {
    class Grouped {
      @IsInt({ groups: ['later'] }) size: number;
    }
    class Unknown {
      @ValidateNested() inner: object;
    }
    expect(() => planOf(Unknown)).toThrow('Unknown.inner');
    expect(() => planOf(Unknown)).toThrow('Unknown.inner');
    expect(() => planOf(Grouped)).toThrow('Grouped.size');
  });
});

describe('the text of a query', () => {
  class Query {
    @WholeNumber({ optional: true }) limit?: number;
    @WholeNumber({ min: -9, optional: true }) above?: number;
    @Flag({ optional: true }) overdue?: boolean;
    @Code({ optional: true }) code?: string;
    @ListOf(WholeNumber(), { max: 3, optional: true }) years?: number[];
  }

  it('becomes numbers, flags and lists where those are declared', () => {
    expect({
      ...coerce(plan(Query), { limit: '5', above: '-1', overdue: 'false', code: '12', years: '2026' }),
    }).toEqual({
      limit: 5,
      above: -1,
      overdue: false,
      code: '12',
      years: [2026],
    });
    expect(coerce(plan(Query), { years: ['2025', '2026'] }).years).toEqual([2025, 2026]);
  });

  it.each([
    { limit: '' },
    { limit: '1e3' },
    { limit: '0x1' },
    { limit: ['1', '2'] },
    { overdue: 'yes' },
    { above: 'NaN' },
    { other: '1' },
  ])('is refused when it stands for nothing declared: %j', (query) => {
    expect(check(plan(Query), coerce(plan(Query), query), 'query').found).toHaveLength(1);
  });
});
