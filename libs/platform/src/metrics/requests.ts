import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Histogram } from 'prom-client';
import { latencyBuckets, Metrics } from './metrics.js';

/** How long requests take, by the template of their route: no address, and nothing that callers make up. */
@Injectable()
export class RequestMetrics {
  constructor({ registry }: Metrics, { httpAdapter }: HttpAdapterHost) {
    const seconds = new Histogram({
      name: 'medspil_http_request_seconds',
      help: 'From the arrival of a request to the end of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: latencyBuckets,
      registers: [registry],
    });
    httpAdapter.getInstance<FastifyInstance>().addHook('onResponse', (request, reply, done) => {
      const { url: route = 'none' } = request.routeOptions;
      seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
      done();
    });
  }
}
