import { h } from '../dom.js';
import { fileButtons } from '../files.js';
import { day, instant, today } from '../format.js';
import { language, t } from '../language.js';
import { linkTo, routeOf } from '../route.js';
import { inAddress, isPast, knownSince, moment } from './moment.js';

/** @typedef {{ position: number, time: string }} AsOf */

/**
 * Which moment the page speaks of, with the ways to another one.
 *
 * @param {AsOf} asOf of the answers the page shows
 * @param {import('../files.js').Files} [files] that hold what it shows
 */
export function momentBar(asOf, files) {
  const form = lookingBack();
  const opener = h(
    'button',
    { type: 'button', class: 'quiet', 'aria-expanded': 'false', 'aria-controls': 'moment-form', on: { click: toggle } },
    t.moment.lookBack,
  );
  const told = h('span', { role: 'status' });

  function toggle() {
    form.hidden = !form.hidden;
    opener.setAttribute('aria-expanded', String(!form.hidden));
    if (!form.hidden) form.querySelector('input')?.focus();
  }

  return h(
    'section',
    { class: 'moment', 'aria-label': t.moment.title },
    isPast(moment()) && banner(),
    h(
      'p',
      { class: 'sub' },
      h('span', {}, t.moment.asOf(instant(asOf.time, language))),
      h('button', { type: 'button', class: 'quiet', on: { click: () => copy(asOf, told) } }, t.moment.copy),
      told,
      opener,
      files && fileButtons(files),
    ),
    form,
  );
}

/** What is left out, and the way back. */
export function banner() {
  const at = moment();
  return h(
    'p',
    { class: 'notice past' },
    h('strong', {}, saysOf(at)),
    ' ',
    h('a', { href: hereAt({}) }, t.moment.backToNow),
  );
}

/** @param {import('./moment.js').Moment} at */
function saysOf({ knownAt, until }) {
  const known = knownAt !== undefined && knownSince({ knownAt });
  return [
    known &&
      t.moment.known(/T/.test(knownAt) ? instant(known, language, knownAt.endsWith('Z')) : day(knownAt, language)),
    until && t.moment.occurred(day(until, language)),
  ]
    .filter(Boolean)
    .join(' ');
}

function lookingBack() {
  const { knownAt, until } = moment();
  const known = knownAt && knownSince({ knownAt });
  // An exact instant is written as the minute it lies in.
  const shown = knownAt?.endsWith('Z') && known ? instantField(known) : knownAt;
  const form = h(
    'form',
    {
      id: 'moment-form',
      class: 'filters moment-form',
      hidden: true,
      'aria-label': t.moment.lookBack,
      on: { submit: apply },
    },
    field('known-on', t.moment.knownOn, { type: 'date', value: shown?.slice(0, 10), max: today() }),
    field('known-clock', t.moment.clock, { type: 'time', value: shown?.slice(11, 16) }),
    field('until', t.moment.until, { type: 'date', value: until, max: today() }),
    h('button', { class: 'primary' }, t.moment.show),
    h('p', { class: 'hint wide' }, t.moment.hint),
  );

  /** @param {Event} event */
  function apply(event) {
    event.preventDefault();
    const chosen = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
    const on = chosen['known-on'];
    location.hash = hereAt({
      knownAt: on && (chosen['known-clock'] ? `${on}T${chosen['known-clock']}` : on),
      until: chosen.until,
    });
  }
  return form;
}

/** @param {string} name @param {string} label @param {Record<string, string | undefined>} attributes */
const field = (name, label, attributes) =>
  h(
    'div',
    { class: 'field' },
    h('label', { for: `m-${name}` }, label),
    h('input', { id: `m-${name}`, name, ...attributes }),
  );

/** @param {string} known */
const instantField = (known) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', dateStyle: 'short', timeStyle: 'short' })
    .format(new Date(known))
    .replace(' ', 'T');

/** This page at another moment. @param {import('./moment.js').Moment} at */
function hereAt(at) {
  const { path, query } = routeOf(location.hash);
  return linkTo(path, { ...Object.fromEntries(query), ...inAddress(at) });
}

/** Copies a link that leads to exactly these answers; where the browser does not let us, it stands there to be copied. @param {AsOf} asOf @param {HTMLElement} told */
async function copy(asOf, told) {
  const link = new URL(hereAt({ ...moment(), knownAt: asOf.time }), `${location.origin}/`).href;
  try {
    await navigator.clipboard.writeText(link);
    told.textContent = t.moment.copied;
  } catch {
    const shown = h('input', { class: 'link', readonly: true, value: link, 'aria-label': t.moment.link });
    told.replaceChildren(shown);
    shown.select();
  }
}

/** The earliest of several answers: what all of them are of. @param {...{ asOf: AsOf }} answers @returns {AsOf} */
export const earliest = (...answers) =>
  answers.map(({ asOf }) => asOf).reduce((one, other) => (other.time < one.time ? other : one));
