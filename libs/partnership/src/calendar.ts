import type { BusinessDate } from './vocabulary.js';

const dayInMs = 86_400_000;
/** Days since 1970-01-01; a date without a time is read as UTC, so no clock change can shift it. */
const dayNumber = (date: BusinessDate) => Date.parse(date) / dayInMs;

/** The calendar day `days` after `date` (before it, when negative). */
export const daysAfter = (date: BusinessDate, days: number): BusinessDate =>
  new Date((dayNumber(date) + days) * dayInMs).toISOString().slice(0, 10);

/** How many calendar days `to` lies after `from`; negative when it lies before. */
export const daysBetween = (from: BusinessDate, to: BusinessDate): number => dayNumber(to) - dayNumber(from);
