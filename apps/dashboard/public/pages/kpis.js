import { read } from '../api.js';
import { h } from '../dom.js';
import { date, figure, number, period, share } from '../format.js';
import { chart, figures, nameOf } from '../kpi/course.js';
import { asShown, baselineValue } from '../kpi/figures.js';
import { judged, resultRow } from '../kpi/result.js';
import { language, t, word } from '../language.js';
import { earliest } from '../moment/bar.js';
import { illustrative, isMarked, signal, tag } from '../parts.js';
import { linkTo } from '../route.js';
import { frame } from './frame.js';

/** @typedef {import('../answers.js').Kpi} Kpi */
/** @typedef {import('../answers.js').Result} Result */
/** @typedef {import('../answers.js').Overview} Overview */

/** Every KPI of a partnership. @param {import('../main.js').Context} _ @param {string} id @returns {Promise<import('../main.js').Page>} */
export async function kpis(_, id) {
  const path = `/partnerships/${encodeURIComponent(id)}`;
  const [card, all] = await Promise.all([
    /** @type {Promise<Overview>} */ (read(path)),
    /** @type {Promise<{ items: Kpi[], asOf: import('../answers.js').AsOf }>} */ (read(`${path}/kpis`)),
  ]);
  const { items } = all;
  const page = frame(
    card,
    'kpis',
    h('h2', {}, t.kpis.title),
    h('p', { class: 'lead' }, t.kpis.lead),
    items.length === 0
      ? h('p', { class: 'notice' }, t.kpis.empty)
      : items.map((one) => panel(one, linkTo(['partnerships', id, 'kpis', one.definition.code]))),
  );
  return { ...page, asOf: earliest(card, all) };
}

/** One KPI with every figure. @param {import('../main.js').Context} _ @param {string} id @param {string} code @returns {Promise<import('../main.js').Page>} */
export async function kpi(_, id, code) {
  const path = `/partnerships/${encodeURIComponent(id)}`;
  const [card, one] = await Promise.all([
    /** @type {Promise<Overview>} */ (read(path)),
    /** @type {Promise<Kpi & { asOf: import('../answers.js').AsOf }>} */ (
      read(`${path}/kpis/${encodeURIComponent(code)}`)
    ),
  ]);
  const page = frame(
    card,
    'kpis',
    h('h2', {}, t.kpis.title),
    h('p', { class: 'crumb' }, h('a', { href: linkTo(['partnerships', id, 'kpis']) }, t.kpis.back)),
    panel(one),
    definitionOf(one),
    ...one.results.map((result) => detail(one, result)),
  );
  return { ...page, title: `${one.definition.name} · ${card.title}`, asOf: earliest(card, one) };
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
    h(
      'div',
      { class: 'kpi-body' },
      h(
        'div',
        {},
        aims(kpi),
        results.length === 0
          ? nothingMeasured(kpi)
          : h(
              'ul',
              { class: 'results' },
              results.map((result) => resultRow(kpi, result)),
            ),
      ),
      h('div', {}, chart(kpi, t.kpis.seriesOf(name), seriesOf(results))),
    ),
    results.length > 0 && figures(kpi, `${name} (${unit})`, seriesOf(results)),
  );
}

/** @param {readonly Result[]} results @returns {import('../kpi/course.js').Series[]} */
const seriesOf = (results) => results.map((result) => ({ name: nameOf(result), series: result.series }));

/** @param {Kpi} kpi */
const nothingMeasured = ({ status = 'no-data' }) =>
  h('p', { class: 'nothing' }, signal('grey', word(t.codes.kpiStatus, status)), ` ${t.kpis.noData}`);

/** Baseline and target: what everything is held against. @param {Kpi} kpi */
function aims(kpi) {
  const { baseline, target, illustrative: marks, definition } = kpi;
  const unit = definition.unit;
  const { range } = definition;
  /** @param {string} field @param {...string} parts those of its parts that stand here */
  const unsourced = (field, ...parts) =>
    marks.includes(field) || isMarked(marks, ...parts.map((part) => `${field}.${part}`));
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
        baseline && illustrative(unsourced('baseline', 'value', 'numerator', 'denominator')),
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
          illustrative(unsourced('baseline', 'period', 'n')),
        ),
      baseline && h('dd', { class: 'sub' }, baseline.source, illustrative(unsourced('baseline', 'source'))),
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
            target && illustrative(unsourced('target', 'value')),
          ),
      target &&
        h('dd', { class: 'sub' }, t.kpis.due(date(target.due, language)), illustrative(unsourced('target', 'due'))),
    ),
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
      'div',
      { class: 'kpi-body' },
      h(
        'ul',
        { class: 'results' },
        result.sites.map((site) =>
          h('li', { class: 'result' }, h('div', {}, h('h4', {}, site.name)), judged(kpi, site, site.name)),
        ),
      ),
      h('div', {}, chart(kpi, t.kpis.seriesOf(`${kpi.definition.name}, ${nameOf(result)}`), series)),
    ),
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
