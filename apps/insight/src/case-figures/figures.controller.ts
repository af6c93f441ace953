import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Language, type Principal } from '#platform';
import { Reads } from '../asked.js';
import { PaymentsAnswer } from '../payments/answer.js';
import { ExplainPayments, PaymentsExplanation, PaymentsExplanationQuestion } from '../payments/explain.js';
import { PaymentsQuestion, ShowPayments } from '../payments/show.js';

@ApiTags('Figures')
@Controller('figures')
export class FiguresController {
  constructor(private readonly queries: QueryBus) {}

  @Get('payments')
  @ApiOperation({
    summary: 'Payments released and settled against their contracts',
    description:
      'Of every contract the caller may see, by phase, and of all of them by currency. Payments for results stand beside the instalments; currencies are never added. A partner sees its own contracts.',
  })
  @ApiOkResponse({ type: PaymentsAnswer })
  payments(@CurrentPrincipal() principal: Principal, @Query() question: PaymentsQuestion): Promise<PaymentsAnswer> {
    return this.queries.execute(new ShowPayments(principal, question));
  }

  @Get('payments/explanation')
  @ApiOperation({
    summary: 'The facts behind the payments',
    description: 'Each agreement, release and payment that is counted, with its event.',
  })
  @ApiOkResponse({ type: PaymentsExplanation })
  explainPayments(
    @CurrentPrincipal() principal: Principal,
    @Query() question: PaymentsExplanationQuestion,
    @Reads() language: Language,
  ): Promise<PaymentsExplanation> {
    return this.queries.execute(new ExplainPayments(principal, question, language));
  }
}
