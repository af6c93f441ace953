import { h } from '../dom.js';
import { byName, choice, option, select } from '../filters.js';
import { t, word } from '../language.js';
import { legend } from '../parts.js';
import { benefits, groupings } from '../portfolio/benefits.js';
import { course } from '../portfolio/course.js';
import { payments } from '../portfolio/payments.js';
import { spread } from '../portfolio/spread.js';
import { linkTo } from '../route.js';

/**
 * A part of the portfolio: what it shows of the chosen cases, and when that was so.
 *
 * @typedef {(filters: Record<string, string | undefined>, query: URLSearchParams) => Promise<{ content: import('../dom.js').Child[], asOf: import('../answers.js').AsOf, files?: import('../files.js').Files }>} Part
 */

/** @type {Record<string, Part>} */
const parts = {
  benefits: (filters, query) => benefits(filters, groupingOf(query)),
  course,
  payments,
  spread,
};

/** @param {URLSearchParams} query */
const groupingOf = (query) => groupings.find((one) => one === query.get('by')) ?? 'theme';

/** @param {import('../main.js').Context} context @param {string} [asked] @returns {Promise<import('../main.js').Page>} */
export async function portfolio({ query }, asked = 'benefits') {
  const chosen = Object.fromEntries(
    ['theme', 'sector', 'municipality'].map((name) => [name, query.get(name) ?? undefined]),
  );
  const { content, asOf, files } = await /** @type {Part} */ (parts[asked])(chosen, query);
  // The report is of all partnerships.
  const isWhole = !Object.values(chosen).some(Boolean);
  const title = t.portfolio.title;
  const page = h(
    'article',
    { class: 'portfolio' },
    h('h1', {}, title),
    h('p', { class: 'lead' }, t.portfolio.lead),
    h(
      'nav',
      { class: 'sections', 'aria-label': t.portfolio.sections },
      Object.keys(parts).map((one) =>
        h(
          'a',
          {
            href: linkTo(['portfolio', ...(one === 'benefits' ? [] : [one])], chosen),
            'aria-current': one === asked ? 'page' : undefined,
          },
          word(t.portfolio.parts, one),
        ),
      ),
    ),
    filters(asked, chosen, query),
    legend(),
    content,
  );
  return {
    title: `${word(t.portfolio.parts, asked)} · ${title}`,
    content: page,
    asOf,
    files: { ...files, ...(isWhole && { report: '/portfolio/report' }) },
  };
}

export const isPart = (/** @type {string | undefined} */ name) =>
  name === undefined || (name !== 'benefits' && name in parts);

/** @param {string} part @param {Record<string, string | undefined>} chosen @param {URLSearchParams} query */
function filters(part, chosen, query) {
  const path = ['portfolio', ...(part === 'benefits' ? [] : [part])];
  const form = h(
    'form',
    { class: 'filters', role: 'search', 'aria-label': t.board.filters, on: { change: apply, submit: apply } },
    part === 'benefits' &&
      select(
        'by',
        t.portfolio.groupBy,
        groupings.map((one) => option(one, word(t.portfolio.by, one), groupingOf(query))),
      ),
    choice('theme', t.board.theme, Object.entries(t.codes.theme), chosen.theme),
    choice('sector', t.board.sector, Object.entries(t.codes.sector), chosen.sector),
    choice('municipality', t.board.municipality, byName(), chosen.municipality),
    h('button', { class: 'unseen-submit' }, t.moment.show),
    Object.values(chosen).some(Boolean) && h('a', { class: 'clear', href: linkTo(path) }, t.board.clear),
  );

  /** @param {Event} event */
  function apply(event) {
    event.preventDefault();
    const { by, ...rest } = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
    location.hash = linkTo(path, { ...rest, by: by === 'theme' ? '' : by });
  }
  return form;
}
