import { inAddress, moment } from './moment/moment.js';

/**
 * @typedef {object} Route
 * @property {string[]} path
 * @property {URLSearchParams} query
 */

/**
 * What a fragment such as `#/partnerships/1/kpis?x=y` leads to.
 *
 * @param {string} fragment
 * @returns {Route}
 */
export function routeOf(fragment) {
  const [path = '', query = ''] = fragment.replace(/^#/, '').split('?', 2);
  return { path: path.split('/').filter(Boolean).map(decoded), query: new URLSearchParams(query) };
}

/**
 * The fragment of a page, at the moment the page that is shown speaks of; what is left empty in the query stays out of it.
 *
 * @param {readonly string[]} path
 * @param {Readonly<Record<string, string | undefined>>} [query]
 */
export function linkTo(path, query = {}) {
  const filled = Object.entries({ ...inAddress(moment()), ...query }).filter(
    /** @returns {entry is [string, string]} */ (entry) => Boolean(entry[1]),
  );
  const search = new URLSearchParams(filled).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${search && `?${search}`}`;
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
