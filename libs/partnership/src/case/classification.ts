import type { BasisPoints, Oere } from '../vocabulary.js';

/** Confederation of Danish Industry (DI): what the partnership is for. */
export const themes = [
  'economy-and-efficient-operation',
  'time-and-workforce',
  'green-transition',
  'social-responsibility',
  'self-determination',
] as const;
export type Theme = (typeof themes)[number];

/** Local Government Denmark (KL): the sector it belongs to. */
export const sectorAreas = [
  'technical-and-environment',
  'elderly-and-health',
  'culture-and-leisure',
  'cross-cutting-administration',
  'employment-and-integration',
  'day-care-and-school',
  'social',
  'citizen-service-and-digitalisation',
] as const;
export type SectorArea = (typeof sectorAreas)[number];

export const purposes = [
  'quality-for-citizens',
  'growth',
  'efficiency',
  'innovation-and-development',
  'specialist-competence',
] as const;
export type Purpose = (typeof purposes)[number];

/** COI/OECD; more than one makes a complex innovation. */
export const innovationTypes = ['product', 'service', 'process-or-organisation', 'communication'] as const;
export type InnovationType = (typeof innovationTypes)[number];

/** COI: who takes part. */
export const partnerTypes = [
  'same-municipality',
  'other-municipality',
  'region',
  'state',
  'private-company',
  'citizens',
  'volunteers-or-association',
  'foundation',
  'knowledge-institution',
  'abroad',
] as const;
export type PartnerType = (typeof partnerTypes)[number];

export const legalForms = ['agreement', 'association', 'section-60-company', 'purchasing-community', 'other'] as const;
export type LegalForm = (typeof legalForms)[number];

export interface Classification {
  readonly theme: Theme;
  readonly sectorArea: SectorArea;
  readonly mainPurpose: Purpose;
  readonly otherPurposes?: readonly Purpose[];
  readonly innovationTypes: readonly InnovationType[];
  readonly legalForm: LegalForm;
  /** KLE number, NN.NN.NN. */
  readonly subjectNumber: string;
}

export interface BudgetLine {
  readonly budgetLineId: string;
  readonly year: number;
  readonly amountOere: Oere;
  readonly source: string;
  /** What of the solution's life the line pays for. */
  readonly covers: { readonly purchase: boolean; readonly implementation: boolean; readonly operation: boolean };
}

export interface BusinessCase {
  readonly horizonYears: number;
  readonly orderVolumeOere: Oere;
  /** Investments and gains fall unevenly; they are kept per party. */
  readonly parties: readonly {
    readonly organisation: string;
    readonly investmentOere: Oere;
    readonly expectedGainOere: Oere;
  }[];
  readonly assumptions: string;
  readonly discountRate?: BasisPoints;
}
