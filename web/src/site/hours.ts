import type { CentreHours } from '../api/shapes';

/** A run of days with the same hours; `from` equals `to` for a single day. */
export interface HoursLine {
  from: number;
  to: number;
  /** Such as `09:00–11:30, 12:00–15:30`. */
  times: string;
}

/**
 * Opening hours of one channel as few lines as possible: neighbouring days with the same hours are one line.
 *
 * @param today an ISO date; intervals that do not hold on it are left out
 */
export function hoursLines(hours: readonly CentreHours[], channel: string, today: string): HoursLine[] {
  const valid = hours.filter((interval) => interval.channel === channel && holds(interval, today));
  const lines: HoursLine[] = [];
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const times = dayTimes(valid.filter((interval) => interval.weekday === weekday));
    if (times === '') continue;
    const last = lines.at(-1);
    if (last?.times === times && last.to === weekday - 1) last.to = weekday;
    else lines.push({ from: weekday, to: weekday, times });
  }
  return lines;
}

function holds({ valid_from: from, valid_until: until }: CentreHours, today: string): boolean {
  return (from === undefined || from <= today) && (until === undefined || today <= until);
}

interface Span {
  opens: string;
  closes: string;
  nextDay: boolean;
}

/** The union of a day's intervals: what two queues have in common is told once. */
function dayTimes(intervals: readonly CentreHours[]): string {
  const merged: Span[] = [];
  const spans = intervals.map(({ opens, closes, closes_next_day }): Span => ({
    opens,
    closes,
    nextDay: closes_next_day ?? false,
  }));
  for (const span of spans.sort((a, b) => a.opens.localeCompare(b.opens))) {
    const last = merged.at(-1);
    if (last === undefined || (!last.nextDay && last.closes < span.opens)) merged.push(span);
    else if (end(last) < end(span)) Object.assign(last, { closes: span.closes, nextDay: span.nextDay });
  }
  return merged.map(({ opens, closes }) => `${opens}–${closes}`).join(', ');
}

/** Sorts an end after midnight behind all ends of the day. */
function end({ closes, nextDay }: Span): string {
  return `${nextDay ? 1 : 0} ${closes}`;
}
