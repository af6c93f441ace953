import { describe, expect, it } from '@jest/globals';
import { daysAfter, daysBetween } from './calendar.js';

describe('counting calendar days', () => {
  it('crosses months, leap days and years', () => {
    expect(daysAfter('2026-01-31', 1)).toBe('2026-02-01');
    expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysAfter('2026-12-25', 10)).toBe('2027-01-04');
    expect(daysAfter('2026-03-01', -1)).toBe('2026-02-28');
  });

  it('counts whole days over the change to summer time', () => {
    expect(daysAfter('2026-03-28', 2)).toBe('2026-03-30');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2);
  });
});
