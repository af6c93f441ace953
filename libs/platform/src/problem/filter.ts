import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { preferredLanguage } from './language.js';
import type { Refusals, RefusalWords } from './refusals.js';
import { methodNotAllowed, translate } from './translate.js';

/** Answers every error as RFC 9457 problem details, in the reader's language; an unknown one is logged with its stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /**
   * @param refusals the sentence of every refusal the application can throw
   * @param words what the codes in them are called
   * @param methodsAt the methods an address answers to; none when nothing is there
   */
  constructor(
    private readonly refusals: Refusals,
    private readonly words: RefusalWords,
    private readonly logger: Pick<Logger, 'error' | 'warn'>,
    private readonly methodsAt: (path: string) => readonly string[],
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const path = request.url.split('?', 1)[0] as string;
    const language = preferredLanguage(request.headers['accept-language']);

    const methods = error instanceof NotFoundException && request.is404 ? this.methodsAt(path) : [];
    const { problem, headers } =
      methods.length > 0 ? methodNotAllowed(methods, language) : translate(error, this.refusals, this.words, language);

    if (problem.status >= 500) this.log(problem.status, error, request);
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    // What is left of a body nobody will read must not keep the connection busy.
    if (hasBody(request) && !request.raw.complete) reply.header('connection', 'close');
    reply
      .code(problem.status)
      .headers(headers)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('content-language', language)
      .send(JSON.stringify({ ...problem, instance: path, traceId: request.id }));
  }

  private log(status: number, error: unknown, { id, method, routeOptions }: FastifyRequest): void {
    const line = { err: error, correlationId: id, method, route: routeOptions.url };
    if (status === 500) this.logger.error(line, 'A request failed for an unknown reason');
    else this.logger.warn(line, 'A request could not be served now');
  }
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
