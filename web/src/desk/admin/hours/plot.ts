import { DAY, minutesOf } from './clock';
import { lengthOf, type Row } from './rows';

/** A piece of an interval within one day, in minutes. */
export interface Bar {
  key: string;
  weekday: number;
  from: number;
  to: number;
  /** It holds in a period only. */
  limited: boolean;
}

export interface Plot {
  bars: Bar[];
  /** What the time axis shows, in whole hours. */
  firstHour: number;
  lastHour: number;
}

const USUAL_FIRST = 8;
const USUAL_LAST = 16;

/** The week as bars. An interval that runs past midnight goes on the next day; what makes no sense is left out. */
export function plotOf(rows: readonly Row[]): Plot {
  const bars = rows.flatMap(barsOf);
  return {
    bars,
    firstHour: Math.min(USUAL_FIRST, ...bars.map(({ from }) => Math.floor(from / 60))),
    lastHour: Math.max(USUAL_LAST, ...bars.map(({ to }) => Math.ceil(to / 60))),
  };
}

/** The hours written along the axis: few enough to be read on a narrow screen. */
export function marksOf({ firstHour, lastHour }: Plot): number[] {
  const step = lastHour - firstHour > 12 ? 6 : lastHour - firstHour > 8 ? 3 : 2;
  const first = Math.ceil(firstHour / step) * step;
  return Array.from({ length: Math.floor((lastHour - first) / step) + 1 }, (_, index) => first + index * step);
}

function barsOf(row: Row): Bar[] {
  const limited = row.from !== '' || row.until !== '';
  const bars: Bar[] = [];
  let rest = lengthOf(row);
  let from = minutesOf(row.opens) ?? 0;
  for (let day = 0; rest > 0; day += 1) {
    const to = Math.min(DAY, from + rest);
    const weekday = ((row.weekday - 1 + day) % 7) + 1;
    bars.push({ key: `${row.id}/${day}`, weekday, from, to, limited });
    rest -= to - from;
    from = 0;
  }
  return bars;
}
