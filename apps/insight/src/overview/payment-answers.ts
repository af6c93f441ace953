import { bounds, counted, evidenceLevels, formulaKinds, notPayable } from '#partnership';
import {
  BasisPoints,
  BusinessDate,
  Code,
  Currency,
  Decimal,
  Flag,
  ListOf,
  Nested,
  Oere,
  OneOf,
  SubjectId,
  Text,
  WholeNumber,
} from '#platform';
import { PeriodAnswer } from '../kpis/answer.js';
import { PartAnswer } from './part-answer.js';

export class PaymentTierAnswer {
  @BasisPoints({ max: 1_000_000, description: 'From how much of the way to the target' }) from: number;
  @Oere() amountOere: number;
}

export class PaymentFormulaAnswer {
  @OneOf(formulaKinds) kind: string;
  @Decimal({ optional: true, description: 'fixed: the value that must be reached' }) threshold?: string;
  @Oere({ optional: true, description: 'fixed: what is paid then' }) amountOere?: number;
  @OneOf(counted, { optional: true, description: 'per-outcome: what is counted' }) per?: string;
  @Oere({ optional: true, description: 'per-outcome, gain-share: for each unit' }) unitOere?: number;
  @Decimal({ optional: true, description: 'tiered: the whole of the way from the locked baseline' }) target?: string;
  @ListOf(() => PaymentTierAnswer, { max: 20, optional: true }) tiers?: readonly PaymentTierAnswer[];
  @BasisPoints({ optional: true, description: 'gain-share: the share that is paid' }) share?: number;
}

export class PaymentVersionAnswer extends PartAnswer {
  @WholeNumber({ min: 1 }) version: number;
  @Text({ max: 200 }) title: string;
  @Text({ max: 2000, optional: true, description: 'Why it was amended' }) reason?: string;
  @BusinessDate() agreedOn: string;
  @OneOf(['up', 'down'], { description: 'Which way is better' }) direction: string;
  @Nested(() => PaymentFormulaAnswer) formula: PaymentFormulaAnswer;
  @Oere({ optional: true, description: 'Most over the life of the model' }) capOere?: number;
  @Oere({ optional: true, description: 'Least for a payable outcome; the cap is stronger' }) floorOere?: number;
  @WholeNumber({ min: 1 }) minimumPopulation: number;
  @OneOf(evidenceLevels) requiredEvidenceLevel: string;
}

export class PaymentBaselineAnswer {
  @Decimal({ optional: true }) value?: string;
  @Decimal({ optional: true }) numerator?: string;
  @Decimal({ optional: true }) denominator?: string;
  @OneOf(bounds, { optional: true }) bound?: string;
}

export class CalculationAnswer {
  @Decimal({ optional: true, description: 'Units of improvement, or outcomes counted; rounded for showing' })
  units?: string;
  @BasisPoints({ max: Number.MAX_SAFE_INTEGER, optional: true, description: 'Of the way to the target, rounded down' })
  attainment?: number;
  @Oere({ optional: true, description: 'What the improvement is worth' }) gainOere?: number;
  @Oere({ description: 'What the formula alone gives' }) formulaOere: number;
  @Oere({ optional: true, description: 'The floor, when it raised the amount' }) floorOere?: number;
  @Oere({ optional: true, description: 'What was left of the cap, when there is one' }) capLeftOere?: number;
  @Oere() amountOere: number;
}

export class OutcomePaymentAnswer {
  @Flag() payable: boolean;
  @OneOf([...notPayable, 'measurements-changed'], {
    optional: true,
    description:
      'Why it pays nothing; measurements-changed: those it rests on were corrected or withdrawn since, so that it is to be corrected or withdrawn, too',
  })
  reason?: string;
  @Nested(() => CalculationAnswer, { optional: true, description: 'The steps to the amount' })
  calculation?: CalculationAnswer;
}

/** As it was received: the amount stands beside the agreed one, and may differ. */
export class InvoiceAnswer extends PartAnswer {
  @Text({ max: 60, description: "The partner's own number" }) invoiceNumber: string;
  @Oere({ description: 'What it asks for' }) amountOere: number;
  @Currency() currency: string;
  @BusinessDate() receivedOn: string;
  @BusinessDate({ optional: true, description: 'When it is to be paid' }) dueOn?: string;
}

export class OutcomeAnswer extends PartAnswer {
  @Code() outcomeId: string;
  @WholeNumber({ min: 1, description: 'The version of the model whose terms hold for it' }) modelVersion: number;
  @OneOf(['verified', 'released', 'settled', 'withdrawn']) status: string;
  @Nested(() => PeriodAnswer) period: PeriodAnswer;
  @Decimal({ optional: true }) value?: string;
  @Decimal({ optional: true }) numerator?: string;
  @Decimal({ optional: true }) denominator?: string;
  @OneOf(bounds, { optional: true, description: 'Whether the value is exact or a bound' }) bound?: string;
  @WholeNumber({ description: 'How many people it is about' }) population: number;
  @OneOf(evidenceLevels) evidenceLevel: string;
  @Text({ max: 4000, description: 'What it rests on' }) evidence: string;
  @ListOf(Code(), { max: 100, optional: true, description: 'Journalised documents' }) documents?: readonly string[];
  @ListOf(Code(), { max: 1000, optional: true, description: "The KPI's measurements it is made of" })
  measurements?: readonly string[];
  @Nested(() => PaymentBaselineAnswer, { optional: true, description: 'The locked baseline it is held against' })
  baseline?: PaymentBaselineAnswer;
  @BusinessDate() verifiedOn: string;
  @SubjectId() verifiedBy: string;
  @Text({ max: 4000, optional: true }) note?: string;
  @Text({ max: 2000, optional: true }) correctedBecause?: string;
  @Text({ max: 2000, optional: true }) withdrawnBecause?: string;
  @Nested(() => OutcomePaymentAnswer, {
    optional: true,
    description: 'What it would pay now while it is verified, what was released afterwards',
  })
  payment?: OutcomePaymentAnswer;
  @BusinessDate({ optional: true }) releasedOn?: string;
  @Text({ max: 200, optional: true }) invoiceReference?: string;
  @BusinessDate({ optional: true }) paidOn?: string;
  @Text({ max: 200, optional: true }) paymentReference?: string;
  @ListOf(() => InvoiceAnswer, { max: 1000, optional: true, description: 'Received for it' })
  invoices?: readonly InvoiceAnswer[];
}

export class PaymentModelAnswer {
  @Code() modelId: string;
  @Code({ description: 'Code of the KPI it pays by' }) kpi: string;
  @ListOf(() => PaymentVersionAnswer, { max: 1000, description: 'In order; the last is in force' })
  versions: readonly PaymentVersionAnswer[];
  @ListOf(() => OutcomeAnswer, { max: 1000 }) outcomes: readonly OutcomeAnswer[];
}
