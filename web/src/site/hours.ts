import type { CentreHours } from '../api/types';

/** A run of days with the same hours; `from` equals `to` for a single day. */
export interface HoursLine {
  from: number;
  to: number;
  /** Such as `09:00–11:30, 12:00–15:30`. */
  times: string;
}

/** Opening hours of one channel as few lines as possible: neighbouring days with the same hours are one line. */
export function hoursLines(hours: readonly CentreHours[], channel: string): HoursLine[] {
  const lines: HoursLine[] = [];
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const times = dayTimes(hours, channel, weekday);
    if (times === '') continue;
    const last = lines.at(-1);
    if (last?.times === times && last.to === weekday - 1) last.to = weekday;
    else lines.push({ from: weekday, to: weekday, times });
  }
  return lines;
}

/** The union of a day's intervals: what two queues have in common is told once. */
function dayTimes(hours: readonly CentreHours[], channel: string, weekday: number): string {
  const merged: { opens: string; closes: string }[] = [];
  const intervals = hours.filter((interval) => interval.channel === channel && interval.weekday === weekday);
  for (const { opens, closes } of intervals.sort((a, b) => a.opens.localeCompare(b.opens))) {
    const last = merged.at(-1);
    if (last === undefined || last.closes < opens) merged.push({ opens, closes });
    else if (last.closes < closes) last.closes = closes;
  }
  return merged.map(({ opens, closes }) => `${opens}–${closes}`).join(', ');
}
