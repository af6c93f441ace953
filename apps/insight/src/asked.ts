import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Query } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from '#decider';
import { type Language, type Principal, preferredLanguage, principalOf, Uuid } from '#platform';

/** A question somebody asks: who, what, and in which language they read. */
export abstract class Asked<Question, Answer> extends Query<Answer> {
  constructor(
    readonly principal: Principal,
    readonly question: Question,
    readonly language: Language = 'en',
  ) {
    super();
  }
}

/** The language of the answer by Accept-Language; the answer says which it is. */
export const Reads = createParamDecorator((_: unknown, context: ExecutionContext): Language => {
  const http = context.switchToHttp();
  const language = preferredLanguage(http.getRequest<FastifyRequest>().headers['accept-language']);
  http.getResponse<FastifyReply>().header('content-language', language);
  return language;
});

/** Who asks, unless it is a partner: of what is the municipalities' alone it would read zeros that are not so. */
export const MunicipalPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const principal = principalOf(context);
  if (principal.role === 'partner') throw new Refused('figures-not-for-partners');
  return principal;
});

export class OfPartnership {
  @Uuid({ description: 'The partnership', example: '5f0c7d2e-3c7b-5a44-9d0e-7e2c1f4b6a10' }) id: string;
}

/** What is not there, and what the one who asks may not see, is answered alike. */
export const noSuchPartnership = () => new Refused('not-registered');

/** Leaves out what is null or undefined, so that an answer has a field or does not. */
export function given<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], null> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null && one !== undefined)) as never;
}
