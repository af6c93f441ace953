import { Refused } from '#decider';
import { sameContent } from '../content.js';
import type { Contract } from '../contract/contract.js';
import { contractOf, withContract } from '../contract/standing.js';
import { checkAmount, checkCurrency } from '../contract/terms.js';
import { hasHappened, own } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { BusinessDate, Fact, Oere, RefusalTexts, Wish } from '../vocabulary.js';
import { checkReleasable, instalmentOf } from './instalment.js';
import { checkStillToRelease, payableNow } from './releasing.js';
import { modelOf, outcomeOf } from './standing.js';

/** What an invoice asks to be paid for. */
export type InvoicedItem =
  | { readonly kind: 'instalment'; readonly phaseNo: number; readonly instalment: string }
  | { readonly kind: 'outcome'; readonly modelId: string; readonly outcomeId: string };

/** An invoice as it was received: what it asks for may differ from what was agreed. */
export interface Invoice {
  readonly contractId: string;
  readonly item: InvoicedItem;
  /** The partner's own number. */
  readonly invoiceNumber: string;
  readonly amountOere: Oere;
  readonly currency: string;
  readonly receivedOn: BusinessDate;
  readonly dueOn?: BusinessDate;
}

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type InvoiceEvent = Fact<'InvoiceReceived', Invoice>;
export type InvoiceCommand = Wish<'ReceiveInvoice', Invoice>;

export const invoiceRefusals = {
  'invoice-number-taken': {
    about: 'state',
    en: 'Another invoice {invoiceNumber} was received on {receivedOn} under the contract: an invoice has a number of its own.',
    da: 'En anden faktura {invoiceNumber} blev modtaget den {receivedOn} under kontrakten: hver faktura har sit eget nummer.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof invoiceRefusals, details: Record<string, unknown>) => new Refused(reason, details);

export const invoiceDecisions: Decisions<InvoiceCommand> = {
  ReceiveInvoice(command, partnership) {
    const { data } = command;
    const { contractId, invoiceNumber, amountOere, currency, receivedOn, item } = data;
    const contract = contractOf(partnership, contractId);
    const known = own(contract.invoices, invoiceNumber);
    if (known) {
      if (sameContent(known, data)) return [];
      throw refuse('invoice-number-taken', { invoiceNumber, receivedOn: known.receivedOn });
    }
    hasHappened(command, receivedOn);
    checkAmount(amountOere);
    checkCurrency(currency);
    checkPayable(contract, contractId, item);
    return [{ type: 'InvoiceReceived', data }];
  },
};

/** Refuses an item that is neither released nor could be: an amount other than the agreed one is for people to settle. */
function checkPayable(contract: Contract, contractId: string, item: InvoicedItem): void {
  if (item.kind === 'instalment') {
    const place = { contractId, ...item };
    const { phase, instalment } = instalmentOf(contract, place);
    if (!instalment.release) checkReleasable(contract, phase, instalment, place);
    return;
  }
  const model = modelOf(contract, item.modelId);
  const outcome = outcomeOf(model, item.outcomeId);
  if (outcome.release) return;
  checkStillToRelease(contract, outcome, { contractId, outcomeId: item.outcomeId });
  payableNow(model, outcome, item.outcomeId);
}

export const invoiceEvolutions: Evolutions<InvoiceEvent> = {
  InvoiceReceived: (partnership, data) =>
    withContract(partnership, data.contractId, (contract) => ({
      ...contract,
      invoices: { ...contract.invoices, [data.invoiceNumber]: data },
    })),
};
