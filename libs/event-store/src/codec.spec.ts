import { describe, expect, it } from '@jest/globals';
import { codec, NotStorable } from './codec.js';

type PaymentEvent =
  | { type: 'InstalmentReleased'; data: { instalmentId: string; amount: { ore: number; currency: string } } }
  | { type: 'NoteAdded'; data: { text: string } };

const as = { id: '00000000-0000-4000-8000-000000000001', metadata: { by: 'fin-1' } };
const released: PaymentEvent = {
  type: 'InstalmentReleased',
  data: { instalmentId: 'i1', amount: { ore: 1_000_00, currency: 'DKK' } },
};

describe('encoding an event', () => {
  it('stamps its version into the metadata', () => {
    expect(codec<PaymentEvent>().encode(released, as)).toEqual({
      ...as,
      ...released,
      metadata: { by: 'fin-1', schemaVersion: 1 },
    });
  });

  const refused: [string, unknown, string][] = [
    ['half an øre', { amount: { ore: 0.5 } }, 'data.amount.ore is 0.5, and numbers must be safe integers'],
    ['more than can be counted', { list: [1, 2 ** 53] }, 'data.list[1] is 9007199254740992'],
    ['no number', { n: Number.NaN }, 'data.n is NaN'],
    ['a date object', { at: new Date(0) }, 'data.at is a Date'],
    ['a map', { of: [new Map()] }, 'data.of[0] is a Map'],
    ['a function', { f: () => 1 }, 'data.f is of type function'],
    ['a big integer', { n: 1n }, 'data.n is of type bigint'],
    ['a hole in a list', { list: [undefined] }, 'data.list[0] is of type undefined'],
  ];
  it.each(refused)('refuses %s and says where it is', (_, data, message) => {
    const encode = () => codec().encode({ type: 'Odd', data: data as object }, as);
    expect(encode).toThrow(NotStorable);
    expect(encode).toThrow(`Odd cannot be stored: ${message}`);
  });

  it('refuses the same in metadata', () => {
    const encode = () => codec<PaymentEvent>().encode(released, { ...as, metadata: { rate: 0.1 } });
    expect(encode).toThrow('metadata.rate is 0.1');
  });

  it('takes what is optional and not given', () => {
    const event = { type: 'Odd', data: { note: undefined, list: [], none: null, flag: false } };
    expect(JSON.parse(JSON.stringify(codec().encode(event, as).data))).toEqual({ list: [], none: null, flag: false });
  });
});

describe('decoding an event', () => {
  const today = codec<PaymentEvent>({
    versions: { InstalmentReleased: 3 },
    upcasts: {
      InstalmentReleased: {
        1: ({ kroner, ...data }: { kroner: number }) => ({ ...data, ore: kroner * 100 }),
        2: ({ ore, ...data }: { ore: number }) => ({ ...data, amount: { ore, currency: 'DKK' } }),
      },
    },
  });

  const stored: [number | undefined, object][] = [
    [undefined, { instalmentId: 'i1', kroner: 1_000 }],
    [1, { instalmentId: 'i1', kroner: 1_000 }],
    [2, { instalmentId: 'i1', ore: 1_000_00 }],
    [3, released.data],
    [4, released.data],
  ];
  it.each(stored)('brings version %p to today', (schemaVersion, data) => {
    const metadata = schemaVersion === undefined ? {} : { schemaVersion };
    expect(today.decode({ type: 'InstalmentReleased', data: data as never, metadata })).toEqual(released);
  });

  it.each([
    [undefined, false],
    [3, false],
    [4, true],
  ])('tells whether version %p is one of tomorrow', (schemaVersion, later) => {
    const metadata = schemaVersion === undefined ? {} : { schemaVersion };
    expect(today.isLater({ type: 'InstalmentReleased', metadata })).toBe(later);
  });

  it('gives an event of a type it does not know as it was stored', () => {
    const unknown = { type: 'OfTomorrow', data: { a: 1 } };
    expect(today.decode({ ...unknown, metadata: { schemaVersion: 9 } })).toEqual(unknown);
  });

  it('is not begun with a step missing between versions', () => {
    expect(() =>
      codec<PaymentEvent>({ versions: { NoteAdded: 3 }, upcasts: { NoteAdded: { 1: () => ({}) } } }),
    ).toThrow('NoteAdded is at version 3 and has upcasts from [1]');
  });
});
