import type { Language } from '../../../i18n/catalogue';
import { localesOf } from '../parts/dates';

const FIRST = '2000-01';
const LAST = '2100-12';

/** A month such as `2026-11`, some months later; stays within what the server knows. */
export function monthAfter(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const all = year * 12 + number - 1 + count;
  const next = `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, '0')}`;
  return next < FIRST ? FIRST : next > LAST ? LAST : next;
}

/** Whether a text is a month the server knows. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) && text >= FIRST && text <= LAST;
}

/** A month as it is written in a language. */
export function monthText(month: string, language: Language): string {
  const [first = 'nb-NO'] = localesOf(language);
  // No month's name in a foreign language.
  if (Intl.DateTimeFormat.supportedLocalesOf(first).length === 0) return month.split('-').toReversed().join('.');
  const at = new Date(`${month}-01T00:00:00Z`);
  return new Intl.DateTimeFormat(first, { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(at);
}

/** The number of the week a date lies in (ISO 8601). */
export function weekNumber(date: string): number {
  const at = new Date(`${date}T00:00:00Z`);
  // The week belongs to the year of its Thursday.
  at.setUTCDate(at.getUTCDate() + 4 - (at.getUTCDay() || 7));
  const newYear = Date.UTC(at.getUTCFullYear(), 0, 1);
  return Math.ceil(((at.getTime() - newYear) / 86_400_000 + 1) / 7);
}
