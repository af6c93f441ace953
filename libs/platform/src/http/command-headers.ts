import type { FastifyReply } from 'fastify';
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

function malformed(header: string, says: Sentence): Invalid {
  return new Invalid('header', [{ header, says }]);
}
