import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Language, type Principal } from '#platform';
import { OfPartnership, Reads } from '../asked.js';
import { OfKpi } from '../kpis/kpis.controller.js';
import { BenefitExplanation, BenefitExplanationQuestion, ExplainBenefit } from './explain-benefit.js';
import { ExplainKpi, KpiExplanation, KpiExplanationQuestion } from './explain-kpi.js';

@ApiTags('Explanations')
@Controller('partnerships/:id')
export class ExplanationController {
  constructor(private readonly queries: QueryBus) {}

  @Get('kpis/:code/explanation')
  @ApiOperation({
    summary: 'How a figure of a KPI came to be',
    description:
      'The latest figure, attainment and status of one result on the KPI dashboard: the formulas, every input with the events that state it, corrections included, and the projections it was read from. The figure can be computed again from this answer alone; of many measurements, from all its pages.',
  })
  @ApiHeader({ name: 'Accept-Language', required: false, schema: { type: 'string', example: 'da' } })
  @ApiOkResponse({ type: KpiExplanation })
  kpi(
    @CurrentPrincipal() principal: Principal,
    @Param() { id, code }: OfKpi,
    @Query() question: KpiExplanationQuestion,
    @Reads() language: Language,
  ): Promise<KpiExplanation> {
    return this.queries.execute(new ExplainKpi(principal, { ...question, id, code }, language));
  }

  @Get('benefits/explanation')
  @ApiOperation({
    summary: 'How a benefit came to be',
    description:
      'What was planned and what was realised by one KPI, for one party in one year, and whether it was followed up, with the events that say so.',
  })
  @ApiHeader({ name: 'Accept-Language', required: false, schema: { type: 'string', example: 'da' } })
  @ApiOkResponse({ type: BenefitExplanation })
  benefit(
    @CurrentPrincipal() principal: Principal,
    @Param() { id }: OfPartnership,
    @Query() question: BenefitExplanationQuestion,
    @Reads() language: Language,
  ): Promise<BenefitExplanation> {
    return this.queries.execute(new ExplainBenefit(principal, { ...question, id }, language));
  }
}
