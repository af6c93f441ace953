import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLocalJWKSet } from 'jose';
import { Tokens } from './auth/tokens.js';
import { WholeNumber } from './fields/number.js';
import { Text } from './fields/text.js';
import { Health, HealthModule, type healthStatuses } from './health.js';
import { createHttpApplication } from './http/application.js';
import { openLog } from './http/log.js';

type Status = (typeof healthStatuses)[number];
const now: Record<'tables' | 'gateway', Status> = { tables: 'ok', gateway: 'ok' };

@Injectable()
class Tables {
  constructor(health: Health) {
    health.tell<{ head: number }>({ head: WholeNumber() }, async () => ({ status: now.tables, head: 7 }));
  }
}
@Module({ imports: [HealthModule], providers: [Tables] })
class TablesModule {}

@Injectable()
class Gateway {
  constructor(health: Health) {
    health.tell<{ gateway: string }>({ gateway: Text({ max: 20 }) }, async () => ({
      status: now.gateway,
      gateway: 'away',
    }));
  }
}
@Module({ imports: [HealthModule], providers: [Gateway] })
class GatewayModule {}

@Module({ imports: [TablesModule, GatewayModule] })
class BothModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createHttpApplication(BothModule, {
    api: { title: 'Both', description: 'For the test', version: '1' },
    refusals: {},
    tokens: new Tokens({ issuer: 'i', audience: 'a', keys: createLocalJWKSet({ keys: [] }), roles: [] }),
    log: openLog('silent'),
    bodyLimit: 2_000,
  });
});
afterAll(() => app.close());

describe('the health of a process of two parts', () => {
  it.each<[Status, Status, Status, number]>([
    ['ok', 'ok', 'ok', 200],
    ['ok', 'degraded', 'degraded', 200],
    ['down', 'degraded', 'down', 503],
  ])('is, of %s and %s, %s in one answer', async (tables, gateway, status, code) => {
    Object.assign(now, { tables, gateway });
    const answer = await app.inject('/health');
    expect([answer.statusCode, answer.json()]).toEqual([code, { status, head: 7, gateway: 'away' }]);
  });

  it.each<[Status, number]>([
    ['degraded', 200],
    ['down', 503],
  ])('takes requests or not, but lives, while it is %s', async (status, code) => {
    Object.assign(now, { tables: 'ok', gateway: status });
    const ready = await app.inject('/health/ready');
    expect([ready.statusCode, ready.json()]).toEqual([code, { status }]);
    const live = await app.inject('/health/live');
    expect([live.statusCode, live.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('is described with the fields of both', async () => {
    const { schemas } = (await app.inject('/openapi.json')).json().components;
    expect(Object.keys(schemas.HealthAnswer.properties).sort()).toEqual(['gateway', 'head', 'status']);
    expect(schemas.HealthAnswer.required.sort()).toEqual(['gateway', 'head', 'status']);
  });

  it('takes no more requests once it is about to end, however well it is, and lives until then', async () => {
    Object.assign(now, { tables: 'ok', gateway: 'ok' });
    app.get(Health).leave();
    const ready = await app.inject('/health/ready');
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'leaving' }]);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    expect((await app.inject('/health')).statusCode).toBe(200);
  });
});
