import { h } from '../dom.js';
import { date, money, number, period, share } from '../format.js';
import { language, t, word } from '../language.js';
import { organisationName } from '../municipalities.js';
import { illustrative, table } from '../parts.js';

/** @typedef {import('../answers.js').ExplanationInput} Input */

/** What a figure is computed from, one a row; a column that would be empty is left out. @param {readonly Input[]} inputs */
export function inputTable(inputs) {
  /** @type {{ head: string, cell: (input: Input) => import('../dom.js').Child | import('../dom.js').Child[], figure?: true }[]} */
  const all = [
    { head: t.explained.input, cell: nameCell },
    { head: t.kpis.period, cell: periodCell },
    { head: t.kpis.value, cell: valueCell, figure: true },
    { head: 'n', cell: ({ n }) => n !== undefined && number(n, language), figure: true },
    { head: t.kpis.evidence, cell: ({ evidenceLevel }) => word(t.codes.evidence, evidenceLevel) },
    { head: t.source, cell: ({ source }) => source },
    { head: t.explained.events, cell: ({ positions }) => positions.map((one) => `#${one}`).join(', ') },
  ];
  const columns = all.filter(({ cell }) => inputs.some((input) => hasContent(cell(input))));
  const rows = inputs.map((input) =>
    h(
      'tr',
      {},
      columns.map(({ cell, figure }, index) => {
        const content = /** @type {import('../dom.js').Child[]} */ ([cell(input)].flat());
        return index === 0
          ? h('th', { scope: 'row' }, content)
          : h('td', { class: figure ? 'figure' : undefined }, content);
      }),
    ),
  );
  return table(
    t.explained.inputs,
    columns.map(({ head }) => head),
    rows,
  );
}

/** @param {import('../dom.js').Child | import('../dom.js').Child[]} content */
const hasContent = (content) => (Array.isArray(content) ? content.some(Boolean) : Boolean(content));

/** @param {Input} input */
function nameCell({ name, id, kpi, site, contractId, party, year }) {
  const which = [id, kpi, site, contractId, party && organisationName(party), year].filter(Boolean).join(' · ');
  return [word(t.codes.input, name), h('span', { class: 'sub' }, which)];
}

/** @param {Input} input */
const periodCell = ({ period: of }) => of && period(of, language);

/** @param {Input} input */
function valueCell({ value, numerator, denominator, unit, bound, priceYear, illustrative: invented }) {
  const sign = bound === 'at-least' ? '≥ ' : bound === 'at-most' ? '≤ ' : '';
  const says =
    value !== undefined
      ? `${sign}${written(value, unit)}`
      : numerator !== undefined
        ? `${sign}${number(numerator, language)} / ${number(denominator, language)}`
        : '';
  return [
    says,
    illustrative(invented === true),
    priceYear !== undefined && h('span', { class: 'sub' }, t.explained.pricesOf(priceYear)),
  ];
}

/** A number, a day, a code, or where a partnership stands, in its unit. @param {string} value @param {string} [unit] */
function written(value, unit) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return date(value, language);
  const [, phase, status] = /^([a-z-]+) (open|suspended|closed)$/.exec(value) ?? [];
  if (phase && status) return [word(t.codes.phase, phase), word(t.codes.status, status)].join(', ');
  if (!/^-?\d+(\.\d+)?$/.test(value)) return word(t.codes.inputValue, value);
  if (unit === 'basis points') return share(Number(value), language);
  if (unit === 'øre') return money(Number(value), language);
  if (unit !== undefined && /^[A-Z]{3}$/.test(unit)) return money(Number(value), language, unit);
  return [number(value, language), unit].filter(Boolean).join('\u00a0');
}
