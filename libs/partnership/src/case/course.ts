import type { BusinessDate, Fact, Phase, SubjectId, Wish } from '../vocabulary.js';

/** Why partnerships end before they scale; counted over the portfolio. */
export const closingReasons = [
  'goals-reached',
  'no-market-interest',
  'no-qualified-tender',
  'target-not-met',
  'too-expensive',
  'supplier-withdrew',
  'priorities-changed',
  'legal-obstacle',
  'other',
] as const;
export type ClosingReason = (typeof closingReasons)[number];
export const results = ['completed', 'stopped', 'cancelled'] as const;
export type Result = (typeof results)[number];

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type CourseEvent =
  | Fact<'PartnershipSuspended', { readonly reason: string; readonly expectedUntil?: BusinessDate }>
  | Fact<'PartnershipResumed', { readonly phase: Phase; readonly note?: string }>
  | Fact<
      'PartnershipClosed',
      {
        readonly result: Result;
        readonly reason: ClosingReason;
        readonly explanation: string;
        readonly from: Phase;
        readonly closedBy: SubjectId;
      }
    >
  | Fact<'PartnershipReopened', { readonly phase: Phase; readonly reason: string }>;

type DataOf<T extends CourseEvent['type']> = Extract<CourseEvent, { type: T }>['data'];

export type CourseCommand =
  | Wish<'SuspendPartnership', DataOf<'PartnershipSuspended'>>
  | Wish<'ResumePartnership', { readonly note?: string }>
  | Wish<'ClosePartnership', Omit<DataOf<'PartnershipClosed'>, 'from' | 'closedBy'>>
  | Wish<'ReopenPartnership', { readonly reason: string }>;
