import { read } from '../api.js';
import { barChart } from '../charts/bars.js';
import { h } from '../dom.js';
import { explainButton } from '../explained/panel.js';
import { money, share } from '../format.js';
import { language, t, word } from '../language.js';
import { section } from '../overview/box.js';
import { illustrative, tag } from '../parts.js';
import { linkTo } from '../route.js';
import { explanationAt } from './asked.js';
import { briefMoney } from './measure.js';

/** @typedef {import('../answers.js').Payments} Payments */
/** @typedef {import('../answers.js').PaymentSums} Sums */
/** @typedef {Record<string, string | undefined>} Filters */

/** What is agreed, invoiced, released and paid, held against what the contracts may cost. @param {Filters} filters */
export async function payments(filters) {
  const all = /** @type {Payments} */ (await read('/figures/payments', { ...filters, limit: 200 }));
  const total = all.totals.map((one) =>
    section(
      `${t.portfolio.parts.payments}, ${one.currency}`,
      h(
        'p',
        { class: 'lead' },
        h('strong', {}, t.portfolio.contracts(one.contracts)),
        one.releasedOfMaximum !== undefined &&
          `. ${t.portfolio.releasedShare(share(one.releasedOfMaximum, language))}.`,
        ' ',
        explainButton(explanationAt('payments', filters), t.portfolio.parts.payments),
      ),
      barChart([{ name: t.portfolio.whole, bars: barsOf(one), strong: true }], t.portfolio.parts.payments),
    ),
  );
  return {
    asOf: all.asOf,
    files: { list: '/figures/payments', query: filters },
    content: [
      ...(all.items.length === 0 ? [h('p', { class: 'notice' }, t.portfolio.noContracts)] : total),
      all.items.length > 0 && section(t.portfolio.byContract, barChart(all.items.map(row), t.portfolio.byContract)),
      all.next !== undefined && h('p', { class: 'hint' }, t.portfolio.firstOnly(all.items.length)),
    ],
  };
}

/** @param {Payments['items'][number]} contract */
const row = ({ partnershipId, partnership, contractId, partner, status, illustrative: invented, ...sums }) => ({
  name: [
    h('a', { href: linkTo(['partnerships', partnershipId]) }, partnership),
    h('span', { class: 'sub' }, `${partner} · ${contractId} `, illustrative(invented)),
    status !== 'running' && tag(word(t.codes.contract, status)),
    explainButton(
      explanationAt('payments', { partnership: partnershipId, contract: contractId }),
      `${partnership}, ${contractId}`,
      h('strong', {}, `${t.partnership.maximumCost} ${money(sums.maximumCostOere, language, sums.currency)}`),
    ),
  ],
  bars: barsOf(sums),
});

/** @param {Sums} sums @returns {import('../charts/bars.js').Bar[]} */
function barsOf({ currency, maximumCostOere, instalments, results }) {
  const bar = (
    /** @type {string} */ kind,
    /** @type {string} */ name,
    /** @type {number} */ oere,
    /** @type {boolean} */ marked,
  ) => ({
    kind,
    name,
    value: oere,
    says: [h('strong', {}, briefMoney(oere, currency)), illustrative(marked)],
  });
  const invented = instalments.illustrative > 0;
  return [
    bar('planned', t.partnership.maximumCost, maximumCostOere, false),
    bar('agreed', t.portfolio.agreed, instalments.agreedOere, invented),
    ...invoiced(t.portfolio.invoiced, instalments.invoiced, currency),
    bar('released', t.portfolio.released, instalments.releasedOere, invented),
    bar('done', t.portfolio.settled, instalments.settledOere, invented),
    ...(results
      ? [
          {
            kind: 'results',
            name: t.portfolio.forResults,
            value: results.releasedOere,
            says: [
              h('strong', {}, briefMoney(results.releasedOere, currency)),
              h(
                'span',
                { class: 'soft' },
                ` ${results.capOere === undefined ? t.portfolio.noCap : t.portfolio.ofCap(briefMoney(results.capOere, currency))}`,
                results.unreleased > 0 && ` · ${t.portfolio.unreleased(results.unreleased)}`,
              ),
              illustrative(results.illustrative > 0),
            ],
          },
          ...invoiced(t.portfolio.invoicedForResults, results.invoiced, currency),
        ]
      : []),
  ];
}

/** Nothing where it is not known. @param {string} name @param {import('../answers.js').InvoiceSum | undefined} sum @param {string} currency @returns {import('../charts/bars.js').Bar[]} */
const invoiced = (name, sum, currency) =>
  sum === undefined
    ? []
    : [
        {
          kind: 'invoiced',
          name,
          value: sum.amountOere,
          says: [
            h('strong', {}, briefMoney(sum.amountOere, currency)),
            sum.notAdded > 0 && h('span', { class: 'soft' }, ` ${t.portfolio.otherCurrency(sum.notAdded)}`),
            illustrative(sum.illustrative > 0),
          ],
        },
      ];
