import type { Instant } from '#partnership';

/**
 * The parts of an OCDS 1.1.5 release that Medspil publishes, with the metrics extension.
 * `null` takes back what an earlier release said.
 */
export interface Release {
  readonly ocid: string;
  /** The id of the event it tells of; of a compiled release, made of the ocid and the date. */
  readonly id: string;
  readonly date: Instant;
  readonly tag: readonly Tag[];
  readonly initiationType: 'tender';
  readonly language: 'da';
  readonly parties?: readonly Party[];
  readonly buyer?: PartyReference;
  readonly planning?: Planning;
  readonly tender?: Tender;
  readonly awards?: readonly Award[];
  readonly contracts?: readonly PublishedContract[];
  /** By release: fields of its event whose values no source gives. A member of our own beside the standard's. */
  readonly illustrative?: readonly { readonly id: string; readonly fields: readonly string[] }[];
}

export type Tag =
  | 'planning'
  | 'planningUpdate'
  | 'tender'
  | 'tenderUpdate'
  | 'tenderCancellation'
  | 'award'
  | 'contract'
  | 'contractAmendment'
  | 'implementation'
  | 'implementationUpdate'
  | 'contractTermination'
  | 'compiled';

export interface PartyReference {
  readonly id: string;
  readonly name: string;
}

export interface Party extends PartyReference {
  readonly identifier?: { readonly scheme: string; readonly id: string; readonly legalName: string };
  readonly roles: readonly PartyRole[];
}
export type PartyRole = 'buyer' | 'procuringEntity' | 'supplier' | 'tenderer' | 'payer' | 'payee' | 'interestedParty';

/** Major units: kroner, not øre. */
export interface Value {
  readonly amount: number | null;
  readonly currency: string;
}

/** Of date-times. */
export interface ReleasePeriod {
  readonly startDate?: string | null;
  readonly endDate?: string | null;
}

export interface ReleaseMilestone {
  readonly id: string;
  readonly title?: string;
  readonly type?: 'preProcurement' | 'engagement' | 'delivery' | 'assessment' | 'payment';
  readonly dueDate?: string;
  readonly dateMet?: string | null;
  readonly status?: 'scheduled' | 'met' | 'notMet' | 'partiallyMet';
}

export interface ReleaseDocument {
  readonly id: string;
  readonly documentType: 'needsAssessment' | 'marketStudies' | 'tenderNotice';
  readonly title: string;
  readonly description?: string | null;
  readonly url?: string;
  readonly datePublished?: string;
  readonly language: 'da';
}

export interface Planning {
  readonly budget?: {
    readonly project?: string;
    readonly projectID?: string;
    readonly description?: string;
    readonly amount?: Value;
  };
  readonly documents?: readonly ReleaseDocument[];
  readonly milestones?: readonly ReleaseMilestone[];
  readonly forecasts?: readonly Metric[];
}

export interface Tender {
  readonly id: string;
  readonly title?: string;
  readonly status?: 'active' | 'complete' | 'cancelled';
  readonly procuringEntity?: PartyReference;
  readonly procurementMethod?: 'selective';
  readonly procurementMethodDetails?: string;
  readonly mainProcurementCategory?: 'goods' | 'works' | 'services';
  readonly awardCriteria?: 'ratedCriteria';
  readonly awardCriteriaDetails?: string;
  readonly items?: readonly {
    readonly id: string;
    readonly description: string;
    readonly classification: Classification;
    readonly additionalClassifications: readonly Classification[];
  }[];
  readonly value?: Value;
  readonly tenderPeriod?: ReleasePeriod;
  readonly numberOfTenderers?: number | null;
  readonly documents?: readonly ReleaseDocument[];
  readonly targets?: readonly Metric[];
}

export interface Classification {
  readonly scheme: 'CPV';
  readonly id: string;
}

export interface Award {
  readonly id: string;
  readonly title?: string;
  /** Pending while the standstill lasts. */
  readonly status?: 'pending' | 'active' | 'cancelled';
  readonly date?: string;
  readonly value?: Value;
  readonly suppliers?: readonly PartyReference[];
}

export interface PublishedContract {
  readonly id: string;
  readonly awardID: string;
  readonly title?: string;
  readonly status?: 'active' | 'terminated';
  readonly dateSigned?: string;
  readonly period?: ReleasePeriod;
  readonly value?: Value;
  readonly agreedMetrics?: readonly Metric[];
  /** The phases. */
  readonly milestones?: readonly ReleaseMilestone[];
  readonly amendments?: readonly {
    readonly id: string;
    readonly date: string;
    readonly description: string;
    readonly releaseID: string;
  }[];
  readonly implementation?: Implementation;
}

export interface Implementation {
  readonly milestones?: readonly ReleaseMilestone[];
  readonly transactions?: readonly {
    readonly id: string;
    readonly date: string;
    readonly value?: Value;
    readonly payer: PartyReference;
    readonly payee: PartyReference;
  }[];
  readonly metrics?: readonly Metric[];
}

export interface Metric {
  readonly id: string;
  readonly title?: string | null;
  readonly description?: string;
  readonly observations?: readonly Observation[];
}

export interface Observation {
  readonly id: string;
  readonly period?: ReleasePeriod;
  /** A number where a double holds it exactly, text otherwise. */
  readonly measure?: number | string | null;
  readonly unit?: { readonly name: string };
  readonly dimensions?: Readonly<Record<string, string | null>>;
  readonly notes?: string | null;
}

/** Who publishes, and under which prefix of ocids. */
export interface Publisher {
  /** Registered with the Open Contracting Partnership, such as 'ocds-213czf'. */
  readonly prefix: string;
  readonly name: string;
  readonly scheme?: string;
  readonly uid?: string;
  readonly uri?: string;
}

/** The open contracting id: one for a partnership and everything in it. */
export const ocidOf = (prefix: string, partnershipId: string): string => `${prefix}-${partnershipId}`;
