import { NoAnswer, Problem } from './api.js';
import { h, s } from './dom.js';
import { date, daysBetween } from './format.js';
import { language, t, word } from './language.js';
import { dayOf, moment } from './moment/moment.js';

export const phases = /** @type {const} */ ([
  'draft',
  'need',
  'market-dialogue',
  'procurement',
  'development',
  'pilot',
  'evaluation',
  'scale-up',
  'follow-up',
  'closed',
]);

/** @param {unknown} error @param {() => void} retry */
export function problemPanel(error, retry) {
  const says =
    error instanceof Problem ? error.details.detail : error instanceof NoAnswer ? error.message : t.problem.unexpected;
  const title = error instanceof Problem ? error.details.title : t.problem.title;
  const faults = error instanceof Problem ? (error.details.errors ?? []) : [];
  return h(
    'div',
    { class: 'notice bad', role: 'alert' },
    h('h1', {}, title),
    h('p', {}, says),
    faults.length > 0 &&
      h(
        'ul',
        {},
        faults.map((fault) => h('li', {}, `${fault.parameter ?? fault.pointer ?? ''}: ${fault.detail}`)),
      ),
    error instanceof Problem &&
      error.details.traceId &&
      h('p', { class: 'hint' }, t.problem.trace(error.details.traceId)),
    h('button', { type: 'button', on: { click: retry } }, t.retry),
  );
}

const shapes = {
  red: () => s('path', { d: 'M8 1.5 15 14H1Z' }),
  amber: () => s('path', { d: 'M8 1 15 8 8 15 1 8Z' }),
  green: () => s('circle', { cx: 8, cy: 8, r: 6.5 }),
  grey: () => s('rect', { x: 2, y: 2, width: 12, height: 12, rx: 2 }),
};

/** @param {string} tone */
export const shape = (tone) =>
  s(
    'svg',
    { viewBox: '0 0 16 16', class: 'shape', 'aria-hidden': 'true' },
    (shapes[/** @type {keyof typeof shapes} */ (tone)] ?? shapes.grey)(),
  );

/** A colour with its own shape and its meaning in words. @param {string} tone @param {string} says */
export const signal = (tone, says) => h('span', { class: `signal ${tone}` }, shape(tone), says);

/** @param {string} says @param {string} [tone] */
export const tag = (says, tone = '') => h('span', { class: `tag ${tone}` }, says);

/**
 * The mark of what no source gives; nothing where a source gives it.
 *
 * @param {boolean} [is]
 * @param {readonly string[]} [fields] which of them it is about, where that is not plain to see
 */
export const illustrative = (is = true, fields = []) =>
  is
    ? h(
        'span',
        { class: 'mark', title: fields.length > 0 ? t.illustrative.fields(fields.join(', ')) : t.illustrative.says },
        t.illustrative.mark,
      )
    : null;

/** What the mark means. */
export const legend = () =>
  h('p', { class: 'legend' }, h('span', { class: 'mark' }, t.illustrative.mark), ` ${t.illustrative.legend}`);

/**
 * Whether one of the marks of a row is about a field: 'plannedOn', or a part of it such as 'target.value'.
 *
 * @param {readonly string[] | undefined} marks
 * @param {...string} fields
 */
export const isMarked = (marks, ...fields) =>
  (marks ?? []).some((mark) =>
    fields.some((field) => mark === field || mark.startsWith(`${field}.`) || mark.startsWith(`${field}[`)),
  );

/** A due date with how far it is; a past one only as overdue where it is open. @param {string} due */
export function nearness(due) {
  const days = daysBetween(dayOf(moment()), due);
  if (days < 0) return h('span', { class: 'overdue' }, t.time.overdue(-days));
  return h('span', { class: 'soft' }, days === 0 ? t.time.today : t.time.inDays(days));
}

/** @param {string | null | undefined} value */
export const time = (value) =>
  value ? h('time', { datetime: value }, date(value, language)) : h('span', { class: 'soft' }, t.unknown);

/**
 * The way from draft to closed, with where the case is.
 *
 * @param {string} phase
 * @param {{ status?: string, small?: boolean, since?: string | null, marked?: boolean }} [more]
 */
export function phaseRail(phase, { status, small = false, since, marked = false } = {}) {
  const at = phases.indexOf(/** @type {typeof phases[number]} */ (status === 'closed' ? 'closed' : phase));
  const says = `${word(t.codes.phase, status === 'closed' ? 'closed' : phase)}, ${t.board.step(at + 1, phases.length)}`;
  if (small) {
    const dots = phases.map((_, index) => h('i', { class: index < at ? 'done' : index === at ? 'here' : '' }));
    return h('span', { class: 'rail small', role: 'img', 'aria-label': says }, dots);
  }
  const steps = phases.map((one, index) =>
    h(
      'li',
      { class: index < at ? 'done' : index === at ? 'here' : '', 'aria-current': index === at ? 'step' : undefined },
      h('span', {}, word(t.codes.phase, one)),
      index === at && since && h('small', {}, t.board.since(date(since, language)), illustrative(marked)),
    ),
  );
  return h('ol', { class: `rail ${status ?? ''}`, 'aria-label': t.partnership.phaseRail }, steps);
}

/** A table that scrolls by itself where the screen is narrow. @param {string} caption @param {import('./dom.js').Child[]} heads @param {Node[]} rows */
export const table = (caption, heads, rows) =>
  h(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': caption },
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          heads.map((head) => h('th', { scope: 'col' }, head)),
        ),
      ),
      h('tbody', {}, rows),
    ),
  );
