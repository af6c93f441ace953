import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from './described.js';
import { ListOf, Nested } from './kind.js';
import { Oere, WholeNumber } from './number.js';
import { Text } from './text.js';

class Part {
  @Oere() amountOere: number;
}
abstract class Page {
  @Text({ max: 10, optional: true }) next?: string;
}
class Answer extends Page {
  @Text({ max: 10 }) title: string;
  @ListOf(WholeNumber(), { max: 9 }) from: readonly number[];
  @Nested(() => Part, { optional: true }) part?: Part;
  @ListOf(() => Part, { max: 9 }) parts: readonly Part[];
}

describe('the fields of a class', () => {
  it('are told with kind and class, its own first and then those it inherits', () => {
    expect(fieldsOf(Answer)).toEqual([
      { name: 'title', kind: 'text', list: false },
      { name: 'from', kind: 'whole-number', list: true },
      { name: 'part', kind: 'object', list: false, of: Part },
      { name: 'parts', kind: 'object', list: true, of: Part },
      { name: 'next', kind: 'text', list: false },
    ]);
    expect(fieldsOf(Part)).toEqual([{ name: 'amountOere', kind: 'oere', list: false }]);
  });
});
