import type { I18n } from '../../app/i18n';
import { dateText } from '../parts/dates';
import { CHANNELS, QUEUES, type ClockSpan, type WeeklyInterval } from '../shapes';
import type { Fault } from './faults';
import type { Service } from './rows';

/** `09:00–15:30`, and whether it runs past midnight. */
export function spanText({ t }: I18n, { opens, closes, closes_next_day: nextDay }: ClockSpan): string {
  return nextDay ? `${opens}–${closes} (${t('desk.admin.hours.next_day_short')})` : `${opens}–${closes}`;
}

/** An interval of the week with the period it holds in. */
export function intervalText(i18n: I18n, interval: ClockSpan & Pick<WeeklyInterval, 'valid_from' | 'valid_until'>) {
  const { valid_from: from, valid_until: until } = interval;
  const parts = [
    spanText(i18n, interval),
    from && i18n.t('desk.admin.hours.from_date', { date: dateText(from, i18n.language) }),
    until && i18n.t('desk.admin.hours.until_date', { date: dateText(until, i18n.language) }),
  ];
  return parts.filter((part) => part).join(' ');
}

export function serviceText({ t, name }: I18n, { queue, channel }: Service): string {
  return `${name('channel', channel)}, ${t(`desk.centre.queue_${queue}`)}`;
}

/** The name of a weekday of a service, from `national/chat/1`; none of anything else. */
export function cellName(i18n: I18n, field: string): string | undefined {
  const [queueWord, channelWord, weekday] = field.split('/');
  const queue = QUEUES.find((one) => one === queueWord);
  const channel = CHANNELS.find((one) => one === channelWord);
  if (!queue || !channel || weekday === undefined) return undefined;
  return `${capital(i18n.name('weekday', weekday))}: ${serviceText(i18n, { queue, channel })}`;
}

/** All intervals of a day. */
export function cellText(i18n: I18n, cell: readonly WeeklyInterval[] | undefined): string {
  if (!cell || cell.length === 0) return i18n.t('desk.centre.closed');
  return cell.map((interval) => intervalText(i18n, interval)).join(', ');
}

/** What is wrong with an interval, in a sentence. */
export function faultText({ t, name }: I18n, { kind, field, other }: Fault): string {
  if (kind === 'refused') return t(`desk.admin.hours.refused_${field}`);
  if (kind !== 'overlap') return t(`desk.admin.hours.fault_${kind}`);
  const time = other ? `${other.opens}–${other.closes}` : '';
  return other?.weekday === undefined
    ? t('desk.admin.hours.fault_overlap', { time })
    : t('desk.admin.hours.fault_overlap_day', { time, weekday: name('weekday', String(other.weekday)) });
}

/** A name from the middle of sentences at the beginning of one. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
