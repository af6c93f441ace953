import {
  confidentialities,
  documentDirections,
  innovationTypes,
  legalForms,
  partnerTypes,
  purposes,
  responsibilities,
  sectorAreas,
  themes,
} from '#partnership';
import {
  BasisPoints,
  BusinessDate,
  Code,
  Flag,
  Kle,
  ListOf,
  Nested,
  Oere,
  OneOf,
  Organisation,
  Sha256,
  SubjectId,
  Text,
  WebLink,
  WholeNumber,
} from '#platform';
import { PartAnswer } from './part-answer.js';

export class ClassificationAnswer {
  @OneOf(themes) theme: string;
  @OneOf(sectorAreas) sectorArea: string;
  @OneOf(purposes) mainPurpose: string;
  @ListOf(OneOf(purposes), { max: 5, optional: true }) otherPurposes?: readonly string[];
  @ListOf(OneOf(innovationTypes), { max: 4 }) innovationTypes: readonly string[];
  @OneOf(legalForms) legalForm: string;
  @Kle() subjectNumber: string;
}

export class ClaimAnswer {
  @Text({ max: 2000 }) claim: string;
  @Text({ max: 500 }) source: string;
  @OneOf(['verified', 'plausible', 'disputed']) quality: string;
}

export class NeedAnswer extends PartAnswer {
  @Text({ max: 10_000 }) problem: string;
  @Text({ max: 2000 }) targetGroup: string;
  @Text({ max: 4000, optional: true }) desiredOutcome?: string;
  @ListOf(() => ClaimAnswer, { max: 100, optional: true, description: 'All of them, also where sources contradict' })
  claims?: readonly ClaimAnswer[];
}

export class PartyAnswer extends PartAnswer {
  @Organisation() organisation: string;
  @Text({ max: 200 }) name: string;
  @OneOf(partnerTypes, { optional: true, description: 'Absent for the lead' }) partnerType?: string;
  @Flag() lead: boolean;
  @BusinessDate() since: string;
  @BusinessDate({ optional: true, description: 'The day it left' }) until?: string;
  @Text({ max: 2000, optional: true }) leftBecause?: string;
}

export class ResponsibleAnswer extends PartAnswer {
  @Code() assignmentId: string;
  @SubjectId() subject: string;
  @OneOf(responsibilities) responsibility: string;
  @BusinessDate() from: string;
  @BusinessDate({ optional: true }) until?: string;
}

export class RiskAnswer extends PartAnswer {
  @Code() riskId: string;
  @Text({ max: 500 }) title: string;
  @WholeNumber({ min: 1, max: 5 }) likelihood: number;
  @WholeNumber({ min: 1, max: 5 }) consequence: number;
  @Text({ max: 4000, optional: true }) mitigation?: string;
  @Text({ max: 2000, optional: true, description: 'Why it was last assessed anew' }) reassessedBecause?: string;
  @Flag() open: boolean;
  @Text({ max: 2000, optional: true, description: 'What came of it; once it is closed' }) outcome?: string;
}

export class ShiftAnswer {
  @BusinessDate({ description: 'The day it was shifted to' }) due: string;
  @Text({ max: 2000 }) reason: string;
}

export class DeadlineAnswer extends PartAnswer {
  @Code() deadlineId: string;
  @Text({ max: 200 }) title: string;
  @BusinessDate() due: string;
  @BusinessDate() firstDue: string;
  @ListOf(() => ShiftAnswer, { max: 1000, description: 'In the order they were made' }) shifted: readonly ShiftAnswer[];
  @BusinessDate({ optional: true }) metOn?: string;
}

export class DecisionAnswer extends PartAnswer {
  @Code() decisionId: string;
  @Text({ max: 200 }) title: string;
  @Text({ max: 10_000 }) decision: string;
  @BusinessDate() decidedOn: string;
  @Text({ max: 200, description: 'The committee or board' }) body: string;
  @Text({ max: 500, optional: true }) minutesReference?: string;
}

export class DocumentAnswer extends PartAnswer {
  @Code() documentId: string;
  @Text({ max: 300 }) title: string;
  @Text({ max: 100, example: 'minutes' }) documentType: string;
  @OneOf(documentDirections) direction: string;
  @BusinessDate({ description: 'When it was received, sent or made' }) date: string;
  @OneOf(confidentialities) confidentiality: string;
  @Sha256() sha256: string;
  @WebLink() link: string;
  @Code({ optional: true, description: 'The contract it belongs to' }) contractId?: string;
}

export class NoteAnswer extends PartAnswer {
  @Code() noteId: string;
  @Text({ max: 10_000 }) text: string;
  @SubjectId() by: string;
  @BusinessDate() writtenOn: string;
  @Text({ max: 2000, optional: true, description: 'Why it was last corrected' }) correctedBecause?: string;
}

export class BusinessCasePartyAnswer {
  @Organisation() organisation: string;
  @Oere() investmentOere: number;
  @Oere({ min: Number.MIN_SAFE_INTEGER, description: 'Expected gain in øre; less than 0 is a loss' })
  expectedGainOere: number;
}

export class BusinessCaseAnswer extends PartAnswer {
  @WholeNumber() horizonYears: number;
  @Oere() orderVolumeOere: number;
  @ListOf(() => BusinessCasePartyAnswer, { max: 100 }) parties: readonly BusinessCasePartyAnswer[];
  @Text({ max: 10_000 }) assumptions: string;
  @BasisPoints({ optional: true, example: 350 }) discountRate?: number;
}

export class BudgetCoversAnswer {
  @Flag() purchase: boolean;
  @Flag() implementation: boolean;
  @Flag() operation: boolean;
}

export class BudgetLineAnswer extends PartAnswer {
  @Code() budgetLineId: string;
  @WholeNumber() year: number;
  @Oere() amountOere: number;
  @Text({ max: 500, description: 'Who pays' }) source: string;
  @Nested(() => BudgetCoversAnswer, { description: "What of the solution's life it pays for" })
  covers: BudgetCoversAnswer;
}
