import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Type } from '@nestjs/common';
import { errorCodes, type FastifyInstance } from 'fastify';
import { type Fault, FieldsPipe, Invalid, type Sentence } from '#platform';

export const lineFormat = 'application/x-ndjson';

interface RouteLimits {
  /** Largest body in bytes. */
  readonly bodyLimit?: number;
  /** Whether the route reads a body of lines by itself. */
  readonly lines?: boolean;
}

/** Lets routes say how large their body may be, and gives those that want it a body of lines as the stream it is. */
export function takeLines(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as RouteLimits;
    if (bodyLimit) route.bodyLimit = bodyLimit;
  });
  fastify.addContentTypeParser(lineFormat, (request, body, done) => {
    const { lines } = request.routeOptions.config as RouteLimits;
    if (lines) done(null, body);
    else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(lineFormat));
  });
}

export interface LineBounds {
  /** Largest body in bytes. */
  readonly body: number;
  /** Longest line in bytes. */
  readonly line: number;
  /** Most lines. */
  readonly lines: number;
}

const mostFaults = 100;
const newline = 0x0a;

const notJson: Sentence = { en: 'is not valid JSON in UTF-8', da: 'er ikke gyldig JSON i UTF-8' };
const endedEarly: Sentence = { en: 'ended in the middle', da: 'sluttede midt i det hele' };
const tooLong = (line: number): Sentence => ({
  en: `is longer than ${line} bytes`,
  da: `er længere end ${line} bytes`,
});
const tooMany = (lines: number): Sentence => ({
  en: `is one too many: a request holds at most ${lines} lines`,
  da: `er en for meget: en forespørgsel rummer højst ${lines} linjer`,
});

/**
 * The items of a body with one JSON object a line, each checked against its class while the next ones come in.
 * `digest` is the same for the same bytes.
 *
 * @throws Invalid with the faults of all lines, or when the caller goes away in the middle
 * @throws FastifyError when the body is larger than it may be
 */
export async function itemsOf<Item extends object>(
  stream: Readable,
  type: Type<Item>,
  bounds: LineBounds,
): Promise<{ items: Item[]; digest: string }> {
  const lines = new Lines(type, bounds);
  const digest = createHash('sha256');
  let received = 0;
  // Left open: destroying it would cut the connection that the answer goes through.
  const chunks = stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  try {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > bounds.body) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
      digest.update(chunk);
      if (!lines.take(chunk)) break;
    }
  } catch (error) {
    throw stream.errored ? new Invalid('body', [{ pointer: '#', says: endedEarly }]) : error;
  }
  return { items: lines.end(), digest: digest.digest('base64url') };
}

class Lines<Item extends object> {
  private readonly pipe = new FieldsPipe();
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true });
  private readonly items: Item[] = [];
  private readonly faults: Fault[] = [];
  private more = 0;
  private no = 0;
  private parts: Buffer[] = [];
  private length = 0;

  constructor(
    private readonly type: Type<Item>,
    private readonly bounds: LineBounds,
  ) {}

  /** Whether more is wanted. */
  take(chunk: Buffer): boolean {
    let from = 0;
    for (let to = chunk.indexOf(newline); to !== -1; to = chunk.indexOf(newline, from)) {
      this.add(chunk.subarray(from, to));
      if (!this.close()) return false;
      from = to + 1;
    }
    this.add(chunk.subarray(from));
    return true;
  }

  end(): Item[] {
    if (this.length > 0) this.close();
    if (this.faults.length > 0) throw new Invalid('body', this.faults, this.more);
    return this.items;
  }

  /** Keeps a part of a line, and of a line that is too long only its length. */
  private add(part: Buffer): void {
    this.length += part.length;
    if (this.length <= this.bounds.line) this.parts.push(part);
    else this.parts = [];
  }

  private close(): boolean {
    this.no += 1;
    const text = this.length <= this.bounds.line ? this.text() : tooLong(this.bounds.line);
    this.parts = [];
    this.length = 0;
    if (text === '') return true;
    if (this.items.length === this.bounds.lines) {
      this.fault(tooMany(this.bounds.lines));
      return false;
    }
    if (typeof text === 'string') this.read(text);
    else this.fault(text);
    return true;
  }

  private text(): string | Sentence {
    try {
      return this.utf8.decode(this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts)).trim();
    } catch {
      return notJson;
    }
  }

  private read(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.fault(notJson);
      return;
    }
    try {
      this.items.push(this.pipe.transform(value, { type: 'body', metatype: this.type }) as Item);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      for (const fault of error.faults) this.keep({ ...fault, line: this.no });
      this.more += error.more;
    }
  }

  private fault(says: Sentence): void {
    this.keep({ pointer: '#', says, line: this.no });
  }

  private keep(fault: Fault): void {
    if (this.faults.length === mostFaults) this.more += 1;
    else this.faults.push(fault);
  }
}
