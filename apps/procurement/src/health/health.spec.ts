import { describe, expect, it } from '@jest/globals';
import { outwardOf } from './health.js';

const since = '2026-03-01T09:00:00.000Z';

describe('the health of publishing', () => {
  it('tells how far it is behind the store', () => {
    const publisher = { state: { state: 'connected', since }, position: 7 } as const;
    expect(outwardOf(publisher, 10)).toEqual({ state: 'connected', since, position: 7, behind: 3 });
  });

  it('is away where the store cannot be read, as nothing is published then', () => {
    const publisher = { state: { state: 'connected', since }, position: 7 } as const;
    expect(outwardOf(publisher)).toEqual({ state: 'away', position: 7 });
  });

  it('tells what is too large, and not of whom', () => {
    const oversize = {
      position: 8,
      stream: 'partnership-1',
      topic: 'medspil.ocds.v1',
      bytes: 2_000_000,
      limit: 1_048_588,
    };
    const publisher = { state: { state: 'too-large', since, oversize }, position: 7 } as const;
    const { stream: _, ...tooLarge } = oversize;
    expect(outwardOf(publisher, 9)).toEqual({ state: 'too-large', since, position: 7, behind: 2, tooLarge });
  });

  it('stays superseded, whatever the store does', () => {
    const publisher = { state: { state: 'superseded', since }, position: 7 } as const;
    expect(outwardOf(publisher)).toEqual({ state: 'superseded', since, position: 7 });
  });
});
