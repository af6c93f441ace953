import { assessments, gateDecisions, instalmentTriggers, terminationGrounds } from '#partnership';
import {
  BusinessDate,
  Code,
  Currency,
  Decimal,
  Flag,
  ListOf,
  Nested,
  Oere,
  OneOf,
  Organisation,
  Text,
  WholeNumber,
} from '#platform';
import { PartAnswer } from './part-answer.js';
import { InvoiceAnswer, PaymentModelAnswer } from './payment-answers.js';

export class TargetAnswer {
  @Code() code: string;
  @Text({ max: 200 }) title: string;
  @Text({ max: 2000, description: 'When it counts as met' }) criterion: string;
  @OneOf(assessments, { optional: true }) assessment?: string;
  @Text({ max: 4000, optional: true, description: 'Of the assessment' }) note?: string;
}

export class InstalmentAnswer {
  @Code() code: string;
  @Text({ max: 200 }) title: string;
  @Oere() amountOere: number;
  @OneOf(instalmentTriggers, { optional: true, description: 'What makes it payable; the passed gate unless stated' })
  payableWhen?: string;
  @OneOf(['open', 'released', 'settled', 'cancelled']) status: string;
  @BusinessDate({ optional: true }) releasedOn?: string;
  @BusinessDate({ optional: true }) paidOn?: string;
  @Text({ max: 2000, optional: true }) cancelledBecause?: string;
  @ListOf(() => InvoiceAnswer, { max: 1000, optional: true, description: 'Received for it' })
  invoices?: readonly InvoiceAnswer[];
}

export class GateAnswer {
  @OneOf(gateDecisions) decision: string;
  @Text({ max: 4000 }) reason: string;
  @BusinessDate() decidedOn: string;
  @Text({ max: 4000, optional: true }) condition?: string;
  @BusinessDate({ optional: true }) conditionDue?: string;
  @Text({ max: 4000, optional: true, description: 'How the condition was fulfilled' }) conditionFulfilled?: string;
}

export class PhaseEvidenceAnswer {
  @Text({ max: 8000 }) summary: string;
  @ListOf(Code(), { max: 100, description: 'Journalised documents' }) documents: readonly string[];
}

export class ContractPhaseAnswer {
  @WholeNumber({ min: 1 }) no: number;
  @Text({ max: 200 }) title: string;
  @OneOf(['planned', 'running', 'evidence-submitted', 'decided']) status: string;
  @BusinessDate() plannedStart: string;
  @BusinessDate() plannedEnd: string;
  @BusinessDate({ optional: true }) startedOn?: string;
  @Oere() valueOere: number;
  @Flag({ optional: true, description: "A pilot needs this phase's gate passed" }) requiredForPilot?: boolean;
  @ListOf(() => TargetAnswer, { max: 100 }) targets: readonly TargetAnswer[];
  @ListOf(() => InstalmentAnswer, { max: 100 }) instalments: readonly InstalmentAnswer[];
  @Nested(() => PhaseEvidenceAnswer, { optional: true, description: 'The latest submitted' })
  evidence?: PhaseEvidenceAnswer;
  @Nested(() => GateAnswer, { optional: true }) gate?: GateAnswer;
}

export class ContractPartner {
  @Organisation({ example: '30000005' }) cvr: string;
  @Text({ max: 200 }) name: string;
}

export class PerformanceLevelAnswer {
  @Code({ example: 'PL-1' }) code: string;
  @Text({ max: 2000 }) description: string;
  @Code({ optional: true, description: 'Code of a KPI', example: 'ALERT-MIN' }) kpi?: string;
  @Decimal({ optional: true }) threshold?: string;
}

export class AmendmentAnswer {
  @Text({ max: 4000 }) description: string;
  @Text({ max: 500, example: 'udbudsloven § 183' }) legalBasis: string;
  @Text({ max: 2000 }) reason: string;
  @BusinessDate() amendedOn: string;
}

export class TerminationAnswer {
  @OneOf(terminationGrounds) ground: string;
  @Text({ max: 4000 }) reason: string;
  @BusinessDate() terminatedOn: string;
}

export class PartnerNarrowedAnswer {
  @WholeNumber({ min: 1, description: 'The phase after which the partner left' }) afterPhase: number;
  @Text({ max: 4000 }) reason: string;
}

export class ContractAnswer extends PartAnswer {
  @Code() contractId: string;
  @Text({ max: 200 }) title: string;
  @Nested(() => ContractPartner) partner: ContractPartner;
  @Code({ optional: true, description: 'The tenderer the award named; routes without a tender have none' })
  tendererId?: string;
  @OneOf(['running', 'completed', 'terminated', 'narrowed']) status: string;
  @BusinessDate() signedOn: string;
  @BusinessDate({ optional: true, description: 'As last amended' }) endsOn?: string;
  @Currency() currency: string;
  @Oere({ description: 'Most that the solution may cost afterwards, in øre; as last amended' }) maximumCostOere: number;
  @Text({ max: 4000 }) iprScheme: string;
  @ListOf(() => PerformanceLevelAnswer, { max: 50 }) performanceLevels: readonly PerformanceLevelAnswer[];
  @ListOf(() => ContractPhaseAnswer, { max: 100, description: 'Those that amendments added among them' })
  phases: readonly ContractPhaseAnswer[];
  @ListOf(() => PaymentModelAnswer, { max: 100, optional: true, description: 'What is paid by results, where it is' })
  paymentModels?: readonly PaymentModelAnswer[];
  @ListOf(() => AmendmentAnswer, { max: 1000 }) amendments: readonly AmendmentAnswer[];
  @BusinessDate({ optional: true }) completedOn?: string;
  @Nested(() => TerminationAnswer, { optional: true }) termination?: TerminationAnswer;
  @Nested(() => PartnerNarrowedAnswer, { optional: true, description: 'Why the partner was not taken further' })
  narrowed?: PartnerNarrowedAnswer;
}

export class GateCriteriaAnswer extends PartAnswer {
  @WholeNumber({ min: 1 }) phaseNo: number;
  @WholeNumber({ min: 1 }) version: number;
  @ListOf(Text({ max: 2000 }), { max: 100 }) criteria: readonly string[];
}
