import { describe, expect, it } from '@jest/globals';
import { benefitClasses, evidenceLevels } from '#partnership';
import { count, day, figure, money, say, word } from './wording.js';

describe('how things are written', () => {
  it('writes a date as people do', () => {
    expect(day('2026-03-05')).toEqual({ en: '5 March 2026', da: '5. marts 2026' });
  });
  it('writes øre as kroner', () => {
    expect(money(125_000_050)).toEqual({ en: 'DKK 1,250,000.50', da: '1.250.000,50 kr.' });
    expect(money(-99_900, 'EUR')).toEqual({ en: 'EUR -999', da: '-999 EUR' });
  });
  it('writes a decimal with the mark of the language', () => {
    expect(figure('12.40')).toEqual({ en: '12.40', da: '12,40' });
  });
  it.each([...benefitClasses, ...evidenceLevels])('has words for %s in both languages', (code) => {
    const { en, da } = word(code);
    expect(da === en).toBe(code === 'social');
  });
  it('counts one and many', () => {
    const [one, many] = [
      { en: 'site', da: 'sted' },
      { en: 'sites', da: 'steder' },
    ];
    expect([count(1, one, many).en, count(2, one, many).da]).toEqual(['1 site', '2 steder']);
  });
  it('puts each language together by itself', () => {
    expect(say`on ${day('2026-01-01')}, ${3} in all``den ${day('2026-01-01')}, ${3} i alt`).toEqual({
      en: 'on 1 January 2026, 3 in all',
      da: 'den 1. januar 2026, 3 i alt',
    });
  });
});
