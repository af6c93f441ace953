import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStore } from './open.js';
import { StoreUnavailable } from './store.js';

const within = new Set<Socket>();
let silent: Server;

beforeEach(async () => {
  silent = createServer((socket) => within.add(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterEach(() => {
  for (const socket of within) socket.destroy();
  silent.close();
});

describe('a PostgreSQL that takes connections and says nothing', () => {
  it('is away, after as long as a connection may take', async () => {
    const { port } = silent.address() as AddressInfo;
    const began = performance.now();
    const opening = openEventStore(`postgres://127.0.0.1:${port}/x`, { timeout: 300 });
    await expect(opening).rejects.toBeInstanceOf(StoreUnavailable);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
