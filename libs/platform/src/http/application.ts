import type { IncomingMessage } from 'node:http';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { BearerGuard } from '../auth/guard.js';
import type { Tokens } from '../auth/tokens.js';
import { ProblemFilter } from '../problem/filter.js';
import type { Refusals, RefusalWords } from '../problem/refusals.js';
import { traceRequests } from '../telemetry/requests.js';
import { FieldsPipe } from '../validation/pipe.js';
import { addressBook } from './address-book.js';
import { answerClientError } from './client-error.js';
import { endGently } from './closing.js';
import { correlationIdOf } from './correlation.js';
import { takeJson } from './json.js';
import { nestLog } from './log.js';
import { type ApiDescription, publishApi } from './openapi.js';

export interface HttpOptions {
  /** What the OpenAPI document says of the whole. */
  readonly api: ApiDescription;
  /** The sentence of every refusal a controller can meet. */
  readonly refusals: Refusals;
  /** What codes in those sentences are called; a code without a word stands for itself. */
  readonly words?: RefusalWords;
  readonly tokens: Tokens;
  readonly log: Logger;
  /** Largest body in bytes. */
  readonly bodyLimit: number;
}

/** A request must have arrived after so many milliseconds. */
const slowestRequest = 300_000;

/** Sent with every answer; a handler may set its own. */
const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

/**
 * A Nest application on Fastify in which every route needs a token unless it is `@Public()`, every body and query is
 * validated against its DTO class, and every error is a problem details answer. Ready for `listen` and `inject`;
 * `/openapi.json` and `/docs` describe it.
 *
 * @param module the root module; its stores should be closed in `onApplicationShutdown`, which comes after the last answer
 */
export async function createHttpApplication(
  module: Type | DynamicModule,
  options: HttpOptions,
): Promise<NestFastifyApplication> {
  const filter = new ProblemFilter(options.refusals, options.words ?? {}, options.log, (path) => methodsAt(path));
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodyLimit,
    genReqId: ({ headers }: IncomingMessage) => correlationIdOf(headers),
    requestTimeout: slowestRequest,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // What the router itself refuses, before any hook or filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      greet(request, reply);
      filter.answer(error, request, reply);
    },
    clientErrorHandler: answerClientError,
    // Nothing here uses Nest's middleware, and every request would pass through it.
    skipMiddie: true,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  const methodsAt = addressBook(fastify);
  fastify.removeContentTypeParser('text/plain');
  takeJson(fastify);
  fastify.decorateRequest('principal', undefined);
  fastify.decorateRequest('principalUntil', undefined);
  endGently(fastify);
  traceRequests(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    greet(request, reply);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    if (options.log.isLevelEnabled('debug')) {
      const { method, routeOptions, id } = request;
      const ms = Math.round(reply.elapsedTime * 10) / 10;
      const line = { method, route: routeOptions.url, status: reply.statusCode, ms, correlationId: id };
      options.log.debug(line, 'answered');
    }
    done();
  });

  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: nestLog(options.log),
    abortOnError: false,
  });
  app.useGlobalFilters(filter);
  app.useGlobalGuards(new BearerGuard(options.tokens));
  app.useGlobalPipes(new FieldsPipe());
  publishApi(app, options.api);
  await app.init();
  await fastify.ready();
  return app;
}

function greet(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(securityHeaders).header('x-correlation-id', request.id);
}
