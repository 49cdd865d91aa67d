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

/** A warning before and after the last day of a declaration; empty where it counts for longer. */
export function expiryNote(lastDay: string, today: string, consequence: string): string {
  const days = Math.round((Date.parse(lastDay) - Date.parse(today)) / millisecondsPerDay);
  if (days < 0) {
    return ` (WARNING: expired, ${consequence})`;
  }
  return days <= warningDays ? ` (WARNING: expires in ${days} days)` : "";
}
