import type { CentreHours } from '../../../api/shapes';

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** One service of a centre: a queue on a channel. */
export interface Service {
  queue: string;
  channel: CentreHours['channel'];
}

export interface Week {
  services: Service[];
  /** For each weekday the intervals of each service, in the order of `services`. */
  days: { weekday: Weekday; intervals: string[][] }[];
}

/** Sorts the weekly hours into a table: weekdays down, services across. */
export function weekOf(hours: readonly CentreHours[]): Week {
  const services: Service[] = [];
  for (const { queue, channel } of hours) {
    if (!services.some((one) => one.queue === queue && one.channel === channel)) services.push({ queue, channel });
  }
  services.sort((a, b) => a.channel.localeCompare(b.channel) || a.queue.localeCompare(b.queue));
  const days = WEEKDAYS.map((weekday) => ({
    weekday,
    intervals: services.map((service) =>
      hours
        .filter((one) => one.weekday === weekday && one.queue === service.queue && one.channel === service.channel)
        .toSorted((a, b) => a.opens.localeCompare(b.opens))
        .map((one) => `${short(one.opens)}–${short(one.closes)}`),
    ),
  }));
  return { services, days };
}

/** The weekday in Norway, 1 for Monday. */
export function weekdayOf(at: Date): Weekday {
  const name = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'Europe/Oslo' }).format(at);
  const index = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(name);
  return WEEKDAYS[index] ?? 1;
}

function short(time: string): string {
  return time.slice(0, 5);
}

const EXCEPTIONS_SHOWN = 9;

/** The next exceptions from today on, by date. */
export function comingExceptions<T extends { date: string }>(all: readonly T[], now: Date): T[] {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(now);
  return all
    .filter((one) => one.date >= today)
    .toSorted((a, b) => a.date.localeCompare(b.date))
    .slice(0, EXCEPTIONS_SHOWN);
}
