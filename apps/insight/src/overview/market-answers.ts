import { criterionKinds, routes } from '#partnership';
import {
  BasisPoints,
  BusinessDate,
  Code,
  Country,
  Cpv,
  Flag,
  ListOf,
  Nested,
  Oere,
  OneOf,
  SubjectId,
  Text,
  WebLink,
  WholeNumber,
} from '#platform';
import { PartAnswer } from './part-answer.js';

export class DialogueParticipantAnswer {
  @Code() participantId: string;
  @Text({ max: 200 }) name: string;
  @Country() country: string;
}

export class DialogueAnswer extends PartAnswer {
  @Text({ max: 200 }) title: string;
  @WebLink({ description: 'Where the open call is published' }) callLink: string;
  @OneOf(['open', 'concluded']) status: string;
  @BusinessDate() opensOn: string;
  @BusinessDate() closesOn: string;
  @ListOf(Text({ max: 1000 }), { max: 50, optional: true, description: 'What the market is asked' })
  questions?: readonly string[];
  @ListOf(() => DialogueParticipantAnswer, { max: 1000 }) participants: readonly DialogueParticipantAnswer[];
  @WholeNumber() meetings: number;
  @WholeNumber({ description: 'How much was shared, with all participants alike' }) material: number;
  @Text({ max: 8000, optional: true, description: 'What came out of it; once it is concluded' }) summary?: string;
  @Flag({ optional: true, description: 'Whether the market already has a solution; once it is concluded' })
  marketHasSolution?: boolean;
  @Text({ max: 8000, optional: true, description: 'What that rests on' }) evidence?: string;
}

export class CandidateAnswer {
  @Code() candidateId: string;
  @Text({ max: 200 }) name: string;
  @OneOf(['requested', 'selected', 'rejected', 'invited', 'eliminated', 'winner']) status: string;
  @Text({ max: 2000, optional: true, description: 'Why it was rejected or eliminated' }) reason?: string;
}

export class NarrowingAnswer {
  @Flag() announced: boolean;
  @Text({ max: 2000 }) explanation: string;
}

export class Section74Answer {
  @Flag({ description: 'Whether the right is reserved to award on the initial tender' })
  mayAwardOnInitialTender: boolean;
  @Text({ max: 4000 }) iprScheme: string;
  @Flag({ description: 'Whether there will be several contracts' }) severalContracts: boolean;
  @Text({ max: 4000 }) negotiationCourse: string;
  @Text({ max: 4000 }) remuneration: string;
  @Nested(() => NarrowingAnswer) narrowingByTargets: NarrowingAnswer;
}

export class AwardCriterionAnswer {
  @Code({ example: 'Q1' }) code: string;
  @Text({ max: 200 }) name: string;
  @OneOf(criterionKinds) kind: string;
  @BasisPoints({ example: 4000 }) weight: number;
}

export class PlannedPhaseAnswer {
  @WholeNumber({ min: 1 }) no: number;
  @Text({ max: 200 }) title: string;
}

export class NoticeAnswer {
  @Code({ example: 'NOTICE-1' }) noticeId: string;
  @Text({ max: 60, optional: true, description: 'Of TED or udbud.dk', example: '123456-2025' })
  publicationNumber?: string;
  @Text({ max: 300 }) title: string;
  @ListOf(Cpv(), { max: 50 }) cpvCodes: readonly string[];
  @BusinessDate() dispatchedOn: string;
  @BusinessDate() requestDeadline: string;
  @WholeNumber({ min: 1 }) minimumCandidates: number;
  @WholeNumber({ min: 1, optional: true }) maximumCandidates?: number;
  @Oere({ optional: true }) estimatedValueOere?: number;
  @Nested(() => Section74Answer, {
    optional: true,
    description: 'What udbudsloven § 74(2) asks the documents to state',
  })
  section74?: Section74Answer;
  @Flag({ description: 'Whether tenderers may be eliminated round by round' }) eliminationAnnounced: boolean;
  @Flag() severalWinnersAnnounced: boolean;
  @ListOf(() => AwardCriterionAnswer, { max: 30 }) awardCriteria: readonly AwardCriterionAnswer[];
  @ListOf(() => PlannedPhaseAnswer, { max: 99 }) plannedPhases: readonly PlannedPhaseAnswer[];
}

export class ScoreAnswer {
  @Code({ description: 'Code of the award criterion', example: 'Q1' }) criterion: string;
  @BasisPoints({ description: '0 to 10000', example: 8000 }) score: number;
}

export class EvaluatedTenderAnswer {
  @Code() tendererId: string;
  @ListOf(() => ScoreAnswer, { max: 30 }) scores: readonly ScoreAnswer[];
  @BasisPoints({ description: 'Weighted total, rounded half up', example: 8000 }) total: number;
}

export class TenderEvaluationAnswer {
  @ListOf(() => EvaluatedTenderAnswer, { max: 100 }) evaluations: readonly EvaluatedTenderAnswer[];
  @Text({ max: 8000 }) summary: string;
  @SubjectId() evaluatedBy: string;
}

export class AwardAnswer {
  @ListOf(Code(), { max: 20, description: 'Tenderer ids' }) winners: readonly string[];
  @Text({ max: 8000 }) reason: string;
  @BusinessDate() notifiedOn: string;
  @BusinessDate({ description: 'A contract may be signed from the day after' }) standstillEndsOn: string;
  @SubjectId() decidedBy: string;
}

export class ComplaintAnswer {
  @BusinessDate({ description: 'To the Complaints Board (Klagenævnet for Udbud)' }) lodgedOn: string;
  @BusinessDate({ optional: true, description: 'Last day of its suspensive effect; absent until that is decided' })
  suspendsUntil?: string;
}

export class StandstillAnswer {
  @BusinessDate({ description: 'Its last day' }) endedOn: string;
  @Nested(() => ComplaintAnswer, {
    optional: true,
    description:
      'No contract may be signed while it suspends the award: one lodged after the standstill only with `suspendsUntil`',
  })
  complaint?: ComplaintAnswer;
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
  @OneOf(routes, { optional: true }) route?: string;
  @Text({ max: 4000, optional: true, description: 'Why that route' }) rationale?: string;
  @SubjectId({ optional: true, description: 'Who decided the route' }) decidedBy?: string;
  @Text({ max: 8000, optional: true, description: 'Of the preparation' }) summary?: string;
  @Text({ max: 8000, optional: true, description: 'What an innovation partnership rests on (udbudsloven § 73)' })
  noMarketSolutionEvidence?: string;
  @Nested(() => NoticeAnswer, { optional: true }) notice?: NoticeAnswer;
  @ListOf(() => CandidateAnswer, { max: 1000 }) candidates: readonly CandidateAnswer[];
  @Text({ max: 2000, optional: true, description: 'Why fewer than three are selected' }) fewerQualified?: string;
  @BusinessDate({ optional: true }) tenderDeadline?: string;
  @WholeNumber({ description: 'Negotiation rounds' }) rounds: number;
  @ListOf(Code(), { max: 1000 }) openConflicts: readonly string[];
  @Nested(() => TenderEvaluationAnswer, { optional: true }) evaluation?: TenderEvaluationAnswer;
  @Nested(() => AwardAnswer, { optional: true }) award?: AwardAnswer;
  @Nested(() => StandstillAnswer, { optional: true, description: 'Once its end is told' })
  standstill?: StandstillAnswer;
  @Text({ max: 4000, optional: true, description: 'Why the procurement, or the one before this one, was cancelled' })
  cancelledBecause?: string;
}

/** Of a step that the case has not come to, the number is absent: unknown, and not zero. */
export class FunnelAnswer {
  @WholeNumber({ optional: true, description: 'Took part in the market dialogue' }) interested?: number;
  @WholeNumber({ optional: true, description: 'Asked to participate' }) candidates?: number;
  @WholeNumber({ optional: true, description: 'Were invited to tender' }) tenderers?: number;
  @WholeNumber({ optional: true, description: 'Got a contract' }) contracts?: number;
  @WholeNumber({
    optional: true,
    description: 'Reached the performance level, where leadership decided to scale; none where it decided to stop',
  })
  accepted?: number;
}
