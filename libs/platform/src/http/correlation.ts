import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const acceptable = /^[A-Za-z0-9._:-]{1,128}$/;
const traceParent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/** What ties a request to what it leads to: the caller's correlation id, else its W3C trace id, else a new one. */
export function correlationIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-correlation-id'];
  if (typeof given === 'string' && acceptable.test(given)) return given;
  const trace = headers.traceparent;
  return (typeof trace === 'string' && traceParent.exec(trace)?.[1]) || randomUUID();
}
