import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { createLocalJWKSet } from 'jose';
import { Public } from '../auth/principal.js';
import { Tokens } from '../auth/tokens.js';
import { createHttpApplication } from './application.js';
import { openLog } from './log.js';

@Controller()
class SlowController {
  @Public()
  @Get('slow')
  async slow() {
    await pause(300);
    return 'done';
  }
}

@Module({ controllers: [SlowController] })
class SlowModule {}

it('stops as soon as what was accepted is answered, though callers keep their connections', async () => {
  const app = await createHttpApplication(SlowModule, {
    api: { title: 'Slow', description: 'For the test', version: '1' },
    refusals: {},
    tokens: new Tokens({ issuer: 'i', audience: 'a', keys: createLocalJWKSet({ keys: [] }), roles: [] }),
    log: openLog('silent'),
    bodyLimit: 2_000,
  });
  await app.listen(0, '127.0.0.1');
  const socket = connect((app.getHttpServer().address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
  await pause(100);

  const began = performance.now();
  const [, ended] = await Promise.all([app.close().then(() => performance.now() - began), once(socket, 'end')]);
  expect(ended).toBeDefined();
  expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  expect(performance.now() - began).toBeLessThan(5_000);
}, 20_000);
