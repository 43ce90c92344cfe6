import { Heading } from '@digdir/designsystemet-react';
import { useEffect, useMemo, useRef } from 'react';
import { Done, useDeeds } from '../../admin/parts/Done';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { pathOf } from '../../app/route';
import { Section } from '../../app/Section';
import { useLoaded, type Loaded } from '../../app/useLoaded';
import { NationalApi } from '../api';
import { PartnerApi } from './api';
import { ConsoleSection } from './ConsoleSection';
import { DetailsSection } from './DetailsSection';
import { KeysSection } from './KeysSection';
import { groupedNumber } from './organisation';
import type { PartProps } from './part';
import { PartnerTags } from './PartnersPage';
import type { Partner } from './shapes';
import { UsageSection } from './UsageSection';

/** The parts of a partner's page, each with what it is of no use without. */
const PARTS = {
  details: 'partner:get',
  keys: 'partner:key_list',
  usage: 'partner:usage',
  console: 'partner:get',
} as const;
type PartName = keyof typeof PARTS;

const CONTENT: Readonly<Record<PartName, (props: PartProps) => React.ReactNode>> = {
  details: DetailsSection,
  keys: KeysSection,
  usage: UsageSection,
  console: ConsoleSection,
};

interface PartnerPageProps {
  api: StaffApi;
  id: string;
  part: string | undefined;
  may: (action: string) => boolean;
}

/** One organisation: what it may do, by which keys, how it uses that, and how to try it. */
export function PartnerPage({ api, id, part, may }: PartnerPageProps) {
  const { t } = useI18n();
  const partners = useMemo(() => new PartnerApi(api.client), [api]);
  const national = useMemo(() => new NationalApi(api.client), [api]);
  const loaded = useLoaded(`national/partners/${id}`, async () => {
    const [partner, { items }] = await Promise.all([partners.partner(id), national.centres()]);
    return { partner, centres: items };
  });
  const parts = (Object.keys(PARTS) as PartName[]).filter((one) => may(PARTS[one]));
  const current = parts.find((one) => one === part) ?? 'details';
  return (
    <main className="reading admin">
      <PartnerHead partner={loaded.value?.partner.value} />
      <nav className="admin-nav" aria-label={t('desk.partner.parts')}>
        {parts.map((one) => (
          <PageLink
            key={one}
            to={pathOf('national', 'partners', id, ...(one === 'details' ? [] : [one]))}
            current={one === current}
          >
            {t(`desk.partner.part.${one}`)}
          </PageLink>
        ))}
      </nav>
      <Part key={current} name={current} loaded={loaded} partners={partners} may={may} />
    </main>
  );
}

interface PartSectionProps extends Pick<PartProps, 'partners' | 'may'> {
  name: PartName;
  loaded: Loaded<Pick<PartProps, 'partner' | 'centres'>>;
}

/** One part, with what was done in it. */
function Part({ name, loaded, partners, may }: PartSectionProps) {
  const deeds = useDeeds();
  const Content = CONTENT[name];
  return (
    <section className="admin-section" aria-labelledby="part-title">
      <PartTitle name={name} partner={loaded.value?.partner.value.name} />
      <Done {...deeds} />
      <Section loaded={loaded}>
        {(all) => <Content {...all} partners={partners} deeds={deeds} may={may} onChanged={loaded.again} />}
      </Section>
    </section>
  );
}

function PartnerHead({ partner }: { partner: Partner | undefined }) {
  const { t } = useI18n();
  return (
    <header className="admin-head">
      <p>
        <PageLink className="ds-link" to={pathOf('national', 'partners')}>
          {t('desk.partner.all')}
        </PageLink>
      </p>
      <Heading id="admin-title" level={1} data-size="md" tabIndex={-1}>
        {partner?.name ?? t('desk.partner.one')}
      </Heading>
      {partner && (
        <>
          <p className="quiet">{t('desk.partner.organisation_is', { number: groupedNumber(partner.organisation) })}</p>
          <PartnerTags partner={partner} />
        </>
      )}
    </header>
  );
}

/** Where the reader is now; takes the focus when somebody goes from one part to another. */
function PartTitle({ name, partner }: { name: PartName; partner: string | undefined }) {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  const text = t(`desk.partner.part.${name}`);
  useEffect(() => {
    if (document.activeElement?.closest('.admin-nav')) heading.current?.focus();
  }, []);
  useEffect(() => {
    document.title = [text, partner ?? t('desk.partner.one'), t('desk.window')].join(' – ');
    return () => {
      document.title = t('desk.window');
    };
  }, [t, text, partner]);
  return (
    <>
      <Heading ref={heading} id="part-title" level={2} data-size="sm" tabIndex={-1}>
        {text}
      </Heading>
      <p className="quiet">{t(`desk.partner.part_means.${name}`)}</p>
    </>
  );
}
