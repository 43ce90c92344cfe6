import { Heading } from '@digdir/designsystemet-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Me } from '../../api/shapes';
import type { StaffApi } from '../api/staff';
import { useI18n } from '../app/i18n';
import { PageLink } from '../app/PageLink';
import { Section } from '../app/Section';
import { useLoaded } from '../app/useLoaded';
import { OpenNow } from '../features/centre/CentrePage';
import { ClassLinks } from '../features/classes/ClassLinks';
import { AgreementSection } from './agreement/AgreementSection';
import { AdminApi } from './api';
import { AuditSection } from './audit/AuditSection';
import { CentreSection } from './centre/CentreSection';
import { ChecklistSection } from './checklist/ChecklistSection';
import { ExceptionsSection } from './exceptions/ExceptionsSection';
import { HoursSection } from './hours/HoursSection';
import { RetentionSection } from './retention/RetentionSection';
import { LoginSection } from './login/LoginSection';
import { LedgerSection } from './ledger/LedgerSection';
import { ProfileSection } from './profile/ProfileSection';
import { ProvidersSection } from './providers/ProvidersSection';
import { RotaSection } from './rota/RotaSection';
import type { SectionProps } from './section';
import { SitesSection } from './sites/SitesSection';
import { StaffSection } from './staff/StaffSection';
import { useWaiting, WaitingCount } from './rota/waiting';

const SECTIONS = [
  'centre',
  'profile',
  'sites',
  'hours',
  'exceptions',
  'staff',
  'rota',
  'classes',
  'agreement',
  'ledger',
  'checklist',
  'login',
  'providers',
  'retention',
  'audit',
] as const;
type SectionName = (typeof SECTIONS)[number];

const CONTENT: Readonly<Record<SectionName, (props: SectionProps) => React.ReactNode>> = {
  centre: CentreSection,
  profile: ProfileSection,
  sites: SitesSection,
  hours: HoursSection,
  exceptions: ExceptionsSection,
  staff: StaffSection,
  rota: RotaSection,
  classes: ({ admin, may }) => <ClassLinks api={admin.classes} may={may} />,
  checklist: ChecklistSection,
  agreement: AgreementSection,
  ledger: LedgerSection,
  login: LoginSection,
  providers: ProvidersSection,
  retention: ({ admin, may }) => <RetentionSection records={admin.records} of="centre" may={may} />,
  audit: ({ admin }) => <AuditSection records={admin.records} />,
};

/** What a section is of no use without. */
const NEEDS: Partial<Record<SectionName, string>> = {
  rota: 'shift:list',
  classes: 'class:list',
  login: 'centre:login_get',
  providers: 'identity:provider_list',
  retention: 'retention:get',
  audit: 'audit:list',
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
  const card = useLoaded(`admin/card/${centreId}`, () => headOf(admin, api, centreId));
  const may = (action: string) => me.actions.includes(action);
  const sections = SECTIONS.filter((one) => may(NEEDS[one] ?? 'centre:get'));
  const waiting = useWaiting(admin, may('swap:approve'));
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
              {centre.card && <OpenNow centre={centre.card} />}
              {!centre.active && <p>{t('desk.national.archived')}</p>}
            </>
          )}
        </Section>
      </header>
      <nav className="admin-nav" aria-label={t('desk.admin.nav.label')}>
        {sections.map((one) => (
          <PageLink key={one} to={one === 'centre' ? home : `${home}/${one}`} current={one === current}>
            {t(`desk.admin.nav.${one}`)}
            {one === 'rota' && <WaitingCount count={waiting.count} />}
          </PageLink>
        ))}
      </nav>
      <section key={current} className="admin-section" aria-labelledby="admin-title">
        <Title name={current} centre={card.value?.name} />
        <Content
          me={me}
          admin={admin}
          home={home}
          may={may}
          onChanged={() => {
            card.again();
            waiting.again();
          }}
        />
      </section>
    </main>
  );
}

/** What stands above all sections. An archived centre has no card, a new one not at once. */
async function headOf(admin: AdminApi, api: StaffApi, centreId: string) {
  const { name, active } = (await admin.centre()).value;
  const card = active ? await api.publicCentre(centreId).catch(() => undefined) : undefined;
  return { name, active, card };
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
