import { describe, expect, it } from '@jest/globals';
import { municipalities } from './municipalities.js';

describe('the municipalities', () => {
  const codes = [...municipalities.keys()];

  it('are 98, each with a code of four digits and a name of its own', () => {
    expect(codes).toHaveLength(98);
    expect(codes.filter((code) => !/^0[1-8]\d{2}$/.test(code))).toEqual([]);
    expect(new Set(municipalities.values()).size).toBe(98);
  });

  it('are listed once each, by their codes', () => {
    expect(codes).toEqual(codes.toSorted());
  });

  it('are known by the codes the field uses', () => {
    const some = ['0101', '0250', '0561', '0580', '0370', '0851'].map((code) => municipalities.get(code));
    expect(some).toEqual(['København', 'Frederikssund', 'Esbjerg', 'Aabenraa', 'Næstved', 'Aalborg']);
  });
});
