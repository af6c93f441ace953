import type { BusinessDate, Decimal, Fact, Oere, OrganisationId, SubjectId, Wish } from '../vocabulary.js';

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
  | Fact<'BenefitRealised', Benefit & { readonly evidence: string }>
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

/** A gain of one party in one year, by KPI: an amount in the KPI's unit, or money, never both in one. */
export interface Benefit {
  readonly kpi: string;
  readonly party: OrganisationId;
  readonly year: number;
  readonly amount?: Decimal;
  readonly amountOere?: Oere;
  readonly bound?: 'point' | 'at-least' | 'at-most';
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
  readonly adoptions: Readonly<Record<OrganisationId, 'invited' | 'adopts' | 'declined' | 'live' | 'withdrawn'>>;
  readonly followUp?: { readonly owner: SubjectId; readonly missing: readonly BusinessDate[] };
}
