import type { Fact, OrganisationId, Period, Wish } from '../vocabulary.js';
import type { KpiDefinition, Reading } from './definition.js';

/** Weakest first. */
export const evidenceLevels = [
  'supplier-calculated',
  'self-reported',
  'measured',
  'controlled-comparison',
  'independently-evaluated',
] as const;
export type EvidenceLevel = (typeof evidenceLevels)[number];

export interface Measurement extends Reading {
  /** Unique within the KPI; the same id again is the same measurement. */
  readonly measurementId: string;
  readonly period: Period;
  /** A site approved for a pilot of the partnership. */
  readonly site?: string;
  /** The contract whose partner's solution was measured; that partner may see it. */
  readonly contractId?: string;
  readonly municipality?: OrganisationId;
  readonly source: string;
  readonly evidenceLevel: EvidenceLevel;
  /** True for a value no source gives. */
  readonly illustrative?: boolean;
}

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type MeasurementEvent =
  | Fact<
      'MeasurementsRecorded',
      {
        readonly partnershipId: string;
        readonly kpi: string;
        /** The version of the KPI's definition they were taken under. */
        readonly definitionVersion: number;
        /** At most 500, so that one event stays well under a megabyte. */
        readonly measurements: readonly Measurement[];
      }
    >
  | Fact<
      'MeasurementCorrected',
      {
        readonly partnershipId: string;
        readonly kpi: string;
        readonly reason: string;
        readonly measurement: Measurement;
      }
    >
  | Fact<
      'MeasurementWithdrawn',
      { readonly partnershipId: string; readonly kpi: string; readonly measurementId: string; readonly reason: string }
    >;

/** What the partnership's own stream says that a measurement must agree with; fetched before deciding. */
export interface KpiContext {
  readonly partnershipId: string;
  readonly kpi: string;
  readonly definition: KpiDefinition;
  readonly definitionVersion: number;
  readonly sites: Readonly<Record<string, OrganisationId>>;
  /** Partner CVR by contract id. */
  readonly contracts: Readonly<Record<string, string>>;
}

export type MeasurementCommand =
  | Wish<'RecordMeasurements', { readonly context: KpiContext; readonly measurements: readonly Measurement[] }>
  | Wish<
      'CorrectMeasurement',
      { readonly context: KpiContext; readonly reason: string; readonly measurement: Measurement }
    >
  | Wish<
      'WithdrawMeasurement',
      { readonly context: KpiContext; readonly reason: string; readonly measurementId: string }
    >;
