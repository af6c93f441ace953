import { once } from 'node:events';
import { createServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { openEventStore } from '../open.js';
import { StoreUnavailable } from '../store.js';

describe('a KurrentDB that cannot be reached', () => {
  const cause = async (url: string) => {
    const error = await openEventStore(url).then(
      (store) => store.close(),
      (failure: Error) => failure,
    );
    expect(error).toBeInstanceOf(StoreUnavailable);
    return (error as Error).cause;
  };

  it.each([
    ['nothing listens', 'kurrentdb://u:s3cret@127.0.0.1:1', 'ECONNREFUSED'],
    ['a host is not known', 'kurrentdb://nowhere.invalid:2113?tls=false', 'ENOTFOUND'],
    [
      'of several nodes none is there',
      'kurrentdb://127.0.0.1:1,nowhere.invalid:2113?tls=false&maxDiscoverAttempts=1',
      'ECONNREFUSED',
    ],
  ])(
    'says so where %s',
    async (_, url, code) => {
      const why = await cause(url);
      expect(why).toMatchObject({ code });
      expect(String(why)).not.toContain('s3cret');
    },
    30_000,
  );

  it('says so where it speaks no TLS', async () => {
    const sockets = new Set<Socket>();
    const plain = createServer();
    plain.on('connection', (socket) => sockets.add(socket)).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const { port } = plain.address() as AddressInfo;
    const why = await cause(`kurrentdb://127.0.0.1:${port}?maxDiscoverAttempts=1`);
    for (const socket of sockets) socket.destroy();
    plain.close();
    expect(why).toMatchObject({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' });
  }, 30_000);
});
