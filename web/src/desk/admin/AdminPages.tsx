import { Heading } from '@digdir/designsystemet-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Me } from '../../api/shapes';
import type { StaffApi } from '../api/staff';
import { useI18n } from '../app/i18n';
import { PageLink } from '../app/PageLink';
import { Section } from '../app/Section';
import { useLoaded } from '../app/useLoaded';
import { OpenNow } from '../features/centre/CentrePage';
import { AdminApi } from './api';
import { AuditSection } from './audit/AuditSection';
import { CentreSection } from './centre/CentreSection';
import { ExceptionsSection } from './exceptions/ExceptionsSection';
import { HoursSection } from './hours/HoursSection';
import type { SectionProps } from './section';
import { SitesSection } from './sites/SitesSection';
import { StaffSection } from './staff/StaffSection';

const SECTIONS = ['centre', 'sites', 'hours', 'exceptions', 'staff', 'audit'] as const;
type SectionName = (typeof SECTIONS)[number];

const CONTENT: Readonly<Record<SectionName, (props: SectionProps) => React.ReactNode>> = {
  centre: CentreSection,
  sites: SitesSection,
  hours: HoursSection,
  exceptions: ExceptionsSection,
  staff: StaffSection,
  audit: AuditSection,
};

interface AdminPagesProps {
  me: Me;
  centreId: string;
  api: StaffApi;
  /** The address of the first section; those of the others are below it. */
  home: string;
  /** Where the centre was chosen. */
  back?: string;
  section: string | undefined;
}

/** All that one centre is run by. */
export function AdminPages({ me, centreId, api, home, back, section }: AdminPagesProps) {
  const { t } = useI18n();
  const admin = useMemo(() => new AdminApi(api.client, centreId), [api, centreId]);
  const card = useLoaded(`admin/card/${centreId}`, () => api.publicCentre(centreId));
  const may = (action: string) => me.actions.includes(action);
  const sections = SECTIONS.filter((one) => one !== 'audit' || may('audit:list'));
  const current = sections.find((one) => one === section) ?? 'centre';
  const Content = CONTENT[current];
  return (
    <main className="reading admin">
      <header className="admin-head">
        {back !== undefined && (
          <p>
            <PageLink className="ds-link" to={back}>
              {t('desk.admin.back')}
            </PageLink>
          </p>
        )}
        {card.value === undefined && <h1 className="ds-sr-only">{t('desk.admin.nav.label')}</h1>}
        <Section loaded={card}>
          {(centre) => (
            <>
              <Heading level={1} data-size="md">
                {centre.name}
              </Heading>
              <OpenNow centre={centre} />
            </>
          )}
        </Section>
      </header>
      <nav className="admin-nav" aria-label={t('desk.admin.nav.label')}>
        {sections.map((one) => (
          <PageLink key={one} to={one === 'centre' ? home : `${home}/${one}`} current={one === current}>
            {t(`desk.admin.nav.${one}`)}
          </PageLink>
        ))}
      </nav>
      <section key={current} className="admin-section" aria-labelledby="admin-title">
        <Title name={current} centre={card.value?.name} />
        <Content admin={admin} may={may} onChanged={card.again} />
      </section>
    </main>
  );
}

/** Where the reader is now; takes the focus when somebody goes from one section to another. */
function Title({ name, centre }: { name: SectionName; centre: string | undefined }) {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  const text = t(`desk.admin.nav.${name}`);
  useEffect(() => {
    if (document.activeElement?.closest('.admin-nav')) heading.current?.focus();
  }, []);
  useEffect(() => {
    document.title = [text, centre, t('desk.window')].filter((part) => part !== undefined).join(' – ');
    return () => {
      document.title = t('desk.window');
    };
  }, [t, text, centre]);
  return (
    <>
      <Heading ref={heading} id="admin-title" level={2} data-size="sm" tabIndex={-1}>
        {text}
      </Heading>
      <p className="quiet">{t(`desk.admin.lead.${name}`)}</p>
    </>
  );
}
