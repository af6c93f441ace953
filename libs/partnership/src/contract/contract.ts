import type { Decisions, Evolutions } from '../partnership.js';
import type { Invoice } from '../payment/invoice.js';
import type { PaymentModel } from '../payment/standing.js';
import type { BusinessDate, Decimal, Fact, Oere, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';
import { endingDecisions, endingEvolutions, endingRefusals } from './ending.js';
import { performingDecisions, performingEvolutions, performingRefusals } from './performing.js';
import { signingDecisions, signingEvolutions, signingRefusals } from './signing.js';
import { standingRefusals } from './standing.js';
import { termsRefusals } from './terms.js';

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

/** An instalment: released once, settled once. */
export interface InstalmentState {
  readonly amountOere: Oere;
  readonly payableWhen: (typeof instalmentTriggers)[number];
  readonly status: 'open' | 'released' | 'settled' | 'cancelled';
  readonly release?: { readonly releasedOn: BusinessDate; readonly invoiceReference?: string };
  readonly settlement?: { readonly paidOn: BusinessDate; readonly paymentReference: string };
  readonly cancelledBecause?: string;
}

export interface TargetState {
  readonly assessed?: 'met' | 'partly' | 'not-met';
  readonly criteriaVersion?: number;
  readonly assessedBy?: SubjectId;
  readonly note?: string;
}

export interface PhaseState {
  readonly status: 'planned' | 'running' | 'evidence-submitted' | 'decided';
  readonly startedOn?: BusinessDate;
  readonly gate?: {
    readonly decision: 'pass' | 'conditional' | 'fail';
    readonly reason: string;
    readonly condition?: string;
    readonly conditionDue?: BusinessDate;
  };
  /** Set while a conditional gate's condition is not fulfilled. */
  readonly conditionDue?: BusinessDate;
  readonly requiredForPilot: boolean;
  readonly evidenceBy: readonly SubjectId[];
  /** What was submitted last. */
  readonly evidence?: { readonly summary: string; readonly documents: readonly string[] };
  readonly targets: Readonly<Record<string, TargetState>>;
  readonly instalments: Readonly<Record<string, InstalmentState>>;
}

export interface Contract {
  readonly status: 'running' | 'completed' | 'terminated' | 'narrowed';
  /** As signed. */
  readonly terms: ContractTerms;
  readonly partnerCvr: string;
  /** As amended, like the phases. */
  readonly maximumCostOere: Oere;
  /** Phase number n stands at index n − 1. */
  readonly phases: readonly PhaseState[];
  /** What is paid by results, by model. */
  readonly paymentModels: Readonly<Record<string, PaymentModel>>;
  /** What the partner has asked to be paid, by the number of its invoice. */
  readonly invoices: Readonly<Record<string, Invoice>>;
  /** The last amendment. */
  readonly amended?: DataOf<'ContractAmended'>;
  readonly terminated?: DataOf<'ContractTerminated'>;
  readonly completedOn?: BusinessDate;
  /** Why the partner was narrowed out, and at which phase's gate. */
  readonly narrowed?: { readonly phaseNo: number; readonly reason: string };
}

export const contractRefusals = {
  ...standingRefusals,
  ...termsRefusals,
  ...signingRefusals,
  ...performingRefusals,
  ...endingRefusals,
} as const satisfies RefusalTexts;

export const contractDecisions: Decisions<ContractCommand> = {
  ...signingDecisions,
  ...performingDecisions,
  ...endingDecisions,
};

export const contractEvolutions: Evolutions<ContractEvent> = {
  ...signingEvolutions,
  ...performingEvolutions,
  ...endingEvolutions,
};
