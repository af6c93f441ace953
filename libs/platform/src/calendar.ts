const danishDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', dateStyle: 'short' });
const minute = 60_000;

let known = Number.NaN;
let day = '';

/** The calendar day in Denmark at an instant (milliseconds since 1970), as 'YYYY-MM-DD'. */
export function dayInDenmark(instant: number): string {
  // A day begins on a whole minute: within one, the formatter need not be asked again.
  const at = Math.floor(instant / minute);
  if (at !== known) {
    day = danishDay.format(at * minute);
    known = at;
  }
  return day;
}
