import { h } from '../dom.js';
import { t } from '../language.js';

/**
 * @param {(token: string) => Promise<void>} submit
 * @param {string} [reason] why the last token was not taken
 * @returns {import('../main.js').Page}
 */
export function signIn(submit, reason) {
  const status = h('p', { class: 'status', role: 'status' });
  const field = h('textarea', {
    id: 'token',
    name: 'token',
    rows: 4,
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
    'aria-describedby': reason ? 'token-hint sign-in-reason' : 'token-hint',
    'aria-invalid': reason ? 'true' : undefined,
  });
  const form = h(
    'form',
    { novalidate: true, on: { submit: send } },
    h('label', { for: 'token' }, t.signIn.token),
    h('p', { id: 'token-hint', class: 'hint' }, t.signIn.tokenHint),
    field,
    h('div', { class: 'actions' }, h('button', { class: 'primary' }, t.signIn.submit), status),
  );

  /** @param {Event} event */
  async function send(event) {
    event.preventDefault();
    if (field.value.trim() === '') {
      status.textContent = t.signIn.missing;
      field.focus();
      return;
    }
    status.textContent = t.signIn.checking;
    await submit(field.value);
  }

  const content = h(
    'div',
    { class: 'sign-in' },
    h('h1', {}, t.signIn.title),
    h('p', { class: 'lead' }, t.signIn.lead),
    reason && h('p', { id: 'sign-in-reason', class: 'notice bad', role: 'alert' }, reason),
    form,
    h(
      'section',
      { 'aria-labelledby': 'how' },
      h('h2', { id: 'how' }, t.signIn.how),
      h('p', {}, t.signIn.howLocal),
      h('pre', { tabindex: '0' }, h('code', {}, 'npm run --silent token -- --role project-manager --org 0561')),
      h('p', {}, t.signIn.howOther),
    ),
  );
  return { title: t.signIn.title, content };
}
