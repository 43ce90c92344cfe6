import { Heading, Table, Tag } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { pathOf } from '../../app/route';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { PairBars } from '../../national/parts/PairBars';
import { periodText, termsText } from '../agreement/words';
import { hoursText } from '../hours/WeekPlot';
import { capital } from '../hours/words';
import { MonthChoice } from '../ledger/MonthChoice';
import { monthText } from '../ledger/months';
import { today } from '../parts/dates';
import { SaveFile } from '../parts/SaveFile';
import type { Delivery } from '../shapes';
import { deliveries, deliveriesFile } from './api';

/** What every centre has promised the national queue, and what it has delivered. */
export function DeliveriesPage({ api }: { api: StaffApi }) {
  const { t, language } = useI18n();
  const [month, setMonth] = useState(() => today().slice(0, 7));
  const loaded = useLoaded(`national/agreements/${month}`, () => deliveries(api.client, month));
  return (
    <main className="reading">
      <p>
        <PageLink className="ds-link" to={pathOf('national')}>
          {t('desk.national.agreements.back')}
        </PageLink>
      </p>
      <Heading level={1} data-size="md">
        {t('desk.national.agreements.title')}
      </Heading>
      <p className="quiet">{t('desk.national.agreements.lead')}</p>
      <MonthChoice month={month} onChange={setMonth} />
      <Heading id="deliveries-month" level={2} data-size="xs">
        {capital(monthText(month, language))}
      </Heading>
      <Section loaded={loaded}>
        {({ items }) => (
          <>
            <Plot items={items} />
            <Centres items={items} />
          </>
        )}
      </Section>
      <SaveFile text={t('desk.national.agreements.export')} fetch={() => deliveriesFile(api.client, month)} />
      <p className="quiet">{t('desk.admin.ledger.means')}</p>
    </main>
  );
}

/** Promised, planned and delivered hours of each centre. */
function Plot({ items }: { items: readonly Delivery[] }) {
  const { t, language } = useI18n();
  if (items.length === 0) return null;
  return (
    <PairBars
      title={t('desk.national.agreements.title')}
      first={t('desk.national.agreements.centre')}
      series={[t('desk.admin.ledger.agreed'), t('desk.admin.ledger.worked')]}
      looks={[1, 0]}
      rows={items.map((one) => ({
        key: one.centre_id,
        name: one.name,
        values: [one.hours.agreed_seconds, one.hours.worked_seconds],
      }))}
      textOf={(value) => hoursText(value / 3600, language)}
    />
  );
}

function Centres({ items }: { items: readonly Delivery[] }) {
  const { t } = useI18n();
  if (items.length === 0) return <p className="quiet">{t('desk.national.no_centres')}</p>;
  return (
    // Wide tables scroll by themselves and must then be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll-x" tabIndex={0} role="region" aria-labelledby="deliveries-month">
      <Table data-size="sm" zebra>
        <Table.Head>
          <Table.Row>
            <Table.HeaderCell scope="col">{t('desk.national.agreements.centre')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('desk.admin.nav.agreement')}</Table.HeaderCell>
            <Table.HeaderCell scope="col" className="number">
              {t('desk.admin.ledger.agreed')}
            </Table.HeaderCell>
            <Table.HeaderCell scope="col" className="number">
              {t('desk.admin.ledger.planned')}
            </Table.HeaderCell>
            <Table.HeaderCell scope="col" className="number">
              {t('desk.admin.ledger.worked')}
            </Table.HeaderCell>
            <Table.HeaderCell scope="col" className="number">
              {t('desk.national.agreements.delivered')}
            </Table.HeaderCell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {items.map((one) => (
            <CentreRow key={one.centre_id} delivery={one} />
          ))}
        </Table.Body>
      </Table>
    </div>
  );
}

function CentreRow({ delivery }: { delivery: Delivery }) {
  const { t, language } = useI18n();
  const { agreed_seconds, planned_seconds, worked_seconds } = delivery.hours;
  const hours = (seconds: number | undefined) => (seconds === undefined ? '–' : hoursText(seconds / 3600, language));
  const part = agreed_seconds ? Math.round((worked_seconds / agreed_seconds) * 100) : undefined;
  return (
    <Table.Row>
      <Table.HeaderCell scope="row">
        <PageLink className="ds-link" to={pathOf('national', delivery.centre_id, 'agreement')}>
          {delivery.name}
        </PageLink>
      </Table.HeaderCell>
      <Table.Cell>
        <Promises delivery={delivery} />
      </Table.Cell>
      <Table.Cell className="number">{hours(agreed_seconds)}</Table.Cell>
      <Table.Cell className="number">{hours(planned_seconds)}</Table.Cell>
      <Table.Cell className="number">{hours(worked_seconds)}</Table.Cell>
      <Table.Cell className="number">
        {part === undefined ? '–' : t('desk.national.agreements.percent', { percent: part })}
      </Table.Cell>
    </Table.Row>
  );
}

/** What is in force or coming, and whether something waits for an answer. */
function Promises({ delivery }: { delivery: Delivery }) {
  const i18n = useI18n();
  const { t, name, plural } = i18n;
  const accepted = delivery.agreements.filter((one) => one.state === 'accepted');
  const waiting = delivery.agreements.length - accepted.length;
  return (
    <ul className="promises">
      {accepted.length === 0 && <li className="quiet">{t('desk.national.agreements.nothing')}</li>}
      {accepted.map((one) => (
        <li key={one.id}>
          {name('channel', one.channel)}: {termsText(i18n, one)}{' '}
          <span className="quiet">
            ({periodText(i18n, one)}, {t('desk.national.agreements.both')})
          </span>
        </li>
      ))}
      {waiting > 0 && (
        <li>
          <Tag data-size="sm" data-color="warning">
            {plural('desk.national.agreements.waiting', waiting)}
          </Tag>
        </li>
      )}
    </ul>
  );
}
