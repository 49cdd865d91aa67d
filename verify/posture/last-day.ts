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

/** Where today is in the life of a declaration. One that has expired, or whose last day is more than two years away, does not count. */
export type LastDayState = "current" | "expires soon" | "expired" | "too far away";

/**
 * Where a day is in the life of a declaration.
 *
 * @param today as YYYY-MM-DD
 * @param lastDay as YYYY-MM-DD; a text that is no day has expired
 */
export function lastDayState(today: string, lastDay: string): LastDayState {
  const days = daysBetween(today, lastDay);
  if (days > warningDays) {
    return days > maximumDays ? "too far away" : "current";
  }
  // What is no day has expired.
  return days >= 0 ? "expires soon" : "expired";
}

/** Whether a declaration counts today: until its last day, which is at most two years away. */
export function countsOn(today: string, lastDay: string): boolean {
  const state = lastDayState(today, lastDay);
  return state === "current" || state === "expires soon";
}

/** A warning before and after the last day of a declaration, or where that day is too far away; empty otherwise. */
export function expiryNote(lastDay: string, today: string, consequence: string): string {
  const notes: Readonly<Record<LastDayState, string>> = {
    current: "",
    "expires soon": ` (WARNING: expires in ${daysBetween(today, lastDay)} days)`,
    expired: ` (WARNING: expired, ${consequence})`,
    "too far away": ` (WARNING: the last day is more than two years away, ${consequence}; choose an earlier one)`,
  };
  return notes[lastDayState(today, lastDay)];
}
