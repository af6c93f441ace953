import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { publicRoute } from './principal.js';
import type { Tokens } from './tokens.js';
import { Unauthenticated } from './unauthenticated.js';

/** Lets a request through that carries a bearer token we trust, or asks for a public route. */
export class BearerGuard implements CanActivate {
  private readonly reflector = new Reflector();

  constructor(private readonly tokens: Tokens) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const where = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(publicRoute, where)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = bearerOf(request.headers.authorization);
    request.principal = this.tokens.known(token);
    if (request.principal === undefined) return this.verify(token, request);
    request.principalUntil = this.tokens.goodUntil(token);
    return true;
  }

  private async verify(token: string, request: FastifyRequest): Promise<boolean> {
    request.principal = await this.tokens.verify(token);
    request.principalUntil = this.tokens.goodUntil(token);
    return true;
  }
}

function bearerOf(authorization: string | undefined): string {
  if (!authorization) throw new Unauthenticated('token-missing');
  const [, token] = /^Bearer +([^ ]+)$/i.exec(authorization) ?? [];
  if (!token) throw new Unauthenticated('token-malformed');
  return token;
}
