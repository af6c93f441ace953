import {
  type AwardCriterion,
  criterionKinds,
  type EndedStandstill,
  type Notice,
  routes,
  type Section74Answers,
} from '#partnership';
import {
  BasisPoints,
  BusinessDate,
  Code,
  Country,
  Cpv,
  Cvr,
  Flag,
  ListOf,
  Nested,
  Oere,
  OneOf,
  SubjectId,
  Text,
  WholeNumber,
} from '#platform';
import type { DataOf, Says } from '../recorder.js';
import { Dated, happenedOn, Told } from '../told.js';

const made = { optional: true, description: 'Made here unless given' };

export class DecideProcurementRouteBody extends Dated implements Says<'DecideProcurementRoute'> {
  @OneOf(routes) route: (typeof routes)[number];
  @Text({ max: 4000 }) rationale: string;
}

export class PrepareProcurementBody extends Dated implements Says<'PrepareProcurement'> {
  @Text({ max: 8000 }) summary: string;
  @Text({ max: 8000, optional: true, description: 'Needed for an innovation partnership (udbudsloven § 73)' })
  noMarketSolutionEvidence?: string;
}

export class NarrowingBody implements Readonly<Section74Answers['narrowingByTargets']> {
  @Flag() announced: boolean;
  @Text({ max: 2000 }) explanation: string;
}

export class Section74Body implements Section74Answers {
  @Flag({ description: 'Whether the right is reserved to award on the initial tender' })
  mayAwardOnInitialTender: boolean;
  @Text({ max: 4000 }) iprScheme: string;
  @Flag({ description: 'Whether there will be several contracts' }) severalContracts: boolean;
  @Text({ max: 4000 }) negotiationCourse: string;
  @Text({ max: 4000 }) remuneration: string;
  @Nested(() => NarrowingBody) narrowingByTargets: NarrowingBody;
}

export class AwardCriterionBody implements AwardCriterion {
  @Code({ example: 'Q1' }) code: string;
  @Text({ max: 200 }) name: string;
  @OneOf(criterionKinds) kind: AwardCriterion['kind'];
  @BasisPoints({ description: 'Basis points; all of them sum to 10000', example: 4000 }) weight: number;
}

type PlannedPhase = Notice['plannedPhases'][number];
export class PlannedPhaseBody implements PlannedPhase {
  @WholeNumber({ min: 1, max: 99 }) no: number;
  @Text({ max: 200 }) title: string;
}

export class PublishNoticeBody extends Told implements Says<'PublishNotice', 'noticeId' | 'dispatchedOn'> {
  @Code({ ...made, example: 'NOTICE-1' }) noticeId?: string;
  @Text({ max: 60, optional: true, description: 'Of TED or udbud.dk', example: '123456-2025' })
  publicationNumber?: string;
  @Text({ max: 300 }) title: string;
  @ListOf(Cpv(), { min: 1, max: 50 }) cpvCodes: string[];
  @happenedOn('2025-04-01') dispatchedOn?: string;
  @BusinessDate({ description: 'For requests to participate; at least 30 days after dispatch', example: '2025-05-05' })
  requestDeadline: string;
  @WholeNumber({ min: 1, max: 100, example: 3 }) minimumCandidates: number;
  @WholeNumber({ min: 1, max: 100, optional: true, example: 5 }) maximumCandidates?: number;
  @Oere({ optional: true }) estimatedValueOere?: number;
  @Nested(() => Section74Body, { optional: true, description: 'What udbudsloven § 74(2) asks the documents to state' })
  section74?: Section74Body;
  @Flag({ description: 'Whether tenderers may be eliminated round by round' }) eliminationAnnounced: boolean;
  @Flag() severalWinnersAnnounced: boolean;
  @ListOf(() => AwardCriterionBody, { min: 1, max: 30 }) awardCriteria: AwardCriterionBody[];
  @ListOf(() => PlannedPhaseBody, { max: 99 }) plannedPhases: PlannedPhaseBody[];
}

export class ReceiveRequestBody
  extends Told
  implements Says<'ReceiveRequestToParticipate', 'candidateId' | 'receivedOn'>
{
  @Code({ ...made, example: 'C-1' }) candidateId?: string;
  @Text({ max: 200, description: "The company's or consortium's name, not a person's" }) name: string;
  @Cvr({ optional: true }) cvr?: string;
  @Country() country: string;
  @happenedOn('2025-04-28') receivedOn?: string;
}

export class DeclareConflictBody extends Dated implements Says<'DeclareConflictOfInterest', 'conflictId'> {
  @Code({ ...made, example: 'COI-1' }) conflictId?: string;
  @SubjectId() subject: string;
  @Code({ optional: true, example: 'C-1' }) candidateId?: string;
  @Text({ max: 4000 }) description: string;
}

export class ClearConflictBody extends Dated implements Says<'ClearConflictOfInterest', 'conflictId'> {
  @Text({ max: 4000, description: 'What was done so that it no longer matters' }) measure: string;
}

type Rejection = DataOf<'SelectCandidates'>['rejected'][number];
export class RejectionBody implements Rejection {
  @Code() candidateId: string;
  @Text({ max: 2000 }) reason: string;
}

export class SelectCandidatesBody extends Dated implements Says<'SelectCandidates'> {
  @ListOf(Code(), { min: 1, max: 100 }) selected: string[];
  @ListOf(() => RejectionBody, { max: 500, description: 'A reason for each' }) rejected: RejectionBody[];
  @Text({ max: 2000, optional: true, description: 'Why fewer than three are selected' }) fewerQualified?: string;
}

export class InviteTendersBody extends Dated implements Says<'InviteTenders'> {
  @ListOf(Code(), { min: 1, max: 100, description: 'All selected candidates at once' }) tenderers: string[];
  @BusinessDate({ example: '2025-06-16' }) tenderDeadline: string;
}

export class ReceiveInitialTenderBody extends Told implements Says<'ReceiveInitialTender', 'receivedOn'> {
  @Code({ example: 'C-1' }) tendererId: string;
  @happenedOn('2025-06-13') receivedOn?: string;
}

export class HoldNegotiationRoundBody extends Told implements Says<'HoldNegotiationRound', 'heldOn'> {
  @WholeNumber({ min: 1, max: 99 }) round: number;
  @ListOf(Code(), { min: 1, max: 100 }) tenderers: string[];
  @happenedOn('2025-06-24') heldOn?: string;
  @Text({ max: 2000 }) subject: string;
}

export class EliminateTendererBody extends Dated implements Says<'EliminateTenderer'> {
  @Code({ example: 'C-3' }) tendererId: string;
  @WholeNumber({ min: 1, max: 99 }) round: number;
  @Text({ max: 2000 }) reason: string;
}

export class ReceiveFinalTenderBody extends Told implements Says<'ReceiveFinalTender', 'receivedOn'> {
  @Code({ example: 'C-1' }) tendererId: string;
  @happenedOn('2025-08-15') receivedOn?: string;
}

type Evaluated = DataOf<'EvaluateTenders'>['evaluations'][number];
type Score = Evaluated['scores'][number];
export class ScoreBody implements Score {
  @Code({ description: 'Code of the award criterion', example: 'Q1' }) criterion: string;
  @BasisPoints({ description: '0 to 10000', example: 8000 }) score: number;
}

export class TenderEvaluationBody implements Evaluated {
  @Code({ example: 'C-1' }) tendererId: string;
  @ListOf(() => ScoreBody, { min: 1, max: 30 }) scores: ScoreBody[];
}

export class EvaluateTendersBody extends Dated implements Says<'EvaluateTenders'> {
  @ListOf(() => TenderEvaluationBody, { min: 1, max: 100 }) evaluations: TenderEvaluationBody[];
  @Text({ max: 8000 }) summary: string;
}

export class DecideAwardBody extends Told implements Says<'DecideAward', 'notifiedOn'> {
  @ListOf(Code(), { min: 1, max: 20, description: 'Tenderer ids' }) winners: string[];
  @Text({ max: 8000 }) reason: string;
  @happenedOn('2025-08-29') notifiedOn?: string;
  @WholeNumber({
    min: 0,
    max: 365,
    optional: true,
    description: 'Calendar days of standstill; 10 unless given, 0 where there is none',
    example: 10,
  })
  standstillDays?: number;
}

export class ComplaintBody implements NonNullable<EndedStandstill['complaint']> {
  @BusinessDate({ description: 'To the Complaints Board (Klagenævnet for Udbud)', example: '2025-09-05' })
  lodgedOn: string;
  @BusinessDate({
    optional: true,
    description:
      'Last day of its suspensive effect; left out until the Board has decided. Lodged after the standstill, it has none unless this is stated',
    example: '2025-10-03',
  })
  suspendsUntil?: string;
}

export class EndStandstillBody extends Told implements Says<'EndStandstill', 'endedOn'> {
  @BusinessDate({
    description: 'Its last day: that of the award, or a later one where it was prolonged',
    example: '2025-09-08',
  })
  endedOn: string;
  @Nested(() => ComplaintBody, { optional: true, description: 'Left out where there is none' })
  complaint?: ComplaintBody;
}

export class CancelProcurementBody extends Dated implements Says<'CancelProcurement'> {
  @Text({ max: 4000 }) reason: string;
}
