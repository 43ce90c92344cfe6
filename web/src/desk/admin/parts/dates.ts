import type { Language } from '../../../i18n/catalogue';
import { localDate } from '../../../i18n/spoken';

const ZONE = 'Europe/Oslo';
/** Browsers that do not know a language follow the next one. */
const LOCALES: Readonly<Record<Language, string[]>> = {
  nb: ['nb-NO'],
  nn: ['nn-NO', 'nb-NO'],
  se: ['se-NO', 'nb-NO'],
  en: ['en-GB'],
};

/** The locales dates and numbers are written in, best first. */
export function localesOf(language: Language): string[] {
  return LOCALES[language];
}

/** A calendar date such as `2026-12-24`, as it is written in a language; no month's name in a foreign one. */
export function dateText(date: string, language: Language): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  const [first = 'nb-NO'] = LOCALES[language];
  const known = Intl.DateTimeFormat.supportedLocalesOf(first).length > 0;
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: 'UTC',
    day: 'numeric',
    month: known ? 'long' : '2-digit',
    year: 'numeric',
  }).format(at);
}

/** The weekday of a calendar date, Monday 1 to Sunday 7. */
export function weekdayOfDate(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** Date and clock time of an instant in Norway. */
export function instantText(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: ZONE,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).format(new Date(instant));
}

/** Date, hour and minute of an instant in Norway. */
export function minuteText(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: ZONE,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(new Date(instant));
}

/** Today's date in Norway, such as `2026-12-24`. */
export function today(): string {
  return localDate(new Date());
}
