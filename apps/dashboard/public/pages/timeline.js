import { read } from '../api.js';
import { h } from '../dom.js';
import { date, daysBetween, instant } from '../format.js';
import { language, t, word } from '../language.js';
import { earliest } from '../moment/bar.js';
import { illustrative } from '../parts.js';
import { frame } from './frame.js';

/** @typedef {import('../answers.js').TimelineEntry} Entry */
/** @typedef {import('../answers.js').Page<Entry>} Entries */

/** @param {import('../main.js').Context} context @param {string} id @returns {Promise<import('../main.js').Page>} */
export async function timeline({ query }, id) {
  const pointedAt = Number(query.get('event')) || undefined;
  const path = `/partnerships/${encodeURIComponent(id)}`;
  const [card, first] = await Promise.all([
    /** @type {Promise<import('../answers.js').Overview>} */ (read(path)),
    /** @type {Promise<Entries>} */ (upTo(`${path}/timeline`, pointedAt)),
  ]);
  const list = h(
    'ol',
    { class: 'happenings' },
    first.items.map((one) => entry(one, one.position === pointedAt)),
  );
  const status = h('p', { class: 'status', role: 'status' });
  const more = h(
    'button',
    { type: 'button', hidden: first.next === undefined, on: { click: readMore } },
    t.timeline.more,
  );
  let { next } = first;

  async function readMore() {
    more.disabled = true;
    try {
      const page = /** @type {Entries} */ (await read(`${path}/timeline`, { cursor: next }));
      const entries = page.items.map((one) => entry(one));
      list.append(...entries);
      list.dataset.extended = 'true';
      next = page.next;
      more.hidden = next === undefined;
      status.textContent = '';
      entries[0]?.setAttribute('tabindex', '-1');
      entries[0]?.focus();
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : t.problem.unexpected;
    }
    more.disabled = false;
  }

  const page = frame(
    card,
    'timeline',
    h('h2', {}, t.timeline.title, ' ', h('small', {}, t.timeline.newest)),
    first.items.length === 0 ? h('p', { class: 'notice' }, t.timeline.empty) : list,
    more,
    status,
  );
  return { ...page, asOf: earliest(card, first) };
}

/**
 * The first page; where an event is pointed at, all pages down to it.
 *
 * @param {string} path
 * @param {number | undefined} position
 * @returns {Promise<Entries>}
 */
async function upTo(path, position) {
  const limit = position === undefined ? undefined : 200;
  const first = /** @type {Entries} */ (await read(path, { limit }));
  while (position !== undefined && first.next !== undefined && Number(first.items.at(-1)?.position) > position) {
    const page = /** @type {Entries} */ (await read(path, { limit, cursor: first.next }));
    first.items.push(...page.items);
    first.next = page.next;
  }
  return first;
}

/** @param {Entry} entry @param {boolean} [pointedAt] */
function entry(
  { text, occurredOn, recordedAt, lateEntry, by, role, room, illustrative: marks, source, position },
  pointedAt = false,
) {
  return h(
    'li',
    { class: pointedAt ? 'pointed-at' : undefined, tabindex: pointedAt ? '-1' : undefined },
    h(
      'div',
      { class: 'happened' },
      h('time', { datetime: occurredOn }, date(occurredOn, language)),
      h('span', { class: 'tag' }, word(t.codes.room, room)),
      pointedAt && h('span', { class: 'sub' }, `#${position}`),
    ),
    h(
      'div',
      {},
      h('p', {}, text, illustrative(marks.length > 0, [...new Set(marks)])),
      h(
        'p',
        { class: 'sub' },
        t.timeline.recorded(instant(recordedAt, language)),
        lateEntry &&
          [', ', h('span', { class: 'late-entry' }, t.timeline.late(daysBetween(occurredOn, recordedAt)))].flat(),
        ` ${t.timeline.by(`${by} (${word(t.codes.role, role)})`)}`,
        source && ` · ${t.source}: ${source}`,
      ),
    ),
  );
}
