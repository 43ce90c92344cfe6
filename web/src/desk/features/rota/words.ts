import { clockOf } from '../../admin/hours/clock';
import { dateText, weekdayOfDate } from '../../admin/parts/dates';
import type { I18n } from '../../app/i18n';
import type { Shift } from './shapes';
import { slotOf, type Slot, type Span } from './slots';
import { addDays, DAY } from './wall';

/** `09:00–15:30`, and whether it ends on the next day. */
export function timesText({ t }: I18n, { from, length }: Slot): string {
  const end = from + length;
  const times = `${clockOf(from)}–${clockOf(end > DAY ? end - DAY : end)}`;
  return end > DAY ? `${times} (${t('desk.admin.hours.next_day_short')})` : times;
}

/** `mandag 30. november 2026`, for the middle of a sentence. */
export function dayText({ name, language }: I18n, date: string): string {
  return `${name('weekday', String(weekdayOfDate(date)))} ${dateText(date, language)}`;
}

/** `mandag 30. november 2026 09:00–15:30`. */
export function slotText(i18n: I18n, slot: Slot): string {
  return `${dayText(i18n, slot.date)} ${timesText(i18n, slot)}`;
}

/** From when to when, over days if need be. Whole days are told without the time. */
export function spanText(i18n: I18n, span: Span): string {
  const slot = slotOf(span);
  if (slot.from === 0 && slot.length > 0 && slot.length % DAY === 0) {
    const last = slotOf({ starts_at: span.ends_at, ends_at: span.ends_at }).date;
    return wholeDays(i18n, slot, last);
  }
  if (slot.length <= DAY) return slotText(i18n, slot);
  const { date, from } = slotOf({ starts_at: span.ends_at, ends_at: span.ends_at });
  return `${dayText(i18n, slot.date)} ${clockOf(slot.from)} – ${dayText(i18n, date)} ${clockOf(from)}`;
}

function wholeDays(i18n: I18n, { date, length }: Slot, end: string): string {
  if (length === DAY) return dayText(i18n, date);

  return `${dayText(i18n, date)} – ${dayText(i18n, addDays(end, -1))}`;
}

/** `Chat, telefon · Nasjonal kø`. */
export function workText({ t, name }: I18n, { channels, queue }: Pick<Shift, 'channels' | 'queue'>): string {
  return `${channels.map((one) => name('channel', one)).join(', ')} · ${t(`desk.centre.queue_${queue}`)}`;
}
