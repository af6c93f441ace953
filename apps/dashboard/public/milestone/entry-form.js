import { NoAnswer, Problem } from '../api.js';
import { h } from '../dom.js';
import { draftOf, dropDraft, keepDraft, newKey } from '../drafts.js';
import { t } from '../language.js';
import { faultsOf } from './faults.js';

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {'text' | 'date' | 'number' | 'textarea' | 'radio' | 'select'} kind
 * @property {boolean} [required]
 * @property {string} [hint]
 * @property {string} [fallback] what stands there at first
 * @property {number} [max] longest text
 * @property {readonly (readonly [string, string])[]} [options]
 *
 * @typedef {object} Entry
 * @property {string} name of the draft
 * @property {string} label what the form is for
 * @property {string} submit
 * @property {(values: Record<string, string>) => Field[]} fields which there are, by what is filled in
 * @property {(values: Record<string, string>, key: string) => Promise<{ position: number }>} send
 * @property {(position: number, sent: Record<string, string>) => Promise<void>} recorded
 * @property {() => void} discarded
 */

/**
 * A form whose content is kept until it is recorded, and whose sending can be repeated.
 *
 * @param {Entry} entry
 */
export function entryForm(entry) {
  const draft = draftOf(entry.name) ?? { key: newKey(), values: {} };
  const { values } = draft;
  const above = h('div', {});
  const body = h('div', { class: 'fields' });
  const status = h('p', { class: 'status', role: 'status' }, t.log.kept);
  const submit = h('button', { class: 'primary' }, entry.submit);
  const form = h(
    'form',
    { class: 'entry', novalidate: true, 'aria-label': entry.label, on: { submit: send, input: typed } },
    h('h3', {}, entry.label),
    above,
    body,
    h(
      'div',
      { class: 'actions' },
      submit,
      h('button', { type: 'button', on: { click: discard } }, t.log.cancel),
      status,
    ),
  );
  lay();
  return form;

  function lay() {
    const fields = entry.fields(values);
    for (const { name, fallback } of fields) if (fallback !== undefined) values[name] ??= fallback;
    body.replaceChildren(...fields.map((field) => fieldRow(entry.name, field, values[field.name] ?? '')));
  }

  /** @param {Event} event */
  function typed({ target }) {
    const { name, value, type } = /** @type {HTMLInputElement} */ (target);
    values[name] = value;
    keepDraft(entry.name, draft);
    if (type !== 'radio') return;
    lay();
    /** @type {HTMLElement | null} */ (body.querySelector(`[name="${name}"]:checked`))?.focus();
  }

  /** @param {Event} event */
  async function send(event) {
    event.preventDefault();
    const fields = entry.fields(values);
    const empty = fields.filter(({ name, required }) => required && !values[name]?.trim());
    if (empty.length > 0)
      return show({ beside: Object.fromEntries(empty.map(({ name }) => [name, t.log.required])), above: [] });
    const filled = fields.filter(({ name }) => values[name]?.trim()).map(({ name }) => [name, values[name]?.trim()]);
    show({ beside: {}, above: [] });
    submit.disabled = true;
    status.textContent = t.log.sending;
    keepDraft(entry.name, draft);
    try {
      const sent = Object.fromEntries(filled);
      const { position } = await entry.send(sent, draft.key);
      dropDraft(entry.name);
      await entry.recorded(position, sent);
    } catch (error) {
      status.textContent = t.log.kept;
      if (error instanceof Problem && error.reason === 'idempotency-key-reused') {
        // The first sending had arrived after all; what is on the form now is something else.
        draft.key = newKey();
        keepDraft(entry.name, draft);
        show({ beside: {}, above: [t.log.alreadyRecorded] });
      } else if (error instanceof Problem) {
        show(
          faultsOf(
            error.details,
            fields.map(({ name }) => name),
          ),
        );
      } else if (error instanceof NoAnswer) {
        show({ beside: {}, above: [t.log.noAnswer] });
      } else throw error;
    } finally {
      submit.disabled = false;
    }
  }

  /** @param {ReturnType<typeof faultsOf>} faults */
  function show({ beside, above: general }) {
    const fields = entry.fields(values).map(({ name }) => name);
    for (const name of fields) tellBeside(form, name, beside[name]);
    const wrong = fields.filter((name) => name in beside);
    const says = [...general, ...(wrong.length > 0 ? [t.log.faults(wrong.length)] : [])];
    above.replaceChildren(
      ...(says.length > 0
        ? [
            h(
              'div',
              { class: 'notice bad', role: 'alert' },
              says.map((one) => h('p', {}, one)),
            ),
          ]
        : []),
    );
    const [first] = wrong;
    if (first !== undefined) /** @type {HTMLElement | null} */ (form.querySelector(`[name="${first}"]`))?.focus();
  }

  function discard() {
    dropDraft(entry.name);
    entry.discarded();
  }
}

/** @param {HTMLElement} form @param {string} name @param {string | undefined} says */
function tellBeside(form, name, says) {
  const place = form.querySelector(`[data-fault="${name}"]`);
  place?.replaceChildren(...(says ? [says] : []));
  for (const control of form.querySelectorAll(`[name="${name}"]`)) {
    if (says) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }
}

/** @param {string} form @param {Field} field @param {string} value */
function fieldRow(form, field, value) {
  const { name, label, kind, required = false, hint, max, options = [] } = field;
  const id = `${form}-${name}`;
  const fault = h('p', { class: 'fault', id: `${id}-fault`, 'data-fault': name });
  const described = hint ? `${id}-hint ${id}-fault` : `${id}-fault`;
  if (kind === 'radio') {
    const choices = options.map(([one, says]) =>
      h(
        'label',
        { class: 'radio' },
        h('input', { type: 'radio', name, value: one, checked: one === value, 'aria-describedby': described }),
        says,
      ),
    );
    return h('fieldset', {}, h('legend', {}, label), h('div', { class: 'radios' }, choices), fault);
  }
  const attributes = { id, name, required, maxlength: max, 'aria-describedby': described };
  const control =
    kind === 'textarea'
      ? h('textarea', { ...attributes, rows: 2 }, value)
      : kind === 'select'
        ? h(
            'select',
            attributes,
            options.map(([one, says]) => h('option', { value: one, selected: one === value }, says)),
          )
        : h('input', { ...attributes, type: kind, value, min: kind === 'number' ? 1 : undefined, autocomplete: 'off' });
  return h(
    'div',
    { class: `field ${kind}` },
    h('label', { for: id }, label, !required && h('span', { class: 'soft' }, ` (${t.log.optional})`)),
    control,
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint),
    fault,
  );
}
