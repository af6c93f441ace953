import da from './texts/da.js';
import en from './texts/en.js';

const kept = 'medspil.language';

/**
 * The language to write in: the one chosen here before, or the first of the browser's that there is.
 *
 * @param {string | null} chosen
 * @param {readonly string[]} preferred
 * @returns {'da' | 'en'}
 */
export function languageFor(chosen, preferred) {
  const asked = [...(chosen ? [chosen] : []), ...preferred].map((tag) => tag.slice(0, 2).toLowerCase());
  return asked.find((tag) => tag === 'da') && asked.indexOf('da') < indexOrEnd(asked, 'en') ? 'da' : 'en';
}

/** @param {readonly string[]} list @param {string} item */
const indexOrEnd = (list, item) => (list.includes(item) ? list.indexOf(item) : list.length);

/** @type {'da' | 'en'} */
export const language = languageFor(
  globalThis.localStorage?.getItem(kept) ?? null,
  globalThis.navigator?.languages ?? [],
);

/** Every text of the pages, in the reader's language. */
export const t = language === 'da' ? da : en;

/**
 * The word for a code of the API; a code nobody worded here is shown as it is.
 *
 * @param {Readonly<Record<string, string>>} wording
 * @param {string | null | undefined} code
 */
export const word = (wording, code) => (code ? (wording[code] ?? code.replaceAll('-', ' ')) : '');

/** @param {'da' | 'en'} chosen */
export function changeLanguage(chosen) {
  localStorage.setItem(kept, chosen);
  location.reload();
}
