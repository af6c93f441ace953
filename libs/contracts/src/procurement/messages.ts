import type { Static } from 'typebox';
import { contractSigned } from './contracting.js';
import { invoiceReceived, paymentSettled } from './paying.js';
import { noticePublished, requestToParticipateReceived, standstillEnded, tenderReceived } from './tendering.js';

/** Topic that procurement systems tell on; its messages are keyed by partnership id. */
export const procurementTopic = 'procurement.events.v1';

/** JSON schema (2020-12) of the data of each type of message, with examples of it. */
export const procurementSchemas = {
  'procurement.notice-published.v1': noticePublished,
  'procurement.request-to-participate-received.v1': requestToParticipateReceived,
  'procurement.tender-received.v1': tenderReceived,
  'procurement.standstill-ended.v1': standstillEnded,
  'procurement.contract-signed.v1': contractSigned,
  'procurement.invoice-received.v1': invoiceReceived,
  'procurement.payment-settled.v1': paymentSettled,
} as const;

export type ProcurementMessageType = keyof typeof procurementSchemas;
export type ProcurementData<Type extends ProcurementMessageType> = Static<(typeof procurementSchemas)[Type]>;

export const procurementMessageTypes = Object.keys(procurementSchemas) as readonly ProcurementMessageType[];

interface UnderstoodAs<Type extends ProcurementMessageType> {
  /** What its source calls it: the same message has the same id and source whenever it is sent again. */
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  /** The subject of the message. */
  readonly partnershipId: string;
  readonly data: ProcurementData<Type>;
}

/** A message that is as its schema says. */
export type Understood = { [Type in ProcurementMessageType]: UnderstoodAs<Type> }[ProcurementMessageType];
