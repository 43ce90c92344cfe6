import { addDays, DAY, daysBetween, instantOf, wallOf } from './wall';

/** When a shift is, on the wall clock: it begins on `date` and may end on the next. */
export interface Slot {
  date: string;
  /** Minutes after midnight. */
  from: number;
  /** Minutes. */
  length: number;
}

export interface Span {
  starts_at: string;
  ends_at: string;
}

export const STEP = 15;
export const SHORTEST = 15;
export const LONGEST = 16 * 60;

export function slotOf({ starts_at: start, ends_at: end }: Span): Slot {
  const from = wallOf(start);
  const to = wallOf(end);
  const length = daysBetween(from.date, to.date) * DAY + to.minutes - from.minutes;
  return { date: from.date, from: from.minutes, length };
}

export function spanOf({ date, from, length }: Slot): Span {
  return {
    starts_at: instantOf({ date, minutes: from }),
    ends_at: instantOf({ date, minutes: from + length }),
  };
}

/** A slot so many days and minutes later; what passes midnight is on another date. */
export function moved({ date, from, length }: Slot, { days = 0, minutes = 0 }): Slot {
  const begins = from + minutes;
  const carried = Math.floor(begins / DAY);
  return { date: addDays(date, days + carried), from: begins - carried * DAY, length };
}

/** A slot that ends later; never shorter or longer than a shift may be. */
export function lengthened(slot: Slot, minutes: number): Slot {
  return { ...slot, length: Math.min(LONGEST, Math.max(SHORTEST, slot.length + minutes)) };
}

/** A slot that begins later and ends when it did; never shorter or longer than a shift may be. */
export function begunLater(slot: Slot, minutes: number): Slot {
  const { length } = lengthened(slot, -minutes);
  return { ...moved(slot, { minutes: slot.length - length }), length };
}

/** The nearest time on the grid. */
export function snapped(minutes: number): number {
  return Math.round(minutes / STEP) * STEP;
}

export function overlap(one: Slot, other: Slot): boolean {
  const begins = daysBetween(other.date, one.date) * DAY + one.from;
  return begins < other.from + other.length && other.from < begins + one.length;
}

export function sameSlot(one: Slot, other: Slot): boolean {
  return one.date === other.date && one.from === other.from && one.length === other.length;
}
