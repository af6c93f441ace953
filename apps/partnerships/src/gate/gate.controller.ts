import { Body, Param } from '@nestjs/common';
import { type Assessment, assessments, type GateDecision, gateDecisions } from '#partnership';
import { BusinessDate, Code, ListOf, OneOf, Text, WholeNumber } from '#platform';
import { OfPartnership, OfPhase } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated } from '../told.js';

export class SetGateCriteriaBody extends Dated implements Says<'SetGateCriteria'> {
  @WholeNumber({ min: 1, max: 99, description: 'The phase, of every contract alike' }) phaseNo: number;
  @ListOf(Text({ max: 2000 }), { min: 1, max: 50 }) criteria: string[];
}

export class SubmitPhaseEvidenceBody extends Dated implements Says<'SubmitPhaseEvidence', 'contractId' | 'phaseNo'> {
  @Text({ max: 8000 }) summary: string;
  @ListOf(Code(), { max: 100, description: 'Journalised documents' }) documents: string[];
}

export class AssessTargetBody extends Dated implements Says<'AssessTarget', 'contractId' | 'phaseNo'> {
  @Code({ description: 'Code of the target', example: 'T-1' }) target: string;
  @OneOf(assessments) assessment: Assessment;
  @Text({ max: 4000, optional: true }) note?: string;
}

export class DecidePhaseGateBody extends Dated implements Says<'DecidePhaseGate', 'contractId' | 'phaseNo'> {
  @OneOf(gateDecisions) decision: GateDecision;
  @Text({ max: 4000 }) reason: string;
  @Text({ max: 4000, optional: true, description: 'Needed with a conditional pass' }) condition?: string;
  @BusinessDate({ optional: true, description: 'Needed with a conditional pass' }) conditionDue?: string;
}

export class FulfilGateConditionBody extends Dated implements Says<'FulfilGateCondition', 'contractId' | 'phaseNo'> {
  @Text({ max: 4000 }) note: string;
}

export class NarrowPartnerBody extends Dated implements Says<'NarrowPartner', 'contractId' | 'phaseNo'> {
  @Text({ max: 4000 }) reason: string;
}

const phase = 'contracts/:contractId/phases/:phaseNo';

@Room('Gates')
export class GateController extends Recorder {
  @Records('SetGateCriteria', 'gate-criteria', {
    summary: "Set the criteria of a phase's gate",
    description: 'Set again, they get a new version; all partners are judged on the same one.',
    example: { phaseNo: 1, criteria: ['Every target is met or has a plan'], occurredOn: '2025-09-22' },
  })
  setCriteria(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: SetGateCriteriaBody) {
    return this.record('SetGateCriteria', asked, id, body);
  }

  @Records('SubmitPhaseEvidence', `${phase}/evidence`, {
    summary: 'Submit the evidence of a phase',
    example: { summary: 'Ten volunteers wore the patch for 72 hours', documents: ['DOC-1'], occurredOn: '2026-01-19' },
  })
  submitEvidence(@Asking() asked: Asked, @Param() { id, ...of }: OfPhase, @Body() body: SubmitPhaseEvidenceBody) {
    return this.record('SubmitPhaseEvidence', asked, id, { ...body, ...of });
  }

  @Records('AssessTarget', `${phase}/assessments`, {
    summary: 'Assess a target of a phase',
    example: { target: 'T-1', assessment: 'met', note: 'All ten', occurredOn: '2026-01-26' },
  })
  assess(@Asking() asked: Asked, @Param() { id, ...of }: OfPhase, @Body() body: AssessTargetBody) {
    return this.record('AssessTarget', asked, id, { ...body, ...of });
  }

  @Records('DecidePhaseGate', `${phase}/gate`, {
    summary: 'Decide the gate of a phase',
    description: 'By somebody who did not submit the evidence, when every target is assessed.',
    example: { decision: 'pass', reason: 'Every target is met', occurredOn: '2026-02-02' },
  })
  decide(@Asking() asked: Asked, @Param() { id, ...of }: OfPhase, @Body() body: DecidePhaseGateBody) {
    return this.record('DecidePhaseGate', asked, id, { ...body, ...of });
  }

  @Records('FulfilGateCondition', `${phase}/condition`, {
    summary: 'Accept that the condition of a gate is fulfilled',
    example: { note: 'The missing report has come', occurredOn: '2026-02-16' },
  })
  fulfil(@Asking() asked: Asked, @Param() { id, ...of }: OfPhase, @Body() body: FulfilGateConditionBody) {
    return this.record('FulfilGateCondition', asked, id, { ...body, ...of });
  }

  @Records('NarrowPartner', `${phase}/narrowing`, {
    summary: 'End the partnership with one of the partners at a gate',
    description: 'Only if the notice announced it.',
    example: { reason: 'The other solution reaches the targets better', occurredOn: '2026-02-09' },
  })
  narrow(@Asking() asked: Asked, @Param() { id, ...of }: OfPhase, @Body() body: NarrowPartnerBody) {
    return this.record('NarrowPartner', asked, id, { ...body, ...of });
  }
}
