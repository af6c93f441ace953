import { today } from '../format.js';

/**
 * The moment a page speaks of, as it stands in its address.
 *
 * @typedef {object} Moment
 * @property {string} [knownAt] what was recorded later is left out: a day ('2026-03-31'), a minute ('2026-03-31T14:30'),
 *   both of them to their end on a Danish clock, or an instant ('2026-03-31T12:30:00.000Z')
 * @property {string} [until] what happened after this day is left out
 */

/** @param {URLSearchParams} query @returns {Moment} */
export function momentOf(query) {
  const knownAt = query.get('known-at') || undefined;
  const until = query.get('until') || undefined;
  return { ...(knownAt && { knownAt }), ...(until && { until }) };
}

/** The moment of the page that is shown. @returns {Moment} */
export const moment = () => momentOf(new URLSearchParams((globalThis.location?.hash ?? '').split('?')[1]));

/** @param {Moment} moment */
export const isPast = (moment) => moment.until !== undefined || knownSince(moment) !== undefined;

/** A moment as it stands in an address. @param {Moment} moment @returns {Record<string, string | undefined>} */
export const inAddress = ({ knownAt, until }) => ({ 'known-at': knownAt, until });

/** A moment as the API is asked for it. @param {Moment} moment @param {Date} [now] @returns {Record<string, string | undefined>} */
export const asAsked = (moment, now) => ({ 'known-at': knownSince(moment, now), until: moment.until });

/** The day things are judged by at a moment. @param {Moment} moment */
export function dayOf(moment) {
  const known = knownSince(moment);
  return moment.until ?? today(known === undefined ? new Date() : new Date(known));
}

/**
 * The instant up to which everything was known; undefined where that lies ahead, which is now.
 *
 * @param {Moment} moment
 * @param {Date} [now]
 */
export function knownSince({ knownAt }, now = new Date()) {
  const end = knownAt === undefined ? undefined : endOf(knownAt);
  return end !== undefined && Date.parse(end) > now.getTime() ? undefined : end;
}

/** @param {string} given */
function endOf(given) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(given)) return inDenmark(`${given}T23:59:59.999`);
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(given)) return inDenmark(`${given}:59.999`);
  return given;
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Copenhagen',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The last instant at which a Danish clock shows this. @param {string} shown @returns {string} what no clock shows as it is */
function inDenmark(shown) {
  const utc = Date.parse(`${shown}Z`);
  const found = [1, 2]
    .map((hours) => utc - hours * 3_600_000)
    .find((at) => !Number.isNaN(at) && clock.format(at) === shown.slice(0, 19).replace('T', ' '));
  return found === undefined ? shown : new Date(found).toISOString();
}
