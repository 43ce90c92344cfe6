import { localesOf, minuteText, today } from '../../admin/parts/dates';
import type { Language } from '../../../i18n/catalogue';
import { localDate } from '../../../i18n/spoken';

/** A part of 1 in percent, with as many decimals as asked for. */
export function percentText(part: number, language: Language, decimals = 0): string {
  return new Intl.NumberFormat(localesOf(language), { style: 'percent', maximumFractionDigits: decimals }).format(part);
}

/** A number as the language writes it. */
export function numberText(number: number, language: Language, decimals = 0): string {
  return new Intl.NumberFormat(localesOf(language), { maximumFractionDigits: decimals }).format(number);
}

/** When something was: of today the time alone. */
export function timeText(instant: string, language: Language): string {
  if (localDate(new Date(instant)) !== today()) return minuteText(instant, language);
  return new Intl.DateTimeFormat(localesOf(language), {
    timeZone: 'Europe/Oslo',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(new Date(instant));
}
