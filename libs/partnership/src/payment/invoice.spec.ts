import { describe, expect, it } from '@jest/globals';
import { fold } from '#decider';
import { refuses } from '../../test/refuses.js';
import { economist, leader, officer, sensorPatch, system, wish } from '../../test/story.js';
import {
  contractsSigned,
  firstGatePassed,
  gatesPassed,
  passedOnCondition,
  targetsAssessed,
} from '../../test/story-from-contract.js';
import * as results from '../../test/story-of-results.js';
import { decided, refused } from '../../test/trying.js';
import { type PartnershipEvent, partnership } from '../partnership.js';
import type { Invoice } from './invoice.js';

const invoice: Invoice = {
  contractId: 'k1',
  item: { kind: 'instalment', phaseNo: 1, instalment: 'R2' },
  invoiceNumber: 'F-17',
  amountOere: 60_000_000,
  currency: 'DKK',
  receivedOn: '2026-05-01',
  dueOn: '2026-05-31',
};
const receive = (changes: Partial<Invoice> = {}) => wish(economist, 'ReceiveInvoice', { ...invoice, ...changes });
const received = (changes: Partial<Invoice> = {}): PartnershipEvent => ({
  type: 'InvoiceReceived',
  data: { ...invoice, ...changes },
});
const forOutcome = (changes: Partial<Invoice> = {}) =>
  receive({ item: { kind: 'outcome', modelId: 'b1', outcomeId: 'u1' }, invoiceNumber: 'F-31', ...changes });
const terminated: PartnershipEvent = {
  type: 'ContractTerminated',
  data: { contractId: 'k1', ground: 'breach', reason: 'Leverer ikke', terminatedOn: '2026-04-01' },
};
const cancelled: PartnershipEvent = {
  type: 'InstalmentCancelled',
  data: { contractId: 'k1', phaseNo: 1, instalment: 'R2', reason: 'Bortfaldt' },
};
const release = wish(economist, 'ReleaseInstalment', {
  contractId: 'k1',
  phaseNo: 1,
  instalment: 'R2',
  releasedOn: '2026-05-01',
});
const released = [...firstGatePassed, ...decided(firstGatePassed, release)];

describe('receiving an invoice', () => {
  it('is noted by finance, or told by a system', () => {
    expect(decided(firstGatePassed, receive())).toEqual([received()]);
    expect(decided(firstGatePassed, { ...receive(), by: system })).toHaveLength(1);
  });

  it('is of what could be released, of what is, and of what is paid', () => {
    const settle = wish(economist, 'SettlePayment', {
      contractId: 'k1',
      phaseNo: 1,
      instalment: 'R2',
      amountOere: 60_000_000,
      paidOn: '2026-05-10',
      paymentReference: 'B-1',
    });
    expect(decided(released, receive())).toHaveLength(1);
    expect(decided([...released, ...decided(released, settle)], receive())).toHaveLength(1);
    expect(decided([...released, terminated], receive())).toHaveLength(1);
  });

  it('is of an outcome that could be released, of one that is, and of one that is paid', () => {
    for (const past of [results.verified, results.released, results.settled])
      expect(decided(past, forOutcome())).toHaveLength(1);
  });

  it('keeps an amount, or a currency, that is not the agreed one', () => {
    const events = decided(firstGatePassed, receive({ amountOere: 75_000_000, currency: 'EUR' }));
    expect(fold(partnership, [...firstGatePassed, ...events])).toMatchObject({
      contracts: { k1: { invoices: { 'F-17': { amountOere: 75_000_000, currency: 'EUR' } } } },
    });
  });

  it('is known as it was, also of a currency that was taken before', () => {
    const past = [...firstGatePassed, received({ currency: 'DKR' })];
    expect(fold(partnership, past)).toMatchObject({ contracts: { k1: { invoices: { 'F-17': { currency: 'DKR' } } } } });
    expect(decided(past, receive({ currency: 'DKR' }))).toEqual([]);
  });

  it('changes nothing the second time, whoever tells it', () => {
    expect(decided(firstGatePassed, receive(), receive(), { ...receive(), by: system })).toHaveLength(1);
  });

  it('may be of another number for the same instalment, and of the same number under another contract', () => {
    expect(decided(firstGatePassed, receive(), receive({ invoiceNumber: 'F-18' }))).toHaveLength(2);
    expect(decided(gatesPassed, receive(), receive({ contractId: 'k2' }))).toHaveLength(2);
  });

  it('is told of one number once', () => {
    expect(decided(firstGatePassed, receive({ invoiceNumber: 'constructor' }))).toHaveLength(1);
    const past = [...firstGatePassed, received({ invoiceNumber: '__proto__' })];
    expect(decided(past, receive({ invoiceNumber: '__proto__' }))).toEqual([]);
  });

  it('is noted while the case rests, and after it has ended', () => {
    const state = fold(partnership, released);
    for (const status of ['suspended', 'closed'] as const)
      expect(partnership.decide(receive(), { ...state, status } as never)).toHaveLength(1);
  });

  refuses([
    ['to the procurement officer', firstGatePassed, { ...receive(), by: officer }, 'role-may-not'],
    ['to leadership', firstGatePassed, { ...receive(), by: leader }, 'role-may-not'],
    ['to the partner', firstGatePassed, { ...receive(), by: sensorPatch }, 'role-may-not'],
    [
      'of another amount under the same number',
      [...firstGatePassed, received()],
      receive({ amountOere: 1 }),
      'invoice-number-taken',
    ],
    [
      'of another instalment under the same number',
      [...firstGatePassed, received()],
      receive({ item: { kind: 'instalment', phaseNo: 1, instalment: 'R1' } }),
      'invoice-number-taken',
    ],
    ['of nothing', firstGatePassed, receive({ amountOere: 0 }), 'amount-not-in-oere'],
    ['in a currency there is none of', firstGatePassed, receive({ currency: 'DKR' }), 'currency-unknown'],
    ['in a currency that is no more', firstGatePassed, receive({ currency: 'DEM' }), 'currency-unknown'],
    ['before it is received', firstGatePassed, receive({ receivedOn: '2026-06-02' }), 'in-the-future'],
    ['under no contract there is', firstGatePassed, receive({ contractId: 'k9' }), 'unknown-contract'],
    [
      'of no phase there is',
      firstGatePassed,
      receive({ item: { kind: 'instalment', phaseNo: 9, instalment: 'R2' } }),
      'unknown-phase',
    ],
    [
      'of no instalment there is',
      firstGatePassed,
      receive({ item: { kind: 'instalment', phaseNo: 1, instalment: 'R9' } }),
      'unknown-instalment',
    ],
    ['before the gate', targetsAssessed, receive(), 'gate-not-passed'],
    ['before the condition of the gate is fulfilled', passedOnCondition, receive(), 'condition-not-fulfilled'],
    [
      'before the phase has started',
      contractsSigned,
      receive({ item: { kind: 'instalment', phaseNo: 1, instalment: 'R1' } }),
      'phase-not-started',
    ],
    ['of what is cancelled', [...firstGatePassed, cancelled], receive(), 'instalment-cancelled'],
    ['of what was not released before the end', [...firstGatePassed, terminated], receive(), 'contract-terminated'],
    [
      'by no payment model there is',
      results.verified,
      forOutcome({ item: { kind: 'outcome', modelId: 'b9', outcomeId: 'u1' } }),
      'unknown-payment-model',
    ],
    ['of no outcome there is', results.modelAgreed, forOutcome(), 'unknown-outcome'],
    [
      'of an outcome that is withdrawn',
      [...results.verified, ...decided(results.verified, results.withdraw())],
      forOutcome(),
      'outcome-withdrawn',
    ],
    ['of an outcome after the end', [...results.verified, terminated], forOutcome(), 'outcome-contract-terminated'],
  ]);

  it('is refused of an outcome that pays nothing', () => {
    const nothing = [
      ...results.modelAgreed,
      ...decided(results.modelAgreed, results.verify({ population: 99, denominator: '400' })),
    ];
    expect(refused(nothing, forOutcome())).toBe('population-too-small');
  });
});
