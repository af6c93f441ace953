import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Module, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { createLocalJWKSet } from 'jose';
import { Public } from '../auth/principal.js';
import { Tokens } from '../auth/tokens.js';
import { WholeNumber } from '../fields/number.js';
import { Text } from '../fields/text.js';
import { createHttpApplication } from './application.js';
import { linesOf, ReadsLines } from './lines.js';
import { openLog } from './log.js';

class Measurement {
  @Text({ max: 5 }) site: string;
  @WholeNumber() n: number;
}

const given: Measurement[] = [];

@Public()
@Controller()
class MeasurementController {
  @ReadsLines(Measurement)
  @Post('lines')
  async lines(@Req() request: FastifyRequest) {
    given.length = 0;
    let count = 0;
    for await (const line of linesOf(request, Measurement, 10_000)) {
      count += 1;
      if (given.length < 10) given.push(line);
    }
    return { count };
  }

  @Post('json')
  json(@Body() body: Measurement) {
    return body;
  }
}

@Module({ controllers: [MeasurementController] })
class MeasurementModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createHttpApplication(MeasurementModule, {
    api: { title: 'Measurements', description: 'For the test', version: '1' },
    refusals: {},
    tokens: new Tokens({ issuer: 'i', audience: 'a', keys: createLocalJWKSet({ keys: [] }), roles: [] }),
    log: openLog('silent'),
    bodyLimit: 1_000,
  });
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

const send = async (body: string | AsyncIterable<string>, path = 'lines') => {
  const stream = Readable.toWeb(Readable.from(typeof body === 'string' ? [Buffer.from(body)] : body));
  const answer = await fetch(`${await app.getUrl()}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: stream as ReadableStream,
    duplex: 'half',
  });
  const connection = answer.headers.get('connection');
  return { status: answer.status, body: await answer.json(), connection };
};

describe('a body of lines', () => {
  it('is given line by line, whichever way it is cut into pieces', async () => {
    async function* pieces() {
      const bytes = Buffer.from('{"site":"Ærø","n":1}\n\n{"site":"b","n":2}');
      for (const byte of bytes) yield Buffer.from([byte]) as unknown as string;
    }
    expect(await send(pieces())).toMatchObject({ status: 201, body: { count: 2 } });
    expect(given).toEqual([
      { site: 'Ærø', n: 1 },
      { site: 'b', n: 2 },
    ]);
  });

  it('may be larger than other bodies', async () => {
    async function* many() {
      for (let n = 0; n < 10_000; n += 1) yield `{"site":"a","n":${n}}\n`;
    }
    expect(await send(many())).toMatchObject({ status: 201, body: { count: 10_000 } });
  });

  it('has the faults of all its lines told together, and gives nothing after the first', async () => {
    const { status, body } = await send('{"site":"a","n":1}\n{"site":"a"}\nnonsense\n{"site":"a","n":2}\n[]\n');
    expect(status).toBe(422);
    expect((body as { errors: unknown[] }).errors).toMatchObject([
      { line: 2, pointer: '#/n' },
      { line: 3, pointer: '#', detail: 'must be valid JSON' },
      { line: 5, pointer: '#', detail: 'must be an object' },
    ]);
    expect(given).toEqual([{ site: 'a', n: 1 }]);
  });

  it('is refused with an answer when it has too many lines or a line without end', async () => {
    const { status, body } = await send('{"site":"a","n":1}\n'.repeat(10_001));
    expect([status, (body as { errors: unknown[] }).errors]).toMatchObject([422, [{ line: 10_001 }]]);
    expect(await send(`{"site":"${'a'.repeat(200_000)}`)).toMatchObject({
      status: 422,
      body: { errors: [{ line: 1 }] },
    });
  });

  it('that nobody reads to its end does not keep its connection', async () => {
    async function* endless() {
      for (;;) yield `${'{"site":"a","n":1}\n'.repeat(500)}`;
    }
    const { status, connection } = await send(endless(), 'json');
    expect([status, connection]).toEqual([415, 'close']);
    expect((await send('{"site":"a"}')).connection).not.toBe('close');
  });

  it('is taken only where lines are read', async () => {
    expect(await send('{"site":"a","n":1}', 'json')).toMatchObject({ status: 415 });
  });

  it('is described with what a line is', async () => {
    const document = (await app.inject({ method: 'GET', url: '/openapi.json' })).json();
    expect(document.paths['/lines'].post.requestBody.content).toEqual({
      'application/x-ndjson': { schema: { $ref: '#/components/schemas/Measurement' } },
    });
  });
});
