import type { Bound, EvidenceLevel, KpiDefinition, Phase, Route } from '#partnership';
import type { Table } from '#projection';
import type { Audience } from '../events.js';
import type { WorklistStatus } from '../worklist/course.js';

/** A benefit of one KPI, party, year and kind of amount, as it is planned and as it was realised. */
export interface BenefitRow {
  readonly partnership_id: string;
  readonly kpi: string;
  readonly party: string;
  readonly year: number;
  readonly kind: 'unit' | 'money';
  readonly benefit_class: string;
  /** What it has in common with those it is counted together with, beside the year. */
  readonly alike: string;
  /** Øre, or millionths of the unit; null when not planned, or not realised. */
  readonly planned: string | null;
  readonly realised: string | null;
  /** What it is grouped by is of the case; kept here too, as tens of thousands are added up at once. */
  readonly theme: string;
  readonly sector: string;
  readonly lead: string;
  readonly audience: Audience;
}

type BenefitKey = 'partnership_id' | 'kpi' | 'party' | 'year' | 'kind';

/** How both sides of a benefit are stated: apart from it, as nobody adds it up. */
export interface BenefitStatedRow extends Pick<BenefitRow, BenefitKey> {
  readonly stated: { readonly planned?: StatedSide; readonly realised?: StatedSide };
  readonly audience: Audience;
}

export interface StatedSide {
  readonly amount?: string;
  readonly amountOere?: number;
  readonly bound?: Bound;
  readonly priceYear?: number;
  readonly evidence?: string;
  readonly evidenceLevel?: EvidenceLevel;
  /** What the definition of the KPI said when it was stated. */
  readonly definition: Pick<KpiDefinition, 'unit' | 'benefitClass' | 'aggregation'>;
  readonly illustrative?: true;
  /** Of the events that stated it; the last holds. */
  readonly positions: readonly number[];
  /** Of the event that defined the KPI so. */
  readonly defined: number;
}

/** What benefits are grouped and chosen by. */
export interface CaseRow {
  readonly partnership_id: string;
  readonly case_number: string;
  readonly title: string;
  readonly lead: string;
  readonly lead_name: string;
  readonly theme: string;
  readonly sector: string;
  readonly route: Route;
  readonly phase: Phase;
  readonly status: WorklistStatus;
  /** Positions of the events that stated the classification, and the phase or status. */
  readonly classified: number;
  readonly moved: number;
  readonly audience: Audience;
}

export interface MunicipalityRow {
  readonly partnership_id: string;
  readonly municipality: string;
  readonly audience: Audience;
}

export interface DefinitionRow {
  readonly partnership_id: string;
  readonly kpi: string;
  readonly unit: string;
  readonly benefit_class: KpiDefinition['benefitClass'];
  readonly aggregation: KpiDefinition['aggregation'];
  readonly defined: number;
}

const benefitKey = ['partnership_id', 'kpi', 'party', 'year', 'kind'] as const;
export const benefit: Table<BenefitRow, BenefitKey> = { name: 'benefit', key: benefitKey };
export const benefitStated: Table<BenefitStatedRow, BenefitKey> = { name: 'benefit_stated', key: benefitKey };
export const portfolioCase: Table<CaseRow, 'partnership_id'> = { name: 'portfolio_case', key: ['partnership_id'] };
export const municipality: Table<MunicipalityRow, 'partnership_id' | 'municipality'> = {
  name: 'portfolio_municipality',
  key: ['partnership_id', 'municipality'],
};
export const definition: Table<DefinitionRow, 'partnership_id' | 'kpi'> = {
  name: 'benefit_kpi',
  key: ['partnership_id', 'kpi'],
  current: true,
};
