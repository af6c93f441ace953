/**
 * What was typed and is not yet acknowledged, with the key under which it is sent: a retry after a lost answer, or
 * after the page was read again, is the same request.
 *
 * @typedef {{ key: string, values: Record<string, string> }} Draft
 */

/** @param {string} name */
const place = (name) => `medspil.draft.${name}`;

/** @param {string} name @returns {Draft | undefined} */
export function draftOf(name) {
  const text = sessionStorage.getItem(place(name));
  return text === null ? undefined : JSON.parse(text);
}

/** @param {string} name @param {Draft} draft */
export const keepDraft = (name, draft) => sessionStorage.setItem(place(name), JSON.stringify(draft));

/** @param {string} name */
export const dropDraft = (name) => sessionStorage.removeItem(place(name));

/** A key nobody used before; also where `crypto.randomUUID` is not there because the page came over plain HTTP. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
