import type { Decisions, Evolutions } from '../partnership.js';
import type { BasisPoints, BusinessDate, Fact, Oere, RefusalTexts, Route, SubjectId, Wish } from '../vocabulary.js';
import { awardDecisions, awardEvolutions, awardRefusals } from './award.js';
import { candidateDecisions, candidateEvolutions, candidateRefusals } from './candidates.js';
import { conflictDecisions, conflictEvolutions, conflictRefusals } from './conflicts.js';
import { noticeDecisions, noticeEvolutions, noticeRefusals } from './notice.js';
import { preparationDecisions, preparationEvolutions, preparationRefusals } from './preparation.js';
import { type EndedStandstill, standstillDecisions, standstillEvolutions, standstillRefusals } from './standstill.js';
import { tenderingDecisions, tenderingEvolutions, tenderingRefusals } from './tendering.js';

/** What udbudsloven § 74(2) asks the documents to state. */
export interface Section74Answers {
  readonly mayAwardOnInitialTender: boolean;
  readonly iprScheme: string;
  readonly severalContracts: boolean;
  readonly negotiationCourse: string;
  readonly remuneration: string;
  /** How partners are narrowed by targets (delmål); absent when none will be. */
  readonly narrowingByTargets: { readonly announced: boolean; readonly explanation: string };
}

export const criterionKinds = ['quality', 'price', 'cost'] as const;
export interface AwardCriterion {
  readonly code: string;
  readonly name: string;
  readonly kind: (typeof criterionKinds)[number];
  readonly weight: BasisPoints;
}

export interface Notice {
  readonly noticeId: string;
  /** TED or udbud.dk publication number. */
  readonly publicationNumber?: string;
  readonly title: string;
  readonly cpvCodes: readonly string[];
  readonly dispatchedOn: BusinessDate;
  readonly requestDeadline: BusinessDate;
  readonly minimumCandidates: number;
  readonly maximumCandidates?: number;
  readonly estimatedValueOere?: Oere;
  readonly section74?: Section74Answers;
  /** Whether tenderers may be eliminated round by round. */
  readonly eliminationAnnounced: boolean;
  readonly severalWinnersAnnounced: boolean;
  readonly awardCriteria: readonly AwardCriterion[];
  readonly plannedPhases: readonly { readonly no: number; readonly title: string }[];
}

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type ProcurementEvent =
  | Fact<
      'ProcurementRouteDecided',
      { readonly route: Route; readonly rationale: string; readonly decidedBy: SubjectId }
    >
  | Fact<'ProcurementPrepared', { readonly summary: string; readonly noMarketSolutionEvidence?: string }>
  | Fact<'NoticePublished', Notice>
  | Fact<
      'RequestToParticipateReceived',
      {
        readonly candidateId: string;
        readonly name: string;
        readonly cvr?: string;
        readonly country: string;
        readonly receivedOn: BusinessDate;
      }
    >
  | Fact<
      'ConflictOfInterestDeclared',
      {
        readonly conflictId: string;
        readonly subject: SubjectId;
        readonly candidateId?: string;
        readonly description: string;
      }
    >
  | Fact<'ConflictOfInterestCleared', { readonly conflictId: string; readonly measure: string }>
  | Fact<
      'CandidatesSelected',
      {
        readonly selected: readonly string[];
        readonly rejected: readonly { readonly candidateId: string; readonly reason: string }[];
        readonly fewerQualified?: string;
      }
    >
  | Fact<'TendersInvited', { readonly tenderers: readonly string[]; readonly tenderDeadline: BusinessDate }>
  | Fact<'InitialTenderReceived', { readonly tendererId: string; readonly receivedOn: BusinessDate }>
  | Fact<
      'NegotiationRoundHeld',
      {
        readonly round: number;
        readonly tenderers: readonly string[];
        readonly heldOn: BusinessDate;
        readonly subject: string;
      }
    >
  | Fact<'TendererEliminated', { readonly tendererId: string; readonly round: number; readonly reason: string }>
  | Fact<'FinalTenderReceived', { readonly tendererId: string; readonly receivedOn: BusinessDate }>
  | Fact<
      'TendersEvaluated',
      {
        readonly evaluations: readonly {
          readonly tendererId: string;
          /** Score per award criterion: 0 to 10,000. */
          readonly scores: readonly { readonly criterion: string; readonly score: BasisPoints }[];
          /** Weighted total, rounded half up; decided from scores and weights, not given. */
          readonly total: BasisPoints;
        }[];
        readonly summary: string;
        readonly evaluatedBy: SubjectId;
      }
    >
  | Fact<
      'AwardDecided',
      {
        readonly winners: readonly string[];
        readonly reason: string;
        readonly notifiedOn: BusinessDate;
        /** The last day of the standstill; a contract may be signed from the day after. */
        readonly standstillEndsOn: BusinessDate;
        readonly decidedBy: SubjectId;
      }
    >
  | Fact<'StandstillEnded', EndedStandstill>
  | Fact<'ProcurementCancelled', { readonly reason: string; readonly decidedBy: SubjectId }>;

type DataOf<T extends ProcurementEvent['type']> = Extract<ProcurementEvent, { type: T }>['data'];

export type ProcurementCommand =
  | Wish<'DecideProcurementRoute', Omit<DataOf<'ProcurementRouteDecided'>, 'decidedBy'>>
  | Wish<'PrepareProcurement', DataOf<'ProcurementPrepared'>>
  | Wish<'PublishNotice', Notice>
  | Wish<'ReceiveRequestToParticipate', DataOf<'RequestToParticipateReceived'>>
  | Wish<'DeclareConflictOfInterest', DataOf<'ConflictOfInterestDeclared'>>
  | Wish<'ClearConflictOfInterest', DataOf<'ConflictOfInterestCleared'>>
  | Wish<'SelectCandidates', DataOf<'CandidatesSelected'>>
  | Wish<'InviteTenders', DataOf<'TendersInvited'>>
  | Wish<'ReceiveInitialTender', DataOf<'InitialTenderReceived'>>
  | Wish<'HoldNegotiationRound', DataOf<'NegotiationRoundHeld'>>
  | Wish<'EliminateTenderer', DataOf<'TendererEliminated'>>
  | Wish<'ReceiveFinalTender', DataOf<'FinalTenderReceived'>>
  | Wish<
      'EvaluateTenders',
      {
        readonly evaluations: readonly {
          readonly tendererId: string;
          readonly scores: readonly { readonly criterion: string; readonly score: BasisPoints }[];
        }[];
        readonly summary: string;
      }
    >
  | Wish<
      'DecideAward',
      {
        readonly winners: readonly string[];
        readonly reason: string;
        readonly notifiedOn: BusinessDate;
        /** Calendar days after notification; 10 unless given. */
        readonly standstillDays?: number;
      }
    >
  | Wish<'EndStandstill', EndedStandstill>
  | Wish<'CancelProcurement', { readonly reason: string }>;

/** Who asked to take part; a selected candidate is a tenderer under the same id. */
export interface Candidate {
  readonly request: DataOf<'RequestToParticipateReceived'>;
  readonly cvr?: string;
  readonly status: 'requested' | 'selected' | 'rejected' | 'invited' | 'eliminated';
  readonly elimination?: DataOf<'TendererEliminated'>;
  /** The day each tender was received. */
  readonly initialTender?: BusinessDate;
  readonly finalTender?: BusinessDate;
}

/** Each part as it was last decided, absent until it is; a cancelled procurement begins anew with its route. */
export interface Procurement {
  readonly routeDecided?: DataOf<'ProcurementRouteDecided'>;
  readonly prepared?: DataOf<'ProcurementPrepared'>;
  readonly notice?: Notice & {
    readonly mayAwardOnInitialTender: boolean;
    readonly narrowingAnnounced: boolean;
    readonly weights: Readonly<Record<string, BasisPoints>>;
  };
  readonly candidates: Readonly<Record<string, Candidate>>;
  readonly conflicts: Readonly<
    Record<string, { readonly declared: DataOf<'ConflictOfInterestDeclared'>; readonly measure?: string }>
  >;
  readonly selection?: DataOf<'CandidatesSelected'>;
  readonly invitation?: DataOf<'TendersInvited'>;
  /** Round number n stands at index n − 1. */
  readonly rounds: readonly DataOf<'NegotiationRoundHeld'>[];
  readonly evaluation?: DataOf<'TendersEvaluated'>;
  /** Everybody who evaluated tenders, also where a later evaluation replaced theirs. */
  readonly evaluators: readonly SubjectId[];
  readonly award?: DataOf<'AwardDecided'>;
  /** How the award's standstill ended, as last told. */
  readonly standstill?: EndedStandstill;
  readonly cancellation?: DataOf<'ProcurementCancelled'>;
}

export const procurementDecisions: Decisions<ProcurementCommand> = {
  ...preparationDecisions,
  ...noticeDecisions,
  ...candidateDecisions,
  ...conflictDecisions,
  ...tenderingDecisions,
  ...awardDecisions,
  ...standstillDecisions,
};

export const procurementEvolutions: Evolutions<ProcurementEvent> = {
  ...preparationEvolutions,
  ...noticeEvolutions,
  ...candidateEvolutions,
  ...conflictEvolutions,
  ...tenderingEvolutions,
  ...awardEvolutions,
  ...standstillEvolutions,
};

export const procurementRefusals = {
  ...preparationRefusals,
  ...noticeRefusals,
  ...candidateRefusals,
  ...conflictRefusals,
  ...tenderingRefusals,
  ...awardRefusals,
  ...standstillRefusals,
} as const satisfies RefusalTexts;
