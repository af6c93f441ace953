import { describe, expect, it } from '@jest/globals';
import { date, daysBetween, figure, instant, money, number, period, rounded, share, today } from '../public/format.js';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('a number', () => {
  it('is written as the reader writes it', () => {
    expect(number('1234567.5', 'da')).toBe('1.234.567,5');
    expect(number('1234567.5', 'en')).toBe('1,234,567.5');
    expect(number('-0.25', 'da')).toBe('−0,25');
  });
  it('keeps every digit of an exact decimal', () => {
    expect(number('123456789012.654321', 'en')).toBe('123,456,789,012.654321');
  });
  it.each([undefined, null, ''])('that is unknown (%j) is unknown and not zero', (unknown) => {
    expect(number(unknown, 'en')).toBe('–');
    expect(rounded(unknown, 'en')).toBe('–');
    expect(figure({ value: unknown }, 'minutes', 'en')).toBe('–');
    expect(figure(undefined, 'minutes', 'en')).toBe('–');
    expect(share(undefined, 'en')).toBe('–');
    expect(money(undefined, 'en')).toBe('–');
    expect(date(undefined, 'en')).toBe('–');
  });
  it('that was computed is cut to what can be read', () => {
    expect(rounded('6.885245', 'da')).toBe('6,89');
    expect(rounded('44.125', 'da')).toBe('44,1');
    expect(rounded('1234.5678', 'da')).toBe('1.235');
    expect(rounded(0, 'da')).toBe('0');
  });
});

describe('a figure', () => {
  it('stands with its unit', () => {
    expect(plain(figure({ value: '44' }, 'minutes', 'en'))).toBe('44 minutes');
    expect(plain(figure({ value: '3.92' }, '%', 'da'))).toBe('3,92 %');
    expect(figure({ value: '3.92' }, '%', 'en')).toBe('3.92%');
  });
  it('that is known as a bound only says so', () => {
    expect(plain(figure({ value: '1000000', bound: 'at-least' }, 'kr.', 'da'))).toBe('≥ 1.000.000 kr.');
    expect(plain(figure({ value: '5', bound: 'at-most' }, '', 'en'))).toBe('≤ 5');
    expect(plain(figure({ value: '5', bound: 'point' }, '', 'en'))).toBe('5');
  });
});

describe('money', () => {
  it('is kroner, with øre only where there are any', () => {
    expect(plain(money(450_000_000, 'da'))).toBe('4.500.000 kr.');
    expect(plain(money(450_000_000, 'en'))).toBe('DKK 4,500,000');
    expect(plain(money(1_250, 'da'))).toBe('12,50 kr.');
    expect(plain(money(0, 'da'))).toBe('0 kr.');
  });
  it('may be of another currency', () => {
    expect(plain(money(10_000, 'en', 'EUR'))).toBe('€100');
  });
});

describe('a day', () => {
  it('is written as people write it', () => {
    expect(date('2026-03-24', 'da')).toBe('24. mar. 2026');
    expect(date('2026-03-24', 'en')).toBe('24 Mar 2026');
  });
  it('is the same day wherever the reader is, and a period holds both its ends', () => {
    expect(plain(period({ from: '2024-04-01', to: '2024-04-30' }, 'en'))).toMatch(/^1\s?–\s?30 Apr 2024$/);
    expect(period({ from: '2024-04-01', to: '2024-04-01' }, 'en')).toBe('1 Apr 2024');
  });
  it('is counted in whole days, over the change to summer time too', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2024-06-30', '2024-07-02')).toBe(2);
    expect(daysBetween('2026-03-01', '2026-02-28')).toBe(-1);
  });
  it('begins in Denmark before it does in UTC', () => {
    expect(today(new Date('2026-06-30T21:59:59Z'))).toBe('2026-06-30');
    expect(today(new Date('2026-06-30T22:00:00Z'))).toBe('2026-07-01');
    expect(instant('2026-06-30T22:30:00Z', 'da')).toContain('00.30');
  });
});
