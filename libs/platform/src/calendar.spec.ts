import { describe, expect, it } from '@jest/globals';
import { dayInDenmark } from './calendar.js';

const on = (instant: string) => dayInDenmark(Date.parse(instant));

describe('the day in Denmark', () => {
  it('begins an hour before midnight UTC in winter and two in summer', () => {
    expect(on('2026-01-31T22:59:59.999Z')).toBe('2026-01-31');
    expect(on('2026-01-31T23:00:00.000Z')).toBe('2026-02-01');
    expect(on('2026-06-30T21:59:59.999Z')).toBe('2026-06-30');
    expect(on('2026-06-30T22:00:00.000Z')).toBe('2026-07-01');
  });
});
