import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, dayInDenmark, type Language, type Principal } from '#platform';
import { MunicipalPrincipal, OfPartnership, Reads } from '../asked.js';
import { ShowDurations } from '../durations/show.js';
import { ListMilestones } from '../milestones/list.js';
import { ShowOverview } from '../overview/show.js';
import { type AsOf, Fresh, MOST } from '../paging.js';
import { ShowPortfolio } from '../portfolio/show.js';
import { partnershipPage } from './partnership-page.js';
import { portfolioPage } from './portfolio-page.js';
import { ShowStanding } from './standing.js';

export class ReportQuestion extends Fresh {}

const pdf = { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } as const;

/** The day a page is about. */
const dayOf = ({ until }: ReportQuestion, { time }: AsOf): string => {
  const today = dayInDenmark(Date.parse(time));
  return until !== undefined && until < today ? until : today;
};

const file = (bytes: Buffer, name: string) =>
  new StreamableFile(bytes, { type: 'application/pdf', disposition: `inline; filename="${name}.pdf"` });

@ApiTags('Reports')
@Controller()
export class ReportController {
  constructor(private readonly queries: QueryBus) {}

  @Get('partnerships/:id/report')
  @ApiOperation({
    summary: 'Status report of a partnership',
    description:
      'One page of A4 with what the caller may see: light and reasons, what is due, KPIs, payments, risks and benefits. With `known-at` the same bytes again.',
  })
  @ApiHeader({ name: 'Accept-Language', required: false, schema: { type: 'string', example: 'da' } })
  @ApiOkResponse({ content: pdf })
  async ofPartnership(
    @CurrentPrincipal() principal: Principal,
    @Param() { id }: OfPartnership,
    @Query() question: ReportQuestion,
    @Reads() language: Language,
  ): Promise<StreamableFile> {
    const overview = await this.queries.execute(new ShowOverview(principal, { ...question, id }, language));
    const { asOf } = overview;
    const open = {
      id,
      until: question.until,
      'known-at': asOf.time,
      state: ['planned', 'partly-reached'],
      limit: MOST,
    };
    const { items } = await this.queries.execute(new ListMilestones(principal, open, language));
    const day = dayOf(question, asOf);
    const bytes = await partnershipPage({ overview, milestones: items, day }, language);
    return file(bytes, `medspil-report-${id.slice(0, 8)}-${day}`);
  }

  @Get('portfolio/report')
  @ApiOperation({
    summary: 'Status report of the portfolio',
    description:
      'One page of A4 over all partnerships the caller may see: by phase and light, durations, benefits planned, realised and not followed up. With `known-at` the same bytes again.',
  })
  @ApiHeader({ name: 'Accept-Language', required: false, schema: { type: 'string', example: 'da' } })
  @ApiOkResponse({ content: pdf })
  async ofPortfolio(
    @MunicipalPrincipal() principal: Principal,
    @Query() question: ReportQuestion,
    @Reads() language: Language,
  ): Promise<StreamableFile> {
    const standing = await this.queries.execute(new ShowStanding(principal, question, language));
    const { asOf, day } = standing;
    const then = { until: question.until, 'known-at': asOf.time };
    const benefits = await this.queries.execute(
      new ShowPortfolio(principal, { ...then, by: 'theme', limit: MOST }, language),
    );
    const durations = await this.queries.execute(new ShowDurations(principal, then, language));
    return file(await portfolioPage({ standing, benefits, durations }, language), `medspil-portfolio-${day}`);
  }
}
