import { Body, Param } from '@nestjs/common';
import { BusinessDate, Code, Country, Cvr, Flag, ListOf, Text, WebLink } from '#platform';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated, happenedOn, Told } from '../told.js';

export class OpenMarketDialogueBody extends Dated implements Says<'OpenMarketDialogue'> {
  @Text({ max: 200 }) title: string;
  @WebLink({ description: 'Where the open call is published' }) callLink: string;
  @BusinessDate({ example: '2025-02-03' }) opensOn: string;
  @BusinessDate({ example: '2025-03-03' }) closesOn: string;
  @ListOf(Text({ max: 1000 }), { max: 50, optional: true, description: 'What the market is asked' })
  questions?: string[];
}

export class RegisterDialogueParticipantBody
  extends Dated
  implements Says<'RegisterDialogueParticipant', 'participantId'>
{
  @Code({ optional: true, description: 'Made here unless given', example: 'P-1' }) participantId?: string;
  @Text({ max: 200, description: "The company's name, not a person's" }) name: string;
  @Cvr({ optional: true }) cvr?: string;
  @Country() country: string;
}

export class HoldDialogueMeetingBody extends Told implements Says<'HoldDialogueMeeting', 'meetingId' | 'heldOn'> {
  @Code({ optional: true, description: 'Made here unless given', example: 'MEET-1' }) meetingId?: string;
  @ListOf(Code(), { min: 1, max: 200, description: 'Participant ids' }) participants: string[];
  @happenedOn('2025-02-18') heldOn?: string;
  @Text({ max: 500 }) subject: string;
  @Text({ max: 8000, optional: true }) minutes?: string;
}

export class ShareDialogueMaterialBody extends Dated implements Says<'ShareDialogueMaterial', 'materialId'> {
  @Code({ optional: true, description: 'Made here unless given', example: 'MAT-1' }) materialId?: string;
  @Text({ max: 200 }) title: string;
  @WebLink() link: string;
  @ListOf(Code(), { min: 1, max: 500, description: 'Participant ids: all of them, alike' }) recipients: string[];
}

export class ConcludeMarketDialogueBody extends Dated implements Says<'ConcludeMarketDialogue'> {
  @Text({ max: 8000 }) summary: string;
  @Flag({ description: 'Whether the market already has a solution', example: false }) marketHasSolution: boolean;
  @Text({ max: 8000, description: 'What that rests on' }) evidence: string;
}

@Room('Market dialogue')
export class MarketDialogueController extends Recorder {
  @Records('OpenMarketDialogue', 'market-dialogue', {
    summary: 'Open the market dialogue',
    description: 'An open call with a closing date.',
    example: {
      title: 'Can dehydration be seen before it harms?',
      callLink: 'https://www.frederikssund.dk/markedsdialog',
      opensOn: '2025-02-03',
      closesOn: '2025-03-03',
      questions: ['What can be measured without disturbing the citizen?'],
      occurredOn: '2025-02-03',
    },
  })
  open(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: OpenMarketDialogueBody) {
    return this.record('OpenMarketDialogue', asked, id, body);
  }

  @Records('RegisterDialogueParticipant', 'market-dialogue/participants', {
    summary: 'Register who takes part in the dialogue',
    example: { participantId: 'P-1', name: 'Sensor patch consortium', country: 'DK', occurredOn: '2025-02-10' },
  })
  register(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: RegisterDialogueParticipantBody) {
    const participantId = asked.idOr('participantId', body.participantId);
    return this.record('RegisterDialogueParticipant', asked, id, { ...body, participantId });
  }

  @Records('HoldDialogueMeeting', 'market-dialogue/meetings', {
    summary: 'Note a meeting of the dialogue',
    example: { meetingId: 'MEET-1', participants: ['P-1'], heldOn: '2025-02-18', subject: 'What sensors can see' },
  })
  meet(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { heldOn = asked.today, ...body }: HoldDialogueMeetingBody,
  ) {
    const meetingId = asked.idOr('meetingId', body.meetingId);
    return this.record('HoldDialogueMeeting', asked, id, { ...body, meetingId, heldOn, occurredOn: heldOn });
  }

  @Records('ShareDialogueMaterial', 'market-dialogue/material', {
    summary: 'Share material with the participants',
    description: 'What one participant receives, all receive.',
    example: {
      materialId: 'MAT-1',
      title: 'Questions and answers',
      link: 'https://www.frederikssund.dk/markedsdialog/svar',
      recipients: ['P-1'],
      occurredOn: '2025-02-20',
    },
  })
  share(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: ShareDialogueMaterialBody) {
    const materialId = asked.idOr('materialId', body.materialId);
    return this.record('ShareDialogueMaterial', asked, id, { ...body, materialId });
  }

  @Records('ConcludeMarketDialogue', 'market-dialogue/conclusion', {
    summary: 'Conclude the market dialogue',
    example: {
      summary: 'Two ways of measuring are promising; none is on the market.',
      marketHasSolution: false,
      evidence: 'No participant could show a solution in use.',
      occurredOn: '2025-03-10',
    },
  })
  conclude(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: ConcludeMarketDialogueBody) {
    return this.record('ConcludeMarketDialogue', asked, id, body);
  }
}
