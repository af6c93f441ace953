import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '#decider';
import { type PartnershipEvent, partnership } from '#partnership';
import {
  awarded,
  candidatesSelected,
  finalTendersReceived,
  initialTendersReceived,
  negotiated,
  noticePublished,
  prepared,
  requestsReceived,
  system,
  tendersInvited,
  today,
} from '../../../partnership/test/story.js';
import { contractSigned, firstGatePassed } from '../../../partnership/test/story-from-contract.js';
import { released as outcomeReleased } from '../../../partnership/test/story-of-results.js';
import { commandIdOf, commandOf, fingerprintOf } from './command.js';
import {
  type ProcurementMessageType,
  procurementMessageTypes,
  procurementSchemas,
  type Understood,
} from './messages.js';
import { understand } from './understand.js';

const partnershipId = '5f0c7d2e-3c7b-5a44-9d0e-7e2c1f4b6a10';
const asked = { by: system, at: `${today}T08:00:00.000Z`, today };

function understood(type: string, data: unknown, id = 'm-1'): Understood {
  const headers = { ce_specversion: '1.0', ce_id: id, ce_source: 'urn:erp', ce_type: type, ce_subject: partnershipId };
  const message = understand(headers, new TextEncoder().encode(JSON.stringify(data)));
  if ('faults' in message) throw new Error(JSON.stringify(message.faults));
  return message;
}
const examplesOf = (type: ProcurementMessageType) => [...procurementSchemas[type].examples];

describe('the command of a message', () => {
  it.each<[ProcurementMessageType, ...string[]]>([
    ['procurement.notice-published.v1', 'PublishNotice 2025-04-01'],
    ['procurement.request-to-participate-received.v1', 'ReceiveRequestToParticipate 2025-04-28'],
    ['procurement.tender-received.v1', 'ReceiveInitialTender 2025-06-13', 'ReceiveFinalTender 2025-08-15'],
    ['procurement.standstill-ended.v1', 'EndStandstill 2025-09-08', 'EndStandstill 2025-09-08'],
    ['procurement.contract-signed.v1', 'SignContract 2025-09-15'],
    ['procurement.invoice-received.v1', 'ReceiveInvoice 2025-10-02', 'ReceiveInvoice 2026-05-04'],
    ['procurement.payment-settled.v1', 'SettlePayment 2025-10-30', 'SettleOutcomePayment 2026-05-20'],
  ])('is for %s that of what it tells, on the day it happened', (type, ...expected) => {
    const commands = examplesOf(type).map((data) => commandOf(understood(type, data), asked));
    expect(commands.map((command) => `${command.type} ${command.occurredOn}`)).toEqual(expected);
    for (const command of commands) expect(command).toMatchObject(asked);
  });

  const storyOf = (past: readonly PartnershipEvent[], type: PartnershipEvent['type']) =>
    past.filter((event) => event.type === type).map(({ data }) => data);
  const instalment = { contractId: 'k1', item: { kind: 'instalment', phaseNo: 1, instalment: 'R2' } };
  const releasedInstalment: PartnershipEvent = {
    type: 'InstalmentReleased',
    data: {
      contractId: 'k1',
      phaseNo: 1,
      instalment: 'R2',
      amountOere: 60_000_000,
      currency: 'DKK',
      releasedOn: '2026-05-01',
      releasedBy: 'fin-1',
    },
  };
  const outcome = { contractId: 'k1', item: { kind: 'outcome', modelId: 'b1', outcomeId: 'u1' } };
  const invoice = {
    ...instalment,
    invoiceNumber: 'F-17',
    amountOere: 60_000_000,
    currency: 'DKK',
    receivedOn: '2026-05-01',
  };
  const paid = { paidOn: '2026-05-30', paymentReference: 'B-1' };
  const [amountOere] = storyOf(outcomeReleased, 'OutcomePaymentReleased').map(
    (data) => (data as { amountOere: number }).amountOere,
  );
  it.each<[string, readonly PartnershipEvent[], ProcurementMessageType, unknown, PartnershipEvent['type']]>([
    [
      'a notice',
      prepared,
      'procurement.notice-published.v1',
      storyOf(noticePublished, 'NoticePublished')[0],
      'NoticePublished',
    ],
    [
      'a request',
      noticePublished,
      'procurement.request-to-participate-received.v1',
      storyOf(requestsReceived, 'RequestToParticipateReceived')[0],
      'RequestToParticipateReceived',
    ],
    [
      'an initial tender',
      tendersInvited,
      'procurement.tender-received.v1',
      { ...storyOf(initialTendersReceived, 'InitialTenderReceived')[0], stage: 'initial' },
      'InitialTenderReceived',
    ],
    [
      'a final tender',
      negotiated,
      'procurement.tender-received.v1',
      { ...storyOf(finalTendersReceived, 'FinalTenderReceived')[0], stage: 'final' },
      'FinalTenderReceived',
    ],
    ['a standstill', awarded, 'procurement.standstill-ended.v1', { endedOn: '2025-10-11' }, 'StandstillEnded'],
    [
      'a contract',
      awarded,
      'procurement.contract-signed.v1',
      storyOf(contractSigned, 'PartnershipContractSigned')[0],
      'PartnershipContractSigned',
    ],
    ['an invoice', firstGatePassed, 'procurement.invoice-received.v1', invoice, 'InvoiceReceived'],
    [
      'a payment',
      [...firstGatePassed, releasedInstalment],
      'procurement.payment-settled.v1',
      { ...instalment, ...paid, amountOere: 60_000_000 },
      'PaymentSettled',
    ],
    [
      'a payment by results',
      outcomeReleased,
      'procurement.payment-settled.v1',
      { ...outcome, ...paid, amountOere },
      'OutcomePaymentSettled',
    ],
  ])('records %s once, with what the message says', (_, past, type, data, expected) => {
    const command = commandOf(understood(type, data), asked);
    const state = fold(partnership, past);
    const events = partnership.decide(command, state);
    expect(events).toMatchObject([{ type: expected, data: command.data }]);
    expect(partnership.decide(command, fold(partnership, events, state))).toEqual([]);
  });

  it('is refused by the rules where what it tells is against them', () => {
    const late = understood('procurement.tender-received.v1', {
      tendererId: 'c1',
      stage: 'initial',
      receivedOn: '2025-08-01',
    });
    expect(() => partnership.decide(commandOf(late, asked), fold(partnership, candidatesSelected))).toThrow(
      'tenders-not-invited',
    );
    expect(() => partnership.decide(commandOf(late, asked), fold(partnership, tendersInvited))).toThrow(
      'tender-too-late',
    );
  });
});

describe('a message that comes again', () => {
  const tender = { tendererId: 'C-1', stage: 'initial', receivedOn: '2025-06-13' };
  const type = 'procurement.tender-received.v1';

  it('leads to the same command id, and another message to another', () => {
    expect(commandIdOf({ source: 'urn:erp', id: 'm-1' })).toBe('9ceda11f-54b5-5277-8a3a-6565a5b65f1c');
    const ids = [
      ['urn:erp', 'm-1'],
      ['urn:erp', 'm-2'],
      ['urn:erp2', 'm-1'],
      ['urn:erp\nm', '-1'],
    ].map(([source, id]) => commandIdOf({ source: source as string, id: id as string }));
    expect(new Set(ids).size).toBe(4);
  });

  it('has the same fingerprint, however its JSON is written', () => {
    const again = { receivedOn: '2025-06-13', stage: 'initial', tendererId: 'C-1' };
    expect(fingerprintOf(understood(type, again, 'm-2'))).toBe(fingerprintOf(understood(type, tender)));
    expect(fingerprintOf(understood(type, tender))).toBe('214f3a1d-9a7d-5c30-93a4-7bdf3f7c35d3');
  });

  it('has another fingerprint when it says something else', () => {
    const examples = procurementMessageTypes.flatMap((one) => examplesOf(one).map((data) => [one, data] as const));
    const changed = { ...tender, receivedOn: '2025-06-14' };
    const all = [...examples, [type, changed] as const].map(([one, data]) => fingerprintOf(understood(one, data)));
    expect(new Set(all).size).toBe(all.length);
  });

  it('has the fingerprint of its content, whatever that is', () => {
    const invoice = fc.record(
      {
        contractId: fc.constantFrom('K-1', 'K-2'),
        amountOere: fc.nat(),
        dueOn: fc.constantFrom('2026-01-01', '2026-01-02'),
      },
      { requiredKeys: ['contractId', 'amountOere'] },
    );
    const [example] = examplesOf('procurement.invoice-received.v1');
    const print = (data: object) =>
      fingerprintOf(understood('procurement.invoice-received.v1', { ...example, ...data }));
    fc.assert(
      fc.property(invoice, invoice, (one, other) => {
        const same = JSON.stringify({ ...example, ...one }) === JSON.stringify({ ...example, ...other });
        expect(print(one) === print(other)).toBe(same);
      }),
    );
  });
});
