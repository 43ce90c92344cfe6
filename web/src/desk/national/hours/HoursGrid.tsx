import { Table } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { capital } from '../../admin/hours/words';
import { dateText, weekdayOfDate } from '../../admin/parts/dates';
import { useI18n } from '../../app/i18n';
import type { NationalDay, NationalHours } from '../shapes';
import { gridOf, stretchText } from './grid';

/** The week as hours by days: how many centres are open in each half hour. */
export function HoursGrid({ hours: { days, minimum } }: { hours: NationalHours }) {
  const { t, name } = useI18n();
  const id = useId();
  const grid = gridOf(days, minimum);
  const columns = { gridTemplateColumns: `3rem repeat(${(grid.last - grid.first) * 2}, minmax(1rem, 1fr))` };
  return (
    <figure className="plot">
      <h2 id={id} className="part-title">
        {t('desk.hours.grid')}
      </h2>
      {/* A wide week scrolls by itself and must then be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="scroll-x" tabIndex={0} role="region" aria-labelledby={id}>
        <div className="hours-grid" aria-hidden="true">
          <div className="hours-row" style={columns}>
            <span />
            {Array.from({ length: grid.last - grid.first }, (_, at) => (
              <span key={at} className="hours-hour">
                {grid.first + at}
              </span>
            ))}
          </div>
          {grid.rows.map(({ date, cells }) => (
            <div key={date} className="hours-row" style={columns}>
              <span className="hours-day">{capital(name('weekday', String(weekdayOfDate(date)))).slice(0, 3)}</span>
              {cells.map(({ minutes, centres, isLow }) => (
                <span
                  key={minutes}
                  className="hours-cell"
                  data-state={centres === undefined ? 'closed' : isLow ? 'low' : 'open'}
                >
                  {centres}
                </span>
              ))}
            </div>
          ))}
        </div>
      </div>
      <figcaption className="quiet">{t('desk.hours.grid_means', { count: minimum })}</figcaption>
    </figure>
  );
}

/** The same in words. */
export function HoursTable({ hours: { days } }: { hours: NationalHours }) {
  const { t } = useI18n();
  const id = useId();
  return (
    <div className="stack">
      <h2 id={id} className="part-title">
        {t('desk.hours.table')}
      </h2>
      {/* Wide tables scroll by themselves and must then be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="scroll-x" tabIndex={0} role="region" aria-labelledby={id}>
        <Table data-size="sm" zebra>
          <Table.Head>
            <Table.Row>
              <Table.HeaderCell scope="col">{t('desk.hours.day')}</Table.HeaderCell>
              <Table.HeaderCell scope="col">{t('desk.hours.open')}</Table.HeaderCell>
              <Table.HeaderCell scope="col" className="number">
                {t('desk.hours.fewest')}
              </Table.HeaderCell>
              <Table.HeaderCell scope="col">{t('desk.hours.too_few')}</Table.HeaderCell>
            </Table.Row>
          </Table.Head>
          <Table.Body>
            {days.map((day) => (
              <DayRow key={day.date} day={day} />
            ))}
          </Table.Body>
        </Table>
      </div>
    </div>
  );
}

function DayRow({ day: { date, seekers, halves, gaps } }: { day: NationalDay }) {
  const { t, name, language } = useI18n();
  const open = seekers.open.map(({ opens_at, closes_at }) => stretchText({ starts_at: opens_at, ends_at: closes_at }));
  const why = seekers.reasons.map((reason) => reason[language] ?? reason.nb ?? '').join(', ');
  return (
    <Table.Row>
      <Table.HeaderCell scope="row">
        {capital(name('weekday', String(weekdayOfDate(date))))} {dateText(date, language)}
      </Table.HeaderCell>
      <Table.Cell>{open.length > 0 ? open.join(', ') : `${t('desk.centre.closed')} ${why}`.trim()}</Table.Cell>
      <Table.Cell className="number">
        {halves.length === 0 ? '–' : Math.min(...halves.map(({ centres }) => centres))}
      </Table.Cell>
      <Table.Cell>{gaps.length === 0 ? '–' : gaps.map(stretchText).join(', ')}</Table.Cell>
    </Table.Row>
  );
}
