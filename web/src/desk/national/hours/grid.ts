import { wallOf } from '../../features/rota/wall';
import { clockOf } from '../parts/when';
import type { NationalDay, OpenCentres } from '../shapes';

/** A half hour of the grid: how many centres are open, none while the queue is closed. */
export interface Cell {
  /** Minutes after midnight. */
  minutes: number;
  centres: number | undefined;
  isLow: boolean;
}

export interface Grid {
  /** The first and the last hour shown. */
  first: number;
  last: number;
  rows: readonly { date: string; cells: readonly Cell[] }[];
}

/** Office hours at least, so that an empty week is a grid too. */
const LEAST: readonly [number, number] = [8, 16];

/** The week as hours by days. */
export function gridOf(days: readonly NationalDay[], minimum: number): Grid {
  const starts = days.flatMap(({ halves }) => halves.map(({ starts_at }) => wallOf(starts_at).minutes));
  const first = Math.min(LEAST[0], ...starts.map((minutes) => Math.floor(minutes / 60)));
  const last = Math.max(LEAST[1], ...starts.map((minutes) => Math.floor(minutes / 60) + 1));
  const slots = Array.from({ length: (last - first) * 2 }, (_, at) => first * 60 + at * 30);
  return {
    first,
    last,
    rows: days.map(({ date, halves }) => {
      const open = new Map(halves.map((half) => [wallOf(half.starts_at).minutes, half.centres] as const));
      return {
        date,
        cells: slots.map((minutes) => {
          const centres = open.get(minutes);
          return { minutes, centres, isLow: centres !== undefined && centres < minimum };
        }),
      };
    }),
  };
}

/** `08:00–15:30` as the clock in Norway shows it; midnight at the end is 24:00. */
export function stretchText({ starts_at, ends_at }: Pick<OpenCentres, 'starts_at' | 'ends_at'>): string {
  const from = wallOf(starts_at);
  const until = wallOf(ends_at);
  const end = until.date === from.date ? until.minutes : 24 * 60 + until.minutes;
  return `${clockOf(from.minutes)}–${clockOf(end)}`;
}
