import { read } from '../api.js';
import { barChart, columns, stackedBar } from '../charts/bars.js';
import { h } from '../dom.js';
import { explainButton, explainFigure } from '../explained/panel.js';
import { share } from '../format.js';
import { language, t, word } from '../language.js';
import { earliest } from '../moment/bar.js';
import { organisationName } from '../municipalities.js';
import { section } from '../overview/box.js';
import { phases, table } from '../parts.js';
import { linkTo } from '../route.js';
import { measureName, numberOf, sumSays } from './measure.js';
import { missing } from './missing.js';

/** @typedef {import('../answers.js').Portfolio} Portfolio */
/** @typedef {import('../answers.js').PortfolioGroup} Group */
/** @typedef {import('../answers.js').PortfolioFigures} Figures */
/** @typedef {Record<string, string | undefined>} Filters */

export const groupings = /** @type {const} */ (['theme', 'sector', 'municipality', 'year', 'party']);

/** What the benefits of a portfolio come to: planned, realised, and not followed up. @param {Filters} filters @param {string} by */
export async function benefits(filters, by) {
  const [all, followUps] = await Promise.all([
    /** @type {Promise<Portfolio>} */ (read('/portfolio', { ...filters, by, limit: 200 })),
    /** @type {Promise<import('../answers.js').FollowUps>} */ (read('/figures/follow-ups', { ...filters, limit: 20 })),
  ]);
  return {
    asOf: earliest(all, followUps),
    files: { list: '/portfolio', query: { ...filters, by } },
    content: [
      cases(all, filters),
      followedUp(all, filters),
      ...all.total.figures.map((figures) => measured(all, figures, filters)),
      notAdded(all, filters),
      missing(followUps, filters),
    ],
  };
}

/** @param {Portfolio} all @param {Filters} filters */
function cases({ total: { partnerships } }, filters) {
  const counts = phases.map((phase) => ({
    name: word(t.codes.phase, phase),
    count: partnerships.byPhase.find((one) => one.phase === phase)?.count ?? 0,
    link: linkTo([], { phase }),
  }));
  const says = t.portfolio.cases(partnerships.count);
  return section(
    says,
    columns(counts, t.portfolio.byPhase),
    h('p', {}, explainButton(addressOf('partnerships', filters), says, h('strong', {}, says))),
  );
}

/** How much is known at all. @param {Portfolio} all @param {Filters} filters */
function followedUp({ total: { followUp } }, filters) {
  const { planned, due, followedUp: done, notFollowedUp: unknown, notYetDue, unplanned, share: of } = followUp;
  if (planned + unplanned === 0) return section(t.portfolio.benefits, h('p', {}, t.portfolio.noBenefits));
  const says = t.portfolio.followedUp(done, due);
  return section(
    t.portfolio.knownAtAll,
    h(
      'p',
      { class: 'lead' },
      h('strong', {}, due === 0 ? t.portfolio.nothingDue : says),
      of !== undefined && ` (${share(of, language)})`,
      unknown > 0 && `. ${t.portfolio.missing(unknown)}`,
      ' ',
      explainButton(addressOf('follow-up', filters), t.portfolio.knownAtAll, h('strong', {}, says)),
    ),
    stackedBar(
      [
        { kind: 'done', value: done, says: t.portfolio.done(done) },
        { kind: 'missing', value: unknown, says: t.portfolio.notFollowedUp(unknown) },
        { kind: 'ahead', value: notYetDue, says: t.portfolio.notYetDue(notYetDue) },
      ],
      `${says}; ${t.portfolio.notYetDue(notYetDue)}`,
    ),
  );
}

/** All groups in one measure. @param {Portfolio} all @param {Figures} total @param {Filters} filters */
function measured({ by, items }, total, filters) {
  const { measure } = total;
  const name = measureName(measure);
  const groups = items.flatMap((group) => {
    const figures = group.figures.find((one) => measureName(one.measure) === name);
    return figures ? [{ group, figures }] : [];
  });
  const rows = [
    { name: t.portfolio.whole, figures: total, asked: filters, strong: true },
    ...groups.map(({ group, figures }) => ({
      name: groupName(group, by),
      figures,
      asked: { ...filters, [by === 'municipality' ? 'lead' : by]: group.key },
      strong: false,
    })),
  ];
  return section(
    name,
    barChart(
      rows.map(({ name: says, figures, asked, strong }) => ({
        name: says,
        bars: barsOf(figures, asked, says),
        strong,
      })),
      name,
    ),
    h(
      'details',
      {},
      h('summary', {}, t.kpis.table),
      table(
        t.portfolio.asTable(name),
        [
          word(t.portfolio.by, by),
          t.portfolio.planned,
          t.portfolio.dueOf,
          t.portfolio.realised,
          t.portfolio.missingSum,
        ],
        rows.map(({ name: says, figures }) => tableRow(says, figures)),
      ),
    ),
  );
}

/** @param {Figures} figures @param {Filters} asked @param {string} of */
function barsOf({ measure, planned, realised, notFollowedUp }, asked, of) {
  const explained = (
    /** @type {string} */ figure,
    /** @type {string} */ says,
    /** @type {string} */ name,
    level = '',
  ) => explainFigure(addressOf(figure, asked, measure, level), `${name}, ${of}`, says);
  const levels = realised.map(({ evidenceLevel, realised: sum, share: of }) => {
    const name = `${t.portfolio.realised}, ${levelName(evidenceLevel).toLowerCase()}`;
    const sign = of.bound === 'at-least' ? '≥ ' : of.bound === 'at-most' ? '≤ ' : '';
    return {
      kind: `realised ${evidenceLevel}`,
      name,
      value: numberOf(sum),
      bound: sum.bound,
      says: [
        explained('realised', sumSays(sum, measure), name, evidenceLevel),
        of.known && h('span', { class: 'soft' }, ` (${sign}${t.portfolio.ofPlanned(share(of.basisPoints, language))})`),
      ],
    };
  });
  return [
    {
      kind: 'planned',
      name: t.portfolio.planned,
      value: numberOf(planned),
      bound: planned.bound,
      says: explained('planned', sumSays(planned, measure), t.portfolio.planned),
    },
    ...(levels.length > 0
      ? levels
      : [{ kind: 'realised', name: t.portfolio.realised, says: h('span', { class: 'soft' }, t.unknown) }]),
    ...(notFollowedUp.count > 0
      ? [
          {
            kind: 'missing',
            name: t.portfolio.missingSum,
            value: numberOf(notFollowedUp),
            bound: notFollowedUp.bound,
            says: explained('not-followed-up', sumSays(notFollowedUp, measure), t.portfolio.missingSum),
          },
        ]
      : []),
  ];
}

/** @param {string} name @param {Figures} figures */
function tableRow(name, { measure, planned, due, realised, notFollowedUp }) {
  const cell = (/** @type {import('../dom.js').Child | import('../dom.js').Child[]} */ says) =>
    h('td', { class: 'figure' }, says);
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, name),
    cell(sumSays(planned, measure, true)),
    cell(sumSays(due, measure, true)),
    cell(
      realised.length === 0
        ? t.unknown
        : realised.map((one) =>
            h(
              'span',
              { class: 'line' },
              sumSays(one.realised, measure, true),
              h('span', { class: 'sub' }, levelName(one.evidenceLevel)),
            ),
          ),
    ),
    cell(sumSays(notFollowedUp, measure, true)),
  );
}

/** @param {Portfolio} all @param {Filters} filters */
function notAdded({ total: { notAdded: kinds } }, filters) {
  if (kinds.length === 0) return '';
  return section(
    t.portfolio.notAdded,
    h(
      'ul',
      { class: 'plain' },
      kinds.map(({ reason, planned, realised, notFollowedUp }) =>
        h(
          'li',
          {},
          word(t.codes.notAdded, reason),
          h('span', { class: 'sub' }, t.portfolio.notAddedCounts(planned, realised, notFollowedUp)),
        ),
      ),
    ),
    h('p', {}, explainButton(addressOf('not-added', filters), t.portfolio.notAdded)),
  );
}

/** @param {Group} group @param {string} by */
function groupName({ key, name }, by) {
  if (by === 'theme') return word(t.codes.theme, key);
  if (by === 'sector') return word(t.codes.sector, key);
  return name ?? organisationName(key);
}

/**
 * Where a figure of the total is explained; a group's is that of the total when its key is chosen.
 *
 * @param {string} figure
 * @param {Filters} asked
 * @param {import('../answers.js').PortfolioMeasure} [measure]
 * @param {string} [evidenceLevel]
 */
function addressOf(figure, asked, measure, evidenceLevel) {
  const { kind, priceYear, unit, benefitClass } = measure ?? {};
  const query = {
    ...asked,
    figure,
    kind,
    ...(kind === 'money' ? { 'price-year': String(priceYear) } : { unit, 'unit-class': benefitClass }),
    'evidence-level': evidenceLevel,
  };
  const filled = Object.entries(query).filter(/** @returns {entry is [string, string]} */ (entry) => Boolean(entry[1]));
  return `/portfolio/explanation?${new URLSearchParams(filled)}`;
}

/** @param {string} level */
const levelName = (level) => (level === 'not-stated' ? t.portfolio.notStated : word(t.codes.evidence, level));
