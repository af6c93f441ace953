import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Language, type Principal } from '#platform';
import { OfPartnership, Reads } from '../asked.js';
import { Exported } from '../export/exported.js';
import { ShowTimeline, TimelinePage, TimelineQuestion } from './show.js';

@ApiTags('Partnerships')
@Controller('partnerships/:id/timeline')
export class TimelineController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    summary: 'Timeline of a partnership',
    description:
      'Every event of the partnership and its KPIs in readable words, with when it happened, when it was recorded and by whom.',
  })
  @ApiHeader({ name: 'Accept-Language', required: false, schema: { type: 'string', example: 'da' } })
  @Exported(TimelinePage, 'timeline')
  show(
    @CurrentPrincipal() principal: Principal,
    @Param() { id }: OfPartnership,
    @Query() question: TimelineQuestion,
    @Reads() language: Language,
  ): Promise<TimelinePage> {
    return this.queries.execute(new ShowTimeline(principal, { ...question, id }, language));
  }
}
