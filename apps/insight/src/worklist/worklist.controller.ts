import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Language, type Principal } from '#platform';
import { Reads } from '../asked.js';
import { Exported } from '../export/exported.js';
import { PartnershipPage } from './answer.js';
import { ListPartnerships, WorklistQuestion } from './list.js';

@ApiTags('Partnerships')
@Controller('partnerships')
export class WorklistController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    summary: 'Status board and worklist',
    description: 'Partnerships the caller may see, with their traffic light and why, and what is due next.',
  })
  @Exported(PartnershipPage, 'partnerships')
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() question: WorklistQuestion,
    @Reads() language: Language,
  ): Promise<PartnershipPage> {
    return this.queries.execute(new ListPartnerships(principal, question, language));
  }
}
