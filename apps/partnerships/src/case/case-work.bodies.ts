import {
  type BudgetLine,
  type BusinessCase,
  confidentialities,
  documentDirections,
  type JournalisedDocument,
  type Responsibility,
  responsibilities,
} from '#partnership';
import {
  BasisPoints,
  BusinessDate,
  Code,
  Flag,
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
import type { Says } from '../recorder.js';
import { Dated, happenedOn, Told } from '../told.js';

const made = { optional: true, description: 'Made here unless given' };

export class AssignResponsibleBody extends Dated implements Says<'AssignResponsible', 'assignmentId'> {
  @Code({ ...made, example: 'R-1' }) assignmentId?: string;
  @SubjectId() subject: string;
  @OneOf(responsibilities) responsibility: Responsibility;
  @BusinessDate({ example: '2025-01-06' }) from: string;
  @BusinessDate({ optional: true }) until?: string;
}

export class EndResponsibilityBody extends Dated implements Says<'EndResponsibility', 'assignmentId'> {
  @BusinessDate({ example: '2025-09-30' }) until: string;
}

export class SetDeadlineBody extends Dated implements Says<'SetDeadline', 'deadlineId'> {
  @Code({ ...made, example: 'D-1' }) deadlineId?: string;
  @Text({ max: 200 }) title: string;
  @BusinessDate() due: string;
}

export class ShiftDeadlineBody extends Dated implements Says<'ShiftDeadline', 'deadlineId'> {
  @BusinessDate() due: string;
  @Text({ max: 2000 }) reason: string;
}

export class MeetDeadlineBody extends Told implements Says<'MeetDeadline', 'deadlineId' | 'metOn'> {
  @happenedOn('2025-05-01') metOn?: string;
}

const likelihood = { min: 1, max: 5, description: '1 (rare) to 5 (almost certain)', example: 3 };
const consequence = { min: 1, max: 5, description: '1 (slight) to 5 (critical)', example: 4 };

export class RaiseRiskBody extends Dated implements Says<'RaiseRisk', 'riskId'> {
  @Code({ ...made, example: 'RISK-1' }) riskId?: string;
  @Text({ max: 500 }) title: string;
  @WholeNumber(likelihood) likelihood: number;
  @WholeNumber(consequence) consequence: number;
  @Text({ max: 4000, optional: true }) mitigation?: string;
}

export class ReassessRiskBody extends Dated implements Says<'ReassessRisk', 'riskId'> {
  @WholeNumber(likelihood) likelihood: number;
  @WholeNumber(consequence) consequence: number;
  @Text({ max: 2000 }) reason: string;
}

export class CloseRiskBody extends Dated implements Says<'CloseRisk', 'riskId'> {
  @Text({ max: 2000 }) outcome: string;
}

export class WriteNoteBody extends Dated implements Says<'WriteNote', 'noteId'> {
  @Code({ ...made, example: 'N-1' }) noteId?: string;
  @Text({ max: 8000, description: 'Never a name or anything else that identifies a citizen' }) text: string;
}

export class CorrectNoteBody extends Dated implements Says<'CorrectNote', 'noteId'> {
  @Text({ max: 8000 }) text: string;
  @Text({ max: 2000 }) reason: string;
}

export class RecordDecisionBody extends Told implements Says<'RecordDecision', 'decisionId' | 'decidedOn'> {
  @Code({ ...made, example: 'DEC-1' }) decisionId?: string;
  @Text({ max: 200 }) title: string;
  @Text({ max: 8000 }) decision: string;
  @happenedOn('2025-01-29') decidedOn?: string;
  @Text({ max: 200, description: 'The committee or board' }) body: string;
  @Text({ max: 500, optional: true }) minutesReference?: string;
}

export class JournaliseDocumentBody
  extends Told
  implements Omit<JournalisedDocument, 'documentId' | 'date'>, Says<'JournaliseDocument', 'documentId' | 'date'>
{
  @Code({ ...made, example: 'DOC-1' }) documentId?: string;
  @Text({ max: 300 }) title: string;
  @Text({ max: 100, example: 'minutes' }) documentType: string;
  @OneOf(documentDirections) direction: JournalisedDocument['direction'];
  @BusinessDate({ optional: true, description: 'When it was received, sent or made; today in Denmark unless given' })
  date?: string;
  @OneOf(confidentialities) confidentiality: JournalisedDocument['confidentiality'];
  @Sha256() sha256: string;
  @WebLink({ description: "Where the content is, in the municipality's document system" }) link: string;
  @Code({
    optional: true,
    description: "The contract it belongs to; that contract's partner may see it",
    example: 'K-1',
  })
  contractId?: string;
}

type PartyCase = BusinessCase['parties'][number];
export class BusinessCasePartyBody implements PartyCase {
  @Organisation() organisation: string;
  @Oere() investmentOere: number;
  @Oere({ min: Number.MIN_SAFE_INTEGER, description: 'Expected gain in øre; less than 0 is a loss' })
  expectedGainOere: number;
}

export class SetBusinessCaseBody extends Dated implements Says<'SetBusinessCase'> {
  @WholeNumber({ min: 1, max: 50, example: 5 }) horizonYears: number;
  @Oere() orderVolumeOere: number;
  @ListOf(() => BusinessCasePartyBody, { min: 1, max: 100 }) parties: BusinessCasePartyBody[];
  @Text({ max: 8000 }) assumptions: string;
  @BasisPoints({ optional: true, example: 350 }) discountRate?: number;
}

export class BudgetCoversBody implements Readonly<BudgetLine['covers']> {
  @Flag() purchase: boolean;
  @Flag() implementation: boolean;
  @Flag() operation: boolean;
}

// The line's own source is who pays, and takes the place of the source of knowledge that other bodies may name.
export class SetBudgetLineBody implements Says<'SetBudgetLine', 'budgetLineId'> {
  @Code({ ...made, example: 'B-2025' }) budgetLineId?: string;
  @WholeNumber({ min: 2000, max: 2100, example: 2025 }) year: number;
  @Oere() amountOere: number;
  @Text({ max: 200, description: 'Who pays', example: 'Markedsmodningsfonden' }) source: string;
  @Nested(() => BudgetCoversBody) covers: BudgetCoversBody;
  @BusinessDate({ optional: true, description: 'The day it happened; today in Denmark unless given' })
  occurredOn?: string;
  @ListOf(Text({ max: 80 }), {
    max: 50,
    optional: true,
    description:
      'Fields of this body whose values no source gives; a field within a field by its path, like covers.purchase',
  })
  illustrative?: string[];
}
