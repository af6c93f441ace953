import type { BusinessDate, Decimal, Fact, Oere, SubjectId, Wish } from '../vocabulary.js';

export interface Target {
  readonly code: string;
  readonly title: string;
  readonly criterion: string;
}

export const instalmentTriggers = ['phase-started', 'gate-passed'] as const;
export interface Instalment {
  readonly code: string;
  readonly title: string;
  readonly amountOere: Oere;
  /** What makes it payable; the passed gate unless stated. */
  readonly payableWhen?: (typeof instalmentTriggers)[number];
}

export interface ContractPhase {
  readonly no: number;
  readonly title: string;
  readonly plannedStart: BusinessDate;
  readonly plannedEnd: BusinessDate;
  readonly valueOere: Oere;
  readonly targets: readonly Target[];
  /** Sum exactly to the phase's value. */
  readonly instalments: readonly Instalment[];
  /** A pilot needs this phase's gate passed; the first phase's when none is marked. */
  readonly requiredForPilot?: boolean;
}

/** What the solution must do, and at most cost, for the municipality to buy it afterwards. */
export interface PerformanceLevel {
  readonly code: string;
  readonly description: string;
  readonly kpi?: string;
  readonly threshold?: Decimal;
}

export interface ContractTerms {
  readonly contractId: string;
  readonly title: string;
  readonly partner: { readonly cvr: string; readonly name: string };
  /** The tenderer the award named; routes without a tender have none. */
  readonly tendererId?: string;
  readonly signedOn: BusinessDate;
  readonly endsOn?: BusinessDate;
  readonly currency: string;
  readonly maximumCostOere: Oere;
  readonly iprScheme: string;
  readonly performanceLevels: readonly PerformanceLevel[];
  /** In order, numbered from 1. */
  readonly phases: readonly ContractPhase[];
}

export const terminationGrounds = ['breach', 'mutual-agreement', 'insolvency', 'force-majeure'] as const;

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type ContractEvent =
  | Fact<'PartnershipContractSigned', ContractTerms>
  | Fact<
      'DevelopmentStarted',
      { readonly legalRationale: string; readonly startedOn: BusinessDate; readonly decidedBy: SubjectId }
    >
  | Fact<
      'ContractAmended',
      {
        readonly contractId: string;
        readonly description: string;
        readonly legalBasis: string;
        readonly reason: string;
        readonly maximumCostOere?: Oere;
        readonly endsOn?: BusinessDate;
        /** Phases appended after those there are. */
        readonly addedPhases?: readonly ContractPhase[];
      }
    >
  | Fact<'PhaseStarted', { readonly contractId: string; readonly phaseNo: number; readonly startedOn: BusinessDate }>
  | Fact<
      'ContractTerminated',
      {
        readonly contractId: string;
        readonly ground: (typeof terminationGrounds)[number];
        readonly reason: string;
        readonly terminatedOn: BusinessDate;
      }
    >
  | Fact<'ContractCompleted', { readonly contractId: string; readonly completedOn: BusinessDate }>;

type DataOf<T extends ContractEvent['type']> = Extract<ContractEvent, { type: T }>['data'];

export type ContractCommand =
  | Wish<'SignContract', ContractTerms>
  | Wish<'StartDevelopment', Omit<DataOf<'DevelopmentStarted'>, 'decidedBy'>>
  | Wish<'AmendContract', DataOf<'ContractAmended'>>
  | Wish<'StartPhase', DataOf<'PhaseStarted'>>
  | Wish<'TerminateContract', DataOf<'ContractTerminated'>>
  | Wish<'CompleteContract', DataOf<'ContractCompleted'>>;

export interface PhaseState {
  readonly status: 'planned' | 'running' | 'evidence-submitted' | 'decided';
  readonly decision?: 'pass' | 'conditional' | 'fail';
  /** Set while a conditional gate's condition is not fulfilled. */
  readonly conditionDue?: BusinessDate;
  readonly requiredForPilot: boolean;
  readonly evidenceBy: readonly SubjectId[];
  readonly targets: Readonly<
    Record<string, { readonly assessed?: 'met' | 'partly' | 'not-met'; readonly criteriaVersion?: number }>
  >;
  readonly instalments: Readonly<
    Record<
      string,
      {
        readonly amountOere: Oere;
        readonly payableWhen: (typeof instalmentTriggers)[number];
        readonly status: 'open' | 'released' | 'settled' | 'cancelled';
      }
    >
  >;
}

export interface Contract {
  readonly status: 'running' | 'completed' | 'terminated' | 'narrowed';
  readonly partnerCvr: string;
  readonly maximumCostOere: Oere;
  /** Phase number n stands at index n − 1. */
  readonly phases: readonly PhaseState[];
}
