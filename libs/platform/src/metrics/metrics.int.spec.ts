import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Param } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLocalJWKSet } from 'jose';
import { MemoryEventStore, StoreUnavailable } from '#event-store';
import { Public } from '../auth/principal.js';
import { Tokens } from '../auth/tokens.js';
import { createHttpApplication } from '../http/application.js';
import { openLog } from '../http/log.js';
import { AppendMetrics } from './appends.js';
import { MetricsModule } from './module.js';

@Controller('doors')
class DoorsController {
  @Public()
  @Get(':id')
  open(@Param('id') id: string) {
    if (id === 'stuck') throw new StoreUnavailable('Away');
    return id;
  }
}

@Module({ imports: [MetricsModule], controllers: [DoorsController] })
class DoorsModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createHttpApplication(DoorsModule, {
    api: { title: 'Doors', description: 'For the test', version: '1' },
    refusals: {},
    tokens: new Tokens({ issuer: 'i', audience: 'a', keys: createLocalJWKSet({ keys: [] }), roles: [] }),
    log: openLog('silent'),
    bodyLimit: 2_000,
  });
});
afterAll(() => app.close());

const told = async (metric: string) =>
  (await app.inject('/metrics')).body.split('\n').filter((line) => line.startsWith(metric));

describe('what is measured of requests', () => {
  it('is counted by the template of the route, whatever addresses callers make up', async () => {
    for (const path of ['/doors/1', '/doors/2', '/doors/stuck', '/nowhere/1', '/nowhere/2']) await app.inject(path);
    await app.inject({ method: 'POST', url: '/doors/1' });
    expect((await told('medspil_http_request_seconds_count')).sort()).toEqual([
      'medspil_http_request_seconds_count{method="GET",route="/doors/:id",status="200"} 2',
      'medspil_http_request_seconds_count{method="GET",route="/doors/:id",status="503"} 1',
      'medspil_http_request_seconds_count{method="GET",route="none",status="404"} 2',
      'medspil_http_request_seconds_count{method="POST",route="none",status="405"} 1',
    ]);
  });
});

describe('what is measured of appends', () => {
  it('is there from the beginning, and tells milliseconds apart', async () => {
    const measure = app.get(AppendMetrics).of(new MemoryEventStore());
    expect(await told('medspil_append_seconds_count')).toEqual(
      ['appended', 'repeated', 'conflict', 'refused', 'unavailable', 'failed'].map(
        (outcome) => `medspil_append_seconds_count{store="memory",outcome="${outcome}"} 0`,
      ),
    );
    for (const seconds of [0.0015, 0.0025, 0.0085]) measure.append('appended', seconds);
    measure.append('conflict', 0.001);
    measure.lostRace('decided-anew');
    const appended = await told('medspil_append_seconds_bucket');
    const upTo = (le: number) =>
      appended.find((line) => line.includes(`le="${le}"`) && line.includes('"appended"'))?.split(' ')[1];
    expect([0.001, 0.002, 0.003, 0.0075, 0.01].map(upTo)).toEqual(['0', '1', '2', '2', '3']);
    expect(await told('medspil_append_seconds_count')).toContain(
      'medspil_append_seconds_count{store="memory",outcome="conflict"} 1',
    );
    expect(await told('medspil_lost_races_total')).toEqual([
      'medspil_lost_races_total{outcome="decided-anew"} 1',
      'medspil_lost_races_total{outcome="given-up"} 0',
    ]);
  });
});
