import { Body, Param } from '@nestjs/common';
import { counted, evidenceLevels, formulaKinds, type StatedFormula, type Tier } from '#partnership';
import { BasisPoints, Code, Decimal, ListOf, Nested, Oere, OneOf, Text, WholeNumber } from '#platform';
import { OfContract } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { type DataOf, Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated } from '../told.js';

class TierBody implements Tier {
  @BasisPoints({ min: 1, max: 1_000_000, description: 'From how much of the way to the target, in basis points' })
  from: number;
  @Oere({ min: 1 }) amountOere: number;
}

/** Which fields there are depends on the kind. */
export class FormulaBody implements StatedFormula {
  @OneOf(formulaKinds, {
    description:
      'fixed: amountOere once the figure comes to threshold. per-outcome: unitOere for each of per. tiered: the amount of the highest tier reached on the way to target. gain-share: share of unitOere for each unit of improvement.',
    example: 'per-outcome',
  })
  kind: StatedFormula['kind'];
  @Decimal({ optional: true, description: 'fixed: the value that must be reached' }) threshold?: string;
  @Oere({ min: 1, optional: true, description: 'fixed: what is paid then, in øre' }) amountOere?: number;
  @OneOf(counted, {
    optional: true,
    description:
      'per-outcome: units of improvement on the locked baseline, or the outcomes that the figure is a count of',
    example: 'improvement',
  })
  per?: NonNullable<StatedFormula['per']>;
  @Oere({ min: 1, optional: true, description: 'per-outcome, gain-share: in øre, for each unit' }) unitOere?: number;
  @Decimal({ optional: true, description: 'tiered: the whole of the way from the locked baseline' }) target?: string;
  @ListOf(() => TierBody, { min: 1, max: 20, optional: true, description: 'tiered: each further on than the last' })
  tiers?: TierBody[];
  @BasisPoints({ min: 1, optional: true, description: 'gain-share: the share of the gain that is paid' })
  share?: number;
}

abstract class TermsBody extends Dated {
  @Text({ max: 200 }) title: string;
  @Nested(() => FormulaBody) formula: FormulaBody;
  @Oere({ min: 1, optional: true, description: 'Most that the model pays in all, in øre' }) capOere?: number;
  @Oere({ min: 1, optional: true, description: 'Least that a payable outcome pays, in øre; the cap is stronger' })
  floorOere?: number;
  @WholeNumber({ min: 1, description: 'Least number of people an outcome must be about' }) minimumPopulation: number;
  @OneOf(evidenceLevels, { description: 'Weakest first', example: 'measured' })
  requiredEvidenceLevel: DataOf<'AgreePaymentModel'>['requiredEvidenceLevel'];
}

export class AgreePaymentModelBody extends TermsBody implements Says<'AgreePaymentModel', 'contractId' | 'modelId'> {
  @Code({ optional: true, description: 'Made here unless given', example: 'PM-1' }) modelId?: string;
  @Code({ description: 'Code of the KPI it pays by', example: 'ALERT-MIN' }) kpi: string;
}

export class AmendPaymentModelBody extends TermsBody implements Says<'AmendPaymentModel', 'contractId' | 'modelId'> {
  @Text({ max: 2000 }) reason: string;
}

export class OfModel extends OfContract {
  @Code({ description: 'The payment model', example: 'PM-1' }) modelId: string;
}

const example = {
  title: 'Paid for minutes saved',
  formula: { kind: 'per-outcome', per: 'improvement', unitOere: 2_500_000 },
  capOere: 50_000_000,
  minimumPopulation: 30,
  requiredEvidenceLevel: 'measured',
  occurredOn: '2025-10-01',
};

@Room('Results-based payment', 'contracts/:contractId/payment-models')
export class PaymentModelController extends Recorder {
  @Records('AgreePaymentModel', '', {
    summary: 'Agree what a result pays',
    description: 'By one KPI that the partner may see. The direction is taken from it, the baseline once it is locked.',
    example: { modelId: 'PM-1', kpi: 'ALERT-MIN', ...example },
  })
  agree(@Asking() asked: Asked, @Param() { id, contractId }: OfContract, @Body() body: AgreePaymentModelBody) {
    const modelId = asked.idOr('modelId', body.modelId);
    return this.record('AgreePaymentModel', asked, id, { ...body, contractId, modelId });
  }

  @Records('AmendPaymentModel', ':modelId/amendments', {
    summary: 'Amend a payment model',
    description: 'The whole of the new terms. They hold for outcomes verified from now on; others keep theirs.',
    example: { ...example, capOere: 60_000_000, reason: 'One more home takes part', occurredOn: '2026-02-02' },
  })
  amend(@Asking() asked: Asked, @Param() { id, ...of }: OfModel, @Body() body: AmendPaymentModelBody) {
    return this.record('AmendPaymentModel', asked, id, { ...body, ...of });
  }
}
