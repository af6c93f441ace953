import { Type } from 'typebox';
import { code, currency, date, message, number, object, oere, text } from './fields.js';

const item = Type.Union(
  [
    object({
      kind: Type.Literal('instalment'),
      phaseNo: number(1, 99, 'The phase of the contract.'),
      instalment: code('The instalment.'),
    }),
    object({
      kind: Type.Literal('outcome'),
      modelId: code('The payment model.'),
      outcomeId: code('The verified outcome.'),
    }),
  ],
  { description: 'What it is for: an instalment of a phase, or an outcome that is paid by results.' },
);

export const invoiceReceived = message(
  {
    contractId: code('The contract.'),
    item,
    invoiceNumber: text(60, "The partner's own number."),
    amountOere: oere('What it asks for'),
    currency: currency(),
    receivedOn: date('The day it was received.'),
    dueOn: Type.Optional(date('When it is to be paid.')),
  },
  {
    title: 'Invoice received',
    description: 'A partner asked to be paid. An amount that differs from the agreed one is kept and shown as such.',
    examples: [
      {
        contractId: 'K-1',
        item: { kind: 'instalment', phaseNo: 1, instalment: 'I-1' },
        invoiceNumber: 'F-2025-018',
        amountOere: 50_000_000,
        currency: 'DKK',
        receivedOn: '2025-10-02',
        dueOn: '2025-11-01',
      },
      {
        contractId: 'K-1',
        item: { kind: 'outcome', modelId: 'PM-1', outcomeId: 'O-2026-Q1' },
        invoiceNumber: 'F-2026-044',
        amountOere: 22_500_000,
        currency: 'DKK',
        receivedOn: '2026-05-04',
      },
    ],
  },
);

export const paymentSettled = message(
  {
    contractId: code('The contract.'),
    item,
    amountOere: oere("What was paid, in the contract's currency"),
    paidOn: date('The day it was paid.'),
    paymentReference: text(200, 'What the payment system calls the payment.'),
  },
  {
    title: 'Payment settled',
    description: 'What was released is paid.',
    examples: [
      {
        contractId: 'K-1',
        item: { kind: 'instalment', phaseNo: 1, instalment: 'I-1' },
        amountOere: 50_000_000,
        paidOn: '2025-10-30',
        paymentReference: 'B-99812',
      },
      {
        contractId: 'K-1',
        item: { kind: 'outcome', modelId: 'PM-1', outcomeId: 'O-2026-Q1' },
        amountOere: 22_500_000,
        paidOn: '2026-05-20',
        paymentReference: 'B-99951',
      },
    ],
  },
);
