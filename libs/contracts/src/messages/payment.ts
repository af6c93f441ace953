import { Type } from 'typebox';
import type { PaymentEvent } from '#partnership';
import { contractId, phaseNo, repeated } from './contract.js';
import { businessDate, code, currency, cvr, oere, text } from './fields.js';
import { message } from './message.js';
import { type Context, kept, type Tellings } from './telling.js';

const payee = { partnerCvr: Type.Optional(cvr('The partner of the contract, who is paid')) };
const instalment = {
  contractId: contractId(),
  phaseNo: phaseNo(),
  instalment: code('The instalment, unique within the phase.'),
};
const outcome = {
  contractId: contractId(),
  modelId: code('The payment model of the contract, unique within it.'),
  outcomeId: code('The verified outcome, unique within the model.'),
};
const released = {
  amountOere: oere('What may be paid'),
  currency: currency(),
  releasedOn: businessDate('When it was released'),
  invoiceReference: Type.Optional(text('The invoice it answers.')),
  ...payee,
};
const settled = {
  amountOere: oere('What was paid'),
  currency: Type.Optional(currency()),
  paidOn: businessDate('When it was paid'),
  paymentReference: text('The reference of the payment.'),
  ...payee,
};

const invoiceReceived = message('invoice-received', 'When an invoice is received: what it asks for, paid or not.', {
  invoiceNumber: text('The partner’s own number.'),
  contractId: contractId(),
  phaseNo: Type.Optional(phaseNo()),
  instalment: Type.Optional(code('The instalment it asks for.')),
  modelId: Type.Optional(code('The payment model of the outcome it asks for.')),
  outcomeId: Type.Optional(code('The verified outcome it asks for.')),
  amountOere: oere('What it asks for'),
  currency: currency(),
  receivedOn: businessDate('When it was received'),
  dueOn: Type.Optional(businessDate('When it is to be paid')),
  ...payee,
});
const instalmentReleased = message('instalment-released', 'Once per instalment, when finance releases it.', {
  ...instalment,
  ...released,
});
const instalmentSettled = message('instalment-settled', 'Once per instalment, when it is paid.', {
  ...instalment,
  ...settled,
});
const instalmentCancelled = message('instalment-cancelled', 'When an instalment will not be paid.', instalment);
const outcomeReleased = message(
  'outcome-payment-released',
  'Once per verified outcome, when finance releases what is paid for it.',
  { ...outcome, ...released },
);
const outcomeSettled = message('outcome-payment-settled', 'Once per verified outcome, when it is paid.', {
  ...outcome,
  ...settled,
});

/** Who is paid by a contract. */
function payeeOf(context: Context, contractId: string) {
  const { partnerCvr } = repeated(context, contractId);
  return [{ partnerCvr: partnerCvr.says }, { earlier: partnerCvr.marked ? ['partnerCvr'] : [] }] as const;
}

/** Who was paid by a contract, and in what money: a settlement states the sum alone. */
function paidTo(context: Context, contractId: string) {
  const { partnerCvr, currency } = repeated(context, contractId);
  const earlier = Object.entries({ partnerCvr, currency }).flatMap(([field, { marked }]) => (marked ? [field] : []));
  return [{ partnerCvr: partnerCvr.says, currency: currency.says }, { earlier }] as const;
}

const byResults =
  'What a partner is paid by, and the figures that rests on, are terms of its contract, and the KPI need not be a published one.';

export const paymentTellings: Tellings<PaymentEvent> = {
  InvoiceReceived: {
    as: [invoiceReceived],
    tell: ({ invoiceNumber, contractId, item, amountOere, currency, receivedOn, dueOn }, context) => {
      const [payee, marking] = payeeOf(context, contractId);
      const of =
        item.kind === 'instalment'
          ? { phaseNo: item.phaseNo, instalment: item.instalment }
          : { modelId: item.modelId, outcomeId: item.outcomeId };
      return [
        invoiceReceived.of(
          { invoiceNumber, contractId, ...of, amountOere, currency, receivedOn, dueOn, ...payee },
          { ...marking, named: (field) => field.replace(/^item\./, '') },
        ),
      ];
    },
  },
  InstalmentReleased: {
    as: [instalmentReleased],
    but: 'Who released it stays.',
    tell: ({ contractId, phaseNo, instalment, amountOere, currency, releasedOn, invoiceReference }, context) => {
      const [payee, marking] = payeeOf(context, contractId);
      const release = { amountOere, currency, releasedOn, invoiceReference };
      return [instalmentReleased.of({ contractId, phaseNo, instalment, ...release, ...payee }, marking)];
    },
  },
  PaymentSettled: {
    as: [instalmentSettled],
    tell: ({ contractId, phaseNo, instalment, amountOere, paidOn, paymentReference }, context) => {
      const [payee, marking] = paidTo(context, contractId);
      const settlement = { amountOere, paidOn, paymentReference };
      return [instalmentSettled.of({ contractId, phaseNo, instalment, ...settlement, ...payee }, marking)];
    },
  },
  InstalmentCancelled: {
    as: [instalmentCancelled],
    but: 'The reason stays.',
    tell: ({ contractId, phaseNo, instalment }) => [instalmentCancelled.of({ contractId, phaseNo, instalment })],
  },
  PaymentModelAgreed: kept(byResults),
  PaymentModelAmended: kept(byResults),
  OutcomeVerified: kept(byResults),
  OutcomeCorrected: kept(byResults),
  OutcomeWithdrawn: kept(byResults),
  OutcomePaymentReleased: {
    as: [outcomeReleased],
    but: 'The calculation, and who released it, stay.',
    tell: ({ contractId, modelId, outcomeId, amountOere, currency, releasedOn, invoiceReference }, context) => {
      const [payee, marking] = payeeOf(context, contractId);
      const release = { amountOere, currency, releasedOn, invoiceReference };
      return [outcomeReleased.of({ contractId, modelId, outcomeId, ...release, ...payee }, marking)];
    },
  },
  OutcomePaymentSettled: {
    as: [outcomeSettled],
    tell: ({ contractId, modelId, outcomeId, amountOere, paidOn, paymentReference }, context) => {
      const [payee, marking] = paidTo(context, contractId);
      const settlement = { amountOere, paidOn, paymentReference };
      return [outcomeSettled.of({ contractId, modelId, outcomeId, ...settlement, ...payee }, marking)];
    },
  },
};
