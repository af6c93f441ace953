import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Code, CurrentPrincipal, type Principal } from '#platform';
import { OfPartnership } from '../asked.js';
import { Exported } from '../export/exported.js';
import { Fresh } from '../paging.js';
import { KpiAnswerAsOf, KpisAnswer, MeasurementPage } from './answer.js';
import { ListMeasurements, MeasurementsQuestion } from './list-measurements.js';
import { ShowKpi, ShowKpis } from './show.js';

export class OfKpi extends OfPartnership {
  @Code({ description: 'The KPI', example: 'CHANGES' }) code: string;
}

export class FreshQuestion extends Fresh {}

@ApiTags('KPIs')
@Controller('partnerships/:id/kpis')
export class KpisController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    summary: 'KPI dashboard of a partnership',
    description:
      'Baseline, target, latest figure, attainment, status and evidence of each KPI, per partner and site, with series for charts. Partners and levels of evidence are never blended, and what is unknown is unknown.',
  })
  @Exported(KpisAnswer, 'kpis', 'results')
  all(
    @CurrentPrincipal() principal: Principal,
    @Param() { id }: OfPartnership,
    @Query() question: FreshQuestion,
  ): Promise<KpisAnswer> {
    return this.queries.execute(new ShowKpis(principal, { ...question, id }));
  }

  @Get(':code')
  @ApiOperation({
    summary: 'One KPI',
    description: 'As on the dashboard, with longer series (the latest 400 periods).',
  })
  @Exported(KpiAnswerAsOf, 'kpi')
  one(
    @CurrentPrincipal() principal: Principal,
    @Param() { id, code }: OfKpi,
    @Query() question: FreshQuestion,
  ): Promise<KpiAnswerAsOf> {
    return this.queries.execute(new ShowKpi(principal, { ...question, id, code }));
  }

  @Get(':code/measurements')
  @ApiOperation({ summary: 'Measurements of a KPI', description: 'Those that stand, one by one, by period.' })
  @Exported(MeasurementPage, 'measurements')
  measurements(
    @CurrentPrincipal() principal: Principal,
    @Param() { id, code }: OfKpi,
    @Query() question: MeasurementsQuestion,
  ): Promise<MeasurementPage> {
    return this.queries.execute(new ListMeasurements(principal, { ...question, id, code }));
  }
}
