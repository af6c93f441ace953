import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Health } from '../health.js';

/** Requests under way when the server stops have so many milliseconds to be answered. */
const longestGoodbye = 10_000;

const leaving = new WeakSet<object>();

/** Lets a server end without cutting anyone off: each answer it gives meanwhile ends its connection. */
export function endGently(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    leaving.add(fastify.server);
    setTimeout(() => fastify.server.closeAllConnections(), longestGoodbye).unref();
    done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    // A connection kept for another request would keep the server from stopping.
    if (leaving.has(fastify.server)) reply.header('connection', 'close');
    done();
  });
}

/**
 * Ends an application. For `drain` seconds `/health/ready` says that it ends, and everything is answered as ever; after
 * that no connection is taken, what is under way is answered, and what runs beside the requests finishes.
 */
export async function leave(app: NestFastifyApplication, drain: number): Promise<void> {
  leaving.add(app.getHttpServer());
  app.get(Health).leave();
  if (drain > 0) await pause(drain * 1_000);
  await app.close();
}
