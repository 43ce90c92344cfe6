import { Alert, Heading } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { AdminApi } from '../api';
import { capital } from '../hours/words';
import { today } from '../parts/dates';
import { SaveFile } from '../parts/SaveFile';
import type { SectionProps } from '../section';
import type { Hours, Ledger, Timesheets } from '../shapes';
import { CoveragePlot } from './CoveragePlot';
import { HoursTable, type HoursRow } from './HoursTable';
import { MonthChoice } from './MonthChoice';
import { monthText, weekNumber } from './months';

/** The hours of the centre in a month. */
export function LedgerSection({ admin, may }: SectionProps) {
  const { t } = useI18n();
  const [month, setMonth] = useState(() => today().slice(0, 7));
  const ledger = useLoaded(`admin/ledger/${month}`, () => admin.ledger(month));
  return (
    <>
      <MonthChoice month={month} onChange={setMonth} />
      <Section loaded={ledger}>{(value) => <MonthHours ledger={value} />}</Section>
      <SaveFile text={t('desk.admin.ledger.export')} fetch={() => admin.export('ledger', month)} />
      {may('timesheet:list') && <People admin={admin} month={month} />}
      <p className="quiet">{t('desk.admin.ledger.means')}</p>
    </>
  );
}

function MonthHours({ ledger }: { ledger: Ledger }) {
  const { t, name, language } = useI18n();
  const { hours, weeks } = ledger;
  const sum = rowOf('all', t('desk.admin.ledger.all'), hours);
  const channels = hours.channels.map((one) => ({
    key: one.channel,
    name: name('channel', one.channel),
    agreed: one.agreed_seconds,
    planned: one.planned_seconds,
    worked: one.worked_seconds,
  }));
  return (
    <>
      <Heading id="ledger-month" level={3} data-size="xs">
        {capital(monthText(ledger.month, language))}
      </Heading>
      {hours.agreed_seconds === undefined && (
        <Alert data-color="info" data-size="sm">
          {t('desk.admin.ledger.share_only')}
        </Alert>
      )}
      <Heading id="ledger-channels" level={4} data-size="2xs">
        {t('desk.admin.ledger.by_channel')}
      </Heading>
      {channels.length === 0 ? (
        <p className="quiet">{t('desk.admin.ledger.no_channels')}</p>
      ) : (
        <HoursTable labelledBy="ledger-channels" first={t('desk.admin.word.channel')} rows={channels} sum={sum} />
      )}
      <Heading id="ledger-weeks" level={4} data-size="2xs">
        {t('desk.admin.ledger.weeks')}
      </Heading>
      <CoveragePlot weeks={weeks} />
      <HoursTable
        labelledBy="ledger-weeks"
        first={t('desk.admin.ledger.week')}
        rows={weeks.map((week) => rowOf(week.from, String(weekNumber(week.from)), week))}
        sum={rowOf('all', t('desk.admin.ledger.whole'), hours)}
      />
    </>
  );
}

function rowOf(key: string, name: string, hours: Hours): HoursRow {
  return {
    key,
    name,
    agreed: hours.agreed_seconds,
    planned: hours.planned_seconds,
    worked: hours.worked_seconds,
  };
}

/** What each of the centre's own people did. */
function People({ admin, month }: { admin: AdminApi; month: string }) {
  const { t } = useI18n();
  const sheets = useLoaded(`admin/timesheets/${month}`, () => admin.timesheets(month));
  return (
    <>
      <Heading id="ledger-people" level={3} data-size="xs">
        {t('desk.admin.ledger.by_person')}
      </Heading>
      <p className="quiet">{t('desk.admin.ledger.by_person_means')}</p>
      <Section loaded={sheets}>{({ items }) => <PeopleTable items={items} />}</Section>
      <SaveFile text={t('desk.admin.ledger.export_people')} fetch={() => admin.export('timesheets', month)} />
    </>
  );
}

function PeopleTable({ items }: { items: Timesheets['items'] }) {
  const { t } = useI18n();
  if (items.length === 0) return <p className="quiet">{t('desk.admin.ledger.nobody')}</p>;
  const rows = items.map((sheet) => ({ key: sheet.staff_id, name: sheet.alias, worked: sheet.worked_seconds }));
  return <HoursTable labelledBy="ledger-people" first={t('desk.admin.ledger.person')} rows={rows} workedOnly />;
}
