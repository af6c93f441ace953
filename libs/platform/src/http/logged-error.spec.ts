import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { harmless, loggedError } from './logged-error.js';

function databaseError(message: string, more: Partial<pg.DatabaseError>): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, 0, 'error'), more);
}

describe('what the log tells of an error', () => {
  it('is where it arose, and of a database what is there by name: never the row', () => {
    const error = databaseError('new row for relation "events" violates check constraint "no_text"', {
      code: '23514',
      table: 'events',
      constraint: 'no_text',
      detail: 'Failing row contains (1, {"text": "Fru Jensen falder"}).',
      where: 'PL/pgSQL function append: "Fru Jensen falder"',
    });
    const { stack, ...told } = loggedError(error);
    expect(told).toEqual({
      type: 'DatabaseError',
      message: 'new row for relation "…"',
      code: '23514',
      table: 'events',
      constraint: 'no_text',
    });
    expect(stack?.split('\n').every((line) => /^\s+at /.test(line))).toBe(true);
    expect(stack).toContain('logged-error.spec.ts');
  });

  it('keeps the names of what is missing in a database, and not what it was given', () => {
    expect(loggedError(databaseError('relation "insight.worklist" does not exist', { code: '42P01' })).message).toBe(
      'relation "insight.worklist" does not exist',
    );
    expect(
      loggedError(databaseError('invalid input syntax for type uuid: "Fru "Jensen""', { code: '22P02' })).message,
    ).toBe('invalid input syntax for type uuid: "…"');
  });

  it('has causes in it, told alike, and ends', () => {
    const url = 'postgres://medspil:hunter2@db';
    const cause = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: url });
    const told = loggedError(new Error('The store cannot be reached', { cause }));
    expect(told.cause).toMatchObject({ type: 'TypeError', code: 'ERR_INVALID_URL', message: 'Invalid URL' });
    expect(JSON.stringify(told)).not.toContain('hunter2');
    const addresses = new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:5432')], '');
    expect(loggedError(addresses).stack).toContain('logged-error.spec.ts');
    expect(loggedError(addresses).cause?.message).toBe('connect ECONNREFUSED 127.0.0.1:5432');
    const endless = new Error('a');
    endless.cause = endless;
    expect(JSON.stringify(loggedError(endless)).match(/"type"/g)).toHaveLength(5);
  });

  it('is nothing of what could not be read, and of what is no error', () => {
    for (const text of ['{"note": Fru Jensen}', 'Fru Jensen']) {
      let caught: unknown;
      try {
        JSON.parse(text);
      } catch (error) {
        caught = error;
      }
      expect(JSON.stringify(loggedError(caught))).not.toContain('Jensen');
      expect(loggedError(caught).type).toBe('SyntaxError');
    }
    expect(loggedError('Fru Jensen')).toEqual({ type: 'string', message: 'What was thrown is no error' });
  });

  it('takes no line of a message for a frame', () => {
    const { stack } = loggedError(new Error('Fru Jensen\n    at home, Storegade 1'));
    expect(stack).not.toContain('Storegade');
  });
});

describe('a text of another', () => {
  it.each([
    ['cannot reach kurrentdb://admin:hunter2@db:2113?tls=false', 'cannot reach kurrentdb://…@db:2113?tls=false'],
    ['postgres://u:p@ss/w@db/events', 'postgres://…@db/events'],
    ['sent Bearer abc.def', 'sent Bearer …'],
    ['of eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJwbS0xIn0.c2ln and more', 'of … and more'],
    ['host=db password=hunter2 port=1', 'host=db password=… port=1'],
    ['by søren.å@bøgen.dk, today', 'by …, today'],
    ['of 010203-1234', 'of …'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
  ])('%s is told as %s', (text, told) => {
    expect(harmless(text)).toBe(told);
  });
});
