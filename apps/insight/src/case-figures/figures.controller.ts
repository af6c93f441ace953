import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Language, type Principal } from '#platform';
import { Reads } from '../asked.js';
import { DurationsAnswer } from '../durations/answer.js';
import { DurationsExplanation, DurationsExplanationQuestion, ExplainDurations } from '../durations/explain.js';
import { DurationsQuestion, ShowDurations } from '../durations/show.js';
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

  @Get('phase-durations')
  @ApiOperation({
    summary: 'How long cases stay in each phase, and from dialogue to scale-up',
    description:
      'Median and quartiles in days. Stays that are over, that ended because the case did, and that are not over yet stand apart. A period is asked of the day a stay was left.',
  })
  @ApiOkResponse({ type: DurationsAnswer })
  durations(@CurrentPrincipal() principal: Principal, @Query() question: DurationsQuestion): Promise<DurationsAnswer> {
    return this.queries.execute(new ShowDurations(principal, question));
  }

  @Get('phase-durations/explanation')
  @ApiOperation({
    summary: 'The stays behind the durations',
    description: 'Each stay, with the events it lies between.',
  })
  @ApiOkResponse({ type: DurationsExplanation })
  explainDurations(
    @CurrentPrincipal() principal: Principal,
    @Query() question: DurationsExplanationQuestion,
    @Reads() language: Language,
  ): Promise<DurationsExplanation> {
    return this.queries.execute(new ExplainDurations(principal, question, language));
  }
}
