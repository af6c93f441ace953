import { h } from '../dom.js';
import { money } from '../format.js';
import { language, t } from '../language.js';
import { illustrative, signal, time } from '../parts.js';

/**
 * What was invoiced for an instalment or an outcome; an amount that is not the agreed one says so.
 *
 * @param {readonly import('../answers.js').Invoice[]} invoices
 * @param {number | undefined} agreedOere undefined where it is not known yet
 * @param {string} agreedIn its currency
 */
export const invoiceLines = (invoices, agreedOere, agreedIn) =>
  invoices.map(({ invoiceNumber, amountOere, currency, receivedOn, dueOn, illustrative: marks }) =>
    h(
      'span',
      { class: 'sub' },
      `${t.payment.invoice(invoiceNumber)}: `,
      h('strong', {}, money(amountOere, language, currency)),
      illustrative(marks.length > 0, marks),
      ` · ${t.payment.received} `,
      time(receivedOn),
      dueOn && [` · ${t.partnership.due}: `, time(dueOn)],
      agreedOere !== undefined &&
        (amountOere !== agreedOere || currency !== agreedIn) && [' ', signal('amber', t.payment.notAsAgreed)],
    ),
  );
