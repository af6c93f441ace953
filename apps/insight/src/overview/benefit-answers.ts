import { adoptionBases, bounds, evidenceLevels, incidentSeverities, recommendations } from '#partnership';
import {
  BusinessDate,
  Code,
  Decimal,
  Flag,
  Kommunekode,
  ListOf,
  Nested,
  Oere,
  OneOf,
  Organisation,
  SubjectId,
  Text,
  WholeNumber,
} from '#platform';
import { PartAnswer } from './part-answer.js';

export class PilotSite {
  @Code() siteId: string;
  @Text({ max: 200 }) name: string;
  @Kommunekode() municipality: string;
  @WholeNumber({ optional: true, description: 'A count: no citizen is identified' }) participants?: number;
  @BusinessDate({ optional: true }) countedOn?: string;
}

export class DpiaAnswer {
  @Flag({ description: 'Whether a data protection impact assessment is required' }) required: boolean;
  @Text({ max: 4000 }) reason: string;
  @Code({ optional: true, description: 'The assessment, journalised' }) document?: string;
}

export class IncidentAnswer {
  @Code() incidentId: string;
  @OneOf(incidentSeverities) severity: string;
  @Text({ max: 4000 }) description: string;
  @Code({ optional: true }) siteId?: string;
  @BusinessDate() reportedOn: string;
}

export class PilotAnswer extends PartAnswer {
  @Code() pilotId: string;
  @Text({ max: 200 }) title: string;
  @OneOf(['planned', 'running', 'completed', 'aborted']) status: string;
  @ListOf(Code(), { max: 100, description: 'Contracts whose solutions are tried' }) contracts: readonly string[];
  @BusinessDate() plannedStart: string;
  @BusinessDate() plannedEnd: string;
  @WholeNumber({ description: 'A count: no citizen is identified' }) plannedParticipants: number;
  @Text({ max: 8000, optional: true }) protocol?: string;
  @ListOf(() => PilotSite, { max: 1000 }) sites: readonly PilotSite[];
  @Nested(() => DpiaAnswer, { optional: true }) dpia?: DpiaAnswer;
  @ListOf(() => IncidentAnswer, { max: 1000 }) incidents: readonly IncidentAnswer[];
  @BusinessDate({ optional: true }) startedOn?: string;
  @BusinessDate({ optional: true, description: 'When it was completed or aborted' }) endedOn?: string;
  @Text({ max: 8000, optional: true, description: 'What a completed pilot showed' }) summary?: string;
  @Text({ max: 4000, optional: true, description: 'Why a pilot was aborted' }) reason?: string;
}

export class FindingAnswer {
  @Code({ description: 'Code of the KPI', example: 'ALERT-MIN' }) kpi: string;
  @Text({ max: 4000 }) finding: string;
}

export class EvaluatedContractAnswer {
  @Code() contractId: string;
  @Flag() performanceLevelMet: boolean;
  @Oere() expectedCostOere: number;
}

export class SubmittedEvaluationAnswer {
  @Text({ max: 8000 }) summary: string;
  @Flag({ description: 'Whether somebody outside the partnership evaluated' }) independent: boolean;
  @Code({ optional: true, description: 'The report, journalised' }) document?: string;
  @ListOf(() => FindingAnswer, { max: 100 }) findings: readonly FindingAnswer[];
  @ListOf(() => EvaluatedContractAnswer, {
    max: 100,
    description: "What each contract's solution delivers and would cost",
  })
  contracts: readonly EvaluatedContractAnswer[];
  @SubjectId() submittedBy: string;
}

export class RecommendationAnswer {
  @OneOf(recommendations) recommendation: string;
  @Text({ max: 8000 }) reason: string;
  @SubjectId() issuedBy: string;
}

export class EvaluationDecisionAnswer {
  @OneOf(recommendations) decision: string;
  @Text({ max: 8000 }) reason: string;
  @Text({ max: 4000, optional: true, description: 'Why it deviates from the recommendation' })
  deviationReason?: string;
  @Text({
    max: 4000,
    optional: true,
    description: 'Why to scale below the performance level or above the maximum cost',
  })
  overrideReason?: string;
  @OneOf(['development', 'pilot'], { optional: true, description: 'Where an iteration goes back to' }) backTo?: string;
  @OneOf(recommendations, { optional: true, description: 'What was recommended' }) recommendation?: string;
  @SubjectId() decidedBy: string;
}

export class EvaluationRound {
  @OneOf(['pilots-ended', 'no-partner-left']) cause: string;
  @Text({ max: 4000, optional: true }) note?: string;
  @BusinessDate() openedOn: string;
  @Nested(() => SubmittedEvaluationAnswer, { optional: true, description: 'The latest submitted' })
  submitted?: SubmittedEvaluationAnswer;
  @Nested(() => RecommendationAnswer, { optional: true }) recommendation?: RecommendationAnswer;
  @Nested(() => EvaluationDecisionAnswer, { optional: true }) decision?: EvaluationDecisionAnswer;
}

export class EvaluationAnswer extends PartAnswer {
  @ListOf(() => EvaluationRound, { max: 100, description: 'The last is the current one' })
  rounds: readonly EvaluationRound[];
}

export class AdoptionAnswer extends PartAnswer {
  @Kommunekode() municipality: string;
  @OneOf(['invited', 'adopts', 'declined', 'live', 'withdrawn']) status: string;
  @BusinessDate() invitedOn: string;
  @Flag({ optional: true, description: 'The latest decision' }) adopts?: boolean;
  @OneOf(adoptionBases, { optional: true, description: 'On what it adopts' }) basis?: string;
  @BusinessDate({ optional: true }) decidedOn?: string;
  @Text({ max: 2000, optional: true, description: 'Of the latest decision or withdrawal' }) reason?: string;
  @BusinessDate({ optional: true }) liveOn?: string;
  @WholeNumber({ optional: true, description: 'How many sites are live' }) sites?: number;
  @WholeNumber({ optional: true, description: 'How many people they cover' }) populationCovered?: number;
  @BusinessDate({ optional: true }) withdrawnOn?: string;
}

export class GainAnswer {
  @Decimal({ optional: true, description: "In the KPI's unit; or money, never both in one" }) amount?: string;
  @Oere({ min: Number.MIN_SAFE_INTEGER, optional: true }) amountOere?: number;
  @OneOf(bounds, { optional: true, description: 'A point unless stated' }) bound?: string;
  @WholeNumber({ optional: true, description: "Whose prices money is in; the benefit's own year unless stated" })
  priceYear?: number;
  @ListOf(WholeNumber(), { max: 1_000, description: 'Positions of the events that state it; the last holds' })
  positions: readonly number[];
}

export class RealisedGainAnswer extends GainAnswer {
  @Text({ max: 2000 }) evidence: string;
  @OneOf(evidenceLevels, { optional: true, description: 'Unknown unless stated' }) evidenceLevel?: string;
}

export class BenefitAnswer extends PartAnswer {
  @Code({ description: 'Code of the KPI' }) kpi: string;
  @Organisation({ description: 'Who gains' }) party: string;
  @WholeNumber() year: number;
  @Nested(() => GainAnswer, { optional: true }) planned?: GainAnswer;
  @Nested(() => RealisedGainAnswer, { optional: true }) realised?: RealisedGainAnswer;
}

export class FollowUpReportAnswer {
  @BusinessDate() due: string;
  @BusinessDate({ optional: true, description: 'Absent until it is reported' }) reportedOn?: string;
  @Text({ max: 8000, optional: true }) summary?: string;
  @Code({ optional: true, description: 'The report, journalised' }) document?: string;
}

export class ScaleUpConcludedAnswer {
  @Text({ max: 8000 }) summary: string;
  @SubjectId() decidedBy: string;
}

export class FollowUpAnswer extends PartAnswer {
  @SubjectId() owner: string;
  @ListOf(() => FollowUpReportAnswer, { max: 40 }) reports: readonly FollowUpReportAnswer[];
  @Nested(() => ScaleUpConcludedAnswer, { optional: true, description: 'Once scale-up is concluded' })
  concluded?: ScaleUpConcludedAnswer;
}
