import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal } from '#platform';
import { OfPartnership } from '../asked.js';
import { Exported } from '../export/exported.js';
import { ListMilestones, MilestonePage, MilestonesQuestion } from './list.js';

@ApiTags('Milestones')
@Controller()
export class MilestonesController {
  constructor(private readonly queries: QueryBus) {}

  @Get('partnerships/:id/milestones')
  @ApiOperation({ summary: 'Milestones of a partnership', description: 'By planned date.' })
  @Exported(MilestonePage, 'milestones')
  ofPartnership(
    @CurrentPrincipal() principal: Principal,
    @Param() { id }: OfPartnership,
    @Query() question: MilestonesQuestion,
  ): Promise<MilestonePage> {
    return this.queries.execute(new ListMilestones(principal, { ...question, id }));
  }

  @Get('milestones')
  @ApiOperation({
    summary: 'Milestones across partnerships',
    description:
      'Of all partnerships the caller may see, by planned date: what is due, what is overdue, what was reached late.',
  })
  @Exported(MilestonePage, 'milestones')
  across(@CurrentPrincipal() principal: Principal, @Query() question: MilestonesQuestion): Promise<MilestonePage> {
    return this.queries.execute(new ListMilestones(principal, question));
  }
}
