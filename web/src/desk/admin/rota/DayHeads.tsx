import { Button } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import type { Absence } from '../../features/rota/shapes';
import { addDays, instantOf, weekFrom } from '../../features/rota/wall';
import { dayText } from '../../features/rota/words';
import { capital } from '../hours/words';
import { today, weekdayOfDate } from '../parts/dates';

interface DayHeadsProps {
  monday: string;
  absences: readonly Absence[];
  /** Absent for those who may not. */
  onAdd: ((date: string) => void) | undefined;
}

/** The days above the week: their dates, who is absent, and a way to add a shift. */
export function DayHeads({ monday, absences, onAdd }: DayHeadsProps) {
  const i18n = useI18n();
  const { t, name } = i18n;
  return (
    <div className="rota-heads">
      {weekFrom(monday).map((date) => (
        <div key={date} className="rota-head" data-today={date === today() || undefined}>
          <p>
            <span className="ds-sr-only">{capital(dayText(i18n, date))}</span>
            <span aria-hidden>
              {capital(name('weekday', String(weekdayOfDate(date)))).slice(0, 3)} {shortDate(date)}
            </span>
          </p>
          {onAdd && (
            <Button
              className="compact"
              data-size="sm"
              variant="tertiary"
              aria-label={t('desk.rota.add_on', { day: dayText(i18n, date) })}
              onClick={() => {
                onAdd(date);
              }}
            >
              +
            </Button>
          )}
          {absentOn(absences, date).map((alias) => (
            <p key={alias} className="rota-absent">
              {t('desk.rota.absent', { alias })}
            </p>
          ))}
        </div>
      ))}
    </div>
  );
}

/** `30.11.` */
export function shortDate(date: string): string {
  const [, month, day] = date.split('-').map(Number);
  return `${day}.${month}.`;
}

/** Who is absent on a date, all day or in part of it. */
export function absentOn(absences: readonly Absence[], date: string): string[] {
  const begins = Date.parse(instantOf({ date, minutes: 0 }));
  const ends = Date.parse(instantOf({ date: addDays(date, 1), minutes: 0 }));
  const there = absences.filter((one) => Date.parse(one.starts_at) < ends && Date.parse(one.ends_at) > begins);
  return [...new Set(there.map(({ alias }) => alias))].toSorted((one, other) => one.localeCompare(other, 'nb'));
}
