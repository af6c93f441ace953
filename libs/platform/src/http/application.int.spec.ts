import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from '#decider';
import {
  Contended,
  DuplicateEvent,
  KeyReused,
  PreconditionFailed,
  StoreUnavailable,
  WrongRevision,
} from '#event-store';
import { type EmbeddedIssuer, openEmbeddedIssuer } from '../auth/embedded-issuer.js';
import { CurrentPrincipal, type Principal, Public } from '../auth/principal.js';
import { Tokens } from '../auth/tokens.js';
import { Code, Uuid } from '../fields/identifier.js';
import { ListOf, Nested } from '../fields/kind.js';
import { Flag, Oere, WholeNumber } from '../fields/number.js';
import { OneOf, Text } from '../fields/text.js';
import { BusinessDate } from '../fields/time.js';
import { createHttpApplication } from './application.js';
import { answerRevision, expectedRevision, idempotencyKeyOf } from './command-headers.js';
import { openLog } from './log.js';

class Instalment {
  @Oere() amount: number;
  @BusinessDate() due: string;
}

class PlanMilestone {
  @Code() code: string;
  @Text({ max: 40, example: 'Hydration patch' }) title: string;
  @Nested(() => Instalment, { optional: true }) first?: Instalment;
  @ListOf(() => Instalment, { max: 3, optional: true }) instalments?: Instalment[];
  @ListOf(Code(), { max: 3, optional: true }) labels?: string[];
}

class Listing {
  @WholeNumber({ min: 1, max: 100, optional: true }) limit?: number;
  @Flag({ optional: true }) overdue?: boolean;
  @ListOf(OneOf(['need', 'pilot']), { max: 2, optional: true }) phase?: string[];
}

class MilestonePath {
  @Uuid() id: string;
}

const failures: Record<string, () => Error> = {
  state: () => new Refused('targets-not-assessed', { missing: ['T1', 'T2'] }),
  who: () => new Refused('own-evidence'),
  coded: () => new Refused('wrong-phase', { phase: 'need', belongs: ['pilot', 'toString'] }),
  missing: () => new Refused('unknown-partnership'),
  input: () => new Refused('weights-do-not-sum', { sum: 90 }),
  unworded: () => new Refused('said-by-nobody'),
  reused: () => new KeyReused('k'),
  unavailable: () => new StoreUnavailable('connection to 10.0.0.7 refused'),
  stale: () => new PreconditionFailed('partnership-1', 3, 4),
  contended: () => new Contended('partnership-1'),
  lost: () => new WrongRevision('partnership-1', 3, 4),
  duplicate: () => new DuplicateEvent('partnership-1'),
  unknown: () => new Error('password is hunter2'),
};

@Controller('milestones')
class MilestoneController {
  @Post()
  plan(@Body() body: PlanMilestone, @CurrentPrincipal() principal: Principal) {
    return { body, principal };
  }

  @Post('unchecked')
  unchecked(@Body() body: object) {
    return body;
  }

  @Get()
  list(@Query() query: Listing) {
    return query;
  }

  @Get('of/:id')
  one(@Param() path: MilestonePath) {
    return path;
  }

  @Post('reach')
  reach(@Req() { headers, id }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const expected = expectedRevision(headers['if-match']);
    const key = idempotencyKeyOf(headers['idempotency-key'] as string | undefined);
    answerRevision(reply, (expected ?? 0) + 1);
    return { expected, key, correlationId: id };
  }

  @Get('failing/:how')
  fail(@Param('how') how: string) {
    throw failures[how]?.() as Error;
  }

  @Public()
  @Get('open')
  open() {
    return 'open';
  }
}

@Module({ controllers: [MilestoneController] })
class MilestoneModule {}

const refusals = {
  'targets-not-assessed': {
    about: 'state',
    en: 'These targets are not assessed: {missing}.',
    da: 'Disse delmål er ikke vurderet: {missing}.',
  },
  'wrong-phase': { about: 'state', en: 'In {phase}, not {belongs}.', da: 'I {phase}, ikke {belongs}.' },
  'own-evidence': { about: 'who', en: 'Not on your own evidence.', da: 'Ikke på egen dokumentation.' },
  'unknown-partnership': { about: 'missing', en: 'No such partnership.', da: 'Partnerskabet findes ikke.' },
  'weights-do-not-sum': { about: 'input', en: 'Weights sum to {sum}.', da: 'Vægtene giver {sum}.' },
} as const;
const behov = { en: 'the need', da: 'behov' };

let directory: string;
let issuer: EmbeddedIssuer;
let app: NestFastifyApplication;
const logged: string[] = [];
let authorization: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'medspil-http-'));
  issuer = await openEmbeddedIssuer(directory);
  const { audience, keys } = issuer;
  app = await createHttpApplication(MilestoneModule, {
    api: { title: 'Milestones', description: 'For the test', version: '1' },
    refusals,
    words: { phase: { need: behov }, belongs: { need: behov, pilot: { en: 'a pilot', da: 'et pilotforløb' } } },
    tokens: new Tokens({ issuer: issuer.issuer, audience, keys, roles: ['project-manager'] }),
    log: openLog('debug', { write: (line) => logged.push(line) }),
    bodyLimit: 2_000,
  });
  await app.listen(0, '127.0.0.1');
  const pm = { subject: 'pm-1', role: 'project-manager', organisation: '0561' };
  authorization = `Bearer ${await issuer.mint({ ...pm, expiresIn: '1h' })}`;
});

afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers: { authorization, ...headers } });
const post = (url: string, payload: unknown, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: { authorization, 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });

describe('a request that is as described', () => {
  it('reaches its handler with the body as sent and the principal of the token', async () => {
    const body = { code: 'M-01', title: 'Patch', instalments: [{ amount: 100, due: '2026-03-31' }], labels: ['a'] };
    const answer = await post('/milestones', body);
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({
      body,
      principal: { subject: 'pm-1', role: 'project-manager', organisation: '0561' },
    });
  });

  it('has the numbers, flags and lists of its query read from their text', async () => {
    expect((await get('/milestones?limit=5&overdue=true&phase=need')).json()).toEqual({
      limit: 5,
      overdue: true,
      phase: ['need'],
    });
    expect((await get('/milestones?phase=need&phase=pilot')).json()).toEqual({ phase: ['need', 'pilot'] });
  });

  it('carries the headers of a command, and is answered with the revision', async () => {
    const headers = { 'if-match': '"12"', 'idempotency-key': '"k-1"', 'x-correlation-id': 'c-1' };
    const answer = await app.inject({
      method: 'POST',
      url: '/milestones/reach',
      headers: { authorization, ...headers },
    });
    expect(answer.json()).toEqual({ expected: 12, key: 'k-1', correlationId: 'c-1' });
    expect(answer.headers).toMatchObject({
      etag: '"13"',
      'x-correlation-id': 'c-1',
      'x-content-type-options': 'nosniff',
    });
  });

  it('is tied to its W3C trace when it names no correlation id, and to a new id when it names neither', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect((await get('/milestones', { traceparent })).headers['x-correlation-id']).toBe(
      '4bf92f3577b34da6a3ce929d0e0e4736',
    );
    expect((await get('/milestones', { 'x-correlation-id': 'a b' })).headers['x-correlation-id']).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });
});

describe('a request that is not as described', () => {
  it('is answered with every fault of every field at every depth', async () => {
    const answer = await post('/milestones', {
      code: 'æ',
      first: { amount: 1.5, extra: 1 },
      instalments: [{ amount: 1, due: '2026-02-30' }, 7],
      labels: ['ok', 'not ok'],
      'a/b~': null,
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const problem = answer.json();
    expect(problem).toMatchObject({
      type: 'https://medspil.dk/problems/invalid-body',
      status: 422,
      instance: '/milestones',
      traceId: answer.headers['x-correlation-id'],
    });
    expect(problem.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '#/a~1b~0',
      '#/code',
      '#/title',
      '#/first/extra',
      '#/first/amount',
      '#/first/due',
      '#/instalments/1',
      '#/instalments/0/due',
      '#/labels/1',
    ]);
    expect(problem.errors[7].detail).toBe('must be a date like 2026-03-31');
  });

  it('is refused when its JSON is not in UTF-8, and nothing of it is read as question marks', async () => {
    const payload = Buffer.from('{"code":"M-1","title":"Blød grød"}', 'latin1');
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/milestones', headers, payload });
    expect([answer.statusCode, answer.json().type]).toEqual([400, 'https://medspil.dk/problems/malformed-json']);
    expect((await post('/milestones', '{"code":"M-1","title":"Blød grød 🙂"}')).json().body.title).toBe('Blød grød 🙂');
  });

  it('has the fields named that would be a prototype', async () => {
    const answer = await post('/milestones', '{"__proto__":{"code":"M-1"},"constructor":{"prototype":{}},"title":"x"}');
    expect(answer.statusCode).toBe(422);
    const pointers = answer.json().errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(['#/__proto__', '#/constructor', '#/code']);
  });

  it('is told so in Danish to who reads Danish', async () => {
    const answer = await post('/milestones', { code: 'M-1', title: '' }, { 'accept-language': 'da-DK, en;q=0.5' });
    expect(answer.headers['content-language']).toBe('da');
    expect(answer.json()).toMatchObject({
      title: 'Nogle felter er ikke som forventet',
      errors: [{ pointer: '#/title', detail: 'skal være en tekst på 1 til 40 tegn' }],
    });
  });

  it('has the faults of its query and path named by parameter', async () => {
    const answer = await get('/milestones?limit=many&sort=up');
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toEqual([
      { parameter: 'sort', detail: 'is not a field here' },
      { parameter: 'limit', detail: 'must be a whole number from 1 to 100' },
    ]);
    expect((await get('/milestones/of/17')).json().errors).toMatchObject([{ parameter: 'id' }]);
  });

  it('has malformed command headers named', async () => {
    const reach = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/milestones/reach', headers: { authorization, ...headers } });
    for (const [name, value] of [
      ['If-Match', '12'],
      ['If-Match', 'W/"12"'],
      ['Idempotency-Key', 'with space'],
    ] as const) {
      const answer = await reach({ [name]: value });
      expect(answer.statusCode).toBe(400);
      expect(answer.json().errors).toMatchObject([{ header: name }]);
    }
    expect((await reach({ 'if-match': '*' })).json().expected).toBeUndefined();
  });

  it('may be anything at all without a body being taken for checked when its class is missing', async () => {
    const answer = await post('/milestones/unchecked', { any: 'thing' });
    expect(answer.statusCode).toBe(500);
  });

  it.each([
    ['{"code":', 400, 'malformed-json'],
    ['', 400, 'empty-body'],
    ['null', 422, 'invalid-body'],
    ['[]', 422, 'invalid-body'],
    [`"${'long'.repeat(600)}"`, 413, 'body-too-large'],
  ])('is refused when its body is %j', async (payload, status, reason) => {
    const answer = await post('/milestones', payload);
    expect(answer.json()).toMatchObject({ status, type: `https://medspil.dk/problems/${reason}` });
    expect(answer.statusCode).toBe(status);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])(
    'is refused when its body is %s',
    async (type) => {
      const answer = await post('/milestones', 'code=M-1', { 'content-type': type });
      expect(answer.json()).toMatchObject({ status: 415 });
    },
  );

  it('is told which methods an address answers, or that there is nothing', async () => {
    const wrongMethod = await app.inject({ method: 'DELETE', url: '/milestones?x=1' });
    expect(wrongMethod.statusCode).toBe(405);
    expect(wrongMethod.headers.allow).toBe('GET, HEAD, POST');
    expect((await get('/nowhere')).json()).toMatchObject({ status: 404, detail: 'Nothing answers at this address.' });
    expect((await get('/milestones/%zz')).json()).toMatchObject({ status: 400, instance: '/milestones/%zz' });
    expect((await get(`/milestones/of/${'x'.repeat(200)}`)).json()).toMatchObject({ status: 414 });
  });
});

describe('a body that nobody reads to its end', () => {
  it('does not keep its connection', async () => {
    async function* endless() {
      for (;;) yield Buffer.alloc(1_000);
    }
    const headers = { authorization, 'content-type': 'application/xml' };
    const body = Readable.toWeb(Readable.from(endless())) as ReadableStream;
    const answer = await fetch(`${await app.getUrl()}/milestones`, { method: 'POST', headers, body, duplex: 'half' });
    expect([answer.status, answer.headers.get('connection')]).toEqual([415, 'close']);
  });

  it('is no reason to close the connection of a request without a body', async () => {
    const answer = await fetch(`${await app.getUrl()}/milestones/%zz`);
    expect([answer.status, answer.headers.get('connection')]).toEqual([400, 'keep-alive']);
  });
});

describe('bytes that are not an HTTP request', () => {
  it('are answered in the same shape', async () => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write('NONSENSE\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\ncontent-type: application\/problem\+json/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] as string)).toMatchObject({ status: 400 });
  });
});

describe('a request that a rule or the store says no to', () => {
  it.each([
    ['state', 409, 'targets-not-assessed', 'These targets are not assessed: T1, T2.'],
    ['who', 403, 'own-evidence', 'Not on your own evidence.'],
    ['missing', 404, 'unknown-partnership', 'No such partnership.'],
    ['input', 409, 'weights-do-not-sum', 'Weights sum to 90.'],
    ['unworded', 409, 'said-by-nobody', 'said-by-nobody'],
    ['reused', 422, 'idempotency-key-reused', expect.stringContaining('new key')],
    ['unavailable', 503, 'store-unavailable', expect.stringContaining('does not answer')],
    ['stale', 412, 'precondition-failed', expect.stringContaining('read it again')],
    ['contended', 503, 'contended', expect.stringContaining('nothing was written')],
    ['lost', 503, 'contended', expect.stringContaining('nothing was written')],
  ])('about %s is answered %i %s', async (how, status, reason, detail) => {
    const answer = await get(`/milestones/failing/${how}`);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ type: `https://medspil.dk/problems/${reason}`, status, detail });
    expect(answer.headers['retry-after']).toBe(status === 503 ? '1' : undefined);
  });

  it('carries the details for programs', async () => {
    expect((await get('/milestones/failing/state')).json().details).toEqual({ missing: ['T1', 'T2'] });
  });

  it('says codes in words where they have any, and keeps them as they are for programs', async () => {
    const answer = await get('/milestones/failing/coded', { 'accept-language': 'da' });
    expect(answer.json()).toMatchObject({
      detail: 'I behov, ikke et pilotforløb, toString.',
      details: { phase: 'need', belongs: ['pilot', 'toString'] },
    });
  });

  it.each(['unknown', 'duplicate'])('for an unknown reason (%s) tells nothing but where to look', async (how) => {
    logged.length = 0;
    const answer = await get(`/milestones/failing/${how}`);
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({
      type: 'https://medspil.dk/problems/unexpected',
      title: 'Something went wrong here',
      status: 500,
      detail: 'It has been logged under the trace id.',
      instance: `/milestones/failing/${how}`,
      traceId: answer.headers['x-correlation-id'],
    });
    const line = logged.map((text) => JSON.parse(text)).find(({ err }) => err);
    expect(line).toMatchObject({
      correlationId: answer.json().traceId,
      err: { stack: expect.stringContaining('at ') },
    });
  });
});

describe('the door', () => {
  it('is closed to who brings no token, on every route that is not public', async () => {
    for (const [method, url] of [
      ['POST', '/milestones'],
      ['GET', '/milestones'],
      ['GET', '/milestones/of/1'],
    ] as const) {
      const answer = await app.inject({ method, url });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="medspil"');
    }
    expect((await app.inject({ method: 'GET', url: '/milestones/open' })).body).toBe('open');
  });

  it('says what is wrong with a token', async () => {
    const answer = await get('/milestones', { authorization: 'Bearer abc' });
    expect(answer.json()).toMatchObject({ type: 'https://medspil.dk/problems/token-malformed', status: 401 });
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
    expect((await get('/milestones', { authorization: 'Basic abc' })).statusCode).toBe(401);
  });

  it('never lets a token into the log', async () => {
    logged.length = 0;
    await get('/milestones?limit=5');
    await get('/milestones/failing/unknown');
    expect(logged.join('')).toContain('"route":"/milestones"');
    expect(logged.join('')).not.toContain(authorization.slice(7, 40));
  });
});

describe('the description of the API', () => {
  it('is an OpenAPI 3.1 document anyone may read, with bodies closed to other fields', async () => {
    const answer = await app.inject({ method: 'GET', url: '/openapi.json' });
    const document = answer.json();
    expect(document.openapi).toBe('3.1.0');
    expect(await new Validator().validate(document)).toMatchObject({ valid: true });
    const { PlanMilestone: body, Instalment: nested } = document.components.schemas;
    expect(body.required).toEqual(['code', 'title']);
    expect(body.additionalProperties).toBe(false);
    expect(nested.additionalProperties).toBe(false);
    expect(body.properties.title).toMatchObject({
      type: 'string',
      minLength: 1,
      maxLength: 40,
      example: 'Hydration patch',
    });
    expect(body.properties.labels).toMatchObject({
      type: 'array',
      maxItems: 3,
      items: { type: 'string', pattern: expect.any(String) },
    });
    expect(body.properties.instalments.items.$ref).toBe('#/components/schemas/Instalment');
    expect(document.paths['/milestones'].get.parameters).toContainEqual(
      expect.objectContaining({ name: 'limit', in: 'query', required: false }),
    );
    expect(document.paths['/milestones/open'].get.security).toEqual([{}]);
    expect(document.security).toEqual([{ bearer: [] }]);
  });

  it('can be browsed from local files', async () => {
    const page = await app.inject({ method: 'GET', url: '/docs' });
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    const script = await app.inject({ method: 'GET', url: '/docs/swagger-ui-bundle.js' });
    expect(script.statusCode).toBe(200);
  });
});
