import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { answerRevision, CurrentPrincipal, type Language, type Principal } from '#platform';
import { OfPartnership, Reads } from '../asked.js';
import { Exported } from '../export/exported.js';
import { Fresh } from '../paging.js';
import { OverviewAnswer } from './answer.js';
import { ShowOverview } from './show.js';

export class OverviewQuestion extends Fresh {}

@ApiTags('Partnerships')
@Controller('partnerships/:id')
export class OverviewController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    summary: 'Overview of a partnership',
    description: 'Everything the caller may see of it. The ETag is its revision, to send as If-Match.',
  })
  @Exported(OverviewAnswer, 'partnership')
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param() { id }: OfPartnership,
    @Query() question: OverviewQuestion,
    @Reads() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OverviewAnswer> {
    const overview = await this.queries.execute(new ShowOverview(principal, { ...question, id }, language));
    answerRevision(reply, overview.revision);
    return overview;
  }
}
