import { weekNumber } from '../../admin/ledger/months';
import { weekdayOfDate } from '../../admin/parts/dates';
import type { ForecastDay, ForecastHalfHour } from '../shapes';

/** The days of a calendar week that are forecast. */
export interface Week {
  number: number;
  days: ForecastDay[];
}

/** The days by calendar weeks; the first and the last may be cut. */
export function weeksOf(days: readonly ForecastDay[]): Week[] {
  const weeks: Week[] = [];
  for (const day of days) {
    const last = weeks.at(-1);
    if (last === undefined || weekdayOfDate(day.on) === 1) weeks.push({ number: weekNumber(day.on), days: [day] });
    else last.days.push(day);
  }
  return weeks;
}

/** Sums over a week. */
export interface Sums {
  contacts: number;
  needed: number;
  planned: number;
  missing: number;
}

export function sumsOf(days: readonly ForecastDay[]): Sums {
  const sum = (of: (day: ForecastDay) => number) => days.reduce((all, day) => all + of(day), 0);
  return {
    contacts: sum((day) => day.contacts.mean),
    needed: sum((day) => day.needed_hours),
    planned: sum((day) => day.planned_hours),
    missing: sum((day) => day.missing_hours),
  };
}

/** Whether anything is drawn in a half hour. */
function isBusy({ contacts, needed, needed_high, planned }: ForecastHalfHour): boolean {
  return (needed ?? 0) > 0 || (needed_high ?? 0) > 0 || planned > 0 || contacts.mean >= 0.05;
}

/** The half hours a plot reaches over, in whole hours: the same for all days of a week. */
export function reachOf(days: readonly ForecastDay[]): { first: number; last: number } {
  const busy = days.flatMap(({ half_hours }) => half_hours.filter(isBusy).map(({ half_hour }) => half_hour));
  if (busy.length === 0) return { first: 16, last: 31 };
  return { first: Math.min(...busy) & ~1, last: Math.max(...busy) | 1 };
}

/** The most counsellors at once, needed or planned. */
export function mostAt(days: readonly ForecastDay[]): number {
  const counts = days.flatMap(({ half_hours }) =>
    half_hours.flatMap(({ needed, needed_high, planned }) => [needed ?? 0, needed_high ?? 0, planned]),
  );
  return Math.max(1, ...counts);
}

/** When most are missing; nothing on a day that is covered. */
export function worstOf(day: ForecastDay): ForecastHalfHour | undefined {
  const [first, ...others] = day.half_hours.filter(({ missing }) => missing > 0);
  if (first === undefined) return undefined;
  return others.reduce((worst, one) => (one.missing > worst.missing ? one : worst), first);
}

/** The clock time a half hour begins at. */
export function clockOf(halfHour: number): string {
  return `${String(halfHour >> 1).padStart(2, '0')}:${halfHour % 2 === 0 ? '00' : '30'}`;
}

/** A half hour of a plot: nothing where nothing is known. */
export interface Column {
  halfHour: number;
  needed: number;
  high: number;
  planned: number;
}

export function columnsOf(day: ForecastDay, { first, last }: { first: number; last: number }): Column[] {
  return Array.from({ length: last - first + 1 }, (_, place) => {
    const halfHour = first + place;
    const one = day.half_hours.find(({ half_hour }) => half_hour === halfHour);
    const needed = one?.needed ?? 0;
    return { halfHour, needed, high: Math.max(needed, one?.needed_high ?? 0), planned: one?.planned ?? 0 };
  });
}
