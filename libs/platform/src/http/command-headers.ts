import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, type ApiHeaderOptions } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Invalid } from '../problem/invalid.js';
import type { Sentence } from '../problem/language.js';

/**
 * The revision the caller read, from `If-Match: "12"`; undefined without the header, and for `*`, which asks only
 * that there is something.
 *
 * @throws Invalid when it is anything but one strong entity tag with a revision
 */
export function expectedRevision(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const revision = Number(/^\s*"(\d{1,15})"\s*$/.exec(header)?.[1] ?? Number.NaN);
  if (Number.isNaN(revision)) {
    throw malformed('If-Match', {
      en: 'must be the ETag of an earlier answer, like "12" (with the quotation marks)',
      da: 'skal være ETag fra et tidligere svar, som "12" (med anførselstegn)',
    });
  }
  return revision;
}

/**
 * The key under which a retry finds the first answer; a quoted string (as the IETF draft writes it) is the same key
 * as the bare one.
 *
 * @throws Invalid when it is not 1 to 255 visible ASCII characters
 */
export function idempotencyKeyOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw malformed('Idempotency-Key', {
      en: 'must be 1 to 255 visible ASCII characters, best a UUID',
      da: 'skal være 1 til 255 synlige ASCII-tegn, helst et UUID',
    });
  }
  return key;
}

/** Tells the caller the revision their answer was made from or led to: what to send back as `If-Match`. */
export function answerRevision(reply: FastifyReply, revision: number): void {
  reply.header('etag', `"${revision}"`);
}

/** The revision of the caller's `If-Match`, or undefined. */
export const IfMatch = headerParameter('if-match', expectedRevision, {
  name: 'If-Match',
  description: 'ETag of the revision this request was decided on; refused with 412 when there is a newer one',
  required: false,
  schema: { type: 'string', example: '"12"' },
});

/** The caller's `Idempotency-Key`, or undefined. */
export const IdempotencyKey = headerParameter('idempotency-key', idempotencyKeyOf, {
  name: 'Idempotency-Key',
  description: 'Makes a retry with the same key return the first answer',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255, example: '6e5b1a52-0c1d-4a83-9f0e-0d6c2b8f7a11' },
});

function headerParameter<Value>(
  name: string,
  read: (header: string | undefined) => Value,
  documentation: ApiHeaderOptions,
): () => ParameterDecorator {
  const parameter = createParamDecorator((_: unknown, context: ExecutionContext): Value => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers[name];
    return read(Array.isArray(header) ? header.join(', ') : header);
  });
  return () => (target, key, index) => {
    parameter()(target, key, index);
    if (key === undefined) return;
    const method = Object.getOwnPropertyDescriptor(target, key) as PropertyDescriptor;
    ApiHeader(documentation)(target, key, method);
  };
}

function malformed(header: string, says: Sentence): Invalid {
  return new Invalid('header', [{ header, says }]);
}
