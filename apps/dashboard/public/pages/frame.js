import { h } from '../dom.js';
import { t, word } from '../language.js';
import { illustrative, isMarked, legend, phaseRail, signal } from '../parts.js';
import { linkTo } from '../route.js';

/** @typedef {'overview' | 'milestones' | 'timeline' | 'kpis'} Section */

const sections = /** @type {Section[]} */ (['overview', 'milestones', 'timeline', 'kpis']);

/** @param {string} id @param {Section} section */
const linkOf = (id, section) => linkTo(['partnerships', id, ...(section === 'overview' ? [] : [section])]);

/** @param {string} id @param {Section} section @returns {import('../files.js').Files} */
function filesOf(id, section) {
  const whole = `/partnerships/${encodeURIComponent(id)}`;
  return { list: section === 'overview' ? whole : `${whole}/${section}`, report: `${whole}/report` };
}

/**
 * What stands above each page of a partnership: which it is, how it is, and where it is on its way.
 *
 * @param {import('../answers.js').Overview} card
 * @param {Section} active
 * @param {...(import('../dom.js').Child | import('../dom.js').Child[])} content
 * @returns {import('../main.js').Page}
 */
export function frame(card, active, ...content) {
  const { id, title, caseNumber, leadName, light, reasons, status, phase, phaseSince, illustrative: marks } = card;
  const page = h(
    'article',
    { class: 'partnership' },
    h('p', { class: 'crumb' }, h('a', { href: linkTo([]) }, t.board.title)),
    h(
      'div',
      { class: 'page-head' },
      h(
        'div',
        {},
        h('h1', {}, title, illustrative(isMarked(marks, 'title'))),
        h(
          'p',
          { class: 'lead' },
          caseNumber,
          illustrative(isMarked(marks, 'caseNumber')),
          ' · ',
          t.board.led(leadName),
          ' · ',
          word(t.codes.route, card.route),
        ),
      ),
      h(
        'div',
        { class: 'standing' },
        signal(light, word(t.codes.light, light)),
        status !== 'open' && h('span', { class: 'tag strong' }, word(t.codes.status, status)),
        reasons.length > 0 &&
          h(
            'ul',
            { class: 'reasons' },
            reasons.slice(0, 4).map((reason) => h('li', {}, reason.text, illustrative(reason.illustrative === true))),
            reasons.length > 4 && h('li', { class: 'soft' }, t.board.moreReasons(reasons.length - 4)),
          ),
      ),
    ),
    phaseRail(phase, { status, since: phaseSince, marked: isMarked(marks, 'phaseSince') }),
    h(
      'nav',
      { class: 'sections', 'aria-label': t.partnership.sections },
      sections.map((one) =>
        h('a', { href: linkOf(id, one), 'aria-current': one === active ? 'page' : undefined }, t.partnership[one]),
      ),
    ),
    legend(),
    ...content,
  );
  return {
    title: active === 'overview' ? title : `${t.partnership[active]} · ${title}`,
    content: page,
    asOf: card.asOf,
    files: filesOf(id, active),
  };
}
