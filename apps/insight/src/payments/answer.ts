import {
  BasisPoints,
  BusinessDate,
  Code,
  Currency,
  Cvr,
  Flag,
  ListOf,
  Nested,
  Oere,
  OneOf,
  Text,
  Uuid,
  WholeNumber,
} from '#platform';
import { given } from '../asked.js';
import { shareOf } from '../case-figures/share.js';
import { PageAnswer } from '../paging.js';
import { InvoiceSumAnswer, type InvoiceTally, invoiceSum } from './invoices.js';
import type { ContractSumRow, PaymentCapRow } from './rows.js';
import { capOf, type PaymentState, type PaymentSum, sumOf } from './sums.js';

const unlessBuiltEarlier =
  'What was asked for; absent while the figures are read from an earlier build, which does not know it';

export class InstalmentSumAnswer {
  @WholeNumber({ description: 'How many' }) items: number;
  @Oere({ description: 'What is agreed, cancelled instalments among it' }) agreedOere: number;
  @Oere({ description: 'Released, in the period when one is given' }) releasedOere: number;
  @Oere({ description: 'Paid, in the period when one is given' }) settledOere: number;
  @Oere({ description: 'Cancelled, in the period when one is given' }) cancelledOere: number;
  @Oere({ description: 'Neither released nor cancelled, as it stands' }) remainingOere: number;
  @Oere({ description: 'Released and not paid yet, as it stands' }) unpaidOere: number;
  @WholeNumber({ description: 'How many have a date or an amount that no source gives' }) illustrative: number;
  @Nested(() => InvoiceSumAnswer, { optional: true, description: unlessBuiltEarlier }) invoiced?: InvoiceSumAnswer;
}

export class PhaseSumAnswer extends InstalmentSumAnswer {
  @WholeNumber({ min: 1 }) phaseNo: number;
}

export class ResultSumAnswer {
  @WholeNumber({ description: 'Payment models agreed' }) models: number;
  @Oere({ optional: true, description: 'Together at most this; absent when one of the models has no cap' })
  capOere?: number;
  @WholeNumber({ description: 'Outcomes that are verified, withdrawn ones among them' }) outcomes: number;
  @WholeNumber({ description: 'Withdrawn, in the period when one is given' }) withdrawn: number;
  @WholeNumber({ description: 'Verified, and neither released nor withdrawn: their amounts are not known yet' })
  unreleased: number;
  @Oere({ description: 'Released, in the period when one is given' }) releasedOere: number;
  @Oere({ description: 'Paid, in the period when one is given' }) settledOere: number;
  @Oere({ description: 'Released and not paid yet, as it stands' }) unpaidOere: number;
  @WholeNumber({ description: 'How many have a date or an amount that no source gives' }) illustrative: number;
  @Nested(() => InvoiceSumAnswer, { optional: true, description: unlessBuiltEarlier }) invoiced?: InvoiceSumAnswer;
}

/** What is paid under contracts of one currency. Results stand beside the instalments, and are no part of them. */
export class PaymentSumsAnswer {
  @Currency() currency: string;
  @Oere({ description: 'What the contracts may cost at most' }) maximumCostOere: number;
  @Nested(() => InstalmentSumAnswer) instalments: InstalmentSumAnswer;
  @Nested(() => ResultSumAnswer, { optional: true, description: 'Absent where nothing is paid by results' })
  results?: ResultSumAnswer;
  @BasisPoints({
    max: Number.MAX_SAFE_INTEGER,
    optional: true,
    description: 'What was released of both, in the period when one is given, as a share of the maximum cost',
  })
  releasedOfMaximum?: number;
}

export class PaymentTotalAnswer extends PaymentSumsAnswer {
  @WholeNumber({ description: 'Contracts' }) contracts: number;
}

export class ContractPaymentsAnswer extends PaymentSumsAnswer {
  @Uuid() partnershipId: string;
  @Text({ max: 200, example: '2022-0580-0112' }) caseNumber: string;
  @Text({ max: 200, example: 'Intelligent diaper' }) partnership: string;
  @Code() contractId: string;
  @Text({ max: 200 }) title: string;
  @Text({ max: 200 }) partner: string;
  @Cvr() cvr: string;
  @OneOf(['running', 'completed', 'terminated', 'narrowed']) status: string;
  @BusinessDate() signedOn: string;
  @ListOf(() => PhaseSumAnswer, { max: 1000, description: 'The instalments by phase of the contract' })
  phases: readonly PhaseSumAnswer[];
  @Flag({ description: 'Set when no source gives the maximum cost or the day of signing' }) illustrative: boolean;
}

export class PaymentsAnswer extends PageAnswer {
  @ListOf(() => PaymentTotalAnswer, {
    max: 200,
    description: 'All contracts asked about, on every page; one entry a currency, as currencies are never added',
  })
  totals: readonly PaymentTotalAnswer[];
  @ListOf(() => ContractPaymentsAnswer, { max: 200, description: 'By day of signing' })
  items: readonly ContractPaymentsAnswer[];
}

/** Payments of one kind and state. */
export interface Tally extends PaymentState {
  readonly kind: 'instalment' | 'outcome';
}

/** Payment models, and at most how much all of them come to; null when one of them has no cap. */
export interface Caps {
  readonly models: number;
  readonly cap_oere: number | null;
}

export function sumsAnswer(
  currency: string,
  maximumCostOere: number,
  tallies: readonly Tally[],
  caps: Caps | undefined,
  invoices: readonly InvoiceTally[] | undefined,
): PaymentSumsAnswer {
  const instalments = sumOf(tallies.filter(({ kind }) => kind === 'instalment'));
  const outcomes = sumOf(tallies.filter(({ kind }) => kind === 'outcome'));
  return given({
    currency,
    maximumCostOere,
    instalments: instalmentSum(instalments, invoicedOf('instalment', invoices)),
    results: caps || outcomes.items > 0 ? resultSum(outcomes, caps, invoicedOf('outcome', invoices)) : null,
    releasedOfMaximum: shareOf(instalments.releasedOere + outcomes.releasedOere, maximumCostOere),
  }) as PaymentSumsAnswer;
}

const invoicedOf = (kind: Tally['kind'], invoices: readonly InvoiceTally[] | undefined) =>
  invoices && invoiceSum(invoices.filter((one) => one.kind === kind));

const instalmentSum = (
  { cancelled: _, remaining: __, ...sum }: PaymentSum,
  invoiced: InvoiceSumAnswer | undefined,
): InstalmentSumAnswer => ({ ...sum, ...(invoiced && { invoiced }) });

const resultSum = (
  sum: PaymentSum,
  caps: Caps = { models: 0, cap_oere: null },
  invoiced: InvoiceSumAnswer | undefined,
): ResultSumAnswer =>
  given({
    models: caps.models,
    capOere: caps.cap_oere,
    outcomes: sum.items,
    withdrawn: sum.cancelled,
    unreleased: sum.remaining,
    releasedOere: sum.releasedOere,
    settledOere: sum.settledOere,
    unpaidOere: sum.unpaidOere,
    illustrative: sum.illustrative,
    invoiced,
  }) as ResultSumAnswer;

export type ListedContract = ContractSumRow & { readonly case_number: string; readonly partnership: string };

export function contractAnswer(
  row: ListedContract,
  tallies: readonly (Tally & { readonly phase_no: number | null })[],
  caps: readonly Pick<PaymentCapRow, 'cap_oere'>[],
  invoices: readonly (InvoiceTally & { readonly phase_no: number | null })[] | undefined,
): ContractPaymentsAnswer {
  const all = { models: caps.length, cap_oere: capOf(caps.map(({ cap_oere }) => cap_oere)) };
  const numbers = [...new Set(tallies.map(({ phase_no }) => phase_no))].filter((no) => no !== null);
  return {
    partnershipId: row.partnership_id,
    caseNumber: row.case_number,
    partnership: row.partnership,
    contractId: row.contract_id,
    title: row.title,
    partner: row.partner,
    cvr: row.cvr,
    status: row.status,
    signedOn: row.signed_on,
    illustrative: row.illustrative,
    ...sumsAnswer(row.currency, row.maximum_cost_oere, tallies, caps.length > 0 ? all : undefined, invoices),
    phases: numbers
      .sort((a, b) => a - b)
      .map((phaseNo) => {
        const ofPhase = (one: { readonly phase_no: number | null }) => one.phase_no === phaseNo;
        const asked = invoices && invoiceSum(invoices.filter(ofPhase));
        return { phaseNo, ...instalmentSum(sumOf(tallies.filter(ofPhase)), asked) };
      }),
  };
}
