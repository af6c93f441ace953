import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { applyDecorators, UnsupportedMediaTypeException } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Fault, Invalid } from '../problem/invalid.js';
import type { Sentence } from '../problem/language.js';
import { check, planOf } from '../validation/plan.js';

const mediaType = 'application/x-ndjson';
const longestLine = 64 * 1024;
const mostFaults = 100;

type Class<Line> = new () => Line & object;

/** A route whose body is lines of JSON, one object of a class a line, read as they arrive with `linesOf`. */
export function ReadsLines(of: Class<unknown>): MethodDecorator {
  return applyDecorators(
    RouteConfig({ lines: true }),
    ApiConsumes(mediaType),
    ApiBody({ type: of, description: 'One such object a line' }),
  );
}

/** Lets through bodies of lines, unread, on the routes that read them, and on no others. */
export function acceptLines(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(mediaType, (request, payload, done) => {
    const { lines } = request.routeOptions.config as { lines?: boolean };
    if (lines) done(null, payload);
    else done(new UnsupportedMediaTypeException() as never);
  });
}

/**
 * The lines of a request's body as they arrive, each validated against its class; empty lines are skipped. After the
 * first fault nothing more is given, and the rest is only checked, so that all faults are told together at the end.
 *
 * @param most how many lines there may be
 * @throws Invalid with the faults of every line, once all are read; at once when a line or the body is too long
 */
export async function* linesOf<Line>(request: FastifyRequest, of: Class<Line>, most: number): AsyncGenerator<Line> {
  const plan = planOf(of);
  if (!plan) throw new Error(`Lines are read as ${of.name}, which declares no fields`);
  const faults: Fault[] = [];
  let more = 0;
  let line = 0;
  for await (const text of textsOf(request.body as Readable, () => line)) {
    line += 1;
    if (line > most) throw broken(line, tooMany(most));
    if (text.trim() === '') continue;
    const value = parsed(text);
    const found = value === undefined ? { found: [{ pointer: '#', says: notJson }], more: 0 } : check(plan, value);
    if (found.found.length === 0) {
      if (faults.length === 0) yield value as Line;
      continue;
    }
    const room = mostFaults - faults.length;
    faults.push(...found.found.slice(0, room).map((fault) => ({ ...fault, line })));
    more += found.more + Math.max(0, found.found.length - room);
  }
  if (faults.length > 0) throw new Invalid('body', faults, more);
}

async function* textsOf(body: Readable, line: () => number): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    // The socket must outlive the reading: the answer goes out on it.
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      const texts = (rest + decoder.write(chunk as Buffer)).split('\n');
      rest = texts.pop() as string;
      if (rest.length > longestLine) throw broken(line() + texts.length + 1, tooLong);
      yield* texts;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') throw broken(line() + 1, cutOff);
    throw error;
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const notJson: Sentence = { en: 'must be valid JSON', da: 'skal være gyldig JSON' };
const cutOff: Sentence = { en: 'ended before it was complete', da: 'sluttede, før den var hel' };
const tooLong: Sentence = {
  en: `must be at most ${longestLine} characters long`,
  da: `må højst være ${longestLine} tegn lang`,
};
const tooMany = (most: number): Sentence => ({
  en: `must not be there: at most ${most} lines are read at a time`,
  da: `må ikke være der: højst ${most} linjer læses ad gangen`,
});

function broken(line: number, says: Sentence): Invalid {
  return new Invalid('body', [{ pointer: '#', line, says }]);
}
