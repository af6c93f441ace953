const kept = 'medspil.token';

/**
 * @typedef {object} Me
 * @property {string} subject
 * @property {string} role
 * @property {string} organisation
 * @property {string[]} may
 */

/** The token of this tab, or null. It lives in the tab's session storage and nowhere else. */
export const token = () => sessionStorage.getItem(kept);

/** @param {string} value */
export const keepToken = (value) => sessionStorage.setItem(kept, value.trim());

export const forgetToken = () => sessionStorage.removeItem(kept);

/**
 * The token in a fragment such as `#token=abc`; null where there is none.
 *
 * @param {string} fragment
 */
export function tokenIn(fragment) {
  const value = new URLSearchParams(fragment.replace(/^#/, '')).get('token');
  return value?.trim() || null;
}
