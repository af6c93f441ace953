const DAY = 86_400_000;
const written = new Map<number, string>();

/** A day as a number: days since 1970-01-01. */
export const dayOf = (date: string): number => Date.parse(date) / DAY;

/** The day as 'YYYY-MM-DD'. */
export function dateOf(day: number): string {
  const known = written.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  written.set(day, date);
  return date;
}

/** Milliseconds since 1970 at which the day begins. */
export const startOf = (day: number): number => day * DAY;
export const dayAt = (milliseconds: number): number => Math.floor(milliseconds / DAY);

export const isDate = (text: string): boolean => text.length === 10 && /^\d{4}-\d{2}-\d{2}$/.test(text);
