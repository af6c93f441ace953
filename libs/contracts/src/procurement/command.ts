import { v5 } from 'uuid';
import type { Actor, BusinessDate, Instant, PartnershipCommand } from '#partnership';
import type { ProcurementData, ProcurementMessageType, Understood } from './messages.js';

type CommandType = PartnershipCommand['type'];
type DataOf<Type extends CommandType> = Extract<PartnershipCommand, { type: Type }>['data'];

interface Told {
  readonly type: CommandType;
  readonly data: unknown;
  /** The message's own business date. */
  readonly occurredOn: BusinessDate;
}
const told = <Type extends CommandType>(type: Type, data: DataOf<Type>, occurredOn: BusinessDate): Told => ({
  type,
  data,
  occurredOn,
});

type Translations = { readonly [Type in ProcurementMessageType]: (data: ProcurementData<Type>) => Told };

const translations: Translations = {
  'procurement.notice-published.v1': (data) => told('PublishNotice', data, data.dispatchedOn),
  'procurement.request-to-participate-received.v1': (data) =>
    told('ReceiveRequestToParticipate', data, data.receivedOn),
  'procurement.tender-received.v1': ({ stage, ...data }) =>
    told(stage === 'initial' ? 'ReceiveInitialTender' : 'ReceiveFinalTender', data, data.receivedOn),
  'procurement.standstill-ended.v1': (data) => told('EndStandstill', data, data.endedOn),
  'procurement.contract-signed.v1': (data) => told('SignContract', data, data.signedOn),
  'procurement.invoice-received.v1': (data) => told('ReceiveInvoice', data, data.receivedOn),
  'procurement.payment-settled.v1': ({ item: { kind: _, ...item }, ...data }) =>
    'instalment' in item
      ? told('SettlePayment', { ...data, ...item }, data.paidOn)
      : told('SettleOutcomePayment', { ...data, ...item }, data.paidOn),
};

/** Who the gateway acts as, and when it took the message up. */
export interface Asked {
  readonly by: Actor;
  readonly at: Instant;
  /** The calendar day of `at` where the municipality is. */
  readonly today: BusinessDate;
}

/** What a message wishes of the partnership it is about. */
export function commandOf({ type, data }: Understood, { by, at, today }: Asked): PartnershipCommand {
  const translate = translations[type] as (data: unknown) => Told;
  return { ...translate(data), by, at, today } as PartnershipCommand;
}

// Never changed: a message that comes again must lead to the same ids.
const namespace = '5d6b7c0e-9b1f-4c6a-8f0a-7a1d9f4c2e63';

/** The command's id: the same for the same message, however often it comes. */
export const commandIdOf = ({ source, id }: Pick<Understood, 'source' | 'id'>): string =>
  v5(JSON.stringify([source, id]), namespace);

/**
 * Tells a message from another one under the same id: the same for the same type, partnership and data, however their
 * JSON is written.
 */
export const fingerprintOf = ({ type, partnershipId, data }: Understood): string =>
  v5(JSON.stringify([type, partnershipId, data], inOrder), namespace);

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
