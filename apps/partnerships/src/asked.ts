import { hash, randomUUID } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#partnership';
import { dayInDenmark, expectedRevision, idempotencyKeyOf } from '#platform';

const letters = '23456789abcdefghjkmnpqrstuvwxyz';

/** What a request says besides its body: who asks, when, what they have seen, and whether they asked before. */
export class Asked {
  readonly by: Actor;
  /** When it was received: ISO 8601 in UTC. */
  readonly at: string;
  /** The calendar day of that in Denmark. */
  readonly today: string;
  readonly correlationId: string;
  /** The same for a retry; another principal's same key leads to another id. */
  readonly commandId: string;
  readonly seenRevision: number | undefined;
  /** Whether the caller may ask again and wants the first answer then. */
  readonly keyed: boolean;
  /** The body; of one that was read as a stream, its digest. */
  said: unknown;
  /** The ids made here because the body left them out. */
  ids: Record<string, string> | undefined;

  constructor(
    private readonly request: FastifyRequest,
    readonly reply: FastifyReply,
  ) {
    const { headers, principal, id, body } = request;
    const now = Date.now();
    const key = idempotencyKeyOf(single(headers['idempotency-key']));
    // The guard has seen to it that there is a principal, and that its role is one of ours.
    this.by = principal as Actor;
    this.at = new Date(now).toISOString();
    this.today = dayInDenmark(now);
    this.said = body;
    this.correlationId = id;
    this.seenRevision = expectedRevision(headers['if-match']);
    this.keyed = key !== undefined;
    const { subject, organisation } = this.by;
    this.commandId = key === undefined ? randomUUID() : uuidOf(`command ${organisation} ${subject} ${key}`);
  }

  /** Tells this request from another one under the same key. */
  fingerprint(): string {
    const { method, url } = this.request;
    return hash('sha256', `${method} ${url}\n${JSON.stringify(this.said)}`, 'base64url');
  }

  /** The id the body gives, or one made here, which the answer then tells. A retry makes the same one. */
  idOr(name: string, given: string | undefined): string {
    if (given !== undefined) return given;
    const bytes = hash('sha1', `${this.commandId}/${name}`, 'buffer');
    let made = `${name.slice(0, 1).toUpperCase()}-`;
    for (let place = 0; place < 10; place += 1) made += letters[(bytes[place] as number) % letters.length];
    this.ids = { ...this.ids, [name]: made };
    return made;
  }
}

/** The request as `Asked`. */
export const Asking = createParamDecorator((_: unknown, context: ExecutionContext): Asked => {
  const http = context.switchToHttp();
  return new Asked(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

// Node joins a repeated header of these names into one text; its types do not know that.
function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}

/** The same UUID for the same text (version 8 of RFC 9562: by a rule of our own). */
function uuidOf(text: string): string {
  const digits = hash('sha256', text, 'hex');
  const variant = '89ab'.charAt(Number.parseInt(digits.charAt(16), 16) % 4);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
