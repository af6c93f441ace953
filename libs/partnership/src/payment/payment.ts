import type { BusinessDate, Fact, Oere, SubjectId, Wish } from '../vocabulary.js';

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type PaymentEvent =
  | Fact<
      'InstalmentReleased',
      {
        readonly contractId: string;
        readonly phaseNo: number;
        readonly instalment: string;
        readonly amountOere: Oere;
        readonly currency: string;
        readonly releasedOn: BusinessDate;
        readonly invoiceReference?: string;
        readonly releasedBy: SubjectId;
      }
    >
  | Fact<
      'PaymentSettled',
      {
        readonly contractId: string;
        readonly phaseNo: number;
        readonly instalment: string;
        readonly amountOere: Oere;
        readonly paidOn: BusinessDate;
        readonly paymentReference: string;
      }
    >
  | Fact<
      'InstalmentCancelled',
      { readonly contractId: string; readonly phaseNo: number; readonly instalment: string; readonly reason: string }
    >;

type DataOf<T extends PaymentEvent['type']> = Extract<PaymentEvent, { type: T }>['data'];

export type PaymentCommand =
  | Wish<'ReleaseInstalment', Omit<DataOf<'InstalmentReleased'>, 'amountOere' | 'currency' | 'releasedBy'>>
  | Wish<'SettlePayment', DataOf<'PaymentSettled'>>
  | Wish<'CancelInstalment', DataOf<'InstalmentCancelled'>>;
