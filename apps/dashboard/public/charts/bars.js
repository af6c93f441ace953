import { h } from '../dom.js';

/**
 * A bar with what it says; one without a value is drawn as unknown, and never as nothing.
 *
 * @typedef {object} Bar
 * @property {string} kind how it is drawn: the name of a class
 * @property {string} name
 * @property {number} [value] undefined is unknown
 * @property {string} [bound]
 * @property {import('../dom.js').Child | import('../dom.js').Child[]} says
 *
 * @typedef {{ name: import('../dom.js').Child | import('../dom.js').Child[], bars: readonly Bar[], strong?: boolean }} Row
 */

/** Rows of bars on one scale; the words beside them say the same. @param {readonly Row[]} rows @param {string} says */
export function barChart(rows, says) {
  const most = Math.max(0, ...rows.flatMap(({ bars }) => bars.map(({ value }) => Math.abs(value ?? 0))));
  return h(
    'ul',
    { class: 'bar-rows', 'aria-label': says },
    rows.map(({ name, bars, strong }) =>
      h(
        'li',
        { class: strong ? 'strong' : undefined },
        h('div', { class: 'bar-name' }, name),
        h(
          'ul',
          { class: 'bars' },
          bars.map((bar) => drawn(bar, most)),
        ),
      ),
    ),
  );
}

/** @param {Bar} bar @param {number} most */
function drawn({ kind, name, value, bound, says }, most) {
  const state = value === undefined ? 'unknown' : value < 0 ? 'negative' : (bound ?? 'point');
  return h(
    'li',
    {},
    h(
      'span',
      { class: 'bar-track', 'aria-hidden': 'true' },
      sized(h('i', { class: `bar ${kind} ${state}` }), value, most),
    ),
    h('span', { class: 'bar-says' }, h('span', { class: 'soft' }, `${name} `), says),
  );
}

/** The length is set by script: the security policy takes no styles from the markup. @param {HTMLElement} bar @param {number | undefined} value @param {number} most */
function sized(bar, value, most) {
  bar.style.inlineSize = value === undefined ? '100%' : `${shareOf(value, most)}%`;
  return bar;
}

/** How much of the whole, in per cent. @param {number} value @param {number} most */
export const shareOf = (value, most) => (most === 0 ? 0 : Math.round((Math.abs(value) / most) * 10_000) / 100);

/**
 * Parts of one whole beside each other.
 *
 * @param {readonly { kind: string, value: number, says: string }[]} parts
 * @param {string} says
 */
export function stackedBar(parts, says) {
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  return h(
    'div',
    { class: 'stacked' },
    h(
      'div',
      { class: 'stack', role: 'img', 'aria-label': says },
      parts
        .filter(({ value }) => value > 0)
        .map(({ kind, value }) => sized(h('i', { class: `bar ${kind}` }), value, whole)),
    ),
    h(
      'ul',
      { class: 'stack-key' },
      parts.map(({ kind, says: one }) => h('li', {}, h('i', { class: `bar ${kind}`, 'aria-hidden': 'true' }), one)),
    ),
  );
}

/** Columns of counts, such as the partnerships in each phase. @param {readonly { name: string, count: number, link?: string }[]} columns @param {string} says */
export function columns(columns, says) {
  const most = Math.max(1, ...columns.map(({ count }) => count));
  return h(
    'ol',
    { class: 'columns-chart', 'aria-label': says },
    columns.map(({ name, count, link }) => {
      const bar = h('i', { 'aria-hidden': 'true' });
      bar.style.blockSize = `${shareOf(count, most)}%`;
      return h(
        'li',
        { class: count === 0 ? 'none' : undefined },
        h('span', { class: 'column' }, bar),
        h('strong', {}, count),
        link && count > 0 ? h('a', { href: link }, name) : h('span', {}, name),
      );
    }),
  );
}
