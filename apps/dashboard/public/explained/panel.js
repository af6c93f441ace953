import { read } from '../api.js';
import { h } from '../dom.js';
import { instant, number } from '../format.js';
import { language, t } from '../language.js';
import { problemPanel } from '../parts.js';
import { eventList } from './events.js';
import { inputTable } from './inputs.js';
import { putIn } from './put-in.js';

/** @typedef {import('../answers.js').Explanation} Explanation */

/**
 * The button beside a figure that asks how it came to be.
 *
 * @param {string} address of its explanation
 * @param {string} of what the figure is of
 * @param {import('../dom.js').Child[]} shown the figure as it stands on the page
 */
export const explainButton = (address, of, ...shown) =>
  h(
    'button',
    {
      type: 'button',
      class: 'quiet explain',
      'aria-haspopup': 'dialog',
      on: { click: () => open(address, of, shown) },
    },
    t.explained.how,
    h('span', { class: 'unseen' }, `: ${of}`),
  );

/** A figure that says how it came to be when it is asked. @param {string} address @param {string} of @param {string} says */
export const explainFigure = (address, of, says) =>
  h(
    'button',
    {
      type: 'button',
      class: 'ask',
      title: t.explained.title,
      'aria-haspopup': 'dialog',
      on: { click: () => open(address, of, [h('strong', {}, says)]) },
    },
    says,
    h('span', { class: 'unseen' }, `: ${of}. ${t.explained.how}`),
  );

/** @param {string} address @param {string} of @param {import('../dom.js').Child[]} shown */
async function open(address, of, shown) {
  const content = h('div', {}, h('p', { class: 'loading' }, t.loading));
  const panel = h(
    'dialog',
    {
      class: 'explained',
      'aria-labelledby': 'explained-title',
      on: { close: () => panel.remove(), click: clicked },
    },
    h(
      'div',
      { class: 'explained-head' },
      h('h2', { id: 'explained-title' }, t.explained.title, h('small', {}, of)),
      h('button', { type: 'button', autofocus: true, on: { click: () => panel.close() } }, t.explained.close),
    ),
    content,
  );
  document.body.append(panel);
  panel.showModal();
  await fill();

  /** A link leads away from here, and whoever clicks beside the panel is done with it. @param {MouseEvent} event */
  function clicked({ target }) {
    if (target === panel || (target instanceof Element && target.closest('a'))) panel.close();
  }

  async function fill() {
    try {
      const told = /** @type {Explanation} */ (await read(address));
      content.replaceChildren(...(await contentOf(told, shown)));
    } catch (error) {
      content.replaceChildren(problemPanel(error, fill));
    }
  }
}

/** @param {Explanation} told @param {import('../dom.js').Child[]} shown */
async function contentOf(told, shown) {
  const { formula, attainmentFormula, statusFormula, inputs, events, projections, asOf, next } = told;
  return [
    h('div', { class: 'explained-figure' }, ...shown),
    ...formulaParts(t.explained.figure, formula, told),
    ...(attainmentFormula ? formulaParts(t.kpis.attainment, attainmentFormula, told) : []),
    ...(statusFormula ? formulaParts(t.explained.status, statusFormula, told) : []),
    h('h3', {}, `${t.explained.inputs} (${inputs.length}${next ? ' …' : ''})`),
    inputTable(inputs),
    next ? h('p', { class: 'hint' }, t.explained.moreInputs) : '',
    h('h3', {}, `${t.explained.events} (${events.length})`),
    await eventList(told),
    h(
      'p',
      { class: 'sub' },
      t.explained.readFrom(projections.map(({ name, version }) => `${name} (version ${version})`).join(', ')),
      ` · ${t.moment.asOf(instant(asOf.time, language))}, ${t.explained.position(asOf.position)}`,
    ),
  ];
}

/** @param {string} title @param {import('../answers.js').Formula} formula @param {Explanation} told */
function formulaParts(title, { code, expression, text }, { inputs, figure }) {
  const actual = figure?.latest?.known ? figure.latest.value : undefined;
  const write = (/** @type {string | number} */ value) => number(value, language);
  const result = resultOf(code, figure);
  const numbers = putIn(code, inputs, { actual, write });
  return [
    h('h3', {}, title),
    h('p', {}, text),
    h('p', { class: 'formula' }, h('code', {}, expression)),
    numbers === undefined
      ? ''
      : h('p', { class: 'formula' }, h('code', {}, `= ${numbers}`, result && h('strong', {}, ` = ${result}`))),
  ];
}

/** What a formula came to, with all its digits. @param {string} code @param {Explanation['figure']} figure */
function resultOf(code, figure) {
  if (code === 'share-of-the-way') {
    const { basisPoints } = figure?.attainment ?? {};
    return basisPoints === undefined ? undefined : `${number(basisPoints / 100, language)} %`;
  }
  return figure?.latest?.known ? number(figure.latest.value, language) : undefined;
}
