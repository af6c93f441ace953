import {
  type Calculation,
  calculate,
  type Invoice,
  type NotPayable,
  type Outcome,
  type PaymentTerms,
} from '#partnership';
import type { Changes, Touch } from '#projection';
import { about, type Happening, marks } from '../events.js';
import { change, put } from './part.js';
import type { ChangedMeasurement } from './payable.js';

type Of<Type extends Happening['type']> = Parameters<NonNullable<Changes<Happening>[Type]>>[0];

interface Version extends PaymentTerms {
  readonly version: number;
  readonly title: string;
  readonly reason?: string;
  readonly agreedOn: string;
  readonly illustrative: readonly string[];
}

export interface PaidOutcome extends Outcome, Invoiced {
  readonly outcomeId: string;
  readonly modelVersion: number;
  /** Position of the event that verified it, or corrected it last; absent in what an earlier release built. */
  readonly statedAt?: number;
  readonly status: 'verified' | 'released' | 'settled' | 'withdrawn';
  readonly illustrative: readonly string[];
  /** What it would pay now, or was released with. */
  readonly payment?: {
    readonly payable: boolean;
    readonly reason?: NotPayable | 'measurements-changed';
    readonly calculation?: Calculation;
  };
}

interface Model {
  readonly modelId: string;
  readonly kpi: string;
  /** In order; the last is in force. */
  readonly versions: readonly Version[];
  readonly outcomes: readonly PaidOutcome[];
}

type ShownInvoice = Pick<Invoice, 'invoiceNumber' | 'amountOere' | 'currency' | 'receivedOn' | 'dueOn'> & {
  readonly illustrative: readonly string[];
};
interface Invoiced {
  readonly invoices?: readonly ShownInvoice[];
}

/** What a contract holds of what is paid under it. */
export interface PaymentDoc {
  readonly paymentModels?: readonly Model[];
  readonly phases: readonly {
    readonly no: number;
    readonly instalments: readonly (Invoiced & { readonly code: string })[];
  }[];
}

const versionOf = (
  event: Of<'PaymentModelAgreed' | 'PaymentModelAmended'>,
  more: { readonly version: number; readonly reason?: string },
): Version => {
  const { title, direction, formula, capOere, floorOere, minimumPopulation, requiredEvidenceLevel } = event.data;
  const terms = { direction, formula, capOere, floorOere, minimumPopulation, requiredEvidenceLevel };
  const { occurredOn: agreedOn, illustrative } = about(event);
  return { ...more, title, ...terms, agreedOn, illustrative };
};

type OnModel =
  | 'PaymentModelAmended'
  | 'OutcomeVerified'
  | 'OutcomeCorrected'
  | 'OutcomeWithdrawn'
  | 'OutcomePaymentReleased'
  | 'OutcomePaymentSettled';

/** The contract changed. The marks stand with the version, outcome or invoice they are about, and not with the contract. */
const onContract = (
  event: Of<OnModel | 'PaymentModelAgreed' | 'InvoiceReceived'>,
  content: (doc: PaymentDoc) => PaymentDoc,
): readonly Touch[] => {
  const unmarked = { ...event, data: {}, metadata: { ...(event.metadata as object), illustrative: [] } };
  return [change<PaymentDoc>(unmarked, 'contract', event.data.contractId, content)];
};

const onModels = (
  event: Of<OnModel | 'PaymentModelAgreed'>,
  content: (models: readonly Model[]) => readonly Model[],
): readonly Touch[] => onContract(event, (doc) => ({ ...doc, paymentModels: content(doc.paymentModels ?? []) }));

/** Beside what it asks to be paid for, whether that is what was agreed or not. */
function withInvoice(doc: PaymentDoc, { item }: Pick<Invoice, 'item'>, invoice: ShownInvoice): PaymentDoc {
  const invoiced = <Item extends Invoiced>(one: Item) => ({ ...one, invoices: [...(one.invoices ?? []), invoice] });
  if (item.kind === 'outcome') {
    const paymentModels = doc.paymentModels?.map((model) => {
      if (model.modelId !== item.modelId) return model;
      const outcomes = model.outcomes.map((one) => (one.outcomeId === item.outcomeId ? invoiced(one) : one));
      return { ...model, outcomes };
    });
    return { ...doc, paymentModels };
  }
  const phases = doc.phases.map((phase) => {
    if (phase.no !== item.phaseNo) return phase;
    const instalments = phase.instalments.map((one) => (one.code === item.instalment ? invoiced(one) : one));
    return { ...phase, instalments };
  });
  return { ...doc, phases };
}

const onModel = (event: Of<OnModel>, content: (model: Model) => Model) =>
  onModels(event, (models) =>
    models.map((one) => (one.modelId === event.data.modelId ? calculated(content(one)) : one)),
  );

const onOutcome = (
  event: Of<Exclude<OnModel, 'PaymentModelAmended' | 'OutcomeVerified'>>,
  content: (outcome: PaidOutcome) => Partial<PaidOutcome> & object,
) =>
  onModel(event, (model) => ({
    ...model,
    outcomes: model.outcomes.map((one) =>
      one.outcomeId === event.data.outcomeId
        ? { ...one, ...content(one), illustrative: marks(one.illustrative, event.data, about(event)) }
        : one,
    ),
  }));

/** With what each open outcome would pay now: what is paid for one is gone from the cap of the next. */
function calculated(model: Model): Model {
  const paid = model.outcomes
    .filter(({ status }) => status === 'released' || status === 'settled')
    .reduce((sum, { payment }) => sum + (payment?.calculation?.amountOere ?? 0), 0);
  return {
    ...model,
    outcomes: model.outcomes.map((outcome) => {
      const terms = model.versions.find(({ version }) => version === outcome.modelVersion);
      return outcome.status === 'verified' && terms
        ? { ...outcome, payment: calculate(terms, outcome, paid) }
        : outcome;
    }),
  };
}

/** What is released by outcomes rests on measurements: which of them changed is held against what was verified when it is asked about. */
const changedMeasurement = (event: Of<'MeasurementCorrected' | 'MeasurementWithdrawn'>, measurementId: string) => {
  const { kpi } = event.data;
  const changed: ChangedMeasurement = { kpi, measurementId, changedAt: event.position };
  return [put(event, 'changed-measurement', `${kpi}/${measurementId}`, () => changed, 'partners')];
};

/** What partners ask to be paid; and what a contract pays by results: its models, their outcomes, and what each of those pays. */
export const paymentParts: Changes<Happening> = {
  InvoiceReceived: (event) =>
    onContract(event, (doc) => {
      const { invoiceNumber, amountOere, currency, receivedOn, dueOn } = event.data;
      const { illustrative } = about(event);
      return withInvoice(doc, event.data, { invoiceNumber, amountOere, currency, receivedOn, dueOn, illustrative });
    }),
  PaymentModelAgreed: (event) => {
    const { modelId, kpi } = event.data;
    const model: Model = { modelId, kpi, versions: [versionOf(event, { version: 1 })], outcomes: [] };
    return onModels(event, (models) => [...models, model]);
  },
  PaymentModelAmended: (event) =>
    onModel(event, (model) => {
      const { version, reason } = event.data;
      return { ...model, versions: [...model.versions, versionOf(event, { version, reason })] };
    }),
  OutcomeVerified: (event) =>
    onModel(event, (model) => {
      const { contractId: _, modelId: __, measuredAs: ___, ...outcome } = event.data;
      const { illustrative } = about(event);
      const stated = { ...outcome, statedAt: event.position, status: 'verified' as const, illustrative };
      return { ...model, outcomes: [...model.outcomes, stated] };
    }),
  OutcomeCorrected: (event) =>
    onOutcome(event, ({ outcomeId, modelVersion, status }) => {
      const { contractId: _, modelId: __, measuredAs: ___, reason: correctedBecause, ...outcome } = event.data;
      // The whole of it is said anew: what a correction leaves out is not kept from before.
      return { ...blank, ...outcome, outcomeId, modelVersion, statedAt: event.position, status, correctedBecause };
    }),
  OutcomeWithdrawn: (event) =>
    onOutcome(event, () => ({ status: 'withdrawn', payment: undefined, withdrawnBecause: event.data.reason })),
  MeasurementCorrected: (event) => changedMeasurement(event, event.data.measurement.measurementId),
  MeasurementWithdrawn: (event) => changedMeasurement(event, event.data.measurementId),
  OutcomePaymentReleased: (event) =>
    onOutcome(event, () => {
      const { calculation, releasedOn, invoiceReference } = event.data;
      return { status: 'released', payment: { payable: true, calculation }, releasedOn, invoiceReference };
    }),
  OutcomePaymentSettled: (event) =>
    onOutcome(event, () => {
      const { paidOn, paymentReference } = event.data;
      return { status: 'settled', paidOn, paymentReference };
    }),
};

const blank = {
  value: undefined,
  numerator: undefined,
  denominator: undefined,
  bound: undefined,
  documents: undefined,
  measurements: undefined,
  note: undefined,
};
