import { Heading } from '@digdir/designsystemet-react';
import { useEffect, useMemo } from 'react';
import type { Me } from '../../api/shapes';
import type { StaffApi } from '../api/staff';
import { useI18n } from '../app/i18n';
import { PageLink } from '../app/PageLink';
import { pathOf } from '../app/route';
import { recordsPages, type RecordsPage } from '../features/centre/records';
import { AuditSection } from './audit/AuditSection';
import { RecordsApi } from './records';
import { RetentionSection } from './retention/RetentionSection';

/** The page an address means, if the account may see it. */
export function recordsPage(me: Me, word: string | undefined): RecordsPage | undefined {
  return recordsPages(me).find((page) => page === word);
}

interface NationalRecordsProps {
  me: Me;
  api: StaffApi;
  page: RecordsPage;
}

/** How long the national layer keeps things, and who did what. */
export function NationalRecords({ me, api, page }: NationalRecordsProps) {
  const { t } = useI18n();
  const records = useMemo(() => new RecordsApi(api.client, '/national'), [api]);
  const title = t(`desk.admin.nav.${page}`);
  useEffect(() => {
    document.title = [title, t('desk.national.title'), t('desk.window')].join(' – ');
    return () => {
      document.title = t('desk.window');
    };
  }, [t, title]);
  return (
    <main className="reading admin">
      <header className="admin-head">
        <p>
          <PageLink className="ds-link" to={pathOf('national')}>
            {t('desk.national.back')}
          </PageLink>
        </p>
        <Heading level={1} data-size="md">
          {t('desk.national.title')}
        </Heading>
      </header>
      <nav className="admin-nav" aria-label={t('desk.national.nav')}>
        {recordsPages(me).map((one) => (
          <PageLink key={one} to={pathOf('national', one)} current={one === page}>
            {t(`desk.admin.nav.${one}`)}
          </PageLink>
        ))}
      </nav>
      <section className="admin-section" aria-labelledby="admin-title">
        <Heading id="admin-title" level={2} data-size="sm">
          {title}
        </Heading>
        <p className="quiet">{t(`desk.national.${page}_lead`)}</p>
        {page === 'audit' ? (
          <AuditSection records={records} />
        ) : (
          <RetentionSection records={records} of="national" may={(action) => me.actions.includes(action)} />
        )}
      </section>
    </main>
  );
}
