import { Body, Param } from '@nestjs/common';
import { Code, Oere, Text } from '#platform';
import { OfPhase } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated, happenedOn, Told } from '../told.js';
import { invoiceText, ReceiveInvoiceBody } from './invoice.bodies.js';

type InPath = 'contractId' | 'phaseNo' | 'instalment';

export class ReleaseInstalmentBody extends Told implements Says<'ReleaseInstalment', InPath | 'releasedOn'> {
  @happenedOn('2026-02-09') releasedOn?: string;
  @Text({ max: 200, optional: true }) invoiceReference?: string;
}

export class SettlePaymentBody extends Told implements Says<'SettlePayment', InPath | 'paidOn'> {
  @Oere() amountOere: number;
  @happenedOn('2026-02-27') paidOn?: string;
  @Text({ max: 200 }) paymentReference: string;
}

export class CancelInstalmentBody extends Dated implements Says<'CancelInstalment', InPath> {
  @Text({ max: 2000 }) reason: string;
}

class OfInstalment extends OfPhase {
  @Code({ description: 'The instalment', example: 'I-1' }) instalment: string;
}

@Room('Payments', 'contracts/:contractId/phases/:phaseNo/instalments/:instalment')
export class InstalmentController extends Recorder {
  @Records('ReleaseInstalment', 'release', {
    summary: 'Release an instalment',
    description: 'Once, whatever is retried.',
    example: { releasedOn: '2026-02-09', invoiceReference: 'F-2026-018' },
  })
  release(
    @Asking() asked: Asked,
    @Param() { id, ...of }: OfInstalment,
    @Body() { releasedOn = asked.today, ...body }: ReleaseInstalmentBody,
  ) {
    return this.record('ReleaseInstalment', asked, id, { ...body, ...of, releasedOn, occurredOn: releasedOn });
  }

  @Records('ReceiveInvoice', 'invoices', {
    ...invoiceText,
    example: {
      invoiceNumber: 'F-2026-018',
      amountOere: 50_000_000,
      currency: 'DKK',
      receivedOn: '2026-02-10',
      dueOn: '2026-03-12',
    },
  })
  receiveInvoice(
    @Asking() asked: Asked,
    @Param() { id, contractId, ...of }: OfInstalment,
    @Body() { receivedOn = asked.today, ...body }: ReceiveInvoiceBody,
  ) {
    const item = { kind: 'instalment', ...of } as const;
    return this.record('ReceiveInvoice', asked, id, { ...body, contractId, item, receivedOn, occurredOn: receivedOn });
  }

  @Records('SettlePayment', 'settlement', {
    summary: 'A released instalment is paid',
    example: { amountOere: 50_000_000, paidOn: '2026-02-27', paymentReference: 'B-99812' },
  })
  settle(
    @Asking() asked: Asked,
    @Param() { id, ...of }: OfInstalment,
    @Body() { paidOn = asked.today, ...body }: SettlePaymentBody,
  ) {
    return this.record('SettlePayment', asked, id, { ...body, ...of, paidOn, occurredOn: paidOn });
  }

  @Records('CancelInstalment', 'cancellation', {
    summary: 'Cancel an instalment that is not released',
    example: { reason: 'The phase was not carried out', occurredOn: '2026-05-04' },
  })
  cancel(@Asking() asked: Asked, @Param() { id, ...of }: OfInstalment, @Body() body: CancelInstalmentBody) {
    return this.record('CancelInstalment', asked, id, { ...body, ...of });
  }
}
