import { Body, Param } from '@nestjs/common';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder } from '../recorder.js';
import { Records, Room } from '../routes.js';
import {
  DecideAwardBody,
  EliminateTendererBody,
  EndStandstillBody,
  EvaluateTendersBody,
  HoldNegotiationRoundBody,
  InviteTendersBody,
  ReceiveFinalTenderBody,
  ReceiveInitialTenderBody,
} from './procurement.bodies.js';

@Room('Procurement', 'procurement')
export class TenderingController extends Recorder {
  @Records('InviteTenders', 'invitation', {
    summary: 'Invite tenders',
    description: 'All selected candidates at once.',
    example: { tenderers: ['C-1', 'C-2', 'C-3'], tenderDeadline: '2025-06-16', occurredOn: '2025-05-13' },
  })
  invite(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: InviteTendersBody) {
    return this.record('InviteTenders', asked, id, body);
  }

  @Records('ReceiveInitialTender', 'initial-tenders', {
    summary: 'An initial tender is received',
    example: { tendererId: 'C-1', receivedOn: '2025-06-13' },
  })
  receiveInitial(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { receivedOn = asked.today, ...body }: ReceiveInitialTenderBody,
  ) {
    return this.record('ReceiveInitialTender', asked, id, { ...body, receivedOn, occurredOn: receivedOn });
  }

  @Records('HoldNegotiationRound', 'negotiation-rounds', {
    summary: 'Note a round of negotiation',
    example: { round: 1, tenderers: ['C-1', 'C-2', 'C-3'], heldOn: '2025-06-24', subject: 'Targets of phase 1' },
  })
  negotiate(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { heldOn = asked.today, ...body }: HoldNegotiationRoundBody,
  ) {
    return this.record('HoldNegotiationRound', asked, id, { ...body, heldOn, occurredOn: heldOn });
  }

  @Records('EliminateTenderer', 'eliminations', {
    summary: 'Eliminate a tenderer',
    description: 'Only if the notice announced it.',
    example: { tendererId: 'C-3', round: 1, reason: 'Lowest score on the expected effect', occurredOn: '2025-06-30' },
  })
  eliminate(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: EliminateTendererBody) {
    return this.record('EliminateTenderer', asked, id, body);
  }

  @Records('ReceiveFinalTender', 'final-tenders', {
    summary: 'A final tender is received',
    example: { tendererId: 'C-1', receivedOn: '2025-08-15' },
  })
  receiveFinal(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { receivedOn = asked.today, ...body }: ReceiveFinalTenderBody,
  ) {
    return this.record('ReceiveFinalTender', asked, id, { ...body, receivedOn, occurredOn: receivedOn });
  }

  @Records('EvaluateTenders', 'evaluation', {
    summary: 'Evaluate the tenders',
    description: 'The weighted total is computed from the scores and the weights of the notice.',
    example: {
      evaluations: [
        {
          tendererId: 'C-1',
          scores: [
            { criterion: 'Q1', score: 8000 },
            { criterion: 'P1', score: 7000 },
          ],
        },
        {
          tendererId: 'C-2',
          scores: [
            { criterion: 'Q1', score: 7500 },
            { criterion: 'P1', score: 9000 },
          ],
        },
      ],
      summary: 'Two ways of measuring that complement each other',
      occurredOn: '2025-08-25',
    },
  })
  evaluate(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: EvaluateTendersBody) {
    return this.record('EvaluateTenders', asked, id, body);
  }

  @Records('DecideAward', 'award', {
    summary: 'Decide the award',
    description: 'By another person than the evaluator. The standstill runs from the notification.',
    example: { winners: ['C-1', 'C-2'], reason: 'Best ratio of price and quality', notifiedOn: '2025-08-29' },
  })
  award(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { notifiedOn = asked.today, ...body }: DecideAwardBody,
  ) {
    return this.record('DecideAward', asked, id, { ...body, notifiedOn, occurredOn: notifiedOn });
  }
  @Records('EndStandstill', 'standstill', {
    summary: 'The standstill has ended',
    description:
      'From the day after its last day; again when what is known of a complaint changes. While a complaint suspends the award no contract can be signed. Without this note it can be signed once the days have passed.',
    example: { endedOn: '2025-09-08', complaint: { lodgedOn: '2025-09-05', suspendsUntil: '2025-10-03' } },
  })
  endStandstill(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: EndStandstillBody) {
    return this.record('EndStandstill', asked, id, { ...body, occurredOn: body.endedOn });
  }
}
