import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { StoreUnavailable } from '#event-store';
import { whenThere } from './waiting.js';

const away = (cause: unknown) => new StoreUnavailable('The event store cannot be reached', { cause });
const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
const full = Object.assign(new pg.DatabaseError('too many connections for role "medspil"', 0, 'error'), {
  code: '53300',
});

/** What is said while each of these is what goes wrong, one after the other. */
async function said(failures: readonly unknown[], reminder = 60_000): Promise<string[]> {
  const lines: string[] = [];
  const left = [...failures];
  const opening = async () => {
    await pause(5);
    if (left.length > 0) throw left.shift();
    return 'open';
  };
  expect(await whenThere(opening, (line) => lines.push(line), { patience: 5, reminder })).toBe('open');
  return lines;
}

describe('waiting for a database at the start', () => {
  it('says why, once while it is the same', async () => {
    expect(await said([away(refused), away(refused), away(full)])).toEqual([
      'The event store cannot be reached: connect ECONNREFUSED 127.0.0.1:1; waiting for it …',
      'The event store cannot be reached: too many connections for role "medspil" (53300); waiting for it …',
    ]);
  });

  it('says it again from time to time while it lasts', async () => {
    const lines = await said(
      Array.from({ length: 10 }, () => away(refused)),
      40,
    );
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.length).toBeLessThan(6);
    expect(new Set(lines).size).toBe(1);
  });

  it.each([
    [
      'each of its addresses refuses',
      new AggregateError([refused, new Error('another')]),
      'connect ECONNREFUSED 127.0.0.1:1',
    ],
    [
      'something further down went wrong',
      new Error('Not opened', { cause: Object.assign(new Error('wrong version'), { code: 'ERR_SSL_WRONG_VERSION' }) }),
      'wrong version (ERR_SSL_WRONG_VERSION)',
    ],
    ['a secret stands in it', new Error('no way to postgres://u:hunter2@db'), 'no way to postgres://…@db'],
  ])('says what is behind it where %s', async (_, cause, why) => {
    expect(await said([away(cause)])).toEqual([`The event store cannot be reached: ${why}; waiting for it …`]);
  });

  it('says nothing of a reason where there is none', async () => {
    expect(await said([new StoreUnavailable('The event store did not answer within 5 ms')])).toEqual([
      'The event store did not answer within 5 ms; waiting for it …',
    ]);
  });

  it('does not wait where waiting mends nothing', async () => {
    await expect(said([new Error('password authentication failed')])).rejects.toThrow('password authentication failed');
  });
});
