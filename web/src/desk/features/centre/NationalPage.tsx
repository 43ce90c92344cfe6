import { Alert, Heading } from '@digdir/designsystemet-react';
import { useEffect, type ReactNode } from 'react';
import type { CentreName, Me, Queue, ServiceStatus } from '../../../api/shapes';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { pathOf } from '../../app/route';
import { clockText } from '../../app/time';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { NationalNav } from '../../national/NationalNav';
import { OpenTag } from './CentrePage';

const REFRESH_MS = 15_000;

interface NationalPageProps {
  me: Me;
  api: StaffApi;
  /** Whether each centre leads to the pages it is run from. */
  linked: boolean;
  /** What only some may see. */
  children?: ReactNode;
}

/** The national chat queue and which centres are open, renewed every 15 seconds. */
export function NationalPage({ me, api, linked, children }: NationalPageProps) {
  const { t } = useI18n();
  const status = useLoaded('status', () => api.serviceStatus());
  const centres = useLoaded('centres', () => api.centres());
  const mayCount = me.actions.includes('queue:get');
  const queue = useLoaded(`queue/${mayCount}`, async () => (mayCount ? api.queue() : undefined));
  const { again: statusAgain } = status;
  const { again: centresAgain } = centres;
  const { again: queueAgain } = queue;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.hidden) return;
      statusAgain();
      centresAgain();
      queueAgain();
    }, REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, [statusAgain, centresAgain, queueAgain]);
  return (
    <main className="reading">
      <Heading level={1} data-size="md">
        {t('desk.national.title')}
      </Heading>
      <NationalNav me={me} coordinates={linked} />
      <Section loaded={status}>{(value) => <QueueNow status={value} queue={queue.value} />}</Section>
      <section aria-labelledby="centres-title">
        <Heading id="centres-title" level={2} data-size="xs">
          {t('desk.national.centres')}
        </Heading>
        <Section loaded={centres}>{(page) => <Centres items={page.items} linked={linked} />}</Section>
      </section>
      {children}
    </main>
  );
}

function QueueNow({ status, queue }: { status: ServiceStatus; queue: Queue | undefined }) {
  const { t, name, when } = useI18n();
  return (
    <section aria-label={t('desk.queue.title')}>
      {!status.open && (
        <Alert data-color="info">
          {t('desk.national.closed')}{' '}
          {status.next_opening && t('desk.centre.opens', { time: when(status.next_opening) })}
        </Alert>
      )}
      <dl className="figures wide">
        <div>
          <dt>{t('desk.queue.waiting')}</dt>
          <dd>{queue?.waiting ?? status.waiting}</dd>
        </div>
        {queue && (
          <>
            <div>
              <dt>{t('desk.queue.longest')}</dt>
              <dd>{queue.waiting > 0 ? clockText(queue.longest_wait_seconds) : '–'}</dd>
            </div>
            <div>
              <dt>{t('desk.queue.available')}</dt>
              <dd>{queue.available}</dd>
            </div>
          </>
        )}
        {(['information', 'guidance'] as const).map((work) => (
          <div key={work}>
            <dt>{t('desk.national.wait_for', { work: name('work_type', work) })}</dt>
            <dd>
              <Wait estimate={status.estimated_wait[work]} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Left out by the server when nobody on duty could take a newcomer. */
function Wait({ estimate }: { estimate: { seconds?: number; uncertain: boolean } }) {
  const { t, duration } = useI18n();
  if (estimate.seconds === undefined) return '–';
  return (
    <>
      {duration(estimate.seconds)}
      {estimate.uncertain && <small> {t('desk.national.uncertain')}</small>}
    </>
  );
}

function Centres({ items, linked }: { items: CentreName[]; linked: boolean }) {
  const { t, name, plural } = useI18n();
  const open = items.filter((centre) => centre.open).length;
  if (items.length === 0) return <p className="quiet">{t('desk.national.no_centres')}</p>;
  return (
    <>
      <p>{plural('desk.national.open_count', open)}</p>
      {linked && <p className="quiet">{t('desk.national.choose')}</p>}
      <ul className="people">
        {items
          .toSorted((a, b) => Number(b.open) - Number(a.open) || a.name.localeCompare(b.name, 'nb'))
          .map((centre) => (
            <li key={centre.id}>
              <strong>
                {linked ? (
                  <PageLink className="ds-link" to={pathOf('national', centre.id)}>
                    {centre.name}
                  </PageLink>
                ) : (
                  centre.name
                )}
              </strong>
              <span className="quiet">{name('county', centre.county)}</span>
              <OpenTag open={centre.open} />
            </li>
          ))}
      </ul>
    </>
  );
}
