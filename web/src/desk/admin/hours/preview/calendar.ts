import { weekdayOfDate } from '../../parts/dates';
import type { ClosedDay, Exception, PreviewDay, Reason } from '../../shapes';
import type { Service } from '../rows';

/** Why a day is not as its week has it. */
export type Mark = 'exception' | 'closed_day';

export interface CalendarDay {
  date: string;
  weekday: number;
  /** By the centre's wall clock, such as `09:00–15:30`; none while it is closed all day. */
  times: string[];
  /** Of the national queue, when all contributing centres together are open; absent for a local queue. */
  united: string[] | undefined;
  /** When the centre's other queue is open on the same channel. */
  other: string[];
  mark: Mark | undefined;
  reasons: Reason[];
}

export interface CalendarWeek {
  /** The number of the week in its year. */
  number: number;
  /** Monday to Sunday; nothing for what lies outside. */
  days: (CalendarDay | undefined)[];
}

/** Dates of one weekday that are closed and nothing says why. */
export interface Gap {
  weekday: number;
  /** Whether these are all there are of the weekday. */
  every: boolean;
  dates: string[];
}

interface Rules {
  zone: string;
  service: Service;
  exceptions: readonly Exception[];
  closedDays: readonly ClosedDay[];
}

const DAY_MS = 86_400_000;
const LAST_WORKDAY = 5;

/** The days as the centre's clock has them, with what makes them other than their week. */
export function daysOf(
  preview: readonly PreviewDay[],
  rules: Rules,
  otherQueue: readonly PreviewDay[] = [],
): CalendarDay[] {
  const local = localIn(rules.zone);
  const others = new Map(otherQueue.map((day) => [day.date, day.open]));
  return preview.map((day) => ({
    date: day.date,
    weekday: weekdayOfDate(day.date),
    times: timesOf(day.date, day.open, local),
    united: day.seekers && timesOf(day.date, day.seekers.open, local),
    other: timesOf(day.date, others.get(day.date) ?? [], local),
    ...markOf(day, rules),
  }));
}

/** Runs of a date such as `09:00–15:30`; one that goes on past midnight ends at `24:00`. */
export function timesOf(date: string, open: PreviewDay['open'], local: ReturnType<typeof localIn>): string[] {
  return open.map(({ opens_at: opens, closes_at: closes }) => {
    const end = local(closes);
    return `${local(opens).time}–${end.date > date ? '24:00' : end.time}`;
  });
}

/** The breaks of a day in which the centre's other queue is open, such as `11:30–12:00`. */
export function bridgedOf({ times, other }: Pick<CalendarDay, 'times' | 'other'>): string[] {
  const runs = times.map(endsOf);
  return runs.slice(1).flatMap(({ opens: until }, place) => {
    const from = runs[place]?.closes ?? until;
    const isBridged = other.map(endsOf).some(({ opens, closes }) => opens < until && from < closes);
    return isBridged ? [`${from}–${until}`] : [];
  });
}

function endsOf(run: string): { opens: string; closes: string } {
  const [opens = '', closes = ''] = run.split('–');
  return { opens, closes };
}

/** Days sorted into weeks, the first and the last of which may be parts. */
export function weeksOf(days: readonly CalendarDay[]): CalendarWeek[] {
  const weeks = new Map<string, CalendarWeek>();
  for (const day of days) {
    const monday = addDays(day.date, 1 - day.weekday);
    const week = weeks.get(monday) ?? { number: weekNumber(day.date), days: Array.from({ length: 7 }) };
    week.days[day.weekday - 1] = day;
    weeks.set(monday, week);
  }
  return [...weeks.values()];
}

/** Workdays that are closed although there is neither an exception nor a closed day. */
export function gapsOf(days: readonly CalendarDay[]): Gap[] {
  return [1, 2, 3, 4, LAST_WORKDAY].flatMap((weekday) => {
    const own = days.filter((day) => day.weekday === weekday);
    const dates = own.filter((day) => day.times.length === 0 && !day.mark).map(({ date }) => date);
    return dates.length === 0 ? [] : [{ weekday, every: dates.length === own.length, dates }];
  });
}

/** The number of the ISO week a date is in: that of its Thursday. */
export function weekNumber(date: string): number {
  const thursday = addDays(date, 4 - weekdayOfDate(date));
  const first = Date.parse(`${thursday.slice(0, 4)}-01-01T00:00:00Z`);
  return Math.floor((Date.parse(`${thursday}T00:00:00Z`) - first) / DAY_MS / 7) + 1;
}

/** `1.12.` for `2026-12-01`. */
export function shortDate(date: string): string {
  const [, month, day] = date.split('-').map(Number);
  return `${day}.${month}.`;
}

/**
 * The server tells why a day is closed. An exception with other hours, and a closed day into which the night before
 * runs on, are open; what they are is found among the rules, where an exception wins over a closed day.
 */
function markOf(day: PreviewDay, { service, exceptions, closedDays }: Rules): Pick<CalendarDay, 'mark' | 'reasons'> {
  if (day.why === 'exception' || day.why === 'closed_day') return { mark: day.why, reasons: day.reasons };
  const matching = exceptions.filter((one) => one.date === day.date && governs(one, service));
  const speaking = matching.find((one) => one.closed) ?? matching[0];
  if (speaking) return { mark: 'exception', reasons: [speaking.reason] };
  const names = closedDays.filter((one) => one.date === day.date).flatMap((one) => one.names);
  return names.length > 0 ? { mark: 'closed_day', reasons: names } : { mark: undefined, reasons: day.reasons };
}

function governs({ queue, channel }: Exception, service: Service): boolean {
  return (queue ?? service.queue) === service.queue && (channel ?? service.channel) === service.channel;
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Tells date and clock time of instants in a time zone. */
export function localIn(zone: string): (instant: string) => { date: string; time: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
    const join = (types: Intl.DateTimeFormatPartTypes[], by: string) =>
      types.map((type) => parts.get(type) ?? '').join(by);
    return { date: join(['year', 'month', 'day'], '-'), time: join(['hour', 'minute'], ':') };
  };
}
