import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { inSpan } from '#event-store';
import { type Collector, type SentSpan, startCollector } from '../../../../test/support/collector.js';
import { openEmbeddedIssuer } from '../auth/embedded-issuer.js';
import { Public } from '../auth/principal.js';
import { Tokens } from '../auth/tokens.js';
import { Text } from '../fields/text.js';
import { HealthModule } from '../health.js';
import { createHttpApplication } from '../http/application.js';
import { openLog } from '../http/log.js';
import { startTelemetry, type Telemetry } from './telemetry.js';

// What must stand nowhere in a trace: a person in the path, the query, the body, a header, the token and an error.
const person = 'Fru-Hansen-0101701234';

class Said {
  @Text({ max: 100 }) text: string;
}

const logged: string[] = [];
const log = openLog('info', { write: (line) => void logged.push(line) });

@Controller('cases')
class CasesController {
  @Post(':caseId/notes')
  write(@Param('caseId') _id: string, @Query('q') _q: string, @Body() { text }: Said) {
    return inSpan({ name: 'append', attributes: {} }, async () => {
      log.info({}, 'Noted');
      return { length: text.length };
    });
  }

  @Public()
  @Get('failing')
  async fail(): Promise<void> {
    throw new Error(`${person} cannot be found`);
  }
}

@Module({ imports: [HealthModule], controllers: [CasesController] })
class CasesModule {}

let collector: Collector;
let telemetry: Telemetry;
let app: NestFastifyApplication;
let url: string;
let bearer: string;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'medspil-traces-'));
  collector = await startCollector();
  const config = { endpoint: `${collector.url}/`, headers: { 'api-key': 'k-1' }, serviceName: undefined, ratio: 1 };
  telemetry = startTelemetry({ ...config, sampler: 'parentbased_always_on' }, 'cases', log);
  const issuer = await openEmbeddedIssuer(directory);
  bearer = `Bearer ${await issuer.mint({ subject: person, role: 'auditor', organisation: '0000', expiresIn: '1h' })}`;
  app = await createHttpApplication(CasesModule, {
    api: { title: 'Cases', description: 'For the test', version: '1' },
    refusals: {},
    tokens: new Tokens({ issuer: issuer.issuer, audience: issuer.audience, keys: issuer.keys, roles: ['auditor'] }),
    log,
    bodyLimit: 2_000,
  });
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});
afterAll(async () => {
  await app?.close();
  await telemetry?.stop();
  await collector?.stop();
  await rm(directory, { recursive: true, force: true });
});

const write = (headers: Record<string, string> = {}, text = person) =>
  fetch(`${url}/cases/${person}/notes?q=${person}`, {
    method: 'POST',
    headers: { authorization: bearer, 'content-type': 'application/json', 'user-agent': person, ...headers },
    body: JSON.stringify({ text }),
  });
/** The spans of a trace, once so many have come. */
async function traced(traceId: string, count: number): Promise<readonly SentSpan[]> {
  const ofIt = (spans: readonly SentSpan[]) => spans.filter((span) => span.traceId === traceId);
  await collector.until((spans) => ofIt(spans).length >= count);
  return ofIt(collector.spans);
}
const idOf = (answer: Response) => answer.headers.get('x-correlation-id')!;

describe('a request', () => {
  const theirs = 'c0ffee00c0ffee00c0ffee00c0ffee00';
  const traceparent = `00-${theirs}-00f067aa0ba902b7-01`;

  it('is a span below the one its caller names, with what is done in it below that', async () => {
    const answer = await write({ traceparent });
    expect([answer.status, idOf(answer)]).toEqual([201, theirs]);
    const spans = await traced(theirs, 2);
    const [append, request] = ['append', 'POST /cases/:caseId/notes'].map((name) =>
      spans.find((span) => span.name === name),
    );
    expect(request).toMatchObject({
      service: 'cases',
      kind: 'server',
      parentSpanId: '00f067aa0ba902b7',
      failed: false,
    });
    expect(request!.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/cases/:caseId/notes',
      'url.scheme': 'http',
      'http.response.status_code': 201,
    });
    expect(append!.parentSpanId).toBe(request!.spanId);
    expect(append!.start).toBeGreaterThanOrEqual(request!.start);
    expect(append!.end).toBeLessThanOrEqual(request!.end);
    expect(collector.headers.at(-1)).toMatchObject({ 'api-key': 'k-1', 'content-type': 'application/json' });
  });

  it('is a trace of its own where its caller names none, and is told its id', async () => {
    const answer = await write();
    expect(idOf(answer)).toMatch(/^[0-9a-f]{32}$/);
    const spans = await traced(idOf(answer), 2);
    expect(spans.filter(({ parentSpanId }) => !parentSpanId).map(({ name }) => name)).toEqual([
      'POST /cases/:caseId/notes',
    ]);
  });

  it('keeps the id its caller gives, and that of its trace beside it in the log', async () => {
    logged.length = 0;
    expect(idOf(await write({ 'x-correlation-id': 'visit-7', traceparent }))).toBe('visit-7');
    expect(JSON.parse(logged[0]!)).toMatchObject({ msg: 'Noted', trace_id: theirs });
  });

  it('that fails for an unknown reason is answered with the id of its trace, which says only that it failed', async () => {
    logged.length = 0;
    const answer = await fetch(`${url}/cases/failing`);
    const { traceId } = (await answer.json()) as { traceId: string };
    const [span] = await traced(traceId, 1);
    expect(span).toMatchObject({ name: 'GET /cases/failing', failed: true });
    expect(span!.attributes).toMatchObject({ 'http.response.status_code': 500, 'error.type': '500' });
    expect(JSON.parse(logged[0]!)).toMatchObject({ correlationId: traceId, trace_id: traceId });
  });

  it('that leads nowhere has no address in its trace', async () => {
    const answer = await fetch(`${url}/${person}/of/nothing`);
    const [span] = await traced(idOf(answer), 1);
    expect(span).toMatchObject({ name: 'GET', failed: false });
    expect(span!.attributes).not.toHaveProperty('http.route');
  });

  it('that nobody recorded so far is not recorded here', async () => {
    const unrecorded = 'decaf000decaf000decaf000decaf000';
    expect(idOf(await write({ traceparent: `00-${unrecorded}-00f067aa0ba902b7-00` }))).toBe(unrecorded);
    await traced(idOf(await write()), 2);
    expect(collector.spans.filter(({ traceId }) => traceId === unrecorded)).toEqual([]);
  });

  it('of machines that look after the process is not traced', async () => {
    await fetch(`${url}/health`);
    await fetch(`${url}/health/ready`);
    await traced(idOf(await write()), 2);
    expect(collector.spans.filter(({ name }) => name.includes('health'))).toEqual([]);
  });

  it('leaves nothing of people in what is sent, and no token', async () => {
    await traced(idOf(await write()), 2);
    expect(collector.raw.join('')).toContain('/cases/:caseId/notes');
    expect(collector.raw.join('')).not.toContain(person);
    expect(collector.raw.join('')).not.toContain(bearer.slice(7, 40));
  });
});

describe('a collector', () => {
  const warnings = () => logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg.startsWith('Traces'));

  it('that is away is told of once, and that it is back', async () => {
    logged.length = 0;
    collector.be('refusing');
    const before = collector.headers.length;
    for (let sent = 0; sent < 3; sent = collector.headers.length - before) await write();
    expect(warnings()).toMatchObject([{ level: 40, msg: 'Traces cannot be sent, and are dropped', reason: '400' }]);
    collector.be('there');
    await traced(idOf(await write()), 2);
    expect(warnings()).toMatchObject([{ level: 40 }, { level: 30, msg: 'Traces are sent again' }]);
  });

  it('that does not answer costs requests nothing, is kept no more for than it may, and holds nobody up at the end', async () => {
    collector.be('frozen');
    const [requests, taken] = [collector.headers.length, collector.raw.length];
    const before = collector.spans.length;
    for (let n = 0; n < 170; n++) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => write()));
      expect(answers.every(({ status }) => status === 201)).toBe(true);
    }
    const began = performance.now();
    await telemetry.stop();
    expect(performance.now() - began).toBeLessThan(4_000);
    expect((await write()).status).toBe(201);

    // Of 3,400 spans, 2,048 that waited to be sent, and those on their way.
    collector.be('there');
    await collector.until(() => collector.raw.length - taken >= collector.headers.length - requests);
    expect(collector.spans.length - before).toBeGreaterThan(2_000);
    expect(collector.spans.length - before).toBeLessThanOrEqual(2_048 + 2 * 512);
  }, 60_000);
});
