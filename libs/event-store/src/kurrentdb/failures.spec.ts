import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../store.js';
import { named } from './failures.js';

const failure = (about: object, message = '') => Object.assign(new Error(message), about);
/** As gRPC itself rejects, where the client does not look into it. */
const bare = (exception: string) => failure({ code: 2, metadata: { get: () => [exception] } });

describe('what KurrentDB failed with', () => {
  it.each([
    ['a server that is gone, by gRPC only', failure({ code: 14 })],
    ['a call cancelled by a shutdown', failure({ code: 1 })],
    ['a deadline', failure({ code: 4 })],
    ['a server out of resources', failure({ code: 8 })],
    ['an aborted call', failure({ code: 10 })],
    ['a broken stream', failure({ code: 13 })],
    ['lost data of a stream', failure({ code: 15 })],
    ['a type of the client', failure({ type: 'unavailable' })],
    ['a node that does not lead', failure({ type: 'not-leader' })],
    ['a node that does not lead, by gRPC only', bare('not-leader')],
    ['a cluster that has no node any more', failure({}, 'Failed to discover after 10 attempts.')],
    ['a lost connection of no type', failure({ type: 'unknown' }, 'transport error')],
  ])('is a store that is away: %s', (_, error) => {
    expect(named(error)).toBeInstanceOf(StoreUnavailable);
    expect(named(error).cause).toBe(error);
  });

  it.each([
    ['a fault of ours', new TypeError('transport is not a function')],
    ['an unknown failure without a word of connections', failure({ type: 'unknown' }, 'corrupt record')],
    ['a conflict', failure({ type: 'wrong-expected-version' })],
  ])('is %s, and stays it', (_, error) => {
    expect(named(error)).toBe(error);
  });

  it.each([
    ['access-denied', failure({ type: 'access-denied' })],
    ['access-denied', bare('access-denied')],
  ])('says which rights the user needs: %s', (_, error) => {
    expect(named(error).message).toContain('must be allowed to read $all and to append');
  });

  it('says which limit an append is over', () => {
    expect(named(bare('maximum-append-size-exceeded')).message).toContain('MaxAppendSize');
  });

  it('stays what it was named before', () => {
    const away = new StoreUnavailable('The event store is closed');
    expect(named(away)).toBe(away);
  });
});
