import {
  assessments,
  confidentialities,
  documentDirections,
  gateDecisions,
  innovationTypes,
  legalForms,
  purposes,
  responsibilities,
  sectorAreas,
  themes,
} from '#partnership';
import {
  BusinessDate,
  Code,
  Flag,
  Kle,
  Kommunekode,
  ListOf,
  Nested,
  Oere,
  OneOf,
  Organisation,
  Sha256,
  SubjectId,
  Text,
  WebLink,
  WholeNumber,
} from '#platform';
import { KpiAnswer } from '../kpis/answer.js';
import { AsOf } from '../paging.js';
import { PartnershipCard } from '../worklist/answer.js';

/** What every part has. Beside the fields described, a part carries those its events state. */
export abstract class PartAnswer {
  @ListOf(Text({ max: 80 }), { max: 100, description: 'Fields whose values no source gives' })
  illustrative: readonly string[];
}

export class ClassificationAnswer {
  @OneOf(themes) theme: string;
  @OneOf(sectorAreas) sectorArea: string;
  @OneOf(purposes) mainPurpose: string;
  @ListOf(OneOf(innovationTypes), { max: 4 }) innovationTypes: readonly string[];
  @OneOf(legalForms) legalForm: string;
  @Kle() subjectNumber: string;
}

export class ClaimAnswer {
  @Text({ max: 2000 }) claim: string;
  @Text({ max: 500 }) source: string;
  @OneOf(['verified', 'plausible', 'disputed']) quality: string;
}

export class NeedAnswer extends PartAnswer {
  @Text({ max: 10_000 }) problem: string;
  @Text({ max: 2000 }) targetGroup: string;
  @Text({ max: 4000, optional: true }) desiredOutcome?: string;
  @ListOf(() => ClaimAnswer, { max: 100, optional: true, description: 'All of them, also where sources contradict' })
  claims?: readonly ClaimAnswer[];
}

export class PartyAnswer extends PartAnswer {
  @Organisation() organisation: string;
  @Text({ max: 200 }) name: string;
  @Flag() lead: boolean;
  @BusinessDate() since: string;
  @BusinessDate({ optional: true }) until?: string;
}

export class ResponsibleAnswer extends PartAnswer {
  @Code() assignmentId: string;
  @SubjectId() subject: string;
  @OneOf(responsibilities) responsibility: string;
  @BusinessDate() from: string;
  @BusinessDate({ optional: true }) until?: string;
}

export class DialogueAnswer extends PartAnswer {
  @Text({ max: 200 }) title: string;
  @OneOf(['open', 'concluded']) status: string;
  @BusinessDate() opensOn: string;
  @BusinessDate() closesOn: string;
  @WholeNumber() meetings: number;
  @WholeNumber({ description: 'How much was shared, with all participants alike' }) material: number;
}

export class ProcurementAnswer extends PartAnswer {
  @OneOf([
    'route-decided',
    'prepared',
    'notice-published',
    'candidates-selected',
    'tendering',
    'evaluated',
    'awarded',
    'cancelled',
  ])
  status: string;
  @WholeNumber({ description: 'Negotiation rounds' }) rounds: number;
  @ListOf(Code(), { max: 1000 }) openConflicts: readonly string[];
}

export class FunnelAnswer {
  @WholeNumber({ description: 'Took part in the market dialogue' }) interested: number;
  @WholeNumber({ description: 'Asked to participate' }) candidates: number;
  @WholeNumber({ description: 'Were invited to tender' }) tenderers: number;
  @WholeNumber({ description: 'Got a contract' }) contracts: number;
  @WholeNumber({ optional: true, description: 'Met the performance level; absent until leadership has decided' })
  accepted?: number;
}

export class TargetAnswer {
  @Code() code: string;
  @Text({ max: 200 }) title: string;
  @Text({ max: 2000 }) criterion: string;
  @OneOf(assessments, { optional: true }) assessment?: string;
}

export class InstalmentAnswer {
  @Code() code: string;
  @Text({ max: 200 }) title: string;
  @Oere() amountOere: number;
  @OneOf(['open', 'released', 'settled', 'cancelled']) status: string;
}

export class GateAnswer {
  @OneOf(gateDecisions) decision: string;
  @Text({ max: 4000 }) reason: string;
  @BusinessDate() decidedOn: string;
  @Text({ max: 4000, optional: true }) condition?: string;
  @BusinessDate({ optional: true }) conditionDue?: string;
  @Text({ max: 4000, optional: true }) conditionFulfilled?: string;
}

export class ContractPhaseAnswer {
  @WholeNumber({ min: 1 }) no: number;
  @Text({ max: 200 }) title: string;
  @OneOf(['planned', 'running', 'evidence-submitted', 'decided']) status: string;
  @BusinessDate() plannedStart: string;
  @BusinessDate() plannedEnd: string;
  @BusinessDate({ optional: true }) startedOn?: string;
  @Oere() valueOere: number;
  @ListOf(() => TargetAnswer, { max: 100 }) targets: readonly TargetAnswer[];
  @ListOf(() => InstalmentAnswer, { max: 100 }) instalments: readonly InstalmentAnswer[];
  @Nested(() => GateAnswer, { optional: true }) gate?: GateAnswer;
}

export class ContractPartner {
  @Organisation({ example: '30000005' }) cvr: string;
  @Text({ max: 200 }) name: string;
}

export class ContractAnswer extends PartAnswer {
  @Code() contractId: string;
  @Text({ max: 200 }) title: string;
  @Nested(() => ContractPartner) partner: ContractPartner;
  @OneOf(['running', 'completed', 'terminated', 'narrowed']) status: string;
  @BusinessDate() signedOn: string;
  @Oere() maximumCostOere: number;
  @ListOf(() => ContractPhaseAnswer, { max: 100 }) phases: readonly ContractPhaseAnswer[];
}

export class GateCriteriaAnswer extends PartAnswer {
  @WholeNumber({ min: 1 }) phaseNo: number;
  @WholeNumber({ min: 1 }) version: number;
  @ListOf(Text({ max: 2000 }), { max: 100 }) criteria: readonly string[];
}

export class PilotSite {
  @Code() siteId: string;
  @Text({ max: 200 }) name: string;
  @Kommunekode() municipality: string;
  @WholeNumber({ optional: true, description: 'A count: no citizen is identified' }) participants?: number;
}

export class PilotAnswer extends PartAnswer {
  @Code() pilotId: string;
  @Text({ max: 200 }) title: string;
  @OneOf(['planned', 'running', 'completed', 'aborted']) status: string;
  @ListOf(Code(), { max: 100 }) contracts: readonly string[];
  @ListOf(() => PilotSite, { max: 1000 }) sites: readonly PilotSite[];
}

export class EvaluationRound {
  @OneOf(['pilots-ended', 'no-partner-left']) cause: string;
  @BusinessDate() openedOn: string;
}

export class EvaluationAnswer extends PartAnswer {
  @ListOf(() => EvaluationRound, { max: 100, description: 'The last is the current one' })
  rounds: readonly EvaluationRound[];
}

export class AdoptionAnswer extends PartAnswer {
  @Kommunekode() municipality: string;
  @OneOf(['invited', 'adopts', 'declined', 'live', 'withdrawn']) status: string;
}

export class BenefitAnswer extends PartAnswer {
  @Code() kpi: string;
  @Organisation() party: string;
  @WholeNumber() year: number;
}

export class FollowUpAnswer extends PartAnswer {
  @SubjectId({ optional: true }) owner?: string;
}

export class RiskAnswer extends PartAnswer {
  @Code() riskId: string;
  @Text({ max: 200 }) title: string;
  @WholeNumber({ min: 1, max: 5 }) likelihood: number;
  @WholeNumber({ min: 1, max: 5 }) consequence: number;
  @Flag() open: boolean;
}

export class DeadlineAnswer extends PartAnswer {
  @Code() deadlineId: string;
  @Text({ max: 200 }) title: string;
  @BusinessDate() due: string;
  @BusinessDate() firstDue: string;
  @BusinessDate({ optional: true }) metOn?: string;
}

export class DecisionAnswer extends PartAnswer {
  @Code() decisionId: string;
  @Text({ max: 200 }) title: string;
  @Text({ max: 10_000 }) decision: string;
  @BusinessDate() decidedOn: string;
  @Text({ max: 200 }) body: string;
}

export class DocumentAnswer extends PartAnswer {
  @Code() documentId: string;
  @Text({ max: 200 }) title: string;
  @OneOf(documentDirections) direction: string;
  @BusinessDate() date: string;
  @OneOf(confidentialities) confidentiality: string;
  @Sha256() sha256: string;
  @WebLink() link: string;
  @Code({ optional: true }) contractId?: string;
}

export class NoteAnswer extends PartAnswer {
  @Code() noteId: string;
  @Text({ max: 10_000 }) text: string;
  @SubjectId() by: string;
  @BusinessDate() writtenOn: string;
}

export class BusinessCaseAnswer extends PartAnswer {
  @WholeNumber() horizonYears: number;
  @Oere() orderVolumeOere: number;
  @Text({ max: 10_000 }) assumptions: string;
}

export class BudgetLineAnswer extends PartAnswer {
  @Code() budgetLineId: string;
  @WholeNumber() year: number;
  @Oere() amountOere: number;
  @Text({ max: 500 }) source: string;
}

/** Everything there is to know of a partnership that the caller may see: a part it may not see is not there. */
export class OverviewAnswer extends PartnershipCard {
  @Text({ max: 4000, optional: true }) summary?: string;
  @Nested(() => ClassificationAnswer, { optional: true }) classification?: ClassificationAnswer;
  @Nested(() => NeedAnswer, { optional: true }) need?: NeedAnswer;
  @ListOf(() => PartyAnswer, { max: 1000 }) parties: readonly PartyAnswer[];
  @ListOf(() => ResponsibleAnswer, { max: 1000 }) responsible: readonly ResponsibleAnswer[];
  @Nested(() => DialogueAnswer, { optional: true }) dialogue?: DialogueAnswer;
  @Nested(() => ProcurementAnswer, { optional: true }) procurement?: ProcurementAnswer;
  @Nested(() => FunnelAnswer, { optional: true, description: 'From interest to acceptance; not for partners' })
  funnel?: FunnelAnswer;
  @ListOf(() => ContractAnswer, { max: 1000 }) contracts: readonly ContractAnswer[];
  @ListOf(() => GateCriteriaAnswer, { max: 100 }) gateCriteria: readonly GateCriteriaAnswer[];
  @ListOf(() => PilotAnswer, { max: 1000 }) pilots: readonly PilotAnswer[];
  @ListOf(() => KpiAnswer, { max: 1000 }) kpis: readonly KpiAnswer[];
  @Nested(() => EvaluationAnswer, { optional: true }) evaluation?: EvaluationAnswer;
  @ListOf(() => AdoptionAnswer, { max: 98 }) adoptions: readonly AdoptionAnswer[];
  @ListOf(() => BenefitAnswer, { max: 10_000 }) benefits: readonly BenefitAnswer[];
  @Nested(() => FollowUpAnswer, { optional: true }) followUp?: FollowUpAnswer;
  @ListOf(() => RiskAnswer, { max: 1000 }) risks: readonly RiskAnswer[];
  @ListOf(() => DeadlineAnswer, { max: 1000 }) deadlines: readonly DeadlineAnswer[];
  @ListOf(() => DecisionAnswer, { max: 1000 }) decisions: readonly DecisionAnswer[];
  @ListOf(() => DocumentAnswer, { max: 10_000 }) documents: readonly DocumentAnswer[];
  @ListOf(() => NoteAnswer, { max: 10_000 }) notes: readonly NoteAnswer[];
  @Nested(() => BusinessCaseAnswer, { optional: true }) businessCase?: BusinessCaseAnswer;
  @ListOf(() => BudgetLineAnswer, { max: 1000 }) budgetLines: readonly BudgetLineAnswer[];
  @Nested(() => AsOf) asOf: AsOf;
}
