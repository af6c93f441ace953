import { describe, expect, it } from '@jest/globals';
import { Invalid } from '#platform';
import { type CursorKind, decodeCursor, encodeCursor } from './paging.js';

const read = (kind: CursorKind, value: unknown) => {
  try {
    return decodeCursor(encodeCursor('list', [value as string]), 'list', [kind])?.[0];
  } catch (error) {
    if (error instanceof Invalid) return 'refused';
    throw error;
  }
};

describe('a cursor', () => {
  it.each<[CursorKind, unknown]>([
    ['text', 'Ærø'],
    ['whole', '7'],
    ['whole', 128],
    ['uuid', '5f0c7d2e-3c7b-5a44-9d0e-7e2c1f4b6a10'],
    ['date', '2026-02-28'],
    ['date', 'infinity'],
    ['instant', '2026-11-21 22:47:05.847+00'],
    ['instant', '2026-11-21T22:47:05.847Z'],
  ])('of %s gives %j back', (kind, value) => {
    expect(read(kind, value)).toBe(value);
  });

  it.each<[CursorKind, unknown]>([
    ['text', 1],
    ['text', 'a\0b'],
    ['whole', 'seven'],
    ['whole', 1.5],
    ['whole', '99999999999999999999'],
    ['uuid', 'x'],
    ['date', '2026-02-30'],
    ['date', 'tomorrow'],
    ['instant', 'now'],
    ['instant', '2026-02-30 10:00:00+00'],
  ])('of %s does not take %j that somebody made up', (kind, value) => {
    expect(read(kind, value)).toBe('refused');
  });

  it('of another list, or no cursor at all, is refused', () => {
    expect(() => decodeCursor(encodeCursor('list', ['a']), 'other', ['text'])).toThrow(Invalid);
    expect(() => decodeCursor('%%%', 'list', ['text'])).toThrow(Invalid);
  });
});
