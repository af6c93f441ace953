import { h } from './dom.js';
import { t } from './language.js';
import { municipalities } from './municipalities.js';

/** A choice among what there is, or all of it. @param {string} name @param {string} label @param {readonly (readonly [string, string])[]} options @param {string} [chosen] */
export function choice(name, label, options, chosen) {
  const all = [option('', t.board.any, chosen ?? ''), ...options.map(([value, says]) => option(value, says, chosen))];
  return select(name, label, all);
}

/** @param {string} name @param {string} label @param {HTMLElement[]} options */
export function select(name, label, options) {
  const id = `f-${name}`;
  return h('div', { class: 'field' }, h('label', { for: id }, label), h('select', { id, name }, options));
}

/** @param {string} value @param {string} says @param {string} [chosen] */
export const option = (value, says, chosen) => h('option', { value, selected: value === chosen }, says);

/** The municipalities as a Dane looks them up. */
export const byName = () => [...municipalities].sort(([, one], [, other]) => one.localeCompare(other, 'da'));
