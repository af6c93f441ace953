import { fetchFile, NoAnswer, Problem } from './api.js';
import { h } from './dom.js';
import { t } from './language.js';

/**
 * What of a page can be taken along.
 *
 * @typedef {object} Files
 * @property {string} [list] path that is asked for CSV and Excel
 * @property {Record<string, string | number | undefined>} [query]
 * @property {string} [report] path of the PDF report
 */

/** The buttons that save what the page shows, with its filters and as known at its moment. @param {Files} files */
export function fileButtons({ list, query = {}, report }) {
  const told = h('span', { role: 'status' });
  const button = (/** @type {string} */ says, /** @type {() => ReturnType<typeof fetchFile>} */ fetched) =>
    h(
      'button',
      { type: 'button', class: 'quiet', on: { click: ({ currentTarget }) => save(currentTarget, fetched, told) } },
      says,
    );
  return h(
    'span',
    { class: 'files', role: 'group', 'aria-label': t.files.title },
    list && button(t.files.csv, () => fetchFile(list, { ...query, format: 'csv' })),
    list && button(t.files.xlsx, () => fetchFile(list, { ...query, format: 'xlsx' })),
    report && button(t.files.report, () => fetchFile(report, {})),
    told,
  );
}

/** @param {HTMLButtonElement} button @param {() => ReturnType<typeof fetchFile>} fetched @param {HTMLElement} told */
async function save(button, fetched, told) {
  button.disabled = true;
  told.textContent = t.files.fetching;
  try {
    const { name, content } = await fetched();
    const address = URL.createObjectURL(content);
    h('a', { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    told.textContent = t.files.saved(name);
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    told.textContent = error.message;
  } finally {
    button.disabled = false;
  }
}
