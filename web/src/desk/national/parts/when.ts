import { instantOf, wallOf } from '../../features/rota/wall';

/** A date and a clock time as they are written, such as `2027-04-15` and `08:00`, in Norway. */
export interface WhenDraft {
  date: string;
  time: string;
}

export const NO_TIME: WhenDraft = { date: '', time: '' };

/** The instant of a draft; none while it is not whole. */
export function instantOfWhen({ date, time }: WhenDraft): string | undefined {
  const [, hours, minutes] = /^([01]?\d|2[0-4])[:.]([0-5]\d)$/.exec(time.trim()) ?? [];
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || hours === undefined) return undefined;
  const inDay = Number(hours) * 60 + Number(minutes);
  return inDay > 24 * 60 ? undefined : instantOf({ date, minutes: inDay });
}

/** The draft of an instant; empty where there is none. */
export function whenOf(instant: string | undefined): WhenDraft {
  if (instant === undefined) return NO_TIME;
  const { date, minutes } = wallOf(instant);
  return { date, time: clockOf(minutes) };
}

/** Minutes after midnight as `08:05`; the end of the day is 24:00. */
export function clockOf(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
