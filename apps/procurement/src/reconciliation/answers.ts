import { disagreementKinds } from '#contracts';
import { Code, Flag, Instant, ListOf, Nested, OneOf, Text, Uuid, WholeNumber } from '#platform';
import { outwardStates } from '../health/answer.js';
import { outcomes } from '../inward/received.js';

export const DEFAULT_LIMIT = 50;
const MOST = 200;

export class ReconciliationQuestion {
  @WholeNumber({
    min: 1,
    max: MOST,
    optional: true,
    description: `Most items; ${DEFAULT_LIMIT} unless given`,
    example: 50,
  })
  limit?: number;
  @Text({ max: 1000, optional: true, description: '`next` of the page before; all other parameters stay the same' })
  cursor?: string;
}

export class ReceivedQuestion extends ReconciliationQuestion {
  @OneOf(outcomes, { optional: true, description: 'Only those of which this came' })
  outcome?: (typeof outcomes)[number];
}

export class GatewayAnswer {
  @OneOf(outwardStates, {
    description: 'How publishing is. off: no broker is configured here, so that nothing is known of what is sent',
  })
  state: (typeof outwardStates)[number];
  @WholeNumber({ optional: true, description: 'The broker has acknowledged everything up to this position' })
  position?: number;
}

export class SentCounts {
  @WholeNumber({ description: 'Public messages the partnership has led to' }) messages: number;
  @WholeNumber({ description: 'Of these, committed by the broker' }) acknowledged: number;
  @WholeNumber({ description: 'Of these, not yet' }) waiting: number;
}

export class ReceivedCounts {
  @WholeNumber({ description: 'Messages that name the partnership' }) messages: number;
  @WholeNumber({ description: 'Recorded, or so already' }) applied: number;
  @WholeNumber({ description: 'The same message again: nothing done' }) repeated: number;
  @WholeNumber({ description: 'A rule said no' }) refused: number;
  @WholeNumber({ description: 'Not as described' }) unreadable: number;
  @WholeNumber({ description: 'Of those refused or unreadable, neither taken up again nor set aside' })
  deadLetters: number;
}

/** What a disagreement is about; only what names it. */
export class AboutAnswer {
  @Text({ max: 200, optional: true }) messageId?: string;
  @Text({ max: 200, optional: true, description: 'Type of the message' }) type?: string;
  @Code({ optional: true }) noticeId?: string;
  @Code({ optional: true }) contractId?: string;
  @WholeNumber({ optional: true }) phaseNo?: number;
  @Code({ optional: true }) instalment?: string;
  @Code({ optional: true }) modelId?: string;
  @Code({ optional: true }) outcomeId?: string;
  @Text({ max: 60, optional: true }) invoiceNumber?: string;
  @Text({ max: 200, optional: true }) paymentReference?: string;
}

export class DisagreementAnswer {
  @OneOf(disagreementKinds) kind: (typeof disagreementKinds)[number];
  @Nested(() => AboutAnswer) about: AboutAnswer;
  @Text({ max: 2000, description: 'What the procurement system holds, in the language of Accept-Language' })
  there: string;
  @Text({ max: 10_000, description: 'What Medspil holds' }) here: string;
  @Text({ max: 2000, description: 'What to do about it' }) todo: string;
  @ListOf(Text({ max: 200 }), { max: 10, description: 'Messages it is known from' }) messages: readonly string[];
  @ListOf(Code({ example: '0-42' }), { max: 10, description: 'Those of them that wait among the dead letters' })
  deadLetters: readonly string[];
}

export class ReconciliationAnswer {
  @Uuid({ description: 'The partnership' }) partnershipId: string;
  @Nested(() => GatewayAnswer) gateway: GatewayAnswer;
  @Nested(() => SentCounts) sent: SentCounts;
  @Nested(() => ReceivedCounts) received: ReceivedCounts;
  @ListOf(() => DisagreementAnswer, { max: MOST, description: 'None when both sides say the same' })
  disagreements: readonly DisagreementAnswer[];
  @Text({ max: 1000, optional: true, description: 'Cursor of more disagreements; absent on the last page' })
  next?: string;
}

export class SentMessage {
  @Uuid({ description: 'Id of the message (`ce_id`)' }) id: string;
  @Text({ max: 200, description: 'Type of the message (`ce_type`)', example: 'dk.medspil.contract-signed.v1' })
  type: string;
  @WholeNumber({ description: 'Position in the store of what it tells of' }) position: number;
  @Instant({ description: 'When that was recorded' }) time: string;
  @Flag({ description: 'Whether the broker has committed it' }) acknowledged: boolean;
}

export class SentPage {
  @ListOf(() => SentMessage, { max: MOST }) items: readonly SentMessage[];
  @Text({ max: 1000, optional: true, description: 'Cursor of the next page; absent on the last one' }) next?: string;
  @Nested(() => GatewayAnswer) gateway: GatewayAnswer;
}

export class ReceivedMessage {
  @Text({ max: 200, optional: true, description: 'Id of the message (`ce_id`); absent where it could not be read' })
  id?: string;
  @Text({ max: 400, optional: true, description: 'Who sent it (`ce_source`)' }) source?: string;
  @Text({ max: 200, optional: true, example: 'procurement.contract-signed.v1' }) type?: string;
  @Instant({ description: 'When the broker took it' }) sentAt: string;
  @Instant({ description: 'When it was taken up here' }) at: string;
  @Code({ description: 'Its partition and offset', example: '0-42' }) place: string;
  @OneOf(outcomes) outcome: (typeof outcomes)[number];
  @WholeNumber({ optional: true, description: 'Position of the last event it led to' }) position?: number;
  @Code({ optional: true, description: 'Why it was refused or could not be read' }) reason?: string;
  @Text({ max: 20_000, optional: true, description: 'The same in the language of Accept-Language' }) why?: string;
  @Code({ optional: true, description: 'Its dead letter', example: '0-42' }) deadLetter?: string;
  @Flag({ optional: true, description: 'Of a dead letter: whether it was taken up again' }) putBack?: boolean;
  @Flag({
    optional: true,
    description: 'Of a dead letter: whether it was set aside, as nothing is to be done about it',
  })
  setAside?: boolean;
  @Code({ optional: true, description: 'The dead letter it was put back from', example: '0-17' }) putBackOf?: string;
}

export class ReceivedPage {
  @ListOf(() => ReceivedMessage, { max: MOST }) items: readonly ReceivedMessage[];
  @Text({ max: 1000, optional: true, description: 'Cursor of the next page; absent on the last one' }) next?: string;
}
