import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '#platform';
import { contractSigned, contractsSigned, sensorTerms } from '../../../../libs/partnership/test/story-from-contract.js';
import { auditor, foreign, type Insight, municipality, openInsight, partner, today } from '../../test/insight.js';
import { payments } from '../../test/recomputed-payments.js';
import type { Happening } from '../events.js';

const id = randomUUID();
const inEuro = randomUUID();
let insight: Insight;
let last: number;
let beforeCorrection: string;
let time = Date.parse(`${today}T10:00:00Z`);

const released = (instalment: string, amountOere: number, releasedOn: string, contractId = 'k1'): Happening => ({
  type: 'InstalmentReleased',
  data: { contractId, phaseNo: 1, instalment, amountOere, currency: 'DKK', releasedOn, releasedBy: 'fin-1' },
});
const settled = (instalment: string, amountOere: number, paidOn: string): Happening => ({
  type: 'PaymentSettled',
  data: { contractId: 'k1', phaseNo: 1, instalment, amountOere, paidOn, paymentReference: `B-${instalment}` },
});
const invoiced = (invoiceNumber: string, amountOere: number, receivedOn: string, currency = 'DKK'): Happening => ({
  type: 'InvoiceReceived',
  data: {
    contractId: 'k1',
    item: { kind: 'instalment', phaseNo: 1, instalment: 'R1' },
    invoiceNumber,
    amountOere,
    currency,
    receivedOn,
  },
});
const dearer: Happening = {
  type: 'ContractAmended',
  data: {
    contractId: 'k1',
    description: 'Højere ramme',
    legalBasis: 'Udbudslovens § 178',
    reason: 'Flere steder',
    maximumCostOere: 1_000_000_000,
  },
};

const ask = async (path = '', principal: Principal = municipality) => {
  const { status, body } = await insight.get(
    principal,
    `/figures/payments${path.startsWith('/') ? '' : '?'}${path}&at-least=${last}`,
  );
  expect([path, status, body.detail]).toEqual([path, 200, undefined]);
  return body;
};

beforeAll(async () => {
  insight = await openInsight(undefined, () => new Date(time));
  await insight.happened(id, contractsSigned, { occurredOn: '2025-10-15' });
  const euro: Happening = {
    type: 'PartnershipContractSigned',
    data: { ...sensorTerms, contractId: 'e1', currency: 'EUR', partner: { cvr: '44444444', name: 'Nord GmbH' } },
  };
  const registered = contractSigned.slice(0, -1).map((event) =>
    event.type === 'PartnershipRegistered'
      ? {
          ...event,
          data: {
            ...event.data,
            caseNumber: 'S-EUR',
            leadOrganisation: '0751',
            classification: { ...event.data.classification, theme: 'green-transition' as const },
          },
        }
      : event,
  );
  const joined: Happening = {
    type: 'PartyJoined',
    data: { organisation: '0250', name: 'Frederikssund Kommune', partnerType: 'other-municipality' },
  };
  await insight.happened(inEuro, [...registered, joined, euro], { occurredOn: '2025-10-15' });
  await insight.happened(id, [invoiced('F-1', 41_000_000, '2026-01-03')], { occurredOn: '2026-01-03' });
  await insight.happened(id, [released('R1', 40_000_000, '2026-01-05')], { occurredOn: '2026-01-05' });
  last = await insight.happened(id, [settled('R1', 40_000_000, '2026-01-20')], { occurredOn: '2026-01-20' });
  beforeCorrection = (await ask()).asOf.time;
  time += 60_000;
  await insight.happened(id, [invoiced('F-2', 60_000_000, '2026-03-20'), invoiced('F-3', 100, '2026-03-21', 'EUR')], {
    occurredOn: '2026-03-21',
  });
  await insight.happened(id, [released('R2', 60_000_000, '2026-04-01')], { occurredOn: '2026-04-01' });
  last = await insight.happened(id, [dearer], { occurredOn: '2026-04-02' });
}, 60_000);
afterAll(() => insight.close());

describe('the payments over all contracts', () => {
  it('are added up by currency, and held against what the contracts may cost', async () => {
    const { totals } = await ask();
    expect(totals).toEqual([
      {
        currency: 'DKK',
        contracts: 2,
        maximumCostOere: 1_500_000_000,
        instalments: {
          items: 6,
          agreedOere: 300_000_000,
          releasedOere: 100_000_000,
          settledOere: 40_000_000,
          cancelledOere: 0,
          remainingOere: 200_000_000,
          unpaidOere: 60_000_000,
          illustrative: 0,
          invoiced: { items: 3, amountOere: 101_000_000, notAdded: 1, illustrative: 0 },
        },
        releasedOfMaximum: 667,
      },
      expect.objectContaining({ currency: 'EUR', contracts: 1, maximumCostOere: 500_000_000, releasedOfMaximum: 0 }),
    ]);
  });

  it('are listed by contract and phase, page by page', async () => {
    const { items, next, totals } = await ask('limit=2');
    const rest = await ask(`limit=2&cursor=${next}`);
    const all = [...items, ...rest.items];
    expect(all.map((one: { contractId: string }) => one.contractId).sort()).toEqual(['e1', 'k1', 'k2']);
    expect(rest.next).toBeUndefined();
    expect(rest.totals).toEqual(totals);
    expect(all.find((one: { contractId: string }) => one.contractId === 'k1')).toMatchObject({
      partnership: 'Dehydrering hos ældre',
      partner: 'Konsortiet Væskevagt',
      maximumCostOere: 1_000_000_000,
      releasedOfMaximum: 1_000,
      phases: [
        {
          phaseNo: 1,
          agreedOere: 100_000_000,
          releasedOere: 100_000_000,
          settledOere: 40_000_000,
          unpaidOere: 60_000_000,
          invoiced: { items: 3, amountOere: 101_000_000 },
        },
        { phaseNo: 2, agreedOere: 50_000_000, releasedOere: 0, remainingOere: 50_000_000 },
      ],
    });
  });

  it('count in a period what was released and paid in it, and leave what stands open as it stands', async () => {
    const [dkk] = (await ask('from=2026-01-10&to=2026-04-01')).totals;
    expect(dkk.instalments).toMatchObject({
      releasedOere: 60_000_000,
      settledOere: 40_000_000,
      unpaidOere: 60_000_000,
      invoiced: { items: 2, amountOere: 60_000_000, notAdded: 1 },
    });
  });

  it('say nothing of invoices while they are read from a build that does not know them', async () => {
    const build = (version: number) =>
      insight.pool.query("update projection.checkpoint set version = $1 where projection = 'case-figures'", [version]);
    await build(1);
    try {
      const { totals, items } = await ask();
      for (const { instalments } of [...totals, ...items]) expect(instalments).not.toHaveProperty('invoiced');
    } finally {
      await build(2);
    }
  });

  it.each([
    ['theme=green-transition', ['EUR']],
    ['sector=social', []],
    ['route=innovation-partnership&municipality=0751', ['EUR']],
    [`partnership=${id}&contract=k2`, ['DKK']],
  ])('are filtered by %s', async (query, currencies) => {
    expect((await ask(query)).totals.map((one: { currency: string }) => one.currency)).toEqual(currencies);
  });
});

describe('who sees which payments', () => {
  it('is a partner its own contract only', async () => {
    const { totals, items } = await ask('', partner);
    expect(items.map((one: { contractId: string }) => one.contractId)).toEqual(['k1']);
    expect(totals).toMatchObject([{ contracts: 1, instalments: { items: 3 } }]);
    const { inputs } = await ask('/explanation?', partner);
    const facts = inputs.filter(({ partnershipId }: { partnershipId?: string }) => partnershipId);
    expect(new Set(facts.map((one: { contractId: string }) => one.contractId))).toEqual(new Set(['k1']));
  });

  it('is a stranger none, and an auditor all', async () => {
    const stranger = { ...foreign, organisation: '0101' };
    expect(await ask('', stranger)).toMatchObject({ totals: [], items: [] });
    expect((await ask('', auditor)).items).toHaveLength(3);
  });
});

describe('the payments of another time', () => {
  it('are answered as they were known then', async () => {
    const { totals } = await ask(`known-at=${beforeCorrection}`);
    expect(totals[0]).toMatchObject({
      maximumCostOere: 1_000_000_000,
      instalments: { releasedOere: 40_000_000, invoiced: { items: 1, amountOere: 41_000_000 } },
    });
  });

  it('are limited to what had occurred', async () => {
    const [dkk] = (await ask('until=2026-01-10')).totals;
    expect(dkk.instalments).toMatchObject({
      releasedOere: 40_000_000,
      settledOere: 0,
      unpaidOere: 40_000_000,
      invoiced: { items: 1, amountOere: 41_000_000 },
    });
  });
});

describe('the explanation of the payments', () => {
  it('names every fact that is counted, with its event', async () => {
    const explained = await ask(`/explanation?partnership=${id}&contract=k1`);
    const { figure, formula, inputs, events, projections } = explained;
    expect(figure).toMatchObject([{ currency: 'DKK', contracts: 1 }]);
    expect(payments(explained)).toEqual(figure);
    const [{ contracts: _, ...sums }] = figure;
    expect((await ask(`partnership=${id}&contract=k1`)).items).toMatchObject([sums]);
    expect(formula).toMatchObject({ code: 'payments', text: expect.stringContaining('by its day') });
    expect(inputs.filter((one: { name: string }) => one.name === 'invoiced-instalment')).toMatchObject([
      { id: 'k1/F-1', value: '41000000', unit: 'DKK', period: { from: '2026-01-03' } },
      { id: 'k1/F-2', value: '60000000', unit: 'DKK' },
      { id: 'k1/F-3', value: '100', unit: 'EUR' },
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'PaymentSettled', stream: `partnership-${id}`, occurredOn: '2026-01-20' }),
    );
    expect(events.map((one: { type: string }) => one.type)).toContain('ContractAmended');
    expect(projections).toContainEqual({ name: 'case-figures', version: 2 });
  });

  it('comes in pages', async () => {
    const names: string[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const page: { inputs: { name: string; id: string }[]; next?: string } = await ask(
        `/explanation?limit=4${next && `&cursor=${next}`}`,
      );
      names.push(...page.inputs.filter(({ id }) => id).map((one) => `${one.name} ${one.id}`));
      next = page.next;
    }
    const { inputs } = await ask('/explanation?');
    const facts = inputs.filter(({ id }: { id?: string }) => id);
    expect(names).toEqual(facts.map((one: { name: string; id: string }) => `${one.name} ${one.id}`));
  });
});
