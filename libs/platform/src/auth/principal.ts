import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

/** Who asks, as their token says. */
export interface Principal {
  /** The user's subject id; stands in events in place of a name. */
  readonly subject: string;
  readonly role: string;
  /** A municipality's code (four digits) or a company's CVR number (eight digits). */
  readonly organisation: string;
  /** What the token allows beyond what its role does. */
  readonly permissions?: readonly string[];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard; absent on public routes. */
    principal: Principal | undefined;
    /** Until when the token is good, in milliseconds since 1970: an answer that goes on for long ends then. */
    principalUntil: number | undefined;
  }
}

export const publicRoute = 'medspil:public';

/** A route, or all routes of a controller, that answer without a token. */
export const Public = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(publicRoute, true), ApiSecurity({}));

/** The principal of the request; not for public routes, which have none. */
export function principalOf(context: ExecutionContext): Principal {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new Error('A public route has no principal');
  return principal;
}
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext) => principalOf(context));
