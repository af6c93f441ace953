import { lineChart } from '../charts/lines.js';
import { h } from '../dom.js';
import { figure, number, period } from '../format.js';
import { language, t, word } from '../language.js';
import { illustrative, isMarked, table } from '../parts.js';
import { asShown, baselineValue, figureValue } from './figures.js';

/** @typedef {import('../answers.js').Kpi} Kpi */
/** @typedef {import('../answers.js').Result} Result */

/** @typedef {{ name: string, series: readonly import('../answers.js').Point[] }} Series */

/** @param {Kpi} kpi @param {string} says @param {readonly Series[]} series */
export function chart({ definition, baseline, target, illustrative: marks }, says, series) {
  // One point is no course, and the figure stands beside it.
  if (!series.some(({ series: points }) => points.length > 1)) return null;
  const unit = definition.unit;
  const from = baseline && baselineValue(baseline, definition);
  const aim = target && asShown(target.value, definition);
  return h(
    'div',
    { class: 'picture' },
    h('h4', {}, t.kpis.course, illustrative(isMarked(marks, 'measurements', 'baseline', 'target'))),
    lineChart({
      says: `${says}. ${t.kpis.table}.`,
      lines: series.map(({ name, series: points }) => ({
        name,
        places: points.map(({ period: of, figure: one }) => {
          const value = one.known ? figureValue(one, definition) : undefined;
          return {
            period: of,
            value,
            bound: one.bound,
            says: `${period(of, language)}: ${value === undefined ? t.unknown : figure({ value, bound: one.bound }, unit, language)}`,
          };
        }),
      })),
      levels: [
        ...(from === undefined
          ? []
          : [
              {
                kind: /** @type {const} */ ('baseline'),
                value: from,
                says: `${t.kpis.baseline} ${figure({ value: from, bound: baseline?.bound }, definition.unit, language)}`,
              },
            ]),
        ...(aim === undefined
          ? []
          : [
              {
                kind: /** @type {const} */ ('target'),
                value: aim,
                says: `${t.kpis.target} ${figure({ value: aim, bound: target?.bound }, unit, language)}`,
              },
            ]),
      ],
      range: definition.range && [Number(definition.range.low), Number(definition.range.high)],
      write: (value) => number(value, language),
    }),
  );
}

/** The same figures in words. @param {Kpi} kpi @param {string} caption @param {readonly Series[]} series */
export function figures({ definition }, caption, series) {
  const rows = series.flatMap(({ name, series: points }) =>
    points.map(({ period: of, figure: one }) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, name),
        h('td', {}, period(of, language)),
        h(
          'td',
          { class: 'figure' },
          one.known
            ? figure({ value: figureValue(one, definition), bound: one.bound }, definition.unit, language)
            : t.unknown,
        ),
        h('td', { class: 'figure' }, number(one.n, language)),
      ),
    ),
  );
  return h(
    'details',
    {},
    h('summary', {}, t.kpis.table),
    table(caption, [t.kpis.partner, t.kpis.period, t.kpis.value, 'n'], rows),
  );
}

/** @param {Result} result */
export const nameOf = ({ partner, contractId, evidenceLevel }) =>
  [partner ?? contractId, word(t.codes.evidence, evidenceLevel)].filter(Boolean).join(', ');
