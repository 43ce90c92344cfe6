import type { ClosedDay, Exception } from '../shapes';

/** One line of the list: an exception of the centre, or a day on which the whole service is closed. */
export type Dated =
  { kind: 'exception'; date: string; exception: Exception } | { kind: 'closed_day'; date: string; day: ClosedDay };

/** Exceptions and national closed days from a date on, by date; on one date the closed day comes first. */
export function coming(exceptions: readonly Exception[], days: readonly ClosedDay[], from: string): Dated[] {
  return [
    ...days.map((day): Dated => ({ kind: 'closed_day', date: day.date, day })),
    ...exceptions.map((exception): Dated => ({ kind: 'exception', date: exception.date, exception })),
  ]
    .filter(({ date }) => date >= from)
    .toSorted((one, other) => one.date.localeCompare(other.date) || one.kind.localeCompare(other.kind));
}

/** What has been, the latest first. */
export function past(exceptions: readonly Exception[], before: string): Exception[] {
  return exceptions.filter(({ date }) => date < before).toSorted((one, other) => other.date.localeCompare(one.date));
}
