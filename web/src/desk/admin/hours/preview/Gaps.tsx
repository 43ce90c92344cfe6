import { Alert } from '@digdir/designsystemet-react';
import { useI18n } from '../../../app/i18n';
import { capital } from '../words';
import { gapsOf, shortDate, type CalendarDay } from './calendar';

/** Workdays that are closed and nothing says why; perhaps they were forgotten. */
export function Gaps({ days }: { days: readonly CalendarDay[] }) {
  const { t, name, plural } = useI18n();
  const gaps = gapsOf(days);
  if (gaps.length === 0) return <p className="quiet">{t('desk.admin.hours.preview.no_gaps')}</p>;
  if (days.every((day) => day.times.length === 0)) {
    return (
      <Alert data-color="info" data-size="sm">
        {t('desk.admin.hours.preview.none')}
      </Alert>
    );
  }
  const count = gaps.reduce((sum, { dates }) => sum + dates.length, 0);
  return (
    <Alert data-color="warning" data-size="sm">
      <p>{plural('desk.admin.hours.preview.gaps', count)}</p>
      <ul className="coming-gaps">
        {gaps.map(({ weekday, every, dates }) => (
          <li key={weekday}>
            {every
              ? t('desk.admin.hours.preview.gap_every', { weekday: name('weekday', String(weekday)) })
              : `${capital(name('weekday', String(weekday)))} ${dates.map(shortDate).join(', ')}`}
          </li>
        ))}
      </ul>
      <p>{t('desk.admin.hours.preview.gaps_mend')}</p>
    </Alert>
  );
}
