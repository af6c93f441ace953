import type { Fact, Wish } from '../vocabulary.js';

/** A claim about the need and where it comes from; contradicting sources are all kept. */
export interface SourcedClaim {
  readonly claim: string;
  readonly source: string;
  readonly quality: 'verified' | 'plausible' | 'disputed';
}

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type NeedEvent = Fact<
  'NeedDescribed',
  {
    readonly problem: string;
    readonly targetGroup: string;
    readonly desiredOutcome?: string;
    readonly claims?: readonly SourcedClaim[];
  }
>;
export type NeedCommand = Wish<'DescribeNeed', NeedEvent['data']>;
