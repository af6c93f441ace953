/** @typedef {'da' | 'en'} Language */

const unknown = '–';
const DAY = 86_400_000;

/** @param {Language} language */
const locale = (language) => (language === 'da' ? 'da-DK' : 'en-GB');

/**
 * An exact decimal such as '1234.5' in the reader's writing; unknown stays unknown and never becomes zero.
 *
 * @param {string | number | null | undefined} value
 * @param {Language} language
 */
export function number(value, language) {
  if (value === null || value === undefined || value === '') return unknown;
  const format = new Intl.NumberFormat(locale(language), { maximumFractionDigits: 6 });
  return format.format(/** @type {Intl.StringNumericLiteral} */ (value)).replace('-', '−');
}

/** At most two decimals, for figures that were computed. @param {string | number | null | undefined} value @param {Language} language */
export function rounded(value, language) {
  if (value === null || value === undefined || value === '') return unknown;
  const digits = Math.abs(Number(value)) >= 100 ? 0 : Math.abs(Number(value)) >= 10 ? 1 : 2;
  return number(Number(Number(value).toFixed(digits)), language);
}

const signs = /** @type {Record<string, string>} */ ({ 'at-least': '≥ ', 'at-most': '≤ ' });

/**
 * A figure with its unit, and ≥ or ≤ before it when only a bound is known.
 *
 * @param {{ value?: string | number | null, bound?: string | null } | null | undefined} figure
 * @param {string} unit
 * @param {Language} language
 */
export function figure(figure, unit, language) {
  if (figure?.value === null || figure?.value === undefined || figure.value === '') return unknown;
  const space = unit === '%' && language === 'en' ? '' : '\u00a0';
  return `${signs[figure.bound ?? ''] ?? ''}${rounded(figure.value, language)}${unit && space}${unit}`;
}

/** Basis points as per cent. @param {number | null | undefined} basisPoints @param {Language} language */
export function share(basisPoints, language) {
  if (basisPoints === null || basisPoints === undefined) return unknown;
  return figure({ value: Math.round(basisPoints / 100) }, '%', language);
}

/** Øre as whole kroner (with øre only where there are any). @param {number | null | undefined} oere @param {Language} language @param {string} [currency] */
export function money(oere, language, currency = 'DKK') {
  if (oere === null || oere === undefined) return unknown;
  const digits = oere % 100 === 0 ? 0 : 2;
  const format = { style: /** @type {const} */ ('currency'), currency, minimumFractionDigits: digits };
  return new Intl.NumberFormat(locale(language), { ...format, maximumFractionDigits: digits }).format(oere / 100);
}

/** A business date. @param {string | null | undefined} value @param {Language} language */
export function date(value, language) {
  if (!value) return unknown;
  const format = new Intl.DateTimeFormat(locale(language), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(new Date(value.slice(0, 10)));
}

/** A business date in full, as one speaks of it. @param {string | null | undefined} value @param {Language} language */
export function day(value, language) {
  if (!value || Number.isNaN(Date.parse(value))) return value || unknown;
  const format = new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(value.slice(0, 10)));
}

/** An instant, on a Danish clock. @param {string} value @param {Language} language @param {boolean} [seconds] */
export function instant(value, language, seconds = false) {
  if (Number.isNaN(Date.parse(value))) return value;
  const timeStyle = seconds ? /** @type {const} */ ('medium') : /** @type {const} */ ('short');
  const format = { dateStyle: /** @type {const} */ ('medium'), timeStyle };
  return new Intl.DateTimeFormat(locale(language), { ...format, timeZone: 'Europe/Copenhagen' }).format(
    new Date(value),
  );
}

/** @param {{ from: string, to: string }} period @param {Language} language */
export function period({ from, to }, language) {
  const written = new Intl.DateTimeFormat(locale(language), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return from === to ? date(from, language) : written.formatRange(new Date(from), new Date(to));
}

/** Whole days from one date to a later one; negative to an earlier one. @param {string} from @param {string} to */
export const daysBetween = (from, to) =>
  Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / DAY);

/** Today in Denmark. @param {Date} [now] */
export const today = (now = new Date()) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', dateStyle: 'short' }).format(now);
