import { Table } from '@digdir/designsystemet-react';
import { useId, type ReactNode } from 'react';
import { hoursText } from '../../admin/hours/WeekPlot';
import { useI18n } from '../../app/i18n';
import { numberText } from '../parts/numbers';
import type { ForecastDay } from '../shapes';
import { clockOf, reachOf } from './week';
import { dayState, dayText } from './words';

interface FiguresProps {
  labelledBy: string;
  titles: readonly string[];
  rows: readonly { key: string; head: string; cells: readonly ReactNode[] }[];
}

/** Figures that scroll by themselves where there is little room. */
export function Figures({ labelledBy, titles, rows }: FiguresProps) {
  return (
    // Wide tables scroll by themselves and must then be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll-x" tabIndex={0} role="region" aria-labelledby={labelledBy}>
      <Table data-size="sm" zebra>
        <Table.Head>
          <Table.Row>
            {titles.map((title, place) => (
              <Table.HeaderCell key={title} scope="col" className={place === 0 ? undefined : 'number'}>
                {title}
              </Table.HeaderCell>
            ))}
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {rows.map(({ key, head, cells }) => (
            <Table.Row key={key}>
              <Table.HeaderCell scope="row">{head}</Table.HeaderCell>
              {cells.map((cell, place) => (
                <Table.Cell key={titles[place + 1]} className="number">
                  {cell}
                </Table.Cell>
              ))}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </div>
  );
}

/** The days of a week, and each half hour by half hour. */
export function DayTables({ days }: { days: readonly ForecastDay[] }) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const hours = (count: number) => hoursText(count, language);
  return (
    <div className="part">
      <h3 id="forecast-days" className="part-title">
        {t('desk.forecast.days')}
      </h3>
      <Figures
        labelledBy="forecast-days"
        titles={[
          t('desk.forecast.day'),
          t('desk.forecast.expected'),
          t('desk.forecast.between'),
          t('desk.forecast.needed_hours'),
          t('desk.forecast.planned_hours'),
          t('desk.forecast.missing_hours'),
          t('desk.forecast.spare_hours'),
        ]}
        rows={days.map((day) => ({
          key: day.on,
          head: day.closed ? `${dayText(i18n, day.on)} (${t('desk.forecast.closed')})` : dayText(i18n, day.on),
          cells: [
            numberText(day.contacts.mean, language),
            t('desk.forecast.range', { low: day.contacts.low, high: day.contacts.high }),
            hours(day.needed_hours),
            hours(day.planned_hours),
            hours(day.missing_hours),
            hours(day.spare_hours),
          ],
        }))}
      />
      {days
        .filter(({ half_hours }) => half_hours.length > 0)
        .map((day) => (
          <HalfHours key={day.on} day={day} reach={reachOf(days)} />
        ))}
    </div>
  );
}

function HalfHours({ day, reach }: { day: ForecastDay; reach: { first: number; last: number } }) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const id = useId();
  const shown = day.half_hours.filter(({ half_hour }) => half_hour >= reach.first && half_hour <= reach.last);
  return (
    <details className="plot-table">
      <summary id={id}>
        {t('desk.forecast.half_hours', { day: dayText(i18n, day.on) })}. {dayState(i18n, day)}
      </summary>
      <Figures
        labelledBy={id}
        titles={[
          t('desk.forecast.time'),
          t('desk.forecast.expected'),
          t('desk.forecast.between'),
          t('desk.forecast.needed'),
          t('desk.forecast.needed_high'),
          t('desk.forecast.planned'),
          t('desk.forecast.missing'),
        ]}
        rows={shown.map((one) => ({
          key: String(one.half_hour),
          head: clockOf(one.half_hour),
          cells: [
            numberText(one.contacts.mean, language, 1),
            t('desk.forecast.range', { low: one.contacts.low, high: one.contacts.high }),
            one.needed ?? '–',
            one.needed_high ?? '–',
            numberText(one.planned, language, 1),
            numberText(one.missing, language, 1),
          ],
        }))}
      />
    </details>
  );
}
