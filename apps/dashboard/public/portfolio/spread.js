import { read } from '../api.js';
import { barChart } from '../charts/bars.js';
import { h } from '../dom.js';
import { explainButton } from '../explained/panel.js';
import { number, share } from '../format.js';
import { language, t, word } from '../language.js';
import { earliest } from '../moment/bar.js';
import { section } from '../overview/box.js';
import { table } from '../parts.js';
import { linkTo } from '../route.js';
import { explanationAt } from './asked.js';

/** @typedef {import('../answers.js').Adoption} Adoption */
/** @typedef {import('../answers.js').Collaboration} Collaboration */
/** @typedef {Record<string, string | undefined>} Filters */

/** The order of how far a municipality has come; each has a letter, so that no colour is needed. */
const states = /** @type {const} */ (['live', 'adopts', 'invited', 'declined', 'withdrawn', 'not-invited']);

/** Where solutions have come to, and who works together. @param {Filters} filters */
export async function spread(filters) {
  const [adoption, collaboration] = await Promise.all([
    /** @type {Promise<Adoption>} */ (read('/figures/adoption', { ...filters, limit: 200 })),
    /** @type {Promise<Collaboration>} */ (read('/figures/collaboration', filters)),
  ]);
  return {
    asOf: earliest(adoption, collaboration),
    files: { list: '/figures/adoption', query: filters },
    content: [tiles(adoption, filters), together(collaboration, filters)],
  };
}

/** @param {Adoption} adoption @param {Filters} filters */
function tiles({ figures: { coverage, byMunicipality }, items }, filters) {
  const { live, municipalities, liveShare, populationAtLeast, populationUnknown } = coverage;
  const counts = /** @type {Record<string, number>} */ ({ ...coverage, 'not-invited': coverage.notInvited });
  return section(
    t.portfolio.coverage,
    h(
      'p',
      { class: 'lead' },
      h('strong', {}, t.portfolio.liveIn(live, municipalities)),
      ` (${share(liveShare, language)}). `,
      live > 0 && t.portfolio.covered(number(populationAtLeast, language), populationUnknown),
      ' ',
      explainButton(
        explanationAt('adoption', filters),
        t.portfolio.coverage,
        h('strong', {}, t.portfolio.liveIn(live, municipalities)),
      ),
    ),
    h(
      'ul',
      { class: 'stack-key' },
      states.map((state) =>
        h(
          'li',
          {},
          h('span', { class: `tile ${state}`, 'aria-hidden': 'true' }, mark(state)),
          `${word(t.codes.coverage, state)}: ${counts[state] ?? 0}`,
        ),
      ),
    ),
    h(
      'ul',
      { class: 'tiles', 'aria-label': t.portfolio.coverage },
      byMunicipality.map(({ name, status }) =>
        h(
          'li',
          { class: `tile ${status}` },
          h('span', { class: 'tile-mark', 'aria-hidden': 'true' }, mark(status)),
          name,
          h('span', { class: 'unseen' }, `: ${word(t.codes.coverage, status)}`),
        ),
      ),
    ),
    items.length > 0 &&
      table(
        t.portfolio.solutions,
        [
          t.portfolio.solution,
          ...states.slice(0, 5).map((state) => word(t.codes.coverage, state)),
          t.partnership.sites,
        ],
        items.map((one) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, h('a', { href: linkTo(['partnerships', one.partnershipId]) }, one.partnership)),
            ...[one.live, one.adopts, one.invited, one.declined, one.withdrawn, one.sites].map((n) =>
              h('td', { class: 'figure' }, n),
            ),
          ),
        ),
      ),
  );
}

const marks = /** @type {Record<string, string>} */ ({
  live: '●',
  adopts: '◐',
  invited: '○',
  declined: '×',
  withdrawn: '↩',
});

/** @param {string} state */
const mark = (state) => marks[state] ?? '';

/** @param {Collaboration} figures @param {Filters} filters */
function together({ partnerships, external, byPartnerType, complex }, filters) {
  const kinds = byPartnerType.filter((one) => one.partnerships > 0);
  return section(
    t.portfolio.collaboration,
    h(
      'p',
      { class: 'lead' },
      h('strong', {}, t.portfolio.external(external.partnerships, partnerships)),
      external.share !== undefined && ` (${share(external.share, language)})`,
      `. ${t.portfolio.complex(complex.partnerships)} `,
      explainButton(explanationAt('collaboration', filters), t.portfolio.collaboration),
    ),
    barChart(
      kinds.map(({ type, partnerships: n, share: of }) => ({
        name: word(t.codes.partnerType, type),
        bars: [
          {
            kind: 'plain',
            name: '',
            value: n,
            says: [h('strong', {}, n), h('span', { class: 'soft' }, ` · ${share(of, language)}`)],
          },
        ],
      })),
      t.portfolio.collaboration,
    ),
    h('p', { class: 'hint' }, t.portfolio.severalTypes),
  );
}
