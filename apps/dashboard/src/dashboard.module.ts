import { join } from 'node:path';
import { fastifyStatic } from '@fastify/static';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { MeController } from './me.controller.js';

/** Beside src in the repository and in dist alike. */
const pages = join(import.meta.dirname, '../public');

/** The pages are open to everyone: they hold no data, and ask the API for it with the reader's token. */
@Module({ controllers: [MeController] })
export class DashboardModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.register(fastifyStatic, {
      root: pages,
      prefix: '/pages/',
      index: false,
      // A route for each file, so that what is not there is not found like any other address.
      wildcard: false,
      globIgnore: ['**/*.d.ts'],
      // The address of a file does not change with its content: ask whether it is still the same.
      cacheControl: false,
      setHeaders: (reply) => reply.header('cache-control', 'no-cache'),
    });
    for (const address of ['/', '/sign-in']) {
      fastify.get(address, (_, reply) => reply.sendFile('index.html'));
    }
  }
}
