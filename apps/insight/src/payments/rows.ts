import type { ContractPhase } from '#partnership';
import { at, type Changes, type Place, type Recorded, type Table, type Touch, touch } from '#projection';
import { isMarked } from '../case-figures/marked.js';
import { type Audience, about, type Happening } from '../events.js';

export interface ContractSumRow {
  readonly partnership_id: string;
  readonly contract_id: string;
  readonly title: string;
  readonly partner: string;
  readonly cvr: string;
  readonly currency: string;
  readonly maximum_cost_oere: number;
  readonly signed_on: string;
  readonly status: 'running' | 'completed' | 'terminated' | 'narrowed';
  /** Positions of the signing and of what changed the maximum cost. */
  readonly events: readonly number[];
  readonly illustrative: boolean;
  readonly audience: Audience;
}

/** An instalment, or an outcome that is paid for; the amount of an outcome is not known before it is released. */
export interface PaymentRow {
  readonly partnership_id: string;
  readonly contract_id: string;
  readonly kind: 'instalment' | 'outcome';
  /** '1/R2' of a phase, or 'model/outcome'. */
  readonly item: string;
  readonly phase_no: number | null;
  readonly title: string;
  readonly currency: string;
  readonly amount_oere: number | null;
  /** The day it was agreed, or verified. */
  readonly stated_on: string;
  readonly released_on: string | null;
  readonly settled_on: string | null;
  readonly cancelled_on: string | null;
  readonly stated_event: number;
  readonly released_event: number | null;
  readonly settled_event: number | null;
  readonly cancelled_event: number | null;
  readonly illustrative: boolean;
  readonly audience: Audience;
}

/** An invoice as it was received, under its contract. */
export interface InvoiceRow {
  readonly partnership_id: string;
  readonly contract_id: string;
  readonly number: string;
  readonly kind: PaymentRow['kind'];
  /** Of what it asks to be paid for, as in `PaymentRow`. */
  readonly item: string;
  readonly phase_no: number | null;
  /** Of the contract. */
  readonly currency: string;
  readonly asked_currency: string;
  readonly amount_oere: number;
  readonly received_on: string;
  readonly received_event: number;
  readonly illustrative: boolean;
  readonly audience: Audience;
}

/** What is paid for results, and at most how much. */
export interface PaymentCapRow {
  readonly partnership_id: string;
  readonly contract_id: string;
  readonly model_id: string;
  readonly title: string;
  readonly kpi: string;
  readonly currency: string;
  readonly cap_oere: number | null;
  readonly events: readonly number[];
  readonly illustrative: boolean;
  readonly audience: Audience;
}

const contractSum: Table<ContractSumRow, 'partnership_id' | 'contract_id'> = {
  name: 'contract_sum',
  key: ['partnership_id', 'contract_id'],
};
const payment: Table<PaymentRow, 'partnership_id' | 'contract_id' | 'kind' | 'item'> = {
  name: 'payment',
  key: ['partnership_id', 'contract_id', 'kind', 'item'],
};
const paymentCap: Table<PaymentCapRow, 'partnership_id' | 'contract_id' | 'model_id'> = {
  name: 'payment_cap',
  key: ['partnership_id', 'contract_id', 'model_id'],
};
const invoice: Table<InvoiceRow, 'partnership_id' | 'contract_id' | 'number'> = {
  name: 'invoice',
  key: ['partnership_id', 'contract_id', 'number'],
};
export const paymentTables = [contractSum, payment, paymentCap, invoice];

type Seen = Recorded<Happening>;
interface OfContract {
  readonly contractId: string;
}
interface OfOutcome extends OfContract {
  readonly modelId: string;
  readonly outcomeId: string;
}
type About<Data> = Seen & { readonly data: Data };

const contractOf = (event: About<OfContract>): Place<ContractSumRow> =>
  at(contractSum, { partnership_id: event.partition, contract_id: event.data.contractId });

const onContract = (event: About<OfContract>, change: (row: ContractSumRow) => Partial<ContractSumRow>) =>
  touch(contractOf(event), (row) => row && { ...row, ...change(row) });

/** What is payable under a contract as an event states it: nothing of it is released yet. */
function payable(
  event: About<OfContract>,
  kind: PaymentRow['kind'],
  item: string,
  content: Pick<PaymentRow, 'phase_no' | 'title' | 'amount_oere' | 'stated_on' | 'illustrative'>,
): Touch {
  const key = { partnership_id: event.partition, contract_id: event.data.contractId, kind, item };
  return touch<PaymentRow, ContractSumRow>(
    at(payment, key),
    (row, contract) =>
      contract && {
        ...(row ?? unpaid),
        ...key,
        ...content,
        currency: contract.currency,
        stated_event: event.position,
        audience: contract.audience,
      },
    contractOf(event),
  );
}

const unpaid = {
  released_on: null,
  settled_on: null,
  cancelled_on: null,
  released_event: null,
  settled_event: null,
  cancelled_event: null,
};

const instalments = (event: About<OfContract>, phases: readonly ContractPhase[], stated_on: string, field: string) =>
  phases.flatMap(({ no: phase_no, instalments }) =>
    instalments.map(({ code, title, amountOere: amount_oere }) => {
      const illustrative = isMarked(event, field);
      return payable(event, 'instalment', `${phase_no}/${code}`, {
        phase_no,
        title,
        amount_oere,
        stated_on,
        illustrative,
      });
    }),
  );

const outcome = (event: About<OfOutcome & { readonly verifiedOn: string }>) => {
  const { modelId, outcomeId, verifiedOn } = event.data;
  return payable(event, 'outcome', `${modelId}/${outcomeId}`, {
    phase_no: null,
    title: outcomeId,
    amount_oere: null,
    stated_on: verifiedOn,
    illustrative: isMarked(event, 'verifiedOn'),
  });
};

type Step = 'released' | 'settled' | 'cancelled';

/** A step of a payment; each is taken once, whatever is told again. */
function step(
  event: About<OfContract>,
  kind: PaymentRow['kind'],
  item: string,
  what: Step,
  on: string,
  change: Partial<Pick<PaymentRow, 'amount_oere'>> = {},
): Touch {
  const place = at(payment, { partnership_id: event.partition, contract_id: event.data.contractId, kind, item });
  return touch(place, (row) => {
    if (!row || row[`${what}_on`] !== null) return row;
    const illustrative = row.illustrative || isMarked(event, 'releasedOn', 'paidOn', 'amountOere');
    return { ...row, ...change, illustrative, [`${what}_on`]: on, [`${what}_event`]: event.position };
  });
}

const instalmentOf = ({ phaseNo, instalment }: { readonly phaseNo: number; readonly instalment: string }) =>
  `${phaseNo}/${instalment}`;
const outcomeOf = ({ modelId, outcomeId }: OfOutcome) => `${modelId}/${outcomeId}`;

function cap(event: Extract<Seen, { type: 'PaymentModelAgreed' | 'PaymentModelAmended' }>): Touch {
  const { contractId: contract_id, modelId: model_id, title, capOere } = event.data;
  const key = { partnership_id: event.partition, contract_id, model_id };
  return touch<PaymentCapRow, ContractSumRow>(
    at(paymentCap, key),
    (row, contract) =>
      contract && {
        ...key,
        title,
        kpi: 'kpi' in event.data ? event.data.kpi : (row?.kpi ?? ''),
        currency: contract.currency,
        cap_oere: capOere ?? null,
        events: [...(row?.events ?? []), event.position],
        illustrative: isMarked(event, 'capOere'),
        audience: contract.audience,
      },
    contractOf(event),
  );
}

function invoiced(event: Extract<Seen, { type: 'InvoiceReceived' }>): Touch {
  const { contractId: contract_id, invoiceNumber: number, item, amountOere, currency, receivedOn } = event.data;
  const key = { partnership_id: event.partition, contract_id, number };
  return touch<InvoiceRow, ContractSumRow>(
    at(invoice, key),
    (_, contract) =>
      contract && {
        ...key,
        kind: item.kind,
        item: item.kind === 'instalment' ? instalmentOf(item) : outcomeOf({ contractId: contract_id, ...item }),
        phase_no: item.kind === 'instalment' ? item.phaseNo : null,
        currency: contract.currency,
        asked_currency: currency,
        amount_oere: amountOere,
        received_on: receivedOn,
        received_event: event.position,
        illustrative: isMarked(event, 'receivedOn', 'amountOere', 'currency'),
        audience: contract.audience,
      },
    contractOf(event),
  );
}

/** Every contract's maximum cost, and each instalment and outcome from its agreement to its payment, and what was invoiced. */
export const paymentChanges: Changes<Happening> = {
  PartnershipContractSigned: (event) => {
    const { contractId, title, partner, currency, maximumCostOere, signedOn, phases } = event.data;
    const row: ContractSumRow = {
      partnership_id: event.partition,
      contract_id: contractId,
      title,
      partner: partner.name,
      cvr: partner.cvr,
      currency,
      maximum_cost_oere: maximumCostOere,
      signed_on: signedOn,
      status: 'running',
      events: [event.position],
      illustrative: isMarked(event, 'maximumCostOere', 'signedOn'),
      audience: partner.cvr,
    };
    return [touch(contractOf(event), () => row), ...instalments(event, phases, signedOn, 'phases')];
  },
  ContractAmended: (event) => {
    const { maximumCostOere, addedPhases = [] } = event.data;
    const dearer =
      maximumCostOere === undefined
        ? []
        : [
            onContract(event, ({ events }) => ({
              maximum_cost_oere: maximumCostOere,
              events: [...events, event.position],
              illustrative: isMarked(event, 'maximumCostOere'),
            })),
          ];
    return [...dearer, ...instalments(event, addedPhases, about(event).occurredOn, 'addedPhases')];
  },
  ContractTerminated: (event) => [onContract(event, () => ({ status: 'terminated' }))],
  ContractCompleted: (event) => [onContract(event, () => ({ status: 'completed' }))],
  PartnerNarrowed: (event) => [onContract(event, () => ({ status: 'narrowed' }))],

  InstalmentReleased: (event) => [
    step(event, 'instalment', instalmentOf(event.data), 'released', event.data.releasedOn),
  ],
  PaymentSettled: (event) => [step(event, 'instalment', instalmentOf(event.data), 'settled', event.data.paidOn)],
  InstalmentCancelled: (event) => [
    step(event, 'instalment', instalmentOf(event.data), 'cancelled', about(event).occurredOn),
  ],

  InvoiceReceived: (event) => [invoiced(event)],

  PaymentModelAgreed: (event) => [cap(event)],
  PaymentModelAmended: (event) => [cap(event)],
  OutcomeVerified: (event) => [outcome(event)],
  OutcomeCorrected: (event) => [outcome(event)],
  OutcomeWithdrawn: (event) => [step(event, 'outcome', outcomeOf(event.data), 'cancelled', about(event).occurredOn)],
  OutcomePaymentReleased: (event) => {
    const { amountOere: amount_oere, releasedOn } = event.data;
    return [step(event, 'outcome', outcomeOf(event.data), 'released', releasedOn, { amount_oere })];
  },
  OutcomePaymentSettled: (event) => [step(event, 'outcome', outcomeOf(event.data), 'settled', event.data.paidOn)],
};
