import type { EvidenceLevel } from '../kpi/measurements.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type {
  BusinessDate,
  Decimal,
  Fact,
  Oere,
  OrganisationId,
  RefusalTexts,
  SubjectId,
  Wish,
} from '../vocabulary.js';
import { adoptionDecisions, adoptionEvolutions, adoptionRefusals } from './adoption.js';
import { benefitDecisions, benefitEvolutions, benefitRefusals } from './benefit.js';
import { followUpDecisions, followUpEvolutions, followUpRefusals } from './follow-up.js';

export const adoptionBases = ['named-in-notice', 'own-procurement', 'free'] as const;

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type ScaleUpEvent =
  | Fact<'AdoptionInvited', { readonly municipality: OrganisationId; readonly invitedOn: BusinessDate }>
  | Fact<
      'AdoptionDecided',
      {
        readonly municipality: OrganisationId;
        readonly adopts: boolean;
        /** Required when it adopts. */
        readonly basis?: (typeof adoptionBases)[number];
        readonly decidedOn: BusinessDate;
        readonly reason?: string;
      }
    >
  | Fact<
      'AdoptionWentLive',
      {
        readonly municipality: OrganisationId;
        readonly liveOn: BusinessDate;
        readonly sites: number;
        readonly populationCovered?: number;
      }
    >
  | Fact<
      'AdoptionWithdrawn',
      { readonly municipality: OrganisationId; readonly withdrawnOn: BusinessDate; readonly reason: string }
    >
  | Fact<'BenefitPlanned', Benefit>
  | Fact<'BenefitRealised', RealisedBenefit>
  | Fact<'FollowUpPlanned', { readonly owner: SubjectId; readonly reportsDue: readonly BusinessDate[] }>
  | Fact<'ScaleUpConcluded', { readonly summary: string; readonly decidedBy: SubjectId }>
  | Fact<
      'FollowUpReported',
      {
        readonly due: BusinessDate;
        readonly reportedOn: BusinessDate;
        readonly summary: string;
        readonly document?: string;
      }
    >;

/**
 * A gain of one party in one year, by KPI: an amount in the KPI's unit, or money, never both in one. Planned or realised
 * again for the same KPI, party, year and kind of amount, the latest holds.
 */
export interface Benefit {
  readonly kpi: string;
  readonly party: OrganisationId;
  readonly year: number;
  readonly amount?: Decimal;
  readonly amountOere?: Oere;
  readonly bound?: 'point' | 'at-least' | 'at-most';
  /** In whose prices an amount of money is; the benefit's own year unless stated. */
  readonly priceYear?: number;
}

export interface RealisedBenefit extends Benefit {
  readonly evidence: string;
  readonly evidenceLevel?: EvidenceLevel;
}

type DataOf<T extends ScaleUpEvent['type']> = Extract<ScaleUpEvent, { type: T }>['data'];

export type ScaleUpCommand =
  | Wish<'InviteAdoption', DataOf<'AdoptionInvited'>>
  | Wish<'DecideAdoption', DataOf<'AdoptionDecided'>>
  | Wish<'TakeAdoptionLive', DataOf<'AdoptionWentLive'>>
  | Wish<'WithdrawAdoption', DataOf<'AdoptionWithdrawn'>>
  | Wish<'PlanBenefit', Benefit>
  | Wish<'RecordRealisedBenefit', DataOf<'BenefitRealised'>>
  | Wish<'PlanFollowUp', DataOf<'FollowUpPlanned'>>
  | Wish<'ConcludeScaleUp', Omit<DataOf<'ScaleUpConcluded'>, 'decidedBy'>>
  | Wish<'SubmitFollowUpReport', DataOf<'FollowUpReported'>>;

export interface ScaleUp {
  readonly adoptions: Readonly<Record<OrganisationId, Adoption>>;
  /** What holds, by planned or realised, KPI, party, year and kind of amount. */
  readonly benefits?: Readonly<Record<string, StatedBenefit>>;
  readonly followUp?: {
    readonly owner: SubjectId;
    readonly reportsDue: readonly BusinessDate[];
    /** Due and not reported. */
    readonly missing: readonly BusinessDate[];
    readonly reports: Readonly<Record<BusinessDate, DataOf<'FollowUpReported'>>>;
  };
  readonly concluded?: { readonly summary: string };
}

/** A benefit, and the version of the KPI's definition it was stated under. */
export interface StatedBenefit {
  readonly benefit: Benefit;
  readonly kpiVersion: number | undefined;
}

/** Where a municipality's adoption stands, and the fact that brought it there. */
export type Adoption =
  | { readonly status: 'invited'; readonly since: BusinessDate; readonly fact: DataOf<'AdoptionInvited'> }
  | { readonly status: 'adopts' | 'declined'; readonly since: BusinessDate; readonly fact: DataOf<'AdoptionDecided'> }
  | { readonly status: 'live'; readonly since: BusinessDate; readonly fact: DataOf<'AdoptionWentLive'> }
  | { readonly status: 'withdrawn'; readonly since: BusinessDate; readonly fact: DataOf<'AdoptionWithdrawn'> };

export const scaleUpRefusals = {
  ...adoptionRefusals,
  ...benefitRefusals,
  ...followUpRefusals,
} as const satisfies RefusalTexts;

export const scaleUpDecisions: Decisions<ScaleUpCommand> = {
  ...adoptionDecisions,
  ...benefitDecisions,
  ...followUpDecisions,
};

export const scaleUpEvolutions: Evolutions<ScaleUpEvent> = {
  ...adoptionEvolutions,
  ...benefitEvolutions,
  ...followUpEvolutions,
};
