import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Language, type Principal } from '#platform';
import { Reads } from '../asked.js';
import { Exported } from '../export/exported.js';
import { PortfolioAnswer } from './answer.js';
import { BenefitsQuestion, ListBenefits, PortfolioBenefitsPage } from './benefits.js';
import { ExplainPortfolio, PortfolioExplanation, PortfolioExplanationQuestion } from './explain.js';
import { PortfolioQuestion, ShowPortfolio } from './show.js';

@ApiTags('Portfolio')
@Controller('portfolio')
export class PortfolioController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    summary: 'Benefits planned, realised and not followed up',
    description:
      'Over all partnerships the caller may see, by theme, sector, municipality, year or party. Only amounts in one measure are added: money in the prices of one year, or the unit of one class of benefit. Levels of evidence are never blended, bounds stay bounds, and what is unknown is not zero. The figures of a group are those of the total when its key is chosen (`lead` for a municipality).',
  })
  @Exported(PortfolioAnswer, 'portfolio')
  show(@CurrentPrincipal() principal: Principal, @Query() question: PortfolioQuestion): Promise<PortfolioAnswer> {
    return this.queries.execute(new ShowPortfolio(principal, question));
  }

  @Get('benefits')
  @ApiOperation({
    summary: 'The benefits of a portfolio, one by one',
    description: 'Those behind a group are found by choosing its key.',
  })
  @Exported(PortfolioBenefitsPage, 'benefits')
  benefits(
    @CurrentPrincipal() principal: Principal,
    @Query() question: BenefitsQuestion,
  ): Promise<PortfolioBenefitsPage> {
    return this.queries.execute(new ListBenefits(principal, question));
  }

  @Get('explanation')
  @ApiOperation({
    summary: 'How a figure of the portfolio came to be',
    description:
      'The figure of the total for what is chosen, its formula, every benefit it is made of, and their events. More benefits than a page holds are on the next ones.',
  })
  @ApiOkResponse({ type: PortfolioExplanation })
  explain(
    @CurrentPrincipal() principal: Principal,
    @Query() question: PortfolioExplanationQuestion,
    @Reads() language: Language,
  ): Promise<PortfolioExplanation> {
    return this.queries.execute(new ExplainPortfolio(principal, question, language));
  }
}
