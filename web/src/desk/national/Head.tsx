import { Heading } from '@digdir/designsystemet-react';
import { useEffect } from 'react';
import { useI18n } from '../app/i18n';
import { PageLink } from '../app/PageLink';
import { pathOf } from '../app/route';

/** The title of a coordinator's page, with the way back. */
export function Head({ title, lead }: { title: string; lead: string }) {
  const { t } = useI18n();
  useEffect(() => {
    document.title = `${title} – ${t('desk.window')}`;
    return () => {
      document.title = t('desk.window');
    };
  }, [t, title]);
  return (
    <header className="admin-head">
      <p>
        <PageLink className="ds-link" to={pathOf('national')}>
          {t('desk.national.back')}
        </PageLink>
      </p>
      <Heading id="admin-title" level={1} data-size="md" tabIndex={-1}>
        {title}
      </Heading>
      <p className="quiet">{lead}</p>
    </header>
  );
}
