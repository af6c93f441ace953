import { Readable } from 'node:stream';
import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Code, CurrentPrincipal, Instant, Invalid, ListOf, type Principal, Uuid, WholeNumber } from '#platform';
import { Changes, type News } from './changes.js';

export class ChangesQuestion {
  @WholeNumber({
    optional: true,
    description: 'What happened after this position; for those who cannot send Last-Event-ID, which goes before it',
    example: 128,
  })
  after?: number;
}

/** The data of a message `changed`. */
export class ChangeAnswer {
  @Uuid({ description: 'The partnership that changed' }) partnershipId: string;
  @WholeNumber({ description: 'Of the last event of it; ask with it as `at-least`', example: 128 }) position: number;
  @WholeNumber({ optional: true, description: 'Of the partnership; absent when only its KPIs were measured' })
  revision?: number;
  @ListOf(Code({ example: 'MilestoneReached' }), { max: 200, description: 'What happened, by type of event' })
  types: readonly string[];
  @Instant() recordedAt: string;
}

const example = `retry: 2000
id: 127
event: position
data: {"position":127}

id: 128
event: changed
data: {"partnershipId":"5f0c7d2e-3c7b-5a44-9d0e-7e2c1f4b6a10","position":128,"revision":41,"types":["MilestoneReached"],"recordedAt":"2026-03-31T08:15:00.000Z"}

`;

@ApiTags('Changes')
@ApiExtraModels(ChangeAnswer)
@Controller('changes')
export class ChangesController {
  constructor(private readonly changes: Changes) {}

  @Get()
  @ApiOperation({
    summary: 'Which partnerships change, as it happens',
    description:
      'Server-sent events that do not end: one message `changed` for each change of a partnership one may see, once every query knows of it. The id of a message is a position: sent as Last-Event-ID, it goes on from there without a gap. Without it, following begins now, and a message `position` says where that is.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Id of the last message that came',
    schema: { type: 'string', pattern: '^\\d{1,16}$', example: '128' },
  })
  @ApiOkResponse({
    description: 'The data of `changed` is a ChangeAnswer',
    content: {
      'text/event-stream': {
        schema: {
          type: 'string',
          contentMediaType: 'text/event-stream',
          contentSchema: { $ref: getSchemaPath(ChangeAnswer) },
        } as object,
        example,
      },
    },
  })
  async follow(
    @CurrentPrincipal() principal: Principal,
    @Query() { after: asked }: ChangesQuestion,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const given = lastEventId === undefined ? asked : positionOf(lastEventId);
    if (given !== undefined && given > (await this.changes.head())) throw ahead(lastEventId);
    const after = given ?? (await this.changes.position(principal));
    const hello = `retry: 2000\n${given === undefined ? written({ position: after }) : '\n'}`;
    // Buffering proxies would keep messages back; a connection kept after it would keep the server from stopping.
    reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    if (request.method === 'HEAD') {
      reply.send();
      return;
    }
    const gone = new AbortController();
    const news = this.changes.follow(principal, after, {
      signal: gone.signal,
      until: request.principalUntil ?? Number.MAX_SAFE_INTEGER,
    });
    const stream = Readable.from(messages(hello, news));
    stream.once('close', () => gone.abort());
    reply.send(stream);
  }
}

async function* messages(hello: string, news: AsyncIterable<readonly News[]>): AsyncGenerator<string> {
  yield hello;
  for await (const some of news) yield some.map(written).join('');
}

function written(one: News): string {
  const event = 'partnershipId' in one ? 'changed' : 'position';
  return `id: ${one.position}\nevent: ${event}\ndata: ${JSON.stringify(one)}\n\n`;
}

function positionOf(lastEventId: string): number {
  const position = Number(/^\d{1,16}$/.test(lastEventId) ? lastEventId : Number.NaN);
  if (Number.isSafeInteger(position)) return position;
  const says = { en: 'must be the id of a message that came from here', da: 'skal være id’et på en besked herfra' };
  throw new Invalid('header', [{ header: 'Last-Event-ID', says }]);
}

/** What was never told cannot have been received: going on from there would leave out what comes until then. */
function ahead(lastEventId: string | undefined): Invalid {
  const says = {
    en: 'lies ahead of everything recorded here: leave it out to begin now',
    da: 'ligger foran alt, der er registreret her: udelad den for at begynde nu',
  };
  if (lastEventId === undefined) return new Invalid('query', [{ parameter: 'after', says }]);
  return new Invalid('header', [{ header: 'Last-Event-ID', says }]);
}
