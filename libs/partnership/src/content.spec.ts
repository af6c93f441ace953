import { describe, expect, it } from '@jest/globals';
import { sameContent } from './content.js';

describe('the same content', () => {
  it('does not depend on the order of keys, nor on keys that say nothing', () => {
    expect(sameContent({ a: 1, b: { c: [1, 'x'] } }, { b: { c: [1, 'x'], d: undefined }, a: 1 })).toBe(true);
  });
  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [[], {}],
    [{ a: null }, { a: undefined }],
    ['1', 1],
  ])('tells %j from %j', (one, other) => {
    expect(sameContent(one, other)).toBe(false);
  });
});
