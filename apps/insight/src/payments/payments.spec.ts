import { describe, expect, it } from '@jest/globals';
import type { Invoice } from '#partnership';
import { contractsSigned } from '../../../../libs/partnership/test/story-from-contract.js';
import { rowsAfter } from '../../test/rows.js';
import { caseFiguresProjection } from '../case-figures/projection.js';
import type { Happening } from '../events.js';
import { contractAnswer, type Tally } from './answer.js';
import type { ContractSumRow, InvoiceRow, PaymentRow } from './rows.js';
import { capOf, sumOf } from './sums.js';

const r1 = { contractId: 'k1', phaseNo: 1, instalment: 'R1' };
const released = (releasedOn: string): Happening => ({
  type: 'InstalmentReleased',
  data: { ...r1, amountOere: 40_000_000, currency: 'DKK', releasedOn, releasedBy: 'fin-1' },
});
const settled: Happening = {
  type: 'PaymentSettled',
  data: { ...r1, amountOere: 40_000_000, paidOn: '2026-01-20', paymentReference: 'B-1' },
};
const cancelled: Happening = {
  type: 'InstalmentCancelled',
  data: { contractId: 'k1', phaseNo: 2, instalment: 'R1', reason: 'Udgår' },
};
const ofOutcome = { contractId: 'k1', modelId: 'm1', outcomeId: 'o1' };
const verified: Happening = {
  type: 'OutcomeVerified',
  data: {
    ...ofOutcome,
    value: '12',
    population: 40,
    evidenceLevel: 'measured',
    period: { from: '2026-01-01', to: '2026-03-31' },
    evidence: 'Journal',
    verifiedOn: '2026-04-10',
    modelVersion: 1,
    verifiedBy: 'eval-1',
  },
};
const paidFor: Happening = {
  type: 'OutcomePaymentReleased',
  data: {
    ...ofOutcome,
    amountOere: 1_200,
    currency: 'DKK',
    calculation: { formulaOere: 1_200, amountOere: 1_200 },
    releasedOn: '2026-04-20',
    releasedBy: 'fin-1',
  },
};

const rows = (...events: readonly Happening[]) => rowsAfter(caseFiguresProjection, [...contractsSigned, ...events]);
const payments = (...events: readonly Happening[]) => rows(...events).of<PaymentRow>('payment');
const payment = (item: string, ...events: readonly Happening[]) =>
  payments(...events).find((row) => row.contract_id === 'k1' && row.item === item);

describe('the payments of a contract', () => {
  it('begin with each instalment as it is agreed, for its own partner', () => {
    expect(
      payments().map(({ contract_id, item, amount_oere, currency, audience }) => [
        contract_id,
        item,
        amount_oere,
        currency,
        audience,
      ]),
    ).toEqual([
      ['k1', '1/R1', 40_000_000, 'DKK', '11111111'],
      ['k1', '1/R2', 60_000_000, 'DKK', '11111111'],
      ['k1', '2/R1', 50_000_000, 'DKK', '11111111'],
      ['k2', '1/R1', 40_000_000, 'DKK', '22222222'],
      ['k2', '1/R2', 60_000_000, 'DKK', '22222222'],
      ['k2', '2/R1', 50_000_000, 'DKK', '22222222'],
    ]);
  });

  it('are released and paid once, whatever is told again', () => {
    const once = payment('1/R1', released('2026-01-05'), settled);
    expect(once).toMatchObject({ released_on: '2026-01-05', settled_on: '2026-01-20', cancelled_on: null });
    const told = payment('1/R1', released('2026-01-05'), settled, released('2026-02-09'), settled);
    expect(told).toEqual(once);
  });

  it('are cancelled on the day it occurred', () => {
    expect(payment('2/R1', cancelled)).toMatchObject({ cancelled_on: '2026-05-01', released_on: null });
  });

  it('grow with the phases that are added, and the maximum cost with them', () => {
    const amended: Happening = {
      type: 'ContractAmended',
      data: {
        contractId: 'k1',
        description: 'Fase 3',
        legalBasis: '§ 178',
        reason: 'Flere steder',
        maximumCostOere: 600_000_000,
        addedPhases: [
          {
            no: 3,
            title: 'Drift',
            plannedStart: '2026-07-01',
            plannedEnd: '2026-12-31',
            valueOere: 10_000,
            targets: [],
            instalments: [{ code: 'R1', title: 'Drift', amountOere: 10_000 }],
          },
        ],
      },
    };
    expect(payment('3/R1', amended)).toMatchObject({ phase_no: 3, amount_oere: 10_000, stated_on: '2026-05-01' });
    const [contract] = rows(amended).of<ContractSumRow>('contract_sum');
    expect(contract).toMatchObject({
      maximum_cost_oere: 600_000_000,
      events: [expect.any(Number), expect.any(Number)],
    });
  });

  it('by results have no amount before it is released', () => {
    expect(payment('m1/o1', verified)).toMatchObject({ kind: 'outcome', amount_oere: null, stated_on: '2026-04-10' });
    expect(payment('m1/o1', verified, paidFor)).toMatchObject({ amount_oere: 1_200, released_on: '2026-04-20' });
  });

  it('are asked for by invoices as they came, whether that is what was agreed or not', () => {
    const invoice = { contractId: 'k1', amountOere: 41_000_000, currency: 'DKK', receivedOn: '2026-01-02' };
    const r1 = { kind: 'instalment', phaseNo: 1, instalment: 'R1' } as const;
    const o1 = { kind: 'outcome', modelId: 'm1', outcomeId: 'o1' } as const;
    const received = (more: Partial<Invoice> & Pick<Invoice, 'item' | 'invoiceNumber'>): Happening => ({
      type: 'InvoiceReceived',
      data: { ...invoice, ...more },
    });
    const found = rows(
      received({ invoiceNumber: 'F-1', item: r1 }),
      received({ invoiceNumber: 'F-2', item: o1, currency: 'EUR' }),
      received({ invoiceNumber: 'F-3', item: r1, contractId: 'k9' }),
    ).of<InvoiceRow>('invoice');
    expect(found).toMatchObject([
      {
        number: 'F-1',
        kind: 'instalment',
        item: '1/R1',
        phase_no: 1,
        amount_oere: 41_000_000,
        received_on: '2026-01-02',
      },
      { number: 'F-2', kind: 'outcome', item: 'm1/o1', phase_no: null, currency: 'DKK', asked_currency: 'EUR' },
    ]);
    expect(found.map(({ audience }) => audience)).toEqual(['11111111', '11111111']);
  });

  it('of a contract nobody signed are not there', () => {
    expect(payments({ ...verified, data: { ...verified.data, contractId: 'k9' } } as Happening)).toHaveLength(6);
  });
});

describe('adding payments up', () => {
  const tally = (kind: Tally['kind'], phase_no: number | null, more: Partial<Tally>) => ({
    kind,
    phase_no,
    released: false,
    settled: false,
    cancelled: false,
    released_in_period: more.released ?? false,
    settled_in_period: more.settled ?? false,
    cancelled_in_period: more.cancelled ?? false,
    illustrative: false,
    items: 1,
    amount_oere: 0,
    ...more,
  });
  const contract = {
    ...rows().of<ContractSumRow>('contract_sum')[0]!,
    case_number: 'S-1',
    partnership: 'Dehydrering',
  };

  it('tells what was moved in the period from what stands open', () => {
    const sum = sumOf([
      tally('instalment', 1, { released: true, settled: true, released_in_period: false, amount_oere: 10 }),
      tally('instalment', 1, { released: true, amount_oere: 20, illustrative: true }),
      tally('instalment', 1, { cancelled: true, amount_oere: 40 }),
      tally('instalment', 1, { items: 2, amount_oere: 80 }),
    ]);
    expect(sum).toEqual({
      items: 5,
      agreedOere: 150,
      releasedOere: 20,
      settledOere: 10,
      cancelled: 1,
      cancelledOere: 40,
      remaining: 2,
      remainingOere: 80,
      unpaidOere: 20,
      illustrative: 1,
    });
  });

  it('is nothing for nothing', () => {
    expect(Object.values(sumOf([])).every((one) => one === 0)).toBe(true);
  });

  it('keeps results beside the instalments, and measures both against the maximum cost', () => {
    const answer = contractAnswer(
      contract,
      [
        tally('instalment', 2, { amount_oere: 50_000_000 }),
        tally('instalment', 1, { released: true, amount_oere: 40_000_000 }),
        tally('instalment', 1, { amount_oere: 60_000_000 }),
        tally('outcome', null, { released: true, amount_oere: 10_000_000 }),
        tally('outcome', null, {}),
      ],
      [{ cap_oere: 20_000_000 }, { cap_oere: 30_000_000 }],
      [
        { kind: 'instalment', phase_no: 1, items: 2, amount_oere: 41_000_000, not_added: 1, illustrative: 1 },
        { kind: 'outcome', phase_no: null, items: 1, amount_oere: 9_000_000, not_added: 0, illustrative: 0 },
      ],
    );
    expect(answer).toMatchObject({
      instalments: { items: 3, agreedOere: 150_000_000, releasedOere: 40_000_000 },
      results: {
        models: 2,
        capOere: 50_000_000,
        outcomes: 2,
        unreleased: 1,
        releasedOere: 10_000_000,
        invoiced: { items: 1, amountOere: 9_000_000, notAdded: 0, illustrative: 0 },
      },
      releasedOfMaximum: 1_000,
      phases: [
        {
          phaseNo: 1,
          agreedOere: 100_000_000,
          invoiced: { items: 2, amountOere: 41_000_000, notAdded: 1, illustrative: 1 },
        },
        { phaseNo: 2, invoiced: { items: 0, amountOere: 0 } },
      ],
    });
  });

  it('says nothing of results where nothing is paid by them, and no share of nothing', () => {
    const answer = contractAnswer({ ...contract, maximum_cost_oere: 0 }, [], [], []);
    expect([answer.results, answer.releasedOfMaximum]).toEqual([undefined, undefined]);
  });

  it('says nothing of invoices where none could be known', () => {
    const answer = contractAnswer(contract, [tally('instalment', 1, {})], [], undefined);
    expect(answer.instalments).not.toHaveProperty('invoiced');
    expect(answer.phases[0]).not.toHaveProperty('invoiced');
  });

  it.each([
    [[5, 7], 12],
    [[5, null], null],
    [[], null],
  ])('takes %j as caps to be %j', (caps, cap) => {
    expect(capOf(caps)).toBe(cap);
  });
});
