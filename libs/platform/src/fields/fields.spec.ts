import { describe, expect, it } from '@jest/globals';
import {
  Code,
  Country,
  Cpv,
  Currency,
  Cvr,
  Kle,
  Kommunekode,
  Organisation,
  Sha256,
  SubjectId,
  Uuid,
} from './identifier.js';
import type { Field } from './kind.js';
import { BasisPoints, Decimal, Flag, Oere, WholeNumber } from './number.js';
import { OneOf, Text, WebLink } from './text.js';
import { BusinessDate, Instant } from './time.js';

const big = Number.MAX_SAFE_INTEGER;

describe('a field', () => {
  it.each<[string, Field, unknown[], unknown[]]>([
    [
      'text',
      Text({ max: 5 }),
      ['a', 'æøåÆØ', '😀😀😀😀😀', 'a\nb'],
      ['', '  ', 'abcdef', '😀😀😀😀😀😀', 'a\u0000', '\ud800', 1],
    ],
    ['text of length', Text({ min: 3, max: 3 }), ['abc', '😀😀😀'], ['ab', '😀a', 'abcd']],
    ['text that may be empty', Text({ min: 0, max: 2 }), ['', ' '], ['abc']],
    ['code', Code(), ['M-01', 'a'.repeat(40), 'k_1.2'], ['', 'æ', 'a b', 'a'.repeat(41), 'a\n']],
    ['one of', OneOf(['up', 'down']), ['up'], ['UP', '', 'constructor', 0]],
    ['flag', Flag(), [true, false], ['true', 0, 1]],
    [
      'whole number',
      WholeNumber({ min: -2, max: 9 }),
      [-2, 0, 9],
      [-3, 10, 1.5, '1', Number.NaN, Number.POSITIVE_INFINITY],
    ],
    ['amount in øre', Oere(), [0, big], [-1, 0.5, big + 1, '1']],
    [
      'decimal',
      Decimal(),
      ['0', '-12.4', '123456789012.123456'],
      ['', '1.', '.5', '1e3', '1,5', '1.1234567', '1\n', 1],
    ],
    ['share in basis points', BasisPoints(), [0, 10_000], [10_001, -1, 0.5]],
    [
      'business date',
      BusinessDate(),
      ['2026-03-31', '2024-02-29', '2000-02-29'],
      [
        '2026-02-29',
        '1900-02-29',
        '2026-13-01',
        '2026-04-31',
        '2026-00-10',
        '2026-01-00',
        '0000-01-01',
        '2026-3-1',
        '2026-03-31T00:00:00Z',
      ],
    ],
    [
      'instant',
      Instant(),
      ['2026-03-31T08:15:00Z', '2026-03-31T23:59:59.123Z'],
      [
        '2026-03-31T24:00:00Z',
        '2026-03-31T08:15:00',
        '2026-03-31T08:15:00+01:00',
        '2026-02-30T08:15:00Z',
        '2026-03-31',
      ],
    ],
    ['UUID', Uuid(), ['0192d4e8-7f7b-7c31-9d5f-3a2b1c0d9e8f'], ['0192D4E8-7F7B-7C31-9D5F-3A2B1C0D9E8F', '0192d4e8']],
    ['subject id', SubjectId(), ['pm-1', 'auth0|abc'], ['anna@esbjerg.dk', '', 'a b']],
    ['kommunekode', Kommunekode(), ['0561', '0101'], ['561', '1561', '05611']],
    ['CVR number', Cvr(), ['29189803'], ['0561', '01234567', '291898033']],
    ['organisation', Organisation(), ['0561', '29189803'], ['561', 'Esbjerg']],
    ['country', Country(), ['DK'], ['dk', 'DNK', '']],
    ['currency', Currency(), ['DKK'], ['dkk', 'kr', '']],
    ['KLE number', Kle(), ['27.36.00'], ['27.36', '273600']],
    ['CPV code', Cpv(), ['33190000'], ['33190000-8', '3319000']],
    ['SHA-256', Sha256(), ['0'.repeat(64)], ['0'.repeat(63), 'A'.repeat(64)]],
    [
      'web link',
      WebLink(),
      ['https://esbjerg.dk/sag?id=1#a', 'http://localhost:8080/'],
      ['javascript:alert(1)', 'ftp://a.dk', 'https://', 'https://user:pw@a.dk', 'https://a b.dk', '//a.dk'],
    ],
  ])('%s takes what it is and nothing else', (_, { kind }, taken, refused) => {
    for (const value of taken) expect([value, kind.accepts(value)]).toEqual([value, true]);
    for (const value of [...refused, null, undefined, {}, []])
      expect([value, kind.accepts(value)]).toEqual([value, false]);
    expect(kind.says.en).toMatch(/^must be /);
    expect(kind.says.da).toMatch(/^skal være /);
  });

  it('has an example of its kind that it takes itself', () => {
    const kinds = [
      Code,
      Uuid,
      SubjectId,
      Kommunekode,
      Cvr,
      Organisation,
      Kle,
      Cpv,
      Sha256,
      WebLink,
      BusinessDate,
      Instant,
      Flag,
      Oere,
      BasisPoints,
      WholeNumber,
    ];
    for (const make of kinds) {
      const { name, schema, accepts } = make().kind;
      const { example } = schema as { example: unknown };
      expect([name, accepts(example)]).toEqual([name, true]);
    }
  });
});
