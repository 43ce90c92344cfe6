import type { Translate } from './catalogue';
import type { WaitEstimate } from '../api/shapes';

/** Keys of the sentences about time. */
export type SpokenKey =
  | 'wait.none'
  | 'wait.unknown'
  | 'wait.under_minute'
  | 'wait.one_minute'
  | 'wait.minutes'
  | 'wait.uncertain'
  | 'when.today'
  | 'when.tomorrow'
  | 'when.weekday'
  | 'when.date'
  | `weekday.${1 | 2 | 3 | 4 | 5 | 6 | 7}`;

const ZONE = 'Europe/Oslo';
const DAY_MS = 86_400_000;
const SHORT_WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

interface LocalTime {
  /** Days since 1970, in Norwegian local time. */
  day: number;
  /** 1 is Monday. */
  weekday: number;
  date: string;
  time: string;
}

/** A waiting time in words; whole minutes, rounded up. Without seconds it is not known yet. */
export function spokenWait({ seconds, uncertain }: WaitEstimate, t: Translate<SpokenKey>): string {
  if (seconds === undefined) return t('wait.unknown');
  if (seconds <= 0) return t('wait.none');
  const wait = waitWords(seconds, t);
  return uncertain ? t('wait.uncertain', { wait }) : wait;
}

function waitWords(seconds: number, t: Translate<SpokenKey>): string {
  if (seconds < 60) return t('wait.under_minute');
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? t('wait.one_minute') : t('wait.minutes', { minutes });
}

/** An instant as a person says it: today, tomorrow, a weekday within a week, or a date. Norwegian local time. */
export function spokenInstant(instant: string, now: Date, t: Translate<SpokenKey>): string {
  const then = local(new Date(instant));
  const days = then.day - local(now).day;
  const weekday = t(`weekday.${then.weekday}` as SpokenKey);
  if (days === 0) return t('when.today', { time: then.time });
  if (days === 1) return t('when.tomorrow', { time: then.time });
  if (days > 1 && days < 7) return t('when.weekday', { weekday, time: then.time });
  return t('when.date', { weekday, date: then.date, time: then.time });
}

/** The clock time of an instant in Norway, such as 09:05. */
export function clockTime(instant: string): string {
  return local(new Date(instant)).time;
}

/** The date in Norway at an instant, as `2026-11-22`. */
export function localDate(instant: Date): string {
  return new Date(local(instant).day * DAY_MS).toISOString().slice(0, 10);
}

function local(instant: Date): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((candidate) => candidate.type === type)?.value ?? '';
  const midnight = Date.UTC(Number(part('year')), Number(part('month')) - 1, Number(part('day')));
  return {
    day: midnight / DAY_MS,
    weekday: SHORT_WEEKDAYS.indexOf(part('weekday')) + 1,
    date: `${Number(part('day'))}.${Number(part('month'))}.`,
    time: `${part('hour')}:${part('minute')}`,
  };
}
