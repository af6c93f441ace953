import { type Field, type FieldOptions, field, type Kind } from './kind.js';

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a year, month and day stand in the calendar; years from 1900. */
function inCalendar(year: number, month: number, day: number): boolean {
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (days[month - 1] as number) + (leap ? 1 : 0);
}

const startsWithDate = (text: string) =>
  inCalendar(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));

const businessDate: Kind = {
  name: 'business-date',
  accepts: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && startsWithDate(value),
  says: { en: 'must be a date like 2026-03-31', da: 'skal være en dato som 2026-03-31' },
  schema: { type: 'string', format: 'date', example: '2026-03-31' },
};

const instant: Kind = {
  name: 'instant',
  accepts: (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z$/.test(value) &&
    startsWithDate(value),
  says: {
    en: 'must be a time in UTC like 2026-03-31T08:15:00Z',
    da: 'skal være et tidspunkt i UTC som 2026-03-31T08:15:00Z',
  },
  schema: { type: 'string', format: 'date-time', pattern: 'Z$', example: '2026-03-31T08:15:00Z' },
};

/** A day of the calendar, without a time of day. */
export function BusinessDate(options: FieldOptions = {}): Field {
  return field(businessDate, options);
}

/** A point in time, ISO 8601 in UTC. */
export function Instant(options: FieldOptions = {}): Field {
  return field(instant, options);
}
