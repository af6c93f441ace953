import { describe, expect, it } from '@jest/globals';
import { fold } from '#decider';
import { type PartnershipEvent, partnership, type Registered } from '#partnership';
import { noticePublished, notice as publishedNotice, today } from '../../../partnership/test/story.js';
import { contractsSigned, developing, sensorTerms } from '../../../partnership/test/story-from-contract.js';
import type { Heard } from './disagreement.js';
import { disagreements } from './reconciliation.js';

let count = 0;
const heard = (type: string, said: unknown, more: Partial<Heard> = {}): Heard => ({
  messageId: `m-${++count}`,
  outcome: 'applied',
  type: `procurement.${type}.v1`,
  said,
  ...more,
});
const refused = { outcome: 'refused', why: { en: 'No.', da: 'Nej.' }, deadLetter: '0-42' } as const;

const found = (past: readonly PartnershipEvent[], ...messages: Heard[]) =>
  disagreements(messages, fold(partnership, past) as Registered, today);
const kinds = (past: readonly PartnershipEvent[], ...messages: Heard[]) =>
  found(past, ...messages).map(({ kind }) => kind);

const r1 = { contractId: 'k1', item: { kind: 'instalment', phaseNo: 1, instalment: 'R1' } };
const invoice = { ...r1, invoiceNumber: 'F-1', amountOere: 40_000_000, currency: 'DKK', receivedOn: '2025-11-03' };
const payment = { ...r1, amountOere: 40_000_000, paidOn: '2025-12-01', paymentReference: 'B-1' };
const released: PartnershipEvent = {
  type: 'InstalmentReleased',
  data: {
    contractId: 'k1',
    phaseNo: 1,
    instalment: 'R1',
    amountOere: 40_000_000,
    currency: 'DKK',
    releasedOn: '2026-05-01',
    releasedBy: 'fin-1',
  },
};
const settled: PartnershipEvent = {
  type: 'PaymentSettled',
  data: {
    contractId: 'k1',
    phaseNo: 1,
    instalment: 'R1',
    amountOere: 40_000_000,
    paidOn: '2026-05-20',
    paymentReference: 'B-1',
  },
};

describe('reconciling with a procurement system', () => {
  it('finds nothing where both sides say the same', () => {
    const messages = [
      heard('notice-published', publishedNotice),
      heard('contract-signed', sensorTerms),
      heard('invoice-received', invoice),
      heard('payment-settled', { ...payment, paidOn: '2026-05-20' }),
    ];
    expect(kinds([...developing, released, settled], ...messages)).toEqual([]);
  });

  it('names what was refused and not put back, with the reason and what to do', () => {
    const [one, ...others] = found(noticePublished, heard('tender-received', {}, refused));
    expect(others).toEqual([]);
    expect(one).toMatchObject({ kind: 'refused', deadLetters: ['0-42'] });
    expect(one?.here.en).toBe('It was refused: No.');
    expect(one?.todo.da).toContain('retry 0-42');
    expect(kinds(noticePublished, heard('tender-received', {}, { outcome: 'refused' }))).toEqual([]);
  });

  it('names what could not be read as far as it names the partnership', () => {
    const message = heard('tender-received', undefined, { ...refused, outcome: 'unreadable' });
    expect(kinds(noticePublished, message)).toEqual(['unreadable']);
  });

  it('compares the deadline of the notice, and says both', () => {
    const [one] = found(
      noticePublished,
      heard('notice-published', { ...publishedNotice, requestDeadline: '2025-12-24' }),
    );
    expect(one).toMatchObject({ kind: 'notice-differs', about: { noticeId: publishedNotice.noticeId } });
    expect(one?.there.en).toContain('2025-12-24');
    expect(one?.here.en).toContain(publishedNotice.requestDeadline);
  });

  it('names a contract signed there and unknown here', () => {
    const [, one] = found(noticePublished, heard('contract-signed', sensorTerms, refused));
    expect(one).toMatchObject({ kind: 'contract-unknown', about: { contractId: 'k1' }, deadLetters: ['0-42'] });
    expect(one?.there.da).toContain('1.500.000,00 DKK');
  });

  it.each([
    ['another value', { phases: [{ ...sensorTerms.phases[0]!, valueOere: 100_000_001 }, sensorTerms.phases[1]!] }],
    ['another partner', { partner: { cvr: '33333333', name: 'En anden' } }],
    ['another most it may cost', { maximumCostOere: 1 }],
  ])('names a contract with %s', (_, changes) => {
    expect(kinds(contractsSigned, heard('contract-signed', { ...sensorTerms, ...changes }))).toEqual([
      'contract-differs',
    ]);
  });

  it('names an invoice over another amount than the instalment, until a right one comes', () => {
    const wrong = heard('invoice-received', { ...invoice, amountOere: 41_000_000 });
    const [one] = found(developing, wrong);
    expect(one).toMatchObject({ kind: 'invoice-differs', about: { instalment: 'R1', invoiceNumber: 'F-1' } });
    expect(one?.there.en).toContain('410,000.00 DKK');
    expect(one?.here.en).toContain('400,000.00 DKK');
    const right = heard('invoice-received', { ...invoice, invoiceNumber: 'F-2' });
    expect(kinds(developing, wrong, right)).toEqual([]);
    // The wrong one again says nothing new.
    expect(kinds(developing, wrong, right, { ...wrong, outcome: 'repeated' })).toEqual([]);
  });

  it('names a payment of what was never released', () => {
    expect(kinds(developing, heard('payment-settled', payment))).toEqual(['settled-not-released']);
    expect(kinds(developing, heard('payment-settled', { ...payment, contractId: 'k9' }))).toEqual([
      'settled-not-released',
    ]);
  });

  it('names a payment of another amount, or a second one', () => {
    const other = heard('payment-settled', { ...payment, amountOere: 39_000_000, paidOn: '2026-05-20' });
    expect(kinds([...developing, released], other)).toEqual(['payment-differs']);
    const second = heard('payment-settled', { ...payment, paymentReference: 'B-2', paidOn: '2026-05-30' });
    expect(kinds([...developing, released, settled], second)).toEqual(['payment-differs']);
  });

  it('names what was released long ago and is not settled', () => {
    const early = { ...released, data: { ...released.data, releasedOn: '2026-04-01' } } as PartnershipEvent;
    expect(kinds([...developing, early])).toEqual(['released-not-settled']);
    expect(kinds([...developing, early, settled])).toEqual([]);
    expect(kinds([...developing, released])).toEqual([]);
  });

  it('compares the end of the standstill and its complaint', () => {
    const state = fold(partnership, contractsSigned) as Registered;
    const endedOn = state.procurement.award!.standstillEndsOn;
    expect(kinds(contractsSigned, heard('standstill-ended', { endedOn }))).toEqual([]);
    const complained = heard('standstill-ended', { endedOn, complaint: { lodgedOn: endedOn } });
    expect(kinds(contractsSigned, complained)).toEqual(['standstill-differs']);
    expect(kinds(noticePublished, heard('standstill-ended', { endedOn }, refused))).toEqual([
      'refused',
      'standstill-unknown',
    ]);
  });

  it('says everything in both languages', () => {
    const all = found(
      developing,
      heard('tender-received', {}, refused),
      heard('invoice-received', { ...invoice, amountOere: 1 }),
      heard('payment-settled', payment),
      heard('contract-signed', { ...sensorTerms, contractId: 'k9' }),
    );
    expect(all).toHaveLength(4);
    for (const { there, here, todo } of all)
      for (const { en, da } of [there, here, todo]) {
        expect(en).not.toBe('');
        expect(da).not.toBe(en);
      }
  });
});
