import { Heading, Table, Tag } from '@digdir/designsystemet-react';
import { useMemo } from 'react';
import type { CentreCard, Me, StaffMember } from '../../../api/shapes';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { useNow } from '../../app/time';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { RotaApi } from '../rota/api';
import { ClassesApi } from '../classes/api';
import { ClassLinks } from '../classes/ClassLinks';
import { OnNowCard } from '../rota/OnNowCard';
import { Exceptions } from './Exceptions';
import { weekdayOf, weekOf } from './week';

const DAY_MS = 86_400_000;

/** The counsellor's own centre, to read. */
export function CentrePage({ me, centreId, api }: { me: Me; centreId: string; api: StaffApi }) {
  const { t } = useI18n();
  const rota = useMemo(() => new RotaApi(api.client, centreId), [api, centreId]);
  const classes = useMemo(() => new ClassesApi(api.client, centreId), [api, centreId]);
  const card = useLoaded(`centre/${centreId}`, () => api.publicCentre(centreId));
  const colleagues = useLoaded(`centre/${centreId}/staff`, () => api.centreStaff(centreId));
  return (
    <main className="reading">
      <Section loaded={card}>
        {(centre) => (
          <>
            <CentreHead centre={centre} />
            {me.actions.includes('rota:now') && <OnNowCard rota={rota} />}
            <Hours centre={centre} />
            <Exceptions centreId={centreId} api={api} />
          </>
        )}
      </Section>
      <section aria-labelledby="colleagues-title">
        <Heading id="colleagues-title" level={2} data-size="xs">
          {t('desk.centre.staff')}
        </Heading>
        <Section loaded={colleagues}>{(page) => <Colleagues items={page.items} />}</Section>
      </section>
      {me.actions.includes('class:list') && (
        <section aria-labelledby="classes-title">
          <Heading id="classes-title" level={2} data-size="xs">
            {t('desk.admin.nav.classes')}
          </Heading>
          <ClassLinks api={classes} may={(action) => me.actions.includes(action)} />
        </section>
      )}
    </main>
  );
}

function CentreHead({ centre }: { centre: CentreCard }) {
  const { t, name } = useI18n();
  return (
    <section className="centre-head">
      <Heading level={1} data-size="md">
        {centre.name}
      </Heading>
      <OpenNow centre={centre} />
      <dl className="facts">
        <dt>{t('desk.centre.county')}</dt>
        <dd>{name('county', centre.county)}</dd>
        <dt>{t('desk.centre.languages')}</dt>
        <dd>{centre.languages.map((one) => name('language', one)).join(', ')}</dd>
        <dt>{t('desk.centre.sites')}</dt>
        <dd>
          {centre.sites.length === 0 && t('desk.centre.no_sites')}
          {centre.sites.map((site) => (
            <div key={site.id}>
              {[site.name, site.address, site.postal_place].filter((part) => part !== '').join(', ')}
            </div>
          ))}
        </dd>
      </dl>
    </section>
  );
}

/** Whether the centre is open, and until when. */
export function OpenNow({ centre }: { centre: CentreCard }) {
  const { t, when } = useI18n();
  const now = useNow();
  const closesSoon = centre.closes_at !== undefined && Date.parse(centre.closes_at) - now < DAY_MS;
  const until = centre.open
    ? closesSoon && centre.closes_at && t('desk.centre.closes', { time: when(centre.closes_at) })
    : centre.next_opening && t('desk.centre.opens', { time: when(centre.next_opening) });
  return (
    <div className="row">
      <OpenTag open={centre.open} />
      {until && <span>{until}</span>}
    </div>
  );
}

export function OpenTag({ open }: { open: boolean }) {
  const { t } = useI18n();
  return (
    <Tag data-size="sm" data-color={open ? 'success' : 'neutral'}>
      {t(open ? 'desk.centre.open' : 'desk.centre.closed')}
    </Tag>
  );
}

function Hours({ centre }: { centre: CentreCard }) {
  const { t, name } = useI18n();
  const today = weekdayOf(new Date(useNow()));
  const week = weekOf(centre.hours);
  const queue = (word: string) => t(word === 'national' ? 'desk.centre.queue_national' : 'desk.centre.queue_local');
  return (
    <div className="part">
      <Heading id="hours-title" level={2} data-size="xs">
        {t('desk.centre.hours')}
      </Heading>
      {week.services.length === 0 ? (
        <p className="quiet">{t('desk.centre.no_hours')}</p>
      ) : (
        // Wide tables scroll by themselves and must then be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="scroll-x" tabIndex={0} role="region" aria-labelledby="hours-title">
          <Table data-size="sm" zebra>
            <Table.Head>
              <Table.Row>
                <Table.HeaderCell scope="col">{t('desk.centre.weekday')}</Table.HeaderCell>
                {week.services.map((service) => (
                  <Table.HeaderCell key={`${service.channel}/${service.queue}`} scope="col">
                    {name('channel', service.channel)}, {queue(service.queue)}
                  </Table.HeaderCell>
                ))}
              </Table.Row>
            </Table.Head>
            <Table.Body>
              {week.days.map(({ weekday, intervals }) => (
                <Table.Row key={weekday} data-today={weekday === today || undefined}>
                  <Table.HeaderCell scope="row">
                    {name('weekday', String(weekday))}
                    {weekday === today && ` (${t('desk.centre.today')})`}
                  </Table.HeaderCell>
                  {week.services.map((service, index) => (
                    <Table.Cell key={`${service.channel}/${service.queue}`}>
                      {intervals[index]?.length ? intervals[index].join(', ') : t('desk.centre.closed')}
                    </Table.Cell>
                  ))}
                </Table.Row>
              ))}
            </Table.Body>
          </Table>
        </div>
      )}
    </div>
  );
}

function Colleagues({ items }: { items: StaffMember[] }) {
  const { t, name } = useI18n();
  if (items.length === 0) return <p className="quiet">{t('desk.centre.no_staff')}</p>;
  return (
    <ul className="people">
      {items.map((one) => (
        <li key={one.id}>
          <strong>{one.alias}</strong>
          <span className="quiet">{one.languages.map((language) => name('language', language)).join(', ')}</span>
          <span className="here">
            <span className="dot" data-tone={one.state === 'available' ? 'good' : 'idle'} />
            {t(`desk.state.${one.state}`)}
          </span>
        </li>
      ))}
    </ul>
  );
}
