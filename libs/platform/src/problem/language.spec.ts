import { describe, expect, it } from '@jest/globals';
import { fill, preferredLanguage } from './language.js';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['da', 'da'],
    ['da-DK,da;q=0.9,en;q=0.8', 'da'],
    ['en-GB,da;q=0.9', 'en'],
    ['en;q=0.3, da;q=0.7', 'da'],
    ['da, en', 'da'],
    ['da;q=0', 'en'],
    ['de, fr', 'en'],
    ['*', 'en'],
    ['da;q=nonsense', 'en'],
  ])('by Accept-Language %j is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});

describe('a sentence', () => {
  it('has its placeholders filled from the details', () => {
    expect(fill('{list} at {n}, {object}, {unknown}', { list: ['a', 'b'], n: 2, object: { x: 1 } })).toBe(
      'a, b at 2, {"x":1}, {unknown}',
    );
  });

  it('does not take a placeholder for a property every object has', () => {
    expect(fill('{toString}', {})).toBe('{toString}');
  });
});
