import { Heading } from '@digdir/designsystemet-react';
import { useMemo } from 'react';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { pathOf } from '../../app/route';
import { ProviderApi } from '../api';
import { ProviderPages } from './ProviderPages';

/** What people of all centres can log in by. */
export function NationalProviders({ api }: { api: StaffApi }) {
  const { t } = useI18n();
  const providers = useMemo(() => new ProviderApi(api.client, '/national'), [api]);
  return (
    <main className="reading admin">
      <header className="admin-head">
        <p>
          <PageLink className="ds-link" to={pathOf('national')}>
            {t('desk.admin.back')}
          </PageLink>
        </p>
        <Heading id="admin-title" level={1} data-size="md" tabIndex={-1}>
          {t('desk.admin.providers.national')}
        </Heading>
      </header>
      <section className="admin-section" aria-labelledby="admin-title">
        <p className="quiet">{t('desk.admin.lead.providers')}</p>
        <ProviderPages api={providers} mayChange />
      </section>
    </main>
  );
}
