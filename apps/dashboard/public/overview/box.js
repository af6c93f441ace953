import { h } from '../dom.js';

/** @param {string} title @param {...(import('../dom.js').Child | import('../dom.js').Child[])} content */
export const section = (title, ...content) =>
  h('section', { class: 'box', 'aria-label': title }, h('h2', {}, title), ...content);

/** @param {readonly (readonly [string, import('../dom.js').Child | import('../dom.js').Child[]])[]} listed */
export const pairs = (listed) =>
  h(
    'dl',
    { class: 'facts' },
    listed
      .filter(([, says]) => says)
      .map(([name, says]) => h('div', {}, h('dt', {}, name), h('dd', {}, ...[says].flat()))),
  );
