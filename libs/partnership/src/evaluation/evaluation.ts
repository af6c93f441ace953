import type { Decisions, Evolutions } from '../partnership.js';
import type { Fact, Oere, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';
import { assessingDecisions, assessingEvolutions, assessingRefusals } from './assessing.js';
import { concludingDecisions, concludingEvolutions, concludingRefusals } from './concluding.js';

export const recommendations = ['scale', 'iterate', 'stop'] as const;
export type Recommendation = (typeof recommendations)[number];

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type EvaluationEvent =
  | Fact<'EvaluationOpened', { readonly cause: 'pilots-ended' | 'no-partner-left'; readonly note?: string }>
  | Fact<
      'EvaluationSubmitted',
      {
        readonly summary: string;
        readonly independent: boolean;
        readonly document?: string;
        readonly findings: readonly { readonly kpi: string; readonly finding: string }[];
        /** What each contract's solution delivers and would cost, as evaluated. */
        readonly contracts: readonly {
          readonly contractId: string;
          readonly performanceLevelMet: boolean;
          readonly expectedCostOere: Oere;
        }[];
        readonly submittedBy: SubjectId;
      }
    >
  | Fact<
      'RecommendationIssued',
      { readonly recommendation: Recommendation; readonly reason: string; readonly issuedBy: SubjectId }
    >
  | Fact<
      'EvaluationDecisionTaken',
      {
        readonly decision: Recommendation;
        readonly reason: string;
        /** Required when the decision deviates from the recommendation. */
        readonly deviationReason?: string;
        /** Required when scaling below the performance level or above the maximum cost. */
        readonly overrideReason?: string;
        /** Where an iteration goes back to. */
        readonly backTo?: 'development' | 'pilot';
        readonly recommendation?: Recommendation;
        readonly decidedBy: SubjectId;
      }
    >;

type DataOf<T extends EvaluationEvent['type']> = Extract<EvaluationEvent, { type: T }>['data'];

export type EvaluationCommand =
  | Wish<'OpenEvaluation', { readonly note?: string }>
  | Wish<'SubmitEvaluation', Omit<DataOf<'EvaluationSubmitted'>, 'submittedBy'>>
  | Wish<'IssueRecommendation', Omit<DataOf<'RecommendationIssued'>, 'issuedBy'>>
  | Wish<'TakeEvaluationDecision', Omit<DataOf<'EvaluationDecisionTaken'>, 'recommendation' | 'decidedBy'>>;

/**
 * One round of evaluation; opening the next starts clean. A decision to stop leaves the case in evaluation: leadership
 * then closes it, with the guards closing has, or the evaluation is opened again. Nothing else is done in between.
 */
export interface Evaluation {
  readonly cause: 'pilots-ended' | 'no-partner-left';
  readonly note?: string;
  readonly submitted?: DataOf<'EvaluationSubmitted'>;
  /** Everybody who submitted in this round, also where a later evaluation replaced theirs. */
  readonly evaluators: readonly SubjectId[];
  readonly recommendation?: DataOf<'RecommendationIssued'>;
  readonly decided?: DataOf<'EvaluationDecisionTaken'>;
}

export const evaluationRefusals = { ...assessingRefusals, ...concludingRefusals } as const satisfies RefusalTexts;

export const evaluationDecisions: Decisions<EvaluationCommand> = { ...assessingDecisions, ...concludingDecisions };

export const evaluationEvolutions: Evolutions<EvaluationEvent> = { ...assessingEvolutions, ...concludingEvolutions };
