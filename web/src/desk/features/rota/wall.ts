const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const ZONE = 'Europe/Oslo';

/** A day has this many minutes on the wall clock, also when the clock is moved. */
export const DAY = 24 * 60;

/** A moment as the clock on the wall shows it, in Norway. */
export interface Wall {
  date: string;
  /** Minutes after midnight. */
  minutes: number;
}

/** What the clock shows at an instant. */
export function wallOf(instant: string): Wall {
  const at = Date.parse(instant);
  const shown = at + offsetAt(at);
  const day = Math.floor(shown / DAY_MS);
  return { date: dateOf(day), minutes: Math.floor((shown - day * DAY_MS) / MINUTE_MS) };
}

/**
 * The instant at which the clock shows a time; minutes may go beyond the day. Of a time that comes twice the first, of
 * a time that is left out the one as much later.
 */
export function instantOf({ date, minutes }: Wall): string {
  const wanted = dayNumber(date) * DAY_MS + minutes * MINUTE_MS;
  const before = offsetAt(wanted - DAY_MS);
  const after = offsetAt(wanted + DAY_MS);
  const early = wanted - before;
  const exact = [early, wanted - after].find((at) => at + offsetAt(at) === wanted);
  return new Date(exact ?? early).toISOString().replace('.000Z', 'Z');
}

/** The date a number of days later. */
export function addDays(date: string, days: number): string {
  return dateOf(dayNumber(date) + days);
}

/** Days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** The Monday of the week a date is in. */
export function mondayOf(date: string): string {
  // 1 January 1970 was a Thursday.
  return addDays(date, -((((dayNumber(date) + 3) % 7) + 7) % 7));
}

/** The seven dates from a Monday on. */
export function weekFrom(monday: string): string[] {
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}

/** The number of the week in the year, after ISO 8601. */
export function weekNumber(monday: string): number {
  const thursday = addDays(monday, 3);
  return Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
}

function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  hourCycle: 'h23',
});

/** How far the clock is before that of Greenwich, in milliseconds. */
function offsetAt(at: number): number {
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)] as const));
  const shown = Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute']);
  return shown - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}
