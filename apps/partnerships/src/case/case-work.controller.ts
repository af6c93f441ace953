import { Body, Param } from '@nestjs/common';
import { Code } from '#platform';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder } from '../recorder.js';
import { Records, Room } from '../routes.js';
import {
  AssignResponsibleBody,
  CloseRiskBody,
  CorrectNoteBody,
  EndResponsibilityBody,
  JournaliseDocumentBody,
  MeetDeadlineBody,
  RaiseRiskBody,
  ReassessRiskBody,
  RecordDecisionBody,
  SetBudgetLineBody,
  SetBusinessCaseBody,
  SetDeadlineBody,
  ShiftDeadlineBody,
  WriteNoteBody,
} from './case-work.bodies.js';

class OfAssignment extends OfPartnership {
  @Code({ description: 'The assignment', example: 'R-1' }) assignmentId: string;
}

class OfDeadline extends OfPartnership {
  @Code({ description: 'The deadline', example: 'D-1' }) deadlineId: string;
}

class OfRisk extends OfPartnership {
  @Code({ description: 'The risk', example: 'RISK-1' }) riskId: string;
}

class OfNote extends OfPartnership {
  @Code({ description: 'The note', example: 'N-1' }) noteId: string;
}

@Room('Case work')
export class CaseWorkController extends Recorder {
  @Records('AssignResponsible', 'responsibles', {
    summary: 'Make somebody responsible for a period',
    example: {
      assignmentId: 'R-1',
      subject: 'pm-frederikssund',
      responsibility: 'project-manager',
      from: '2025-01-06',
    },
  })
  assign(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: AssignResponsibleBody) {
    const assignmentId = asked.idOr('assignmentId', body.assignmentId);
    return this.record('AssignResponsible', asked, id, { ...body, assignmentId });
  }

  @Records('EndResponsibility', 'responsibles/:assignmentId/end', {
    summary: 'End a responsibility',
    example: { until: '2025-09-30' },
  })
  end(@Asking() asked: Asked, @Param() { id, assignmentId }: OfAssignment, @Body() body: EndResponsibilityBody) {
    return this.record('EndResponsibility', asked, id, { ...body, assignmentId });
  }

  @Records('SetDeadline', 'deadlines', {
    summary: 'Set a deadline',
    example: {
      deadlineId: 'D-1',
      title: 'Report to Markedsmodningsfonden',
      due: '2025-05-01',
      occurredOn: '2025-01-06',
    },
  })
  setDeadline(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: SetDeadlineBody) {
    const deadlineId = asked.idOr('deadlineId', body.deadlineId);
    return this.record('SetDeadline', asked, id, { ...body, deadlineId });
  }

  @Records('ShiftDeadline', 'deadlines/:deadlineId/shift', {
    summary: 'Shift a deadline',
    example: { due: '2025-06-02', reason: 'The fund gave more time', occurredOn: '2025-04-14' },
  })
  shiftDeadline(@Asking() asked: Asked, @Param() { id, deadlineId }: OfDeadline, @Body() body: ShiftDeadlineBody) {
    return this.record('ShiftDeadline', asked, id, { ...body, deadlineId });
  }

  @Records('MeetDeadline', 'deadlines/:deadlineId/met', {
    summary: 'A deadline is met',
    example: { metOn: '2025-05-28' },
  })
  meetDeadline(
    @Asking() asked: Asked,
    @Param() { id, deadlineId }: OfDeadline,
    @Body() { metOn = asked.today, ...body }: MeetDeadlineBody,
  ) {
    return this.record('MeetDeadline', asked, id, { ...body, deadlineId, metOn, occurredOn: metOn });
  }

  @Records('RaiseRisk', 'risks', {
    summary: 'Raise a risk',
    example: {
      riskId: 'RISK-1',
      title: 'Staff do not wear the alarm',
      likelihood: 3,
      consequence: 4,
      mitigation: 'Training per shift',
      occurredOn: '2025-04-01',
    },
  })
  raiseRisk(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: RaiseRiskBody) {
    const riskId = asked.idOr('riskId', body.riskId);
    return this.record('RaiseRisk', asked, id, { ...body, riskId });
  }

  @Records('ReassessRisk', 'risks/:riskId/reassessment', {
    summary: 'Reassess a risk',
    example: { likelihood: 2, consequence: 4, reason: 'Training has begun', occurredOn: '2025-05-05' },
  })
  reassessRisk(@Asking() asked: Asked, @Param() { id, riskId }: OfRisk, @Body() body: ReassessRiskBody) {
    return this.record('ReassessRisk', asked, id, { ...body, riskId });
  }

  @Records('CloseRisk', 'risks/:riskId/closing', {
    summary: 'Close a risk',
    example: { outcome: 'All shifts are trained', occurredOn: '2025-06-02' },
  })
  closeRisk(@Asking() asked: Asked, @Param() { id, riskId }: OfRisk, @Body() body: CloseRiskBody) {
    return this.record('CloseRisk', asked, id, { ...body, riskId });
  }

  @Records('WriteNote', 'notes', {
    summary: 'Write a note',
    example: { text: 'The night shift asks for a silent alarm.', occurredOn: '2025-04-02' },
  })
  writeNote(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: WriteNoteBody) {
    const noteId = asked.idOr('noteId', body.noteId);
    return this.record('WriteNote', asked, id, { ...body, noteId });
  }

  @Records('CorrectNote', 'notes/:noteId/correction', {
    summary: 'Correct a note',
    description: 'The first text stays in the history.',
    example: { text: 'The evening shift asks for a silent alarm.', reason: 'It was another shift' },
  })
  correctNote(@Asking() asked: Asked, @Param() { id, noteId }: OfNote, @Body() body: CorrectNoteBody) {
    return this.record('CorrectNote', asked, id, { ...body, noteId });
  }

  @Records('RecordDecision', 'decisions', {
    summary: 'Record a decision of a board or committee',
    example: {
      title: 'Start of the partnership',
      decision: 'The partnership is started within the budget.',
      decidedOn: '2025-01-29',
      body: 'Social- og sundhedsudvalget',
      minutesReference: 'Point 7',
      illustrative: ['minutesReference'],
    },
  })
  decide(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { decidedOn = asked.today, ...body }: RecordDecisionBody,
  ) {
    const decisionId = asked.idOr('decisionId', body.decisionId);
    return this.record('RecordDecision', asked, id, { ...body, decisionId, decidedOn, occurredOn: decidedOn });
  }

  @Records('JournaliseDocument', 'documents', {
    summary: 'Journalise a document',
    description:
      "The content stays in the municipality's document system; here stand its description, link and SHA-256.",
    example: {
      documentId: 'DOC-1',
      title: 'Evidence of phase 1',
      documentType: 'report',
      direction: 'received',
      date: '2025-11-03',
      confidentiality: 'internal',
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      link: 'https://esdh.frederikssund.dk/dokument/4711',
    },
  })
  journalise(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { date = asked.today, ...body }: JournaliseDocumentBody,
  ) {
    const documentId = asked.idOr('documentId', body.documentId);
    return this.record('JournaliseDocument', asked, id, { ...body, documentId, date, occurredOn: date });
  }

  @Records('SetBusinessCase', 'business-case', {
    summary: 'Set the business case',
    description: 'Investments and gains fall unevenly: they are stated per party.',
    example: {
      horizonYears: 5,
      orderVolumeOere: 1_000_000_000,
      parties: [{ organisation: '0250', investmentOere: 250_000_000, expectedGainOere: 400_000_000 }],
      assumptions: 'Two avoided admissions per home and year',
      discountRate: 350,
      occurredOn: '2025-03-17',
      illustrative: ['orderVolumeOere', 'parties'],
    },
  })
  setBusinessCase(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: SetBusinessCaseBody) {
    return this.record('SetBusinessCase', asked, id, body);
  }

  @Records('SetBudgetLine', 'budget-lines', {
    summary: 'Set a budget line',
    example: {
      budgetLineId: 'B-2025',
      year: 2025,
      amountOere: 1_200_000_000,
      source: 'Markedsmodningsfonden',
      covers: { purchase: false, implementation: true, operation: false },
      occurredOn: '2025-01-29',
    },
  })
  setBudgetLine(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { occurredOn, illustrative, ...body }: SetBudgetLineBody,
  ) {
    const budgetLineId = asked.idOr('budgetLineId', body.budgetLineId);
    return this.wish('SetBudgetLine', asked, id, { ...body, budgetLineId }, { occurredOn, illustrative });
  }
}
