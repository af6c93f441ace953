import { Body, Param } from '@nestjs/common';
import { type Recommendation, recommendations } from '#partnership';
import { Code, Flag, ListOf, Oere, OneOf, Text } from '#platform';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { type DataOf, Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated } from '../told.js';

export class OpenEvaluationBody extends Dated implements Says<'OpenEvaluation'> {
  @Text({ max: 4000, optional: true }) note?: string;
}

type Finding = DataOf<'SubmitEvaluation'>['findings'][number];
export class FindingBody implements Finding {
  @Code({ description: 'Code of the KPI', example: 'ALERT-MIN' }) kpi: string;
  @Text({ max: 4000 }) finding: string;
}

type Evaluated = DataOf<'SubmitEvaluation'>['contracts'][number];
export class EvaluatedContractBody implements Evaluated {
  @Code({ example: 'K-1' }) contractId: string;
  @Flag() performanceLevelMet: boolean;
  @Oere() expectedCostOere: number;
}

export class SubmitEvaluationBody extends Dated implements Says<'SubmitEvaluation'> {
  @Text({ max: 8000 }) summary: string;
  @Flag({ description: 'Whether somebody outside the partnership evaluated' }) independent: boolean;
  @Code({ optional: true, description: 'The report, journalised', example: 'DOC-3' }) document?: string;
  @ListOf(() => FindingBody, { max: 100 }) findings: FindingBody[];
  @ListOf(() => EvaluatedContractBody, {
    max: 20,
    description: "What each contract's solution delivers and would cost",
  })
  contracts: EvaluatedContractBody[];
}

export class IssueRecommendationBody extends Dated implements Says<'IssueRecommendation'> {
  @OneOf(recommendations) recommendation: Recommendation;
  @Text({ max: 8000 }) reason: string;
}

export class TakeEvaluationDecisionBody extends Dated implements Says<'TakeEvaluationDecision'> {
  @OneOf(recommendations) decision: Recommendation;
  @Text({ max: 8000 }) reason: string;
  @Text({ max: 4000, optional: true, description: 'Needed when the decision deviates from the recommendation' })
  deviationReason?: string;
  @Text({
    max: 4000,
    optional: true,
    description: 'Needed to scale below the performance level or above the maximum cost',
  })
  overrideReason?: string;
  @OneOf(['development', 'pilot'], { optional: true, description: 'Where an iteration goes back to' })
  backTo?: 'development' | 'pilot';
}

@Room('Evaluation', 'evaluation')
export class EvaluationController extends Recorder {
  @Records('OpenEvaluation', '', {
    summary: 'Open the evaluation',
    description: 'When every pilot has ended, or no partner is left.',
    example: { note: 'All pilots have ended', occurredOn: '2026-07-06' },
  })
  open(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: OpenEvaluationBody) {
    return this.record('OpenEvaluation', asked, id, body);
  }

  @Records('SubmitEvaluation', 'report', {
    summary: 'Submit the evaluation',
    example: {
      summary: 'Alerts are acted on three times as fast as before.',
      independent: true,
      document: 'DOC-3',
      findings: [{ kpi: 'ALERT-MIN', finding: 'From 95 to 28 minutes' }],
      contracts: [{ contractId: 'K-1', performanceLevelMet: true, expectedCostOere: 420_000_000 }],
      occurredOn: '2026-08-10',
      illustrative: ['findings', 'contracts'],
    },
  })
  submit(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: SubmitEvaluationBody) {
    return this.record('SubmitEvaluation', asked, id, body);
  }

  @Records('IssueRecommendation', 'recommendation', {
    summary: 'Recommend how to go on',
    example: { recommendation: 'scale', reason: 'The performance level is met', occurredOn: '2026-08-17' },
  })
  recommend(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: IssueRecommendationBody) {
    return this.record('IssueRecommendation', asked, id, body);
  }

  @Records('TakeEvaluationDecision', 'decision', {
    summary: 'Decide how to go on',
    description: 'The decision may deviate from the recommendation, with a reason; both are kept.',
    example: { decision: 'scale', reason: 'As recommended', occurredOn: '2026-08-31' },
  })
  decide(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: TakeEvaluationDecisionBody) {
    return this.record('TakeEvaluationDecision', asked, id, body);
  }
}
