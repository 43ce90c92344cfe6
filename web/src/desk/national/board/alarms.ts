import type { I18n } from '../../app/i18n';
import { numberText } from '../parts/numbers';
import type { Alarm, BoardCentre } from '../shapes';

/** An alarm in one sentence. */
export function alarmText(i18n: I18n, alarm: Alarm, centres: readonly BoardCentre[]): string {
  const { t, name, duration, language } = i18n;
  const number = (value: number | undefined) => (value === undefined ? '–' : numberText(value, language, 1));
  const length = (value: number | undefined) => (value === undefined ? '–' : duration(value));
  switch (alarm.kind) {
    case 'no_counsellor':
      return t('desk.board.alarm.no_counsellor', { language: name('language', alarm.language ?? '') });
    case 'centre_dropped':
      return t('desk.board.alarm.centre_dropped', {
        centre: centres.find(({ id }) => id === alarm.centre_id)?.name ?? '–',
      });
    case 'closed_waiting':
      return t('desk.board.alarm.closed_waiting', { value: number(alarm.value) });
    case 'bus_away':
      return t('desk.board.alarm.bus_away');
    case 'longest_wait':
      return t('desk.board.alarm.longest_wait', { value: length(alarm.value), limit: length(alarm.limit) });
    default:
      return t(`desk.board.alarm.${alarm.kind}`, { value: number(alarm.value), limit: number(alarm.limit) });
  }
}
