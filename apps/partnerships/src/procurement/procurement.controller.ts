import { Body, Param } from '@nestjs/common';
import { Code } from '#platform';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder } from '../recorder.js';
import { Records, Room } from '../routes.js';
import {
  CancelProcurementBody,
  ClearConflictBody,
  DecideProcurementRouteBody,
  DeclareConflictBody,
  PrepareProcurementBody,
  PublishNoticeBody,
  ReceiveRequestBody,
  SelectCandidatesBody,
} from './procurement.bodies.js';

class OfConflict extends OfPartnership {
  @Code({ description: 'The conflict of interest', example: 'COI-1' }) conflictId: string;
}

@Room('Procurement', 'procurement')
export class ProcurementController extends Recorder {
  @Records('DecideProcurementRoute', 'route', {
    summary: 'Decide the route',
    description: 'The route decides which rules hold from here on.',
    example: {
      route: 'innovation-partnership',
      rationale: 'The market has no solution, and development and purchase belong together.',
      occurredOn: '2025-03-17',
    },
  })
  route(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: DecideProcurementRouteBody) {
    return this.record('DecideProcurementRoute', asked, id, body);
  }

  @Records('PrepareProcurement', 'preparation', {
    summary: 'Prepare the procurement',
    example: {
      summary: 'Documents approved by the steering group',
      noMarketSolutionEvidence: 'Market dialogue of February and March 2025',
      occurredOn: '2025-03-24',
    },
  })
  prepare(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: PrepareProcurementBody) {
    return this.record('PrepareProcurement', asked, id, body);
  }

  @Records('PublishNotice', 'notice', {
    summary: 'Publish the contract notice',
    example: {
      noticeId: 'NOTICE-1',
      publicationNumber: '123456-2025',
      title: 'Innovation partnership: dehydration of the elderly',
      cpvCodes: ['33190000'],
      dispatchedOn: '2025-04-01',
      requestDeadline: '2025-05-05',
      minimumCandidates: 3,
      maximumCandidates: 5,
      estimatedValueOere: 1_200_000_000,
      section74: {
        mayAwardOnInitialTender: false,
        iprScheme: 'The partner keeps its rights; the municipalities get a licence.',
        severalContracts: true,
        negotiationCourse: 'Two rounds with all tenderers',
        remuneration: 'Instalments per passed phase',
        narrowingByTargets: { announced: true, explanation: 'After each phase, by its targets' },
      },
      eliminationAnnounced: true,
      severalWinnersAnnounced: true,
      awardCriteria: [
        { code: 'Q1', name: 'Expected effect', kind: 'quality', weight: 6000 },
        { code: 'P1', name: 'Price', kind: 'price', weight: 4000 },
      ],
      plannedPhases: [
        { no: 1, title: 'Prototype' },
        { no: 2, title: 'Pilot' },
      ],
      illustrative: ['publicationNumber', 'dispatchedOn', 'requestDeadline'],
    },
  })
  publish(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { dispatchedOn = asked.today, ...body }: PublishNoticeBody,
  ) {
    const noticeId = asked.idOr('noticeId', body.noticeId);
    return this.record('PublishNotice', asked, id, { ...body, noticeId, dispatchedOn, occurredOn: dispatchedOn });
  }

  @Records('ReceiveRequestToParticipate', 'candidates', {
    summary: 'A request to participate is received',
    example: { candidateId: 'C-1', name: 'Sensor patch consortium', country: 'DK', receivedOn: '2025-04-28' },
  })
  receiveRequest(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { receivedOn = asked.today, ...body }: ReceiveRequestBody,
  ) {
    const candidateId = asked.idOr('candidateId', body.candidateId);
    const data = { ...body, candidateId, receivedOn, occurredOn: receivedOn };
    return this.record('ReceiveRequestToParticipate', asked, id, data);
  }

  @Records('DeclareConflictOfInterest', 'conflicts', {
    summary: 'Declare a conflict of interest',
    example: {
      conflictId: 'COI-1',
      subject: 'pm-frederikssund',
      candidateId: 'C-1',
      description: 'Former employment with the candidate',
      occurredOn: '2025-05-06',
    },
  })
  declareConflict(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: DeclareConflictBody) {
    const conflictId = asked.idOr('conflictId', body.conflictId);
    return this.record('DeclareConflictOfInterest', asked, id, { ...body, conflictId });
  }

  @Records('ClearConflictOfInterest', 'conflicts/:conflictId/clearance', {
    summary: 'Clear a conflict of interest',
    example: { measure: 'Takes no part in the evaluation', occurredOn: '2025-05-07' },
  })
  clearConflict(@Asking() asked: Asked, @Param() { id, conflictId }: OfConflict, @Body() body: ClearConflictBody) {
    return this.record('ClearConflictOfInterest', asked, id, { ...body, conflictId });
  }

  @Records('SelectCandidates', 'selection', {
    summary: 'Select the candidates',
    example: {
      selected: ['C-1', 'C-2', 'C-3'],
      rejected: [{ candidateId: 'C-4', reason: 'The turnover asked for is not shown' }],
      occurredOn: '2025-05-12',
    },
  })
  select(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: SelectCandidatesBody) {
    return this.record('SelectCandidates', asked, id, body);
  }

  @Records('CancelProcurement', 'cancellation', {
    summary: 'Cancel the procurement',
    example: { reason: 'No tender can be accepted', occurredOn: '2025-08-29' },
  })
  cancel(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: CancelProcurementBody) {
    return this.record('CancelProcurement', asked, id, body);
  }
}
