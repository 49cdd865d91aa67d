/** Days before the last one on which reports warn. */
const warningDays = 14;

const millisecondsPerDay = 86_400_000;

/** Today in UTC, as YYYY-MM-DD. */
export function currentDay(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Whether the text is a day of the calendar, as YYYY-MM-DD. As texts, 9999-99-99 would come after every day. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** How far away a last day may be: two years with a leap day. A day that nobody lives to see would never be looked at again. */
const maximumDays = 731;

function daysBetween(today: string, lastDay: string): number {
  return Math.round((Date.parse(lastDay) - Date.parse(today)) / millisecondsPerDay);
}

/** Whether a declaration counts today: until its last day, which is at most two years away. */
export function countsOn(today: string, lastDay: string): boolean {
  const days = daysBetween(today, lastDay);
  return days >= 0 && days <= maximumDays;
}

/** A warning before and after the last day of a declaration, or where that day is too far away; empty otherwise. */
export function expiryNote(lastDay: string, today: string, consequence: string): string {
  const days = daysBetween(today, lastDay);
  if (days < 0) {
    return ` (WARNING: expired, ${consequence})`;
  }
  if (days > maximumDays) {
    return ` (WARNING: the last day is more than two years away, ${consequence}; choose an earlier one)`;
  }
  return days <= warningDays ? ` (WARNING: expires in ${days} days)` : "";
}
