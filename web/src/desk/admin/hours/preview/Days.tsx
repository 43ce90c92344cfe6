import { useI18n } from '../../../app/i18n';
import { WEEKDAYS } from '../../../features/centre/week';
import { namesOf } from '../../exceptions/ExceptionLines';
import { same } from '../../parts/merge';
import { capital } from '../words';
import { shortDate, type CalendarDay, type CalendarWeek } from './calendar';

interface DaysProps {
  weeks: readonly CalendarWeek[];
  today: string | undefined;
}

/** The weeks as rows; shown where there is room for seven columns. */
export function DayTable({ weeks, today }: DaysProps) {
  const { t, name } = useI18n();
  return (
    <table className="coming-table">
      <caption className="ds-sr-only">{t('desk.admin.hours.preview.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('desk.admin.hours.preview.week')}</th>
          {WEEKDAYS.map((weekday) => (
            <th key={weekday} scope="col">
              {capital(name('weekday', String(weekday)))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map(({ number, days }) => (
          <tr key={number}>
            <th scope="row">{number}</th>
            {WEEKDAYS.map((weekday) => {
              const day = days[weekday - 1];
              return (
                <td key={weekday} data-mark={day?.mark} data-outside={!day || undefined}>
                  {day && (
                    <>
                      <DayDate day={day} today={today} />
                      <DayText day={day} />
                    </>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The days one below the other; shown where there is no room for the table. */
export function DayList({ weeks, today }: DaysProps) {
  const { t, name } = useI18n();
  return (
    <ul className="coming-list">
      {weeks.map(({ number, days }) => (
        <li key={number}>
          <p className="coming-week">{`${t('desk.admin.hours.preview.week')} ${number}`}</p>
          <ul>
            {days.map(
              (day) =>
                day && (
                  <li key={day.date} className="coming-day" data-mark={day.mark}>
                    <div className="coming-name">
                      {capital(name('weekday', String(day.weekday)))} <DayDate day={day} today={today} />
                    </div>
                    <div>
                      <DayText day={day} />
                    </div>
                  </li>
                ),
            )}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function DayDate({ day: { date }, today }: { day: CalendarDay; today: string | undefined }) {
  const { t } = useI18n();
  return (
    <span className="coming-date" data-today={date === today || undefined}>
      <time dateTime={date}>{shortDate(date)}</time>
      {date === today && ` (${t('desk.centre.today')})`}
    </span>
  );
}

function DayText({ day: { times, united, mark, reasons } }: { day: CalendarDay }) {
  const i18n = useI18n();
  const why = namesOf(i18n, reasons);
  return (
    <>
      {times.length === 0 ? (
        <p className="coming-closed">{i18n.t('desk.centre.closed')}</p>
      ) : (
        times.map((time) => <p key={time}>{time}</p>)
      )}
      {united && !same(united, times) && (
        <p className="coming-why">
          {i18n.t('desk.admin.hours.preview.united', { times: united.join(', ') || i18n.t('desk.centre.closed') })}
        </p>
      )}
      {mark && <p className="coming-mark">{i18n.t(`desk.admin.hours.preview.${mark}`)}</p>}
      {why !== '' && <p className="coming-why">{why}</p>}
    </>
  );
}
