import type { Decisions, Evolutions } from '../partnership.js';
import type { BusinessDate, Fact, Instant, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';
import { decidingDecisions, decidingEvolutions, decidingRefusals } from './deciding.js';
import { judgingDecisions, judgingEvolutions, judgingRefusals } from './judging.js';

export const gateDecisions = ['pass', 'conditional', 'fail'] as const;
export type GateDecision = (typeof gateDecisions)[number];
export const assessments = ['met', 'partly', 'not-met'] as const;
export type Assessment = (typeof assessments)[number];

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type GateEvent =
  | Fact<
      'GateCriteriaSet',
      { readonly phaseNo: number; readonly version: number; readonly criteria: readonly string[] }
    >
  | Fact<
      'PhaseEvidenceSubmitted',
      {
        readonly contractId: string;
        readonly phaseNo: number;
        readonly summary: string;
        /** Journalised documents. */
        readonly documents: readonly string[];
        readonly submittedBy: SubjectId;
      }
    >
  | Fact<
      'TargetAssessed',
      {
        readonly contractId: string;
        readonly phaseNo: number;
        readonly target: string;
        readonly assessment: Assessment;
        readonly criteriaVersion: number;
        readonly note?: string;
        readonly assessedBy: SubjectId;
      }
    >
  | Fact<
      'PhaseGateDecided',
      {
        readonly contractId: string;
        readonly phaseNo: number;
        readonly decision: GateDecision;
        readonly reason: string;
        readonly condition?: string;
        readonly conditionDue?: BusinessDate;
        readonly criteriaVersion: number;
        readonly decidedBy: SubjectId;
        readonly at: Instant;
      }
    >
  | Fact<
      'GateConditionFulfilled',
      { readonly contractId: string; readonly phaseNo: number; readonly note: string; readonly acceptedBy: SubjectId }
    >
  | Fact<
      'PartnerNarrowed',
      { readonly contractId: string; readonly phaseNo: number; readonly reason: string; readonly decidedBy: SubjectId }
    >;

type DataOf<T extends GateEvent['type']> = Extract<GateEvent, { type: T }>['data'];

export type GateCommand =
  | Wish<'SetGateCriteria', { readonly phaseNo: number; readonly criteria: readonly string[] }>
  | Wish<'SubmitPhaseEvidence', Omit<DataOf<'PhaseEvidenceSubmitted'>, 'submittedBy'>>
  | Wish<'AssessTarget', Omit<DataOf<'TargetAssessed'>, 'assessedBy' | 'criteriaVersion'>>
  | Wish<'DecidePhaseGate', Omit<DataOf<'PhaseGateDecided'>, 'decidedBy' | 'at' | 'criteriaVersion'>>
  | Wish<'FulfilGateCondition', Omit<DataOf<'GateConditionFulfilled'>, 'acceptedBy'>>
  | Wish<'NarrowPartner', Omit<DataOf<'PartnerNarrowed'>, 'decidedBy'>>;

/** The gate criteria in force, by phase number; all partners are judged on the same version. */
export type GateCriteria = Readonly<Record<number, { readonly version: number; readonly criteria: readonly string[] }>>;

export const gateRefusals = { ...judgingRefusals, ...decidingRefusals } as const satisfies RefusalTexts;

export const gateDecisionTable: Decisions<GateCommand> = { ...judgingDecisions, ...decidingDecisions };

export const gateEvolutions: Evolutions<GateEvent> = { ...judgingEvolutions, ...decidingEvolutions };
