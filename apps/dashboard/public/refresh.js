import { h } from './dom.js';
import { t } from './language.js';

/** Whether somebody is at work on the page, so that it must not be taken from under them. @param {HTMLElement} page */
export function isAtWork(page) {
  const { activeElement } = document;
  if (
    document.querySelector('dialog[open]') ||
    page.querySelector('.entry, form.moment-form:not([hidden]), [data-extended]')
  )
    return true;
  if (activeElement && page.contains(activeElement) && activeElement.matches('input, select, textarea')) return true;
  return [...page.querySelectorAll('input, textarea')].some((control) => {
    const { type, checked, defaultChecked, value, defaultValue } = /** @type {HTMLInputElement} */ (control);
    return type === 'checkbox' || type === 'radio' ? checked !== defaultChecked : value !== defaultValue;
  });
}

/**
 * Remembers what is open and where the focus is, to be found again when the page has been shown anew.
 *
 * @param {HTMLElement} page
 * @returns {() => void}
 */
export function keepPlace(page) {
  const opened = [...page.querySelectorAll('details')].map(({ open }) => open);
  const reachable = () => [
    .../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll('a, button, summary, [tabindex]')),
  ];
  const at = reachable().indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const said = document.activeElement?.textContent;
  const { scrollX, scrollY } = window;
  return () => {
    for (const [index, one] of page.querySelectorAll('details').entries()) one.open = opened[index] ?? false;
    const again = at < 0 ? undefined : reachable().find((one, index) => index >= at - 2 && one.textContent === said);
    again?.focus({ preventScroll: true });
    scrollTo(scrollX, scrollY);
  };
}

/** Says that there is something newer, and leaves it to the reader when to look. @param {() => void} reload */
export const changedMeanwhile = (reload) =>
  h(
    'p',
    { class: 'notice changed', role: 'status' },
    `${t.live.changed} `,
    h('button', { type: 'button', on: { click: reload } }, t.live.reload),
  );
