/** 'YYYY-MM-DD': the day something happened, or shall happen, in the business; may lie in the past. */
export type BusinessDate = string;
/** ISO 8601 in UTC: when the server heard of it. */
export type Instant = string;
/** Integer øre of the currency stated beside it (DKK unless another is). */
export type Oere = number;
/** Integer hundredths of a per cent: 10,000 is the whole. */
export type BasisPoints = number;
/** An exact decimal number as text, such as '12.4'; at most 12 digits before and 6 after the point. */
export type Decimal = string;
/** A person, known here by subject id only; names live in a directory that can be erased. */
export type SubjectId = string;
/** A kommunekode (four digits, '0561') or a CVR number (eight digits). */
export type OrganisationId = string;

export interface Period {
  readonly from: BusinessDate;
  /** Inclusive. */
  readonly to: BusinessDate;
}

export const roles = [
  'project-manager',
  'procurement-officer',
  'leadership',
  'finance',
  'evaluator',
  'partner',
  'auditor',
  'system',
] as const;
export type Role = (typeof roles)[number];

/** Permissions that no role includes by itself. */
export const permissions = ['reopen'] as const;
export type Permission = (typeof permissions)[number];

/** Who asks: stamped at the edge from a checked token, never from a body. */
export interface Actor {
  readonly subject: SubjectId;
  readonly role: Role;
  readonly organisation: OrganisationId;
  readonly permissions?: readonly Permission[];
}

/** A fact: what happened, stored for ever. */
export interface Fact<Type extends string, Data> {
  readonly type: Type;
  readonly data: Data;
}

/** A command: what somebody wishes. The edge stamps who, when it was received and when it occurred. */
export interface Wish<Type extends string, Data> {
  readonly type: Type;
  readonly data: Data;
  readonly by: Actor;
  readonly at: Instant;
  /** The calendar day of `at` where the municipality is. */
  readonly today: BusinessDate;
  readonly occurredOn: BusinessDate;
}

export const phases = [
  'draft',
  'need',
  'market-dialogue',
  'procurement',
  'development',
  'pilot',
  'evaluation',
  'scale-up',
  'follow-up',
  'closed',
] as const;
export type Phase = (typeof phases)[number];

export const routes = [
  'innovation-partnership',
  'public-private-innovation',
  'other-procedure',
  'below-threshold',
] as const;
export type Route = (typeof routes)[number];

/**
 * Why a rule said no: `state` when the case is not there yet (or past it), `who` when another person must, `missing` when
 * what is addressed does not exist (or not for the one who asks), `input` when what was said contradicts itself or names
 * what is not there.
 * Sentences say what is missing; `{name}` is filled from the refusal's details.
 */
export interface RefusalText {
  readonly about: 'state' | 'who' | 'missing' | 'input';
  readonly en: string;
  readonly da: string;
}
export type RefusalTexts = Readonly<Record<string, RefusalText>>;
