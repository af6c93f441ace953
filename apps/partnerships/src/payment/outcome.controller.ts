import { Body, Param } from '@nestjs/common';
import { type Bound, bounds, evidenceLevels, type StatedOutcome } from '#partnership';
import { Code, Decimal, ListOf, Nested, Oere, OneOf, Text, WholeNumber } from '#platform';
import { Asked, Asking } from '../asked.js';
import { PeriodBody } from '../kpi/reading.js';
import type { Recorded } from '../recorded.js';
import { answer, Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated, happenedOn, Told } from '../told.js';
import { invoiceText, ReceiveInvoiceBody } from './invoice.bodies.js';
import { OfModel } from './model.controller.js';
import { OutcomeWish, type RestingById } from './outcome-wish.js';

abstract class OutcomeBody extends Told implements Omit<StatedOutcome, 'measurements' | 'verifiedOn'> {
  @Nested(() => PeriodBody) period: PeriodBody;
  @Decimal({ optional: true }) value?: string;
  @Decimal({ optional: true, description: 'With the denominator, in place of a value' }) numerator?: string;
  @Decimal({ optional: true }) denominator?: string;
  @OneOf(bounds, { optional: true, description: 'Whether the value is known exactly; a point unless stated' })
  bound?: Bound;
  @WholeNumber({ min: 1, description: 'How many people the outcome is about' }) population: number;
  @OneOf(evidenceLevels, { description: 'Weakest first', example: 'measured' })
  evidenceLevel: StatedOutcome['evidenceLevel'];
  @Text({ max: 4000, description: 'What it rests on' }) evidence: string;
  @ListOf(Code({ example: 'DOC-1' }), { max: 100, optional: true, description: 'Journalised documents' })
  documents?: string[];
  @ListOf(Code({ example: 'SITE-1-2026-03' }), {
    max: 1000,
    optional: true,
    description: "Ids of the KPI's measurements it is made of; whoever supplied one of them may not verify it",
  })
  measurements?: string[];
  @happenedOn('2026-04-20') verifiedOn?: string;
  @Text({ max: 4000, optional: true }) note?: string;
}

export class VerifyOutcomeBody extends OutcomeBody {
  @Code({ optional: true, description: 'Made here unless given', example: 'O-2026-Q1' }) outcomeId?: string;
}

export class CorrectOutcomeBody extends OutcomeBody {
  @Text({ max: 2000 }) reason: string;
}

type InPath = 'contractId' | 'modelId' | 'outcomeId';

export class WithdrawOutcomeBody extends Dated implements Says<'WithdrawOutcome', InPath> {
  @Text({ max: 2000 }) reason: string;
}

export class ReleaseOutcomePaymentBody
  extends Told
  implements Says<'ReleaseOutcomePayment', InPath | 'releasedOn' | 'measurements'>
{
  @happenedOn('2026-05-04') releasedOn?: string;
  @Text({ max: 200, optional: true }) invoiceReference?: string;
}

export class SettleOutcomePaymentBody extends Told implements Says<'SettleOutcomePayment', InPath | 'paidOn'> {
  @Oere() amountOere: number;
  @happenedOn('2026-05-20') paidOn?: string;
  @Text({ max: 200 }) paymentReference: string;
}

class OfOutcome extends OfModel {
  @Code({ description: 'The outcome', example: 'O-2026-Q1' }) outcomeId: string;
}

const verified = {
  period: { from: '2026-01-01', to: '2026-03-31' },
  value: '41',
  population: 48,
  evidenceLevel: 'measured',
  evidence: 'The alarm logs of both homes, gone through with the night staff',
  verifiedOn: '2026-04-20',
};

@Room('Results-based payment', 'contracts/:contractId/payment-models/:modelId/outcomes')
export class OutcomeController extends Recorder {
  @Records('VerifyOutcome', '', {
    summary: 'Verify an outcome',
    description:
      'By somebody who neither is the partner nor supplied the measurements. Periods of outcomes of one model do not overlap.',
    example: { outcomeId: 'O-2026-Q1', ...verified },
  })
  verify(
    @Asking() asked: Asked,
    @Param() { id, ...of }: OfModel,
    @Body() { verifiedOn = asked.today, ...body }: VerifyOutcomeBody,
  ): Promise<Recorded> {
    const outcomeId = asked.idOr('outcomeId', body.outcomeId);
    return this.about('VerifyOutcome', asked, id, { ...body, ...of, outcomeId, verifiedOn }, verifiedOn);
  }

  @Records('CorrectOutcome', ':outcomeId/corrections', {
    summary: 'Correct a verified outcome',
    description:
      'The whole of it, as it should have been. Whoever corrects it verifies it again, also as it was, by measurements that were corrected since. Once its payment is released it stands.',
    example: { ...verified, value: '42', reason: 'An alarm was counted twice' },
  })
  correct(
    @Asking() asked: Asked,
    @Param() { id, ...of }: OfOutcome,
    @Body() { verifiedOn = asked.today, ...body }: CorrectOutcomeBody,
  ): Promise<Recorded> {
    return this.about('CorrectOutcome', asked, id, { ...body, ...of, verifiedOn }, verifiedOn);
  }

  @Records('WithdrawOutcome', ':outcomeId/withdrawal', {
    summary: 'Withdraw an outcome that is not released',
    example: { reason: 'The period was agreed to be left out', occurredOn: '2026-05-04' },
  })
  withdraw(@Asking() asked: Asked, @Param() { id, ...of }: OfOutcome, @Body() body: WithdrawOutcomeBody) {
    return this.record('WithdrawOutcome', asked, id, { ...body, ...of });
  }

  @Records('ReleaseOutcomePayment', ':outcomeId/release', {
    summary: 'Release the payment of an outcome',
    description:
      'The amount is calculated here, and its steps are kept with it. The measurements must stand as they were verified. Once, whatever is retried.',
    example: { releasedOn: '2026-05-04', invoiceReference: 'F-2026-044' },
  })
  release(
    @Asking() asked: Asked,
    @Param() { id, ...of }: OfOutcome,
    @Body() { releasedOn = asked.today, ...body }: ReleaseOutcomePaymentBody,
  ) {
    return this.about('ReleaseOutcomePayment', asked, id, { ...body, ...of, releasedOn }, releasedOn);
  }

  @Records('ReceiveInvoice', ':outcomeId/invoices', {
    ...invoiceText,
    operationId: 'ReceiveOutcomeInvoice',
    example: {
      invoiceNumber: 'F-2026-044',
      amountOere: 22_500_000,
      currency: 'DKK',
      receivedOn: '2026-05-05',
      dueOn: '2026-06-04',
    },
  })
  receiveInvoice(
    @Asking() asked: Asked,
    @Param() { id, contractId, ...of }: OfOutcome,
    @Body() { receivedOn = asked.today, ...body }: ReceiveInvoiceBody,
  ) {
    const item = { kind: 'outcome', ...of } as const;
    return this.record('ReceiveInvoice', asked, id, { ...body, contractId, item, receivedOn, occurredOn: receivedOn });
  }

  @Records('SettleOutcomePayment', ':outcomeId/settlement', {
    summary: 'The released payment of an outcome is paid',
    example: { amountOere: 22_500_000, paidOn: '2026-05-20', paymentReference: 'B-99951' },
  })
  settle(
    @Asking() asked: Asked,
    @Param() { id, ...of }: OfOutcome,
    @Body() { paidOn = asked.today, ...body }: SettleOutcomePaymentBody,
  ) {
    return this.record('SettleOutcomePayment', asked, id, { ...body, ...of, paidOn, occurredOn: paidOn });
  }

  /** Gives a command about an outcome whose measurements are still to be looked up. */
  private async about<Type extends RestingById['type']>(
    type: Type,
    asked: Asked,
    partnershipId: string,
    { illustrative, source, ...data }: Told & Extract<RestingById, { type: Type }>['data'],
    occurredOn: string,
  ): Promise<Recorded> {
    const { by, at, today } = asked;
    const command = { type, data, by, at, today, occurredOn } as unknown as RestingById;
    return answer(
      asked,
      await this.commands.execute(new OutcomeWish(partnershipId, command, { illustrative, source }, asked)),
    );
  }
}
