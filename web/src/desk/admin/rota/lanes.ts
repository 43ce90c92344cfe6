import type { Slot } from '../../features/rota/slots';
import { DAY, daysBetween } from '../../features/rota/wall';

/** The part of a shift that lies in one day of the week shown. */
export interface Piece<T> {
  item: T;
  /** 0 for the first day shown. */
  day: number;
  /** Minutes after midnight. */
  from: number;
  to: number;
  /** Which of the places side by side, from 0. */
  lane: number;
  /** How many there are side by side. */
  lanes: number;
  /** It goes on from the day before, or on to the next. */
  begun: boolean;
  goesOn: boolean;
}

type Bare<T> = Omit<Piece<T>, 'lane' | 'lanes'>;

/** Shifts as blocks in days: those at the same time stand side by side. */
export function piecesOf<T extends { slot: Slot }>(items: readonly T[], first: string, days: number): Piece<T>[] {
  const bare = items.flatMap((item) => piecesIn(item, first, days));
  return Array.from({ length: days }, (_, day) => sideBySide(bare.filter((one) => one.day === day))).flat();
}

function piecesIn<T extends { slot: Slot }>(item: T, first: string, days: number): Bare<T>[] {
  const begins = daysBetween(first, item.slot.date) * DAY + item.slot.from;
  const ends = begins + item.slot.length;
  const pieces: Bare<T>[] = [];
  for (let day = Math.max(0, Math.floor(begins / DAY)); day < days && day * DAY < ends; day += 1) {
    const midnight = day * DAY;
    pieces.push({
      item,
      day,
      from: Math.max(begins, midnight) - midnight,
      to: Math.min(ends, midnight + DAY) - midnight,
      begun: begins < midnight,
      goesOn: ends > midnight + DAY,
    });
  }
  return pieces;
}

/** Each takes the first lane that is free; a crowd of shifts that touch shares the width. */
function sideBySide<T>(pieces: readonly Bare<T>[]): Piece<T>[] {
  const placed: Piece<T>[] = [];
  let crowd: Piece<T>[] = [];
  let ends: number[] = [];
  const close = () => {
    for (const one of crowd) one.lanes = ends.length;
    placed.push(...crowd);
    crowd = [];
    ends = [];
  };
  for (const piece of pieces.toSorted((one, other) => one.from - other.from || other.to - one.to)) {
    if (crowd.length > 0 && piece.from >= Math.max(...ends)) close();
    const free = ends.findIndex((end) => end <= piece.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = piece.to;
    crowd.push({ ...piece, lane, lanes: 1 });
  }
  close();
  return placed;
}

const USUAL_FIRST = 7;
const USUAL_LAST = 18;

/** The first hour shown, and the hour after the last. */
export interface HoursShown {
  first: number;
  last: number;
}

/** The usual hours, or more when a shift needs it. */
export function hoursShown<T>(pieces: readonly Piece<T>[], allDay: boolean): HoursShown {
  if (allDay) return { first: 0, last: 24 };
  return {
    first: Math.min(USUAL_FIRST, ...pieces.map(({ from }) => Math.floor(from / 60))),
    last: Math.max(USUAL_LAST, ...pieces.map(({ to }) => Math.ceil(to / 60))),
  };
}
