import { type Context, context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isTracing } from './telemetry.js';

/** Asked for by machines every few seconds: nobody's request. */
const unasked = /^\/(health|metrics)(\/|$)/;

/**
 * A span for each request, below the one a caller names by W3C's `traceparent`, with what the semantic conventions say of
 * HTTP servers, except what tells of people: no address, no query, no header. The request's id is the trace's unless the
 * caller gave another. To be called before hooks that use that id; does nothing where nothing is traced.
 */
export function traceRequests(fastify: FastifyInstance): void {
  if (!isTracing()) return;
  const tracer = trace.getTracer('medspil');
  const underWay = new WeakMap<FastifyRequest, Context>();

  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, headers } = request;
    const { url: route } = request.routeOptions;
    if (route !== undefined && unasked.test(route)) return done();
    const attributes = { 'http.request.method': method, 'url.scheme': request.protocol };
    const span = tracer.startSpan(
      route === undefined ? method : `${method} ${route}`,
      { kind: SpanKind.SERVER, attributes: { ...attributes, ...(route !== undefined && { 'http.route': route }) } },
      propagation.extract(ROOT_CONTEXT, headers),
    );
    if (headers['x-correlation-id'] !== request.id) request.id = span.spanContext().traceId;
    // Comes after the answer as well as after a caller who left.
    reply.raw.once('close', () => {
      const { statusCode, headersSent } = reply.raw;
      if (headersSent) span.setAttribute('http.response.status_code', statusCode);
      if (headersSent && statusCode >= 500) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.setAttribute('error.type', String(statusCode));
      }
      span.end();
    });
    const inside = trace.setSpan(ROOT_CONTEXT, span);
    underWay.set(request, inside);
    context.with(inside, done);
  });

  // A body arrives by events of the connection, which need not know of the request.
  fastify.addHook('preHandler', (request, _reply, done) => {
    context.with(underWay.get(request) ?? ROOT_CONTEXT, done);
  });
}
