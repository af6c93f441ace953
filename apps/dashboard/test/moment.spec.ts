import { describe, expect, it } from '@jest/globals';
import { asAsked, dayOf, isPast, knownSince, momentOf } from '../public/moment/moment.js';

const now = new Date('2026-11-22T12:00:00.000Z');

describe('the moment a page speaks of', () => {
  it('stands in its address', () => {
    expect(momentOf(new URLSearchParams('phase=pilot&known-at=2026-03-31&until=2024-03-01'))).toEqual({
      knownAt: '2026-03-31',
      until: '2024-03-01',
    });
    expect(momentOf(new URLSearchParams('known-at='))).toEqual({});
  });
  it.each([
    ['2026-01-31', '2026-01-31T22:59:59.999Z'],
    ['2026-07-31', '2026-07-31T21:59:59.999Z'],
    ['2026-03-29', '2026-03-29T21:59:59.999Z'],
    ['2026-03-31T14:30', '2026-03-31T12:30:59.999Z'],
    ['2026-10-25T02:30', '2026-10-25T01:30:59.999Z'],
    ['2026-03-31T12:30:00.000Z', '2026-03-31T12:30:00.000Z'],
  ])('%s is known to its end on a Danish clock, %s', (knownAt, end) => {
    expect(knownSince({ knownAt }, now)).toBe(end);
  });
  it('is now where its end lies ahead', () => {
    expect(asAsked({ knownAt: '2026-11-22' }, now)).toEqual({ 'known-at': undefined, until: undefined });
    expect(asAsked({ knownAt: '2026-11-22T12:59' }, now)['known-at']).toBe('2026-11-22T11:59:59.999Z');
  });
  it('that was mistyped is handed on for the API to say so', () => {
    expect(asAsked({ knownAt: 'soon' }, now)['known-at']).toBe('soon');
    expect(knownSince({ knownAt: '2026-03-29T02:30' }, now)).toBe('2026-03-29T02:30:59.999');
  });
  it('is past where something is left out', () => {
    expect([isPast({}), isPast({ until: '2030-01-01' }), isPast({ knownAt: '2020-01-01' })]).toEqual([
      false,
      true,
      true,
    ]);
  });
  it('judges by the day until which things had happened, or by the day on which they were known', () => {
    expect(dayOf({ knownAt: '2024-06-30' })).toBe('2024-06-30');
    expect(dayOf({ knownAt: '2024-06-30T22:30:00.000Z' })).toBe('2024-07-01');
    expect(dayOf({ knownAt: '2024-06-30', until: '2024-03-01' })).toBe('2024-03-01');
  });
});
