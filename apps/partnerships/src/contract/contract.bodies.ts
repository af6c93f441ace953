import {
  type ContractPhase,
  type ContractTerms,
  type Instalment,
  instalmentTriggers,
  type PerformanceLevel,
  type Target,
  terminationGrounds,
} from '#partnership';
import {
  BusinessDate,
  Code,
  Currency,
  Cvr,
  Decimal,
  Flag,
  ListOf,
  Nested,
  Oere,
  OneOf,
  Text,
  WholeNumber,
} from '#platform';
import type { Says } from '../recorder.js';
import { happenedOn, Told } from '../told.js';

export class TargetBody implements Target {
  @Code({ example: 'T-1' }) code: string;
  @Text({ max: 200 }) title: string;
  @Text({ max: 2000, description: 'When it counts as met' }) criterion: string;
}

export class InstalmentBody implements Instalment {
  @Code({ example: 'I-1' }) code: string;
  @Text({ max: 200 }) title: string;
  @Oere() amountOere: number;
  @OneOf(instalmentTriggers, { optional: true, description: 'What makes it payable; the passed gate unless stated' })
  payableWhen?: Instalment['payableWhen'];
}

export class ContractPhaseBody implements ContractPhase {
  @WholeNumber({ min: 1, max: 99 }) no: number;
  @Text({ max: 200 }) title: string;
  @BusinessDate() plannedStart: string;
  @BusinessDate() plannedEnd: string;
  @Oere() valueOere: number;
  @ListOf(() => TargetBody, { min: 1, max: 50 }) targets: TargetBody[];
  @ListOf(() => InstalmentBody, { max: 50, description: "Sum exactly to the phase's value" })
  instalments: InstalmentBody[];
  @Flag({ optional: true, description: "A pilot needs this phase's gate passed" }) requiredForPilot?: boolean;
}

export class PerformanceLevelBody implements PerformanceLevel {
  @Code({ example: 'PL-1' }) code: string;
  @Text({ max: 2000 }) description: string;
  @Code({ optional: true, description: 'Code of a KPI', example: 'ALERT-MIN' }) kpi?: string;
  @Decimal({ optional: true }) threshold?: string;
}

type Partner = ContractTerms['partner'];
export class PartnerBody implements Partner {
  @Cvr() cvr: string;
  @Text({ max: 200, description: "The company's name" }) name: string;
}

export class SignContractBody extends Told implements Says<'SignContract', 'contractId' | 'signedOn'> {
  @Code({ optional: true, description: 'Made here unless given', example: 'K-1' }) contractId?: string;
  @Text({ max: 200 }) title: string;
  @Nested(() => PartnerBody) partner: PartnerBody;
  @Code({
    optional: true,
    description: 'The tenderer the award named; routes without a tender have none',
    example: 'C-1',
  })
  tendererId?: string;
  @happenedOn('2025-09-15') signedOn?: string;
  @BusinessDate({ optional: true, example: '2027-12-31' }) endsOn?: string;
  @Currency() currency: string;
  @Oere({ description: 'Most that the solution may cost afterwards, in øre' }) maximumCostOere: number;
  @Text({ max: 4000 }) iprScheme: string;
  @ListOf(() => PerformanceLevelBody, { max: 50 }) performanceLevels: PerformanceLevelBody[];
  @ListOf(() => ContractPhaseBody, { min: 1, max: 20, description: 'In order, numbered from 1' })
  phases: ContractPhaseBody[];
}

export class StartDevelopmentBody extends Told implements Says<'StartDevelopment', 'startedOn'> {
  @Text({ max: 4000 }) legalRationale: string;
  @happenedOn('2025-09-15') startedOn?: string;
}

export class AmendContractBody extends Told implements Says<'AmendContract', 'contractId'> {
  @Text({ max: 4000 }) description: string;
  @Text({ max: 500, example: 'udbudsloven § 183' }) legalBasis: string;
  @Text({ max: 2000 }) reason: string;
  @Oere({ optional: true }) maximumCostOere?: number;
  @BusinessDate({ optional: true, example: '2028-06-30' }) endsOn?: string;
  @ListOf(() => ContractPhaseBody, { min: 1, max: 20, optional: true, description: 'Appended after those there are' })
  addedPhases?: ContractPhaseBody[];
  @happenedOn('2026-02-02') occurredOn?: string;
}

export class StartPhaseBody extends Told implements Says<'StartPhase', 'contractId' | 'phaseNo' | 'startedOn'> {
  @happenedOn('2025-10-01') startedOn?: string;
}

export class TerminateContractBody extends Told implements Says<'TerminateContract', 'contractId' | 'terminatedOn'> {
  @OneOf(terminationGrounds) ground: (typeof terminationGrounds)[number];
  @Text({ max: 4000 }) reason: string;
  @happenedOn('2026-05-04') terminatedOn?: string;
}

export class CompleteContractBody extends Told implements Says<'CompleteContract', 'contractId' | 'completedOn'> {
  @happenedOn('2026-06-30') completedOn?: string;
}
