import { Alert } from '@digdir/designsystemet-react';
import { useI18n } from '../../../app/i18n';
import type { QueueKind } from '../../shapes';
import { capital } from '../words';
import { bridgedOf, type CalendarDay } from './calendar';

/** Breaks that seekers do not see on the centre's page, because its other queue is open then. */
export function Bridged({ days, other }: { days: readonly CalendarDay[]; other: QueueKind }) {
  const { t, name } = useI18n();
  const breaks = days.flatMap((day) =>
    bridgedOf(day).map((pause) => ({ weekday: day.weekday, text: `${name('weekday', String(day.weekday))} ${pause}` })),
  );
  const told = new Map(breaks.toSorted((a, b) => a.weekday - b.weekday).map(({ text }) => [text, capital(text)]));
  if (told.size === 0) return null;
  return (
    <Alert data-color="warning" data-size="sm">
      <p>{t(`desk.admin.hours.preview.bridged_${other}`)}</p>
      <ul className="coming-gaps">
        {[...told.values()].map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Alert>
  );
}
