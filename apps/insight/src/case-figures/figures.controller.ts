import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Language, type Principal } from '#platform';
import { AdoptionPage } from '../adoption/answer.js';
import { AdoptionQuestion, ShowAdoption } from '../adoption/show.js';
import { MunicipalPrincipal, Reads } from '../asked.js';
import { CollaborationAnswer } from '../collaboration/answer.js';
import { CollaborationQuestion, ShowCollaboration } from '../collaboration/show.js';
import { DurationsAnswer } from '../durations/answer.js';
import { DurationsQuestion, ShowDurations } from '../durations/show.js';
import { Exported } from '../export/exported.js';
import { FollowUpsPage } from '../follow-ups/answer.js';
import { FollowUpsQuestion, ShowFollowUps } from '../follow-ups/show.js';
import { SupplierFunnelAnswer } from '../funnel/answer.js';
import { FunnelQuestion, ShowFunnel } from '../funnel/show.js';
import { PaymentsAnswer } from '../payments/answer.js';
import { PaymentsQuestion, ShowPayments } from '../payments/show.js';
import { StoppingPage } from '../stopping/answer.js';
import { ShowStopping, StoppingQuestion } from '../stopping/show.js';
import {
  AdoptionExplanation,
  CollaborationExplanation,
  DurationsExplanation,
  FollowUpsExplanation,
  FunnelExplanation,
  PageOfFacts,
  PageOfPaymentFacts,
  PaymentsExplanation,
  StoppingExplanation,
} from './answer.js';
import { ExplainFigures } from './explain.js';

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
  @Exported(PaymentsAnswer, 'payments')
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
    @Query() question: PageOfPaymentFacts,
    @Reads() language: Language,
  ): Promise<PaymentsExplanation> {
    return this.queries.execute(new ExplainFigures(principal, { ...question, figure: 'payments' }, language));
  }

  @Get('phase-durations')
  @ApiOperation({
    summary: 'How long cases stay in each phase, and from dialogue to scale-up',
    description:
      'Median and quartiles in days. Stays that are over, that ended because the case did, and that are not over yet stand apart. A period is asked of the day a stay was left.',
  })
  @Exported(DurationsAnswer, 'phase-durations')
  durations(
    @MunicipalPrincipal() principal: Principal,
    @Query() question: DurationsQuestion,
  ): Promise<DurationsAnswer> {
    return this.queries.execute(new ShowDurations(principal, question));
  }

  @Get('phase-durations/explanation')
  @ApiOperation({
    summary: 'The stays behind the durations',
    description: 'Each stay, with the events it lies between.',
  })
  @ApiOkResponse({ type: DurationsExplanation })
  explainDurations(
    @MunicipalPrincipal() principal: Principal,
    @Query() question: PageOfFacts,
    @Reads() language: Language,
  ): Promise<DurationsExplanation> {
    return this.queries.execute(new ExplainFigures(principal, { ...question, figure: 'phase-durations' }, language));
  }

  @Get('adoption')
  @ApiOperation({
    summary: 'Adoption coverage of the 98 municipalities',
    description:
      'Each municipality once, by the solution that has come furthest there, fit for a map; decisions by basis; and each solution by itself. A period is asked of the day an adoption came to where it stands.',
  })
  @Exported(AdoptionPage, 'adoption')
  adoption(@MunicipalPrincipal() principal: Principal, @Query() question: AdoptionQuestion): Promise<AdoptionPage> {
    return this.queries.execute(new ShowAdoption(principal, question));
  }

  @Get('adoption/explanation')
  @ApiOperation({
    summary: 'The adoptions behind the coverage',
    description: 'Each adoption with where it stands, and its events.',
  })
  @ApiOkResponse({ type: AdoptionExplanation })
  explainAdoption(
    @MunicipalPrincipal() principal: Principal,
    @Query() question: PageOfFacts,
    @Reads() language: Language,
  ): Promise<AdoptionExplanation> {
    return this.queries.execute(new ExplainFigures(principal, { ...question, figure: 'adoption' }, language));
  }

  @Get('follow-ups')
  @ApiOperation({
    summary: 'What was never followed up',
    description:
      'Follow-up reports that are due and not submitted, and planned benefits of years that are over with nothing realised recorded; counted, and listed by the day they were due. A period is asked of that day.',
  })
  @Exported(FollowUpsPage, 'follow-ups')
  followUps(@MunicipalPrincipal() principal: Principal, @Query() question: FollowUpsQuestion): Promise<FollowUpsPage> {
    return this.queries.execute(new ShowFollowUps(principal, question));
  }

  @Get('follow-ups/explanation')
  @ApiOperation({
    summary: 'What was to be followed up',
    description: 'Each report and planned benefit, and the events that planned and answered it.',
  })
  @ApiOkResponse({ type: FollowUpsExplanation })
  explainFollowUps(
    @MunicipalPrincipal() principal: Principal,
    @Query() question: PageOfFacts,
    @Reads() language: Language,
  ): Promise<FollowUpsExplanation> {
    return this.queries.execute(new ExplainFigures(principal, { ...question, figure: 'follow-ups' }, language));
  }

  @Get('funnel')
  @ApiOperation({
    summary: 'Suppliers from interest to acceptance',
    description:
      'Interested, candidates, tenderers, contracts and accepted, over all cases that came to each step; a case that has not come to a step is none of it and not zero. A period is asked of the day of registration.',
  })
  @Exported(SupplierFunnelAnswer, 'supplier-funnel')
  funnel(@MunicipalPrincipal() principal: Principal, @Query() question: FunnelQuestion): Promise<SupplierFunnelAnswer> {
    return this.queries.execute(new ShowFunnel(principal, question));
  }

  @Get('funnel/explanation')
  @ApiOperation({ summary: 'The cases behind the funnel', description: 'Each step of each case, and its events.' })
  @ApiOkResponse({ type: FunnelExplanation })
  explainFunnel(
    @MunicipalPrincipal() principal: Principal,
    @Query() question: PageOfFacts,
    @Reads() language: Language,
  ): Promise<FunnelExplanation> {
    return this.queries.execute(new ExplainFigures(principal, { ...question, figure: 'funnel' }, language));
  }

  @Get('stopping')
  @ApiOperation({
    summary: 'What ended before its time, and why',
    description:
      'Partnerships stopped or cancelled, evaluations decided to stop, contracts terminated and pilots broken off: counted by phase, route and theme, and listed with the reasons as they were given. A period is asked of the day of the end.',
  })
  @Exported(StoppingPage, 'stopping')
  stopping(@MunicipalPrincipal() principal: Principal, @Query() question: StoppingQuestion): Promise<StoppingPage> {
    return this.queries.execute(new ShowStopping(principal, question));
  }

  @Get('stopping/explanation')
  @ApiOperation({ summary: 'The endings behind the counts', description: 'Each ending with its reason and event.' })
  @ApiOkResponse({ type: StoppingExplanation })
  explainStopping(
    @MunicipalPrincipal() principal: Principal,
    @Query() question: PageOfFacts,
    @Reads() language: Language,
  ): Promise<StoppingExplanation> {
    return this.queries.execute(new ExplainFigures(principal, { ...question, figure: 'stopping' }, language));
  }

  @Get('collaboration')
  @ApiOperation({
    summary: 'Who innovation is made with',
    description:
      'Share of cases with external partners and by type of partner, and of complex innovation, which is of more than one type. A period is asked of the day of registration.',
  })
  @Exported(CollaborationAnswer, 'collaboration')
  collaboration(
    @MunicipalPrincipal() principal: Principal,
    @Query() question: CollaborationQuestion,
  ): Promise<CollaborationAnswer> {
    return this.queries.execute(new ShowCollaboration(principal, question));
  }

  @Get('collaboration/explanation')
  @ApiOperation({
    summary: 'The partners behind the statistics',
    description: 'Each partner and innovation type of each case, and its event.',
  })
  @ApiOkResponse({ type: CollaborationExplanation })
  explainCollaboration(
    @MunicipalPrincipal() principal: Principal,
    @Query() question: PageOfFacts,
    @Reads() language: Language,
  ): Promise<CollaborationExplanation> {
    return this.queries.execute(new ExplainFigures(principal, { ...question, figure: 'collaboration' }, language));
  }
}
