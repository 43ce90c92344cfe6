export const DAY = 24 * 60;

/** Minutes after midnight of a time as people write it: `9`, `930`, `9.30`, `09:30`; only an end may be `24:00`. */
export function minutesOf(text: string, end = false): number | undefined {
  const match = /^(\d{1,2})(?:[:. ]?(\d{2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? 0);
  const total = hours * 60 + minutes;
  if (minutes > 59 || total > DAY || (total === DAY && !end)) return undefined;
  return total;
}

/** `09:30` for 570; midnight at the end of a day is `24:00`. */
export function clockOf(minutes: number): string {
  const parts = [Math.floor(minutes / 60), minutes % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** A time as it is stored, or the text itself when it is no time. */
export function tidyTime(text: string): string {
  const minutes = minutesOf(text);
  return minutes === undefined ? text.trim() : clockOf(minutes);
}

interface End {
  closes: string;
  nextDay: boolean;
}

/** An end as it is stored: the midnight that the day ends with is `24:00`, and not on the next day. */
export function tidyEnd({ closes, nextDay }: End): End {
  const minutes = minutesOf(closes, true);
  if (minutes === undefined) return { closes: closes.trim(), nextDay };
  return minutes === 0 ? { closes: clockOf(DAY), nextDay: false } : { closes: clockOf(minutes), nextDay };
}
