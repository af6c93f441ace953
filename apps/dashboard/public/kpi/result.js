import { bullet } from '../charts/bullet.js';
import { h } from '../dom.js';
import { explainButton } from '../explained/panel.js';
import { figure, number, period, share } from '../format.js';
import { language, t, word } from '../language.js';
import { illustrative, isMarked, signal } from '../parts.js';
import { asShown, baselineValue, figureValue } from './figures.js';

/** @typedef {import('../answers.js').Kpi} Kpi */
/** @typedef {import('../answers.js').Judged} Judged */
/** @typedef {import('../answers.js').Result} Result */

/** How a status is coloured; what is not judged is grey. @type {Record<string, string>} */
export const tones = { 'on-target': 'green', 'within-tolerance': 'amber', 'off-target': 'red' };
const levels = Object.keys(t.codes.evidence);

/** One result: of one partner's solution at one level of evidence. @param {Kpi} kpi @param {Result} result */
export function resultRow(kpi, result) {
  return h(
    'li',
    { class: 'result' },
    h('div', {}, h('h4', {}, result.partner ?? result.contractId ?? t.kpis.whole), evidence(result.evidenceLevel)),
    judged(kpi, result, result.partner ?? result.contractId ?? ''),
  );
}

/** @param {Kpi} kpi @param {Judged} result @param {string} who */
export function judged(kpi, { latest, attainment, status, explanation }, who) {
  const { definition, baseline, target, illustrative: marks } = kpi;
  const unit = definition.unit;
  const write = (/** @type {number | string | undefined} */ value) => figure({ value }, unit, language);
  const tone = tones[status] ?? 'grey';
  const says = latest.known
    ? figure({ value: figureValue(latest, definition), bound: latest.bound }, unit, language)
    : t.unknown;
  const at = latest.periods?.at(-1);
  const aim =
    target === undefined
      ? t.unknown
      : figure({ value: asShown(target.value, definition), bound: target.bound }, unit, language);
  const from = baseline === undefined ? undefined : baselineValue(baseline, definition);
  return h(
    'div',
    { class: 'judged' },
    h(
      'div',
      { class: 'latest' },
      h('span', { class: 'sub' }, t.kpis.latest),
      h('strong', { class: latest.known ? 'big' : 'big soft' }, says),
      latest.known && illustrative(isMarked(marks, 'measurements')),
      h(
        'span',
        { class: 'sub' },
        [at && period(at, language), latest.n !== undefined && t.kpis.n(number(latest.n, language))]
          .filter(Boolean)
          .join(' · '),
      ),
      !latest.known && latest.reason && h('span', { class: 'sub' }, word(t.codes.unknownBecause, latest.reason)),
    ),
    h(
      'div',
      { class: 'outcome' },
      signal(tone, word(t.codes.kpiStatus, status)),
      attained(attainment),
      explainButton(
        explanation,
        [definition.name, who].filter(Boolean).join(', '),
        h('strong', {}, says),
        signal(tone, word(t.codes.kpiStatus, status)),
        attained(attainment),
      ),
    ),
    h(
      'div',
      { class: 'way' },
      bullet({
        baseline: from,
        latest: latest.known ? figureValue(latest, definition) : undefined,
        bound: latest.bound,
        target: target === undefined ? undefined : asShown(target.value, definition),
        range: definition.range && [Number(definition.range.low), Number(definition.range.high)],
        direction: definition.direction,
        tone,
        says: `${who ? `${who}. ` : ''}${t.kpis.baseline} ${from === undefined ? t.unknown : write(from)}, ${t.kpis.latest} ${says}, ${t.kpis.target} ${aim}`,
        write: (value) => number(Number(value.toPrecision(3)), language),
      }),
    ),
  );
}

/** @param {import('../answers.js').Attainment} attainment */
function attained({ kind, basisPoints, bound, inRange }) {
  if (kind === 'range') return h('span', { class: 'sub' }, inRange ? t.kpis.inRange : t.kpis.outOfRange);
  const sign = bound === 'at-least' ? '≥ ' : bound === 'at-most' ? '≤ ' : '';
  const says = kind === 'share' ? `${sign}${share(basisPoints, language)}` : t.kpis.notComputable;
  return h('span', { class: 'sub', title: t.kpis.attainmentHow }, `${t.kpis.attainment}: ${says}`);
}

/** How strong the evidence is, out of five. @param {string} level */
function evidence(level) {
  const rank = levels.indexOf(level) + 1;
  const says = `${t.kpis.evidence}: ${word(t.codes.evidence, level)}`;
  return h(
    'span',
    { class: 'evidence' },
    h(
      'span',
      { class: 'pips', 'aria-hidden': 'true' },
      levels.map((_, index) => h('i', { class: index < rank ? 'on' : '' })),
    ),
    `${says} (${rank}/${levels.length})`,
  );
}
