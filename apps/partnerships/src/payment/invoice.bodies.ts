import { BusinessDate, Currency, Oere, Text } from '#platform';
import type { Says } from '../recorder.js';
import { happenedOn, Told } from '../told.js';

export class ReceiveInvoiceBody extends Told implements Says<'ReceiveInvoice', 'contractId' | 'item' | 'receivedOn'> {
  @Text({ max: 60, description: "The partner's own number", example: 'F-2026-018' }) invoiceNumber: string;
  @Oere({ description: 'What it asks for, whether that is what was agreed or not' }) amountOere: number;
  @Currency() currency: string;
  @happenedOn('2026-02-10') receivedOn?: string;
  @BusinessDate({ optional: true, description: 'When it is to be paid', example: '2026-03-12' }) dueOn?: string;
}

export const invoiceText = {
  summary: 'An invoice is received',
  description:
    'For what is released, or could be. An amount that is not the agreed one is kept, and shown beside it. A number is taken once under a contract.',
};
