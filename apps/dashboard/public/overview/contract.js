import { h } from '../dom.js';
import { money } from '../format.js';
import { language, t, word } from '../language.js';
import { illustrative, isMarked, signal, tag, time } from '../parts.js';
import { invoiceLines } from './invoices.js';
import { paymentModel } from './payment.js';

/** @typedef {import('../answers.js').Contract} Contract */
/** @typedef {import('../answers.js').ContractPhase} Phase */

/** @type {Record<string, string>} */
const gateTones = { pass: 'green', conditional: 'amber', fail: 'red' };
/** @type {Record<string, string>} */
const targetTones = { met: 'green', partly: 'amber', 'not-met': 'red' };

/** A contract with its phases: how far they are, what they cost, what was judged, what is paid by results. @param {Contract} contract @param {import('../answers.js').Kpi[]} kpis */
export function contract(
  {
    title,
    partner,
    status,
    signedOn,
    maximumCostOere,
    currency,
    iprScheme,
    phases,
    paymentModels = [],
    illustrative: marks,
  },
  kpis,
) {
  const instalments = phases.flatMap((phase) => phase.instalments);
  const paid = instalments.filter((one) => one.status === 'settled').reduce((sum, one) => sum + one.amountOere, 0);
  const value = phases.reduce((sum, phase) => sum + phase.valueOere, 0);
  return h(
    'div',
    { class: 'item contract' },
    h(
      'h3',
      {},
      partner.name,
      illustrative(isMarked(marks, 'partner.name')),
      ' ',
      tag(word(t.codes.contract, status), status === 'running' ? 'strong' : ''),
    ),
    h(
      'p',
      { class: 'sub' },
      title,
      ' · ',
      t.partnership.signed,
      ' ',
      time(signedOn),
      illustrative(isMarked(marks, 'signedOn')),
    ),
    h(
      'p',
      {},
      t.partnership.settled(money(paid, language, currency), money(value, language, currency)),
      ` · ${t.partnership.maximumCost} ${money(maximumCostOere, language, currency)}`,
      illustrative(isMarked(marks, 'phases', 'maximumCostOere', 'amountOere')),
    ),
    h(
      'ol',
      { class: 'phases' },
      phases.map((one) => phase(one, currency, marks)),
    ),
    paymentModels.map((one) =>
      paymentModel(one, currency, kpis.find(({ definition }) => definition.code === one.kpi)?.definition),
    ),
    h('p', { class: 'sub' }, `${t.partnership.ipr}: ${iprScheme}`, illustrative(isMarked(marks, 'iprScheme'))),
  );
}

/** @param {Phase} phase @param {string} currency @param {readonly string[]} marks */
function phase(
  { no, title, status, plannedStart, plannedEnd, startedOn, valueOere, targets, instalments, gate },
  currency,
  marks,
) {
  const invented = isMarked(marks, 'phases');
  return h(
    'li',
    {},
    h(
      'div',
      { class: 'phase-head' },
      h('strong', {}, t.partnership.phaseNo(no, title)),
      gate
        ? signal(gateTones[gate.decision] ?? 'grey', `${t.partnership.gate}: ${word(t.codes.gate, gate.decision)}`)
        : tag(word(t.codes.phaseState, status)),
    ),
    h(
      'p',
      { class: 'sub' },
      time(startedOn ?? plannedStart),
      ' – ',
      time(plannedEnd),
      illustrative(invented || isMarked(marks, 'startedOn')),
      ` · ${money(valueOere, language, currency)}`,
    ),
    gate &&
      h(
        'p',
        { class: 'sub' },
        gate.reason,
        illustrative(isMarked(marks, 'reason')),
        gate.condition && ` ${t.partnership.conditionOf(gate.condition)}`,
        gate.conditionDue && [' ', t.partnership.due, ': ', time(gate.conditionDue)],
      ),
    h(
      'details',
      {},
      h(
        'summary',
        {},
        `${t.partnership.targets} (${targets.length}), ${t.partnership.instalments} (${instalments.length})`,
      ),
      h(
        'ul',
        { class: 'plain tight' },
        targets.map((target) =>
          h(
            'li',
            {},
            target.assessment
              ? signal(targetTones[target.assessment] ?? 'grey', word(t.codes.target, target.assessment))
              : tag(t.partnership.notAssessed),
            ' ',
            target.title,
            illustrative(invented),
            h('span', { class: 'sub' }, target.criterion),
          ),
        ),
      ),
      h(
        'ul',
        { class: 'plain tight' },
        instalments.map((one) =>
          h(
            'li',
            {},
            tag(word(t.codes.instalment, one.status), one.status === 'settled' ? 'strong' : ''),
            ` ${one.title}: `,
            h('strong', {}, money(one.amountOere, language, currency)),
            illustrative(invented),
            (one.paidOn ?? one.releasedOn) && h('span', { class: 'sub' }, time(one.paidOn ?? one.releasedOn)),
            invoiceLines(one.invoices ?? [], one.amountOere, currency),
          ),
        ),
      ),
    ),
  );
}
