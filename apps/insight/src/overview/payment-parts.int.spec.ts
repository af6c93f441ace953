import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InvoicedItem, PartnershipEvent } from '#partnership';
import { economist, wish } from '../../../../libs/partnership/test/story.js';
import {
  amend,
  correct,
  modelAgreed,
  release,
  second,
  settle,
  verify,
  withdraw,
} from '../../../../libs/partnership/test/story-of-results.js';
import { decided } from '../../../../libs/partnership/test/trying.js';
import { competitor, type Insight, municipality, openInsight, partner } from '../../test/insight.js';

const third = { outcomeId: 'u3', period: { from: '2026-05-01', to: '2026-05-10' }, verifiedOn: '2026-05-20' };
const measurement = {
  measurementId: 'm1',
  found: { evidenceLevel: 'measured', contractId: 'k1', period: third.period, revision: 7, suppliedBy: ['pm-1'] },
};
const id = randomUUID();
let insight: Insight;
let past: readonly PartnershipEvent[] = [];
let last = 0;

/** Has it happened, and gives the contract as somebody sees it then. */
async function happens(...wishes: Parameters<typeof decided>[1][]) {
  const events = decided(past, ...wishes);
  past = [...past, ...events];
  if (events.length > 0) last = await insight.happened(id, events, { illustrative: ['evidence', 'title'] });
  return seenBy(municipality);
}
async function seenBy(principal: typeof municipality) {
  const { body } = await insight.get(principal, `/partnerships/${id}?at-least=${last}`);
  return body.contracts.find((one: { contractId: string }) => one.contractId === 'k1');
}

beforeAll(async () => {
  insight = await openInsight();
  past = modelAgreed;
  last = await insight.happened(id, modelAgreed);
}, 60_000);
afterAll(() => insight.close());

describe('what a contract pays by results', () => {
  it('is shown step by step: what an outcome would pay, what was released, what is left for the next', async () => {
    const agreed = await happens();
    expect(agreed.paymentModels).toMatchObject([
      {
        modelId: 'b1',
        kpi: 'admissions',
        versions: [{ version: 1, direction: 'down', formula: { kind: 'per-outcome' }, capOere: 200_000_000 }],
        outcomes: [],
      },
    ]);

    const verified = await happens(
      verify(),
      verify(second),
      verify({ ...third, population: 3, measurements: [measurement] }),
    );
    expect(verified.paymentModels[0].outcomes).toMatchObject([
      {
        outcomeId: 'u1',
        status: 'verified',
        verifiedBy: 'eval-1',
        baseline: { value: '5' },
        payment: { payable: true, calculation: { units: '2', amountOere: 120_000_000, capLeftOere: 200_000_000 } },
        illustrative: ['evidence', 'title'],
      },
      { outcomeId: 'u2', payment: { payable: true, calculation: { amountOere: 120_000_000 } } },
      { outcomeId: 'u3', measurements: ['m1'], payment: { payable: false, reason: 'population-too-small' } },
    ]);
    expect(verified.paymentModels[0].outcomes[2]).not.toHaveProperty('measuredAs');
    // A mark of an outcome says nothing of the contract.
    expect(verified.illustrative).toEqual([]);

    const corrected = await happens(correct(), amend({ capOere: 150_000_000 }));
    expect(corrected.paymentModels[0]).toMatchObject({
      versions: [{ version: 1 }, { version: 2, reason: 'Flere borgere er med', capOere: 150_000_000 }],
      outcomes: [
        { correctedBecause: expect.any(String), payment: { calculation: { amountOere: 90_000_000 } } },
        {},
        {},
      ],
    });

    const released = await happens(release());
    expect(released.paymentModels[0].outcomes).toMatchObject([
      { status: 'released', releasedOn: '2026-05-01', payment: { calculation: { amountOere: 90_000_000 } } },
      // Verified under the first version, whose cap it keeps.
      { payment: { calculation: { amountOere: 110_000_000, capLeftOere: 110_000_000 } } },
      {},
    ]);

    const settled = await happens(settle({ amountOere: 90_000_000 }), withdraw({ outcomeId: 'u2' }));
    expect(settled.paymentModels[0].outcomes).toMatchObject([
      { status: 'settled', paidOn: '2026-05-20', paymentReference: 'B-77' },
      { status: 'withdrawn', withdrawnBecause: 'Perioden var aftalt fri' },
      { status: 'verified' },
    ]);
    expect(settled.paymentModels[0].outcomes[1]).not.toHaveProperty('payment');
  });

  it('is nothing where a measurement says something else since, until it is verified by what stands', async () => {
    const other = randomUUID();
    let position = await insight.happened(other, modelAgreed);
    const said: PartnershipEvent[] = [...modelAgreed];
    const payments = async (...events: Parameters<Insight['happened']>[1][number][]) => {
      position = await insight.happened(other, events);
      const { body } = await insight.get(partner, `/partnerships/${other}?at-least=${position}`);
      const [{ outcomes }] = body.contracts[0].paymentModels;
      expect(outcomes[0]).not.toHaveProperty('statedAt');
      return outcomes[0].payment;
    };
    const wished = async (...wishes: Parameters<typeof decided>[1][]) => {
      const events = decided(said, ...wishes);
      said.push(...events);
      return payments(...events);
    };
    const { found } = measurement;
    const correction = {
      type: 'MeasurementCorrected',
      data: {
        partnershipId: other,
        kpi: 'admissions',
        reason: 'Talt forkert',
        measurement: {
          measurementId: 'm1',
          period: found.period,
          value: '4',
          n: 20,
          contractId: 'k1',
          source: 'EOJ',
          evidenceLevel: 'measured',
        },
      },
    } as const;
    expect(await wished(verify({ ...third, measurements: [measurement] }))).toMatchObject({ payable: true });
    const ofOther = { ...correction.data, measurement: { ...correction.data.measurement, measurementId: 'm2' } };
    expect(await payments({ ...correction, data: ofOther })).toMatchObject({ payable: true });
    expect(await payments(correction)).toEqual({ payable: false, reason: 'measurements-changed' });
    const again = { ...measurement, found: { ...found, revision: 8 } };
    expect(await wished(correct({ ...third, measurements: [again] }))).toMatchObject({ payable: true });
  });

  it('is seen by its own partner, and by no other', async () => {
    const { paymentModels } = await seenBy(partner);
    expect(paymentModels).toHaveLength(1);
    expect(await seenBy(competitor)).toBeUndefined();
    const told = async (principal: typeof municipality) => {
      const { body } = await insight.get(principal, `/partnerships/${id}/timeline?limit=100&at-least=${last}`);
      const types = body.items.map(({ type }: { type: string }) => type);
      return types.filter((type: string) => /^(PaymentModel|Outcome)/.test(type)).length;
    };
    expect(await told(competitor)).toBe(0);
    expect(await told(partner)).toBe(await told(municipality));
  });
});

describe('what a partner asks to be paid', () => {
  const invoice = (item: InvoicedItem, changes: object = {}) =>
    wish(economist, 'ReceiveInvoice', {
      contractId: 'k1',
      item,
      invoiceNumber: 'F-17',
      amountOere: 75_000_000,
      currency: 'DKK',
      receivedOn: '2026-05-21',
      ...changes,
    });

  it('stands beside what was agreed, for the partner too and for no other', async () => {
    await happens(
      invoice({ kind: 'instalment', phaseNo: 1, instalment: 'R1' }, { dueOn: '2026-06-20' }),
      invoice({ kind: 'outcome', modelId: 'b1', outcomeId: 'u1' }, { invoiceNumber: 'F-31' }),
    );
    const mine = await seenBy(partner);
    expect(mine.phases[0].instalments[0]).toMatchObject({
      code: 'R1',
      invoices: [{ invoiceNumber: 'F-17', amountOere: 75_000_000, receivedOn: '2026-05-21', dueOn: '2026-06-20' }],
    });
    expect(mine.phases[0].instalments[0].amountOere).not.toBe(75_000_000);
    expect(mine.phases[0].instalments[1]).not.toHaveProperty('invoices');
    const outcomes: { outcomeId: string; invoices?: object[] }[] = mine.paymentModels[0].outcomes;
    expect(outcomes.filter(({ invoices }) => invoices)).toMatchObject([
      {
        outcomeId: 'u1',
        invoices: [{ invoiceNumber: 'F-31', amountOere: 75_000_000, illustrative: ['evidence', 'title'] }],
      },
    ]);
    expect(mine.illustrative).toEqual([]);
    expect(await seenBy(municipality)).toMatchObject({ phases: mine.phases });
    expect(await seenBy(competitor)).toBeUndefined();
  });
});
