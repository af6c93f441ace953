import { Controller, createParamDecorator, type ExecutionContext, Get, Param, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentPrincipal, type Language, type Principal, preferredLanguage, Uuid } from '#platform';
import { ReceivedPage, ReceivedQuestion, ReconciliationAnswer, ReconciliationQuestion, SentPage } from './answers.js';
import { Reconciliation, reconciliationReaders } from './reconciliation.js';

class OfPartnership {
  @Uuid({ description: 'The partnership', example: '5f0c7d2e-3c7b-5a44-9d0e-7e2c1f4b6a10' }) id: string;
}

/** The language of the answer by Accept-Language; the answer says which it is. */
const Reads = createParamDecorator((_: unknown, context: ExecutionContext): Language => {
  const http = context.switchToHttp();
  const language = preferredLanguage(http.getRequest<FastifyRequest>().headers['accept-language']);
  http.getResponse<FastifyReply>().header('content-language', language);
  return language;
});
const InLanguage = () =>
  ApiHeader({ name: 'Accept-Language', required: false, schema: { type: 'string', example: 'da' } });

const readers = `For those who take part in it: ${reconciliationReaders.join(', ')}.`;

@ApiTags('Procurement systems')
@Controller('partnerships/:id/reconciliation')
export class ReconciliationController {
  constructor(private readonly reconciliation: Reconciliation) {}

  @Get()
  @ApiOperation({
    summary: 'How Medspil and the procurement systems stand',
    description: `What was sent of the partnership and what the broker has acknowledged; what was received and what came of it; and what both sides do not say alike, with what to do about it. Without Kafka it tells what is recorded.\n\n${readers}`,
  })
  @InLanguage()
  @ApiOkResponse({ type: ReconciliationAnswer })
  show(
    @CurrentPrincipal() principal: Principal,
    @Param() { id }: OfPartnership,
    @Query() question: ReconciliationQuestion,
    @Reads() language: Language,
  ): Promise<ReconciliationAnswer> {
    return this.reconciliation.show(principal, id, question, language);
  }

  @Get('sent')
  @ApiOperation({
    summary: 'The public messages of a partnership',
    description: `In the order they are published, with whether the broker has acknowledged them.\n\n${readers}`,
  })
  @ApiOkResponse({ type: SentPage })
  sent(
    @CurrentPrincipal() principal: Principal,
    @Param() { id }: OfPartnership,
    @Query() question: ReconciliationQuestion,
  ): Promise<SentPage> {
    return this.reconciliation.sent(principal, id, question);
  }

  @Get('received')
  @ApiOperation({
    summary: 'What procurement systems told of a partnership',
    description: `In the order the broker took it, with what came of each message: those that cannot be read as far as they name the partnership.\n\n${readers}`,
  })
  @InLanguage()
  @ApiOkResponse({ type: ReceivedPage })
  received(
    @CurrentPrincipal() principal: Principal,
    @Param() { id }: OfPartnership,
    @Query() question: ReceivedQuestion,
    @Reads() language: Language,
  ): Promise<ReceivedPage> {
    return this.reconciliation.received(principal, id, question, language);
  }
}
