import { read } from '../api.js';
import { bullet } from '../charts/bullet.js';
import { lineChart } from '../charts/lines.js';
import { h } from '../dom.js';
import { date, figure, number, period, share } from '../format.js';
import { language, t, word } from '../language.js';
import { illustrative, isMarked, signal, table, tag } from '../parts.js';
import { linkTo } from '../route.js';
import { frame } from './frame.js';
import { asShown, baselineValue, figureValue } from './kpi-figures.js';

/** @typedef {import('../answers.js').Kpi} Kpi */
/** @typedef {import('../answers.js').Definition} Definition */
/** @typedef {import('../answers.js').Judged} Judged */
/** @typedef {import('../answers.js').Result} Result */
/** @typedef {import('../answers.js').Overview} Overview */

/** @type {Record<string, string>} */
const tones = { 'on-target': 'green', 'within-tolerance': 'amber', 'off-target': 'red' };
const levels = Object.keys(t.codes.evidence);

/** Every KPI of a partnership. @param {import('../main.js').Context} _ @param {string} id @returns {Promise<import('../main.js').Page>} */
export async function kpis(_, id) {
  const path = `/partnerships/${encodeURIComponent(id)}`;
  const [card, { items }] = await Promise.all([
    /** @type {Promise<Overview>} */ (read(path)),
    /** @type {Promise<{ items: Kpi[] }>} */ (read(`${path}/kpis`)),
  ]);
  return frame(
    card,
    'kpis',
    h('h2', {}, t.kpis.title),
    h('p', { class: 'lead' }, t.kpis.lead),
    items.length === 0
      ? h('p', { class: 'notice' }, t.kpis.empty)
      : items.map((one) => panel(one, linkTo(['partnerships', id, 'kpis', one.definition.code]))),
  );
}

/** One KPI with every figure. @param {import('../main.js').Context} _ @param {string} id @param {string} code @returns {Promise<import('../main.js').Page>} */
export async function kpi(_, id, code) {
  const path = `/partnerships/${encodeURIComponent(id)}`;
  const [card, one] = await Promise.all([
    /** @type {Promise<Overview>} */ (read(path)),
    /** @type {Promise<Kpi>} */ (read(`${path}/kpis/${encodeURIComponent(code)}`)),
  ]);
  const page = frame(
    card,
    'kpis',
    h('p', { class: 'crumb' }, h('a', { href: linkTo(['partnerships', id, 'kpis']) }, t.kpis.back)),
    panel(one),
    definitionOf(one),
    ...one.results.map((result) => detail(one, result)),
  );
  return { ...page, title: `${one.definition.name} · ${card.title}` };
}

/** @param {Kpi} kpi @param {string} [link] to all its figures */
function panel(kpi, link) {
  const { definition, results } = kpi;
  const { name, unit, dimension, benefitClass, direction, primary } = definition;
  return h(
    'section',
    { class: 'kpi', 'aria-label': name },
    h(
      'div',
      { class: 'kpi-head' },
      h('h3', {}, link ? h('a', { href: link }, name) : name),
      h(
        'p',
        { class: 'tags' },
        primary && tag(t.kpis.primary, 'strong'),
        tag(word(t.codes.dimension, dimension)),
        tag(word(t.codes.benefitClass, benefitClass)),
        tag(t.kpis.better[direction]),
      ),
    ),
    aims(kpi),
    results.length === 0
      ? h(
          'p',
          { class: 'nothing' },
          signal('grey', word(t.codes.kpiStatus, kpi.status ?? 'no-data')),
          ' ',
          t.kpis.noData,
        )
      : [
          h(
            'ul',
            { class: 'results' },
            results.map((result) => resultRow(kpi, result)),
          ),
          chart(
            kpi,
            t.kpis.seriesOf(name),
            results.map((result) => ({ name: nameOf(result), series: result.series })),
          ),
          figures(
            kpi,
            `${name} (${unit})`,
            results.map((result) => ({ name: nameOf(result), series: result.series })),
          ),
        ],
  );
}

/** Baseline and target: what everything is held against. @param {Kpi} kpi */
function aims(kpi) {
  const { baseline, target, illustrative: marks, definition } = kpi;
  const unit = definition.unit;
  const { range } = definition;
  return h(
    'dl',
    { class: 'aims' },
    h(
      'div',
      { class: 'aim baseline' },
      h('dt', {}, t.kpis.baseline),
      h(
        'dd',
        {},
        h(
          'strong',
          {},
          baseline
            ? figure({ value: baselineValue(baseline, definition), bound: baseline.bound }, unit, language)
            : t.unknown,
        ),
        baseline && illustrative(isMarked(marks, 'baseline')),
      ),
      baseline &&
        h(
          'dd',
          { class: 'sub' },
          [
            period(baseline.period, language),
            baseline.n !== undefined && t.kpis.n(number(baseline.n, language)),
            baseline.locked ? t.kpis.locked : t.kpis.notLocked,
          ]
            .filter(Boolean)
            .join(' · '),
        ),
      baseline && h('dd', { class: 'sub' }, baseline.source),
    ),
    h(
      'div',
      { class: 'aim target' },
      h('dt', {}, t.kpis.target),
      range
        ? h(
            'dd',
            {},
            h('strong', {}, `${t.kpis.range(number(range.low, language), number(range.high, language))} ${unit}`),
          )
        : h(
            'dd',
            {},
            h(
              'strong',
              {},
              target
                ? figure({ value: asShown(target.value, definition), bound: target.bound }, unit, language)
                : t.unknown,
            ),
            target && illustrative(isMarked(marks, 'target')),
          ),
      target && h('dd', { class: 'sub' }, t.kpis.due(date(target.due, language))),
    ),
  );
}

/** One result: of one partner's solution at one level of evidence. @param {Kpi} kpi @param {Result} result */
function resultRow(kpi, result) {
  return h(
    'li',
    { class: 'result' },
    h('div', {}, h('h4', {}, result.partner ?? result.contractId ?? t.kpis.whole), evidence(result.evidenceLevel)),
    judged(kpi, result, result.partner ?? ''),
  );
}

/** @param {Kpi} kpi @param {Judged} result @param {string} who */
function judged(kpi, { latest, attainment, status }, who) {
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
    h('div', { class: 'outcome' }, signal(tone, word(t.codes.kpiStatus, status)), attained(attainment)),
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

/** @typedef {{ name: string, series: readonly import('../answers.js').Point[] }} Series */

/** @param {Kpi} kpi @param {string} says @param {readonly Series[]} series */
function chart({ definition, baseline, target, illustrative: marks }, says, series) {
  const unit = definition.unit;
  const write = (/** @type {number | undefined} */ value) => figure({ value }, unit, language);
  const from = baseline && baselineValue(baseline, definition);
  const aim = target && asShown(target.value, definition);
  return h(
    'div',
    { class: 'picture' },
    isMarked(marks, 'measurements', 'baseline', 'target') &&
      h('p', { class: 'sub' }, illustrative(), t.illustrative.says),
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
          : [{ kind: /** @type {const} */ ('baseline'), value: from, says: `${t.kpis.baseline} ${write(from)}` }]),
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
function figures({ definition }, caption, series) {
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

/** @param {Kpi} kpi @param {Result} result */
function detail(kpi, result) {
  if (result.sites.length === 0) return '';
  const series = result.sites.map(({ name, series: points }) => ({ name, series: points }));
  return h(
    'section',
    { class: 'kpi' },
    h('h3', {}, t.kpis.sitesOf(nameOf(result))),
    h(
      'ul',
      { class: 'results' },
      result.sites.map((site) =>
        h('li', { class: 'result' }, h('div', {}, h('h4', {}, site.name)), judged(kpi, site, site.name)),
      ),
    ),
    chart(kpi, t.kpis.seriesOf(`${kpi.definition.name}, ${nameOf(result)}`), series),
    figures(kpi, nameOf(result), series),
  );
}

/** @param {Kpi} kpi */
function definitionOf({ definition, version }) {
  const { code, population, gains, pays, tolerance } = definition;
  const facts = /** @type {[string, string | undefined][]} */ ([
    [t.kpis.code, `${code}, ${t.kpis.version(version)}`],
    [t.kpis.population, population],
    [t.kpis.gains, gains],
    [t.kpis.pays, pays],
    [t.kpis.tolerance, share(tolerance, language)],
    [t.kpis.aggregation, word(t.codes.aggregation, definition.aggregation)],
  ]);
  return h(
    'dl',
    { class: 'facts' },
    facts.filter(([, says]) => says).map(([name, says]) => h('div', {}, h('dt', {}, name), h('dd', {}, says))),
  );
}

/** @param {Result} result */
const nameOf = ({ partner, contractId, evidenceLevel }) =>
  [partner ?? contractId, word(t.codes.evidence, evidenceLevel)].filter(Boolean).join(', ');
