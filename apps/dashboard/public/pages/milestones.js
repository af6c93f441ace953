import { Problem, read } from '../api.js';
import { schedule } from '../charts/schedule.js';
import { h } from '../dom.js';
import { draftOf } from '../drafts.js';
import { date, daysBetween } from '../format.js';
import { language, t, word } from '../language.js';
import { log, outcomeFields, outcomesFor, plan, planFields } from '../milestone/entries.js';
import { entryForm } from '../milestone/entry-form.js';
import { earliest } from '../moment/bar.js';
import { isPast, moment } from '../moment/moment.js';
import { illustrative, isMarked, nearness, signal, table, time } from '../parts.js';
import { frame } from './frame.js';

/** @typedef {import('../answers.js').Milestone} Milestone */
/** @typedef {import('../answers.js').Page<Milestone>} Milestones */

/** @param {import('../main.js').Context} context @param {string} id @returns {Promise<import('../main.js').Page>} */
export async function milestones({ me }, id) {
  const [card, { items, asOf }] = await Promise.all([
    /** @type {Promise<import('../answers.js').Overview>} */ (read(`/partnerships/${encodeURIComponent(id)}`)),
    all(id),
  ]);
  const place = h('div', {});
  const told = h('div', { role: 'status' });
  const past = isPast(moment());
  const forms = { id, card, may: past ? [] : me.may, subject: me.subject, recorded };
  place.replaceChildren(...laid(items, forms));
  const page = frame(
    card,
    'milestones',
    h('h2', { tabindex: '-1' }, t.milestones.title),
    past && me.may.includes('PlanMilestone') && h('p', { class: 'hint' }, t.moment.noEntries),
    told,
    place,
  );
  return { ...page, asOf: earliest(card, { asOf }) };

  /** Reads the list as it is with what was just written. @param {number} position @param {string} title */
  async function recorded(position, title) {
    const says = [t.log.recorded(title)];
    let read;
    try {
      read = await all(id, position);
    } catch (error) {
      if (!(error instanceof Problem && error.details.status === 503)) throw error;
      says.push(t.log.notYetShown);
      read = await all(id);
    }
    place.replaceChildren(...laid(read.items, forms));
    const notice = h('p', { class: 'notice good', tabindex: '-1' }, says.join('. '));
    told.replaceChildren(notice);
    notice.focus();
  }
}

/** Every milestone of a partnership. @param {string} id @param {number} [position] */
async function all(id, position) {
  /** @type {Milestone[]} */
  const items = [];
  let cursor;
  let asOf;
  do {
    const page = /** @type {Milestones} */ (
      await read(`/partnerships/${encodeURIComponent(id)}/milestones`, { limit: 200, 'at-least': position, cursor })
    );
    items.push(...page.items);
    asOf ??= page.asOf;
    cursor = page.next;
  } while (cursor !== undefined);
  return { items, asOf };
}

/**
 * @typedef {object} Forms
 * @property {string} id
 * @property {import('../answers.js').Overview} card
 * @property {readonly string[]} may commands that may be given from here
 * @property {string} subject
 * @property {(position: number, title: string) => Promise<void>} recorded
 */

/** @param {readonly Milestone[]} items @param {Forms} forms */
function laid(items, forms) {
  const open = items.filter(({ state }) => state === 'planned' || state === 'partly-reached');
  const settled = items.filter((milestone) => !open.includes(milestone));
  return [
    forms.may.includes('PlanMilestone') && forms.card.status !== 'closed' ? planning(forms) : '',
    ...(items.length === 0 ? [h('p', { class: 'notice' }, t.milestones.empty)] : [schedule(items)]),
    ...list(t.milestones.open, open, forms),
    ...list(t.milestones.past, settled, forms),
  ];
}

/** @param {string} title @param {readonly Milestone[]} items @param {Forms} forms */
function list(title, items, forms) {
  if (items.length === 0) return [];
  const action = h('span', { class: 'unseen' }, t.milestones.log);
  const heads = [t.milestones.milestone, t.partnership.state, t.milestones.planned, t.milestones.responsible, action];
  return [
    h('h3', {}, `${title} (${items.length})`),
    table(
      title,
      heads,
      items.flatMap((milestone) => rows(milestone, forms)),
    ),
  ];
}

/** @param {Forms} forms */
function planning({ id, card, subject, recorded }) {
  const name = `${subject}.${id}.plan`;
  return opener(t.milestones.plan, 'primary', draftOf(name) !== undefined, (close) =>
    entryForm({
      name,
      label: t.milestones.plan,
      submit: t.log.submitPlan,
      fields: () => planFields(card.contracts),
      send: (values, key) => plan(id, values, key),
      recorded: (position, { title = '' }) => recorded(position, title),
      discarded: close,
    }),
  );
}

/** @param {Milestone} milestone @param {Forms} forms */
function rows(milestone, { id, card, may, subject, recorded }) {
  const { code, title, state } = milestone;
  const name = `${subject}.${id}.log.${code}`;
  const started = draftOf(name) !== undefined;
  // What was typed is shown also where the milestone has moved on meanwhile: it may be the very entry whose answer was lost.
  const over = state === 'reached' || state === 'dropped' || card.status === 'closed';
  const outcomes = over && !started ? [] : outcomesFor(may);
  const form = h('td', { colspan: 5 });
  const formRow = h('tr', { class: 'form-row', hidden: true }, form);
  const button = h(
    'button',
    { type: 'button', 'aria-expanded': 'false', on: { click: toggle } },
    t.milestones.log,
    h('span', { class: 'unseen' }, ` ${title}`),
  );
  if (outcomes.length > 0 && started) toggle();

  function toggle() {
    formRow.hidden = !formRow.hidden;
    button.setAttribute('aria-expanded', String(!formRow.hidden));
    form.replaceChildren(...(formRow.hidden ? [] : [logging()]));
    if (formRow.isConnected && !formRow.hidden) form.querySelector('input')?.focus();
  }

  function logging() {
    return entryForm({
      name,
      label: t.milestones.logOf(title),
      submit: t.log.submit,
      fields: (values) => outcomeFields(outcomes, values),
      send: (values, key) => log(id, code, values, key),
      recorded: (position) => recorded(position, title),
      discarded: () => {
        toggle();
        button.focus();
      },
    });
  }

  return [summaryRow(milestone, outcomes.length > 0 && button), formRow];
}

/** @param {Milestone} milestone @param {import('../dom.js').Child} action */
function summaryRow(
  {
    code,
    title,
    state,
    since,
    plannedOn,
    firstPlannedOn,
    rescheduled,
    corrected,
    overdue,
    contractId,
    phaseNo,
    responsible,
    note,
    remaining,
    illustrative: marks,
    daysLate,
  },
  action,
) {
  const [tone, says] = standing(state, overdue);
  const changes = [rescheduled > 0 && t.milestones.moved(rescheduled), corrected > 0 && t.milestones.corrected].filter(
    Boolean,
  );
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      h('strong', {}, title),
      illustrative(isMarked(marks, 'title')),
      h(
        'span',
        { class: 'sub' },
        [code, contractId && t.milestones.ofContract(contractId, phaseNo)].filter(Boolean).join(' · '),
      ),
      note && h('p', { class: 'note' }, note, illustrative(isMarked(marks, 'note', 'reason'))),
      remaining &&
        h(
          'p',
          { class: 'note' },
          h('strong', {}, `${t.milestones.remaining}: `),
          remaining,
          illustrative(isMarked(marks, 'remaining')),
        ),
    ),
    h(
      'td',
      {},
      signal(tone, says),
      since &&
        h(
          'span',
          { class: 'sub' },
          time(since),
          illustrative(isMarked(marks, 'reachedOn', 'missedOn', 'stateSince', 'occurredOn')),
        ),
      state === 'reached' &&
        since &&
        h('span', { class: daysLate ? 'sub overdue' : 'sub' }, punctuality(plannedOn, since)),
    ),
    h(
      'td',
      {},
      time(plannedOn),
      illustrative(isMarked(marks, 'plannedOn')),
      (since === undefined || overdue) && h('span', { class: 'sub' }, nearness(plannedOn)),
      plannedOn !== firstPlannedOn &&
        h('span', { class: 'sub' }, t.milestones.firstPlanned(date(firstPlannedOn, language))),
      changes.length > 0 && h('span', { class: 'sub' }, changes.join(', ')),
    ),
    h('td', {}, responsible ?? h('span', { class: 'soft' }, '–')),
    h('td', { class: 'action' }, action),
  );
}

/** @param {string} plannedOn @param {string} since */
function punctuality(plannedOn, since) {
  const days = daysBetween(plannedOn, since);
  return days > 0 ? t.time.late(days) : days < 0 ? t.time.early(-days) : t.time.onTime;
}

/** @param {Milestone['state']} state @param {boolean} overdue @returns {[string, string]} */
function standing(state, overdue) {
  if (overdue) return ['red', `${word(t.codes.milestone, state)}, ${t.codes.reason.overdue.toLowerCase()}`];
  const tones = { reached: 'green', 'partly-reached': 'amber', missed: 'red', dropped: 'grey', planned: 'grey' };
  return [tones[state], word(t.codes.milestone, state)];
}

/**
 * A button that opens a form and gives way to it.
 *
 * @param {string} says
 * @param {string} kind
 * @param {boolean} isOpen
 * @param {(close: () => void) => HTMLElement} form
 */
function opener(says, kind, isOpen, form) {
  const place = h('div', { class: 'opener' });
  const button = h('button', { type: 'button', class: kind, on: { click: open } }, says);
  function open() {
    const opened = form(close);
    place.replaceChildren(opened);
    if (place.isConnected) opened.querySelector('input')?.focus();
  }
  function close() {
    place.replaceChildren(button);
    button.focus();
  }
  if (isOpen) open();
  else place.replaceChildren(button);
  return place;
}
