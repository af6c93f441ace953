import { h } from '../dom.js';
import { figure, money, number, period, share } from '../format.js';
import { language, t, word } from '../language.js';
import { illustrative, isMarked, tag } from '../parts.js';
import { invoiceLines } from './invoices.js';

/** @typedef {import('../answers.js').PaymentModel} Model */
/** @typedef {import('../answers.js').PaymentOutcome} Outcome */
/** @typedef {import('../answers.js').PaymentVersion} Version */

/** @typedef {(oere: number | undefined) => string} Money */

/**
 * A model of payment by results: its terms in force, its outcomes, and what each pays and why.
 *
 * @param {Model} model @param {string} currency @param {{ name: string, unit: string } | undefined} definition of its KPI
 */
export function paymentModel({ kpi, versions, outcomes }, currency, definition) {
  const terms = /** @type {Version} */ (versions.at(-1));
  const write = (/** @type {number | undefined} */ oere) => money(oere, language, currency);
  return h(
    'div',
    { class: 'payment-model' },
    h('h4', {}, `${t.payment.byResults}: ${terms.title}`, illustrative(isMarked(terms.illustrative, 'title'))),
    h('p', {}, formula(terms, write), illustrative(terms.illustrative.length > 0, terms.illustrative)),
    h('p', { class: 'sub' }, [definition?.name ?? kpi, ...limits(terms, write)].join(' · ')),
    outcomes.length === 0
      ? h('p', { class: 'soft' }, t.payment.noOutcome)
      : h(
          'ul',
          { class: 'plain tight' },
          outcomes.map((one) => outcome(one, write, definition?.unit ?? '', currency)),
        ),
  );
}

/** @param {Version} terms @param {Money} write */
function formula({ formula: { kind, threshold, amountOere, per, unitOere, target, tiers = [], share: part } }, write) {
  if (kind === 'fixed') return t.payment.fixed(write(amountOere), number(threshold, language));
  if (kind === 'tiered') {
    const steps = tiers.map((tier) => t.payment.tier(share(tier.from, language), write(tier.amountOere)));
    return `${t.payment.tiered(number(target, language))} ${steps.join(', ')}`;
  }
  if (kind === 'gain-share') return t.payment.gainShare(share(part, language), write(unitOere));
  return per === 'count' ? t.payment.perCount(write(unitOere)) : t.payment.perImprovement(write(unitOere));
}

/** @param {Version} terms @param {Money} write */
const limits = ({ capOere, floorOere, minimumPopulation, requiredEvidenceLevel }, write) => [
  ...(capOere === undefined ? [] : [t.payment.cap(write(capOere))]),
  ...(floorOere === undefined ? [] : [t.payment.floor(write(floorOere))]),
  t.payment.minimum(minimumPopulation),
  t.payment.evidence(word(t.codes.evidence, requiredEvidenceLevel)),
];

/** @param {Outcome} outcome @param {Money} write @param {string} unit @param {string} currency */
function outcome(
  { period: of, status, value, numerator, denominator, bound, population, payment, ...more },
  write,
  unit,
  currency,
) {
  const { evidenceLevel, illustrative: marks, correctedBecause, withdrawnBecause, invoices = [] } = more;
  const said =
    value === undefined
      ? `${number(numerator, language)} / ${number(denominator, language)}`
      : figure({ value, bound }, unit, language);
  return h(
    'li',
    {},
    tag(word(t.codes.outcome, status), status === 'settled' ? 'strong' : ''),
    ` ${period(of, language)}: `,
    h('strong', {}, said),
    illustrative(marks.length > 0, marks),
    h(
      'span',
      { class: 'sub' },
      `${t.partnership.participants(population)} · ${word(t.codes.evidence, evidenceLevel)}`,
      correctedBecause && ` · ${t.payment.corrected(correctedBecause)}`,
    ),
    h('span', { class: 'sub' }, withdrawnBecause ?? (payment && pays(payment, status, write))),
    invoiceLines(invoices, payment?.calculation?.amountOere, currency),
  );
}

/** @param {NonNullable<Outcome['payment']>} payment @param {string} status @param {Money} write */
function pays({ reason, calculation }, status, write) {
  if (!calculation) return t.payment.nothing(word(t.codes.notPayable, reason));
  const { units, attainment, gainOere, formulaOere, floorOere, capLeftOere, amountOere } = calculation;
  const steps = [
    ...(units === undefined ? [] : [t.payment.units(number(units, language))]),
    ...(attainment === undefined ? [] : [t.payment.attained(share(attainment, language))]),
    ...(gainOere === undefined ? [] : [t.payment.gain(write(gainOere))]),
    t.payment.gives(write(formulaOere)),
    ...(floorOere === undefined ? [] : [t.payment.floor(write(floorOere))]),
    ...(capLeftOere === undefined ? [] : [t.payment.capLeft(write(capLeftOere))]),
  ];
  return [
    h('strong', {}, status === 'verified' ? t.payment.wouldPay(write(amountOere)) : t.payment.pays(write(amountOere))),
    ` = ${steps.join(' → ')}`,
  ];
}
