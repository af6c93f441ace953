import { figure, money } from '../format.js';
import { language, t, word } from '../language.js';

/** @typedef {import('../answers.js').PortfolioMeasure} Measure */
/** @typedef {import('../answers.js').PortfolioSum} Sum */

/** What amounts are in. @param {Measure} measure */
export const measureName = ({ kind, priceYear, unit, benefitClass }) =>
  kind === 'money' ? t.portfolio.money(priceYear) : `${unit} · ${word(t.codes.benefitClass, benefitClass)}`;

/** A sum as a number to draw; undefined where it is not known. @param {Sum} sum */
export function numberOf({ known, amount, amountOere }) {
  if (!known) return undefined;
  return amountOere ?? (amount === undefined ? undefined : Number(amount));
}

const million = 1_000_000;

/** A sum in words; ≥ or ≤ where only a bound is known. @param {Sum} sum @param {Measure} measure @param {boolean} [exact] */
export function sumSays({ known, amount, amountOere, bound, reason }, { unit = '' }, exact = false) {
  if (!known) return `${t.unknown}${reason && reason !== 'none' ? ` (${word(t.codes.unknownBecause, reason)})` : ''}`;
  if (amountOere === undefined) return figure({ value: amount, bound }, unit, language);
  const sign = bound === 'at-least' ? '≥ ' : bound === 'at-most' ? '≤ ' : '';
  return `${sign}${exact ? money(amountOere, language) : briefMoney(amountOere)}`;
}

/** Millions with three digits, and what is less to the krone. @param {number} oere @param {string} [currency] */
export function briefMoney(oere, currency = 'DKK') {
  if (Math.abs(oere) < 100 * million) return money(Math.round(oere / 100) * 100, language, currency);
  return new Intl.NumberFormat(language === 'da' ? 'da-DK' : 'en-GB', {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumSignificantDigits: 3,
  }).format(oere / 100);
}
