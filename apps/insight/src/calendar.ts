const danishDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', dateStyle: 'short' });

/** The calendar day in Denmark at an instant, as 'YYYY-MM-DD'. */
export const dayInDenmark = (instant: Date): string => danishDay.format(instant);
