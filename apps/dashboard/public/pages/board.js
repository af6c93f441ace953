import { read } from '../api.js';
import { h } from '../dom.js';
import { byName, choice, option, select } from '../filters.js';
import { t, word } from '../language.js';
import { illustrative, isMarked, legend, nearness, phaseRail, phases, shape, signal, table, time } from '../parts.js';
import { linkTo } from '../route.js';

/** @typedef {import('../answers.js').Card} Card */
/** @typedef {import('../answers.js').Page<Card>} Cards */

const statuses = ['open', 'suspended', 'closed'];
/** What the board can be sorted by, and which way each of them is wanted. @type {Record<string, 'asc' | 'desc'>} */
const sorts = { nextDeadline: 'asc', updated: 'desc', phase: 'asc', title: 'asc', registered: 'desc' };
const reasonsShown = 3;

/** @param {import('../main.js').Context} context @returns {Promise<import('../main.js').Page>} */
export async function board({ me, query }) {
  const asked = Object.fromEntries(query);
  const sort = asked.sort && asked.sort in sorts ? asked.sort : 'nextDeadline';
  const question = { ...asked, sort, order: sorts[sort], limit: 50 };
  const page = /** @type {Cards} */ (await read('/partnerships', question));
  const filtered = Object.keys(asked).some((name) => !['sort', 'known-at', 'until'].includes(name));
  const content = h(
    'div',
    { class: 'board' },
    h(
      'div',
      { class: 'page-head' },
      h('div', {}, h('h1', {}, t.board.title), h('p', { class: 'lead' }, t.board.lead)),
      summary(page),
    ),
    filters(asked, sort, filtered),
    page.items.length === 0
      ? h('p', { class: 'notice', role: 'status' }, filtered ? t.board.empty : t.board.emptyAll)
      : listing(page, question, me.role === 'partner' ? '–' : t.board.noHandler),
  );
  const { limit: _, ...whole } = question;
  return { title: t.board.title, content, asOf: page.asOf, files: { list: '/partnerships', query: whole } };
}

/** How many need what; only where all of them are here to be counted. @param {Cards} page */
function summary({ items, next }) {
  if (next || items.length === 0) return null;
  const counts = /** @type {const} */ (['red', 'amber', 'green']).map((light) => {
    const n = items.filter((card) => card.light === light).length;
    return h('li', { class: `count ${light}` }, shape(light), h('strong', {}, n), h('span', {}, t.codes.light[light]));
  });
  return h('ul', { class: 'counts', 'aria-label': t.board.byLight }, counts);
}

/** @param {Record<string, string>} asked @param {string} sort @param {boolean} filtered */
function filters(asked, sort, filtered) {
  const form = h(
    'form',
    { class: 'filters', role: 'search', 'aria-label': t.board.filters, on: { change: apply, submit: apply } },
    h(
      'div',
      { class: 'field wide' },
      h('label', { for: 'f-text' }, t.board.text),
      h('input', {
        id: 'f-text',
        name: 'text',
        type: 'search',
        maxlength: 200,
        value: asked.text ?? '',
        placeholder: t.board.textHint,
      }),
    ),
    choice(
      'phase',
      t.board.phase,
      phases.map((one) => [one, t.codes.phase[one]]),
      asked.phase,
    ),
    choice(
      'status',
      t.board.status,
      statuses.map((one) => [one, word(t.codes.status, one)]),
      asked.status,
    ),
    choice('theme', t.board.theme, Object.entries(t.codes.theme), asked.theme),
    choice('sector', t.board.sector, Object.entries(t.codes.sector), asked.sector),
    choice('municipality', t.board.municipality, byName(), asked.municipality),
    select(
      'sort',
      t.board.sort,
      Object.keys(sorts).map((one) => option(one, word(t.board.sorts, one), sort)),
    ),
    h(
      'div',
      { class: 'field check' },
      h('input', {
        id: 'f-overdue',
        name: 'overdue',
        type: 'checkbox',
        value: 'true',
        checked: asked.overdue === 'true',
      }),
      h('label', { for: 'f-overdue' }, t.board.overdue),
    ),
    h('button', { class: 'unseen-submit' }, t.board.text),
    (filtered || asked.sort) && h('a', { class: 'clear', href: linkTo([]) }, t.board.clear),
  );

  /** @param {Event} event */
  function apply(event) {
    event.preventDefault();
    const chosen = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
    const { handler } = asked;
    location.hash = linkTo([], {
      ...chosen,
      text: chosen.text?.trim(),
      sort: chosen.sort === 'nextDeadline' ? '' : chosen.sort,
      handler,
    });
  }
  return form;
}

/** @param {Cards} first @param {Record<string, string | number | undefined>} question @param {string} nobody */
function listing(first, question, nobody) {
  const heads = [t.board.partnership, t.board.light, t.board.position, t.board.next, t.board.handler];
  const whole = table(
    t.board.title,
    heads,
    first.items.map((card) => row(card, nobody)),
  );
  const body = /** @type {HTMLElement} */ (whole.querySelector('tbody'));
  const status = h('p', { class: 'status', role: 'status' });
  const more = h('button', { type: 'button', on: { click: readMore } }, t.board.more);
  let { next } = first;
  tell();

  function tell() {
    status.textContent = t.board.shown(body.children.length, next !== undefined);
    more.hidden = next === undefined;
  }

  async function readMore() {
    more.disabled = true;
    try {
      const page = /** @type {Cards} */ (await read('/partnerships', { ...question, cursor: next }));
      const rows = page.items.map((card) => row(card, nobody));
      body.append(...rows);
      body.dataset.extended = 'true';
      next = page.next;
      tell();
      // The button may be gone now: whoever uses the keyboard goes on where the new rows begin.
      rows[0]?.querySelector('a')?.focus();
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : t.problem.unexpected;
    }
    more.disabled = false;
  }
  return h('div', {}, h('div', { class: 'above' }, status, legend()), whole, more);
}

/** @param {Card} card @param {string} nobody what stands where no handler is seen */
function row(card, nobody) {
  const { light, reasons, nextDeadline: due } = card;
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row', 'data-head': t.board.partnership },
      h('a', { href: linkTo(['partnerships', card.id]) }, card.title),
      h(
        'span',
        { class: 'sub' },
        card.caseNumber,
        illustrative(isMarked(card.illustrative, 'caseNumber')),
        ' · ',
        card.leadName,
      ),
      h(
        'span',
        { class: 'sub' },
        word(t.codes.theme, card.theme),
        illustrative(isMarked(card.illustrative, 'classification.theme')),
        ' · ',
        word(t.codes.sector, card.sector),
        illustrative(isMarked(card.illustrative, 'classification.sectorArea')),
      ),
    ),
    h(
      'td',
      { 'data-head': t.board.light },
      signal(light, word(t.codes.light, light)),
      reasons.length === 0
        ? h('span', { class: 'sub' }, card.status === 'closed' ? word(t.codes.status, 'closed') : t.board.fine)
        : h(
            'ul',
            { class: 'reasons' },
            reasons
              .slice(0, reasonsShown)
              .map((reason) => h('li', {}, reason.text, illustrative(reason.illustrative === true))),
            reasons.length > reasonsShown &&
              h('li', { class: 'soft' }, t.board.moreReasons(reasons.length - reasonsShown)),
          ),
    ),
    h(
      'td',
      { 'data-head': t.board.position },
      h('span', { class: 'phase-name' }, word(t.codes.phase, card.status === 'closed' ? 'closed' : card.phase)),
      card.status === 'suspended' && h('span', { class: 'tag' }, t.codes.status.suspended),
      phaseRail(card.phase, { small: true, status: card.status }),
      h(
        'span',
        { class: 'sub' },
        t.board.since(''),
        time(card.phaseSince),
        illustrative(isMarked(card.illustrative, 'phaseSince')),
      ),
    ),
    h(
      'td',
      { 'data-head': t.board.next },
      due
        ? [
            h('span', { class: 'when' }, time(due.due), illustrative(due.illustrative === true)),
            nearness(due.due),
            h('span', { class: 'sub' }, due.title),
          ]
        : h('span', { class: 'soft' }, t.board.nothingDue),
    ),
    h(
      'td',
      { 'data-head': t.board.handler },
      card.handler
        ? h('a', { href: linkTo([], { handler: card.handler }) }, card.handler)
        : h('span', { class: 'soft' }, nobody),
    ),
  );
}
