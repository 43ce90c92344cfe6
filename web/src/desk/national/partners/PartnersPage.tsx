import { Button, Tag } from '@digdir/designsystemet-react';
import { useMemo, useState } from 'react';
import { focusTitle } from '../../admin/parts/focus';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { go, pathOf } from '../../app/route';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { NationalApi } from '../api';
import { Head } from '../Head';
import { PartnerApi } from './api';
import { NewPartnerForm } from './NewPartnerForm';
import { groupedNumber } from './organisation';
import type { Partner } from './shapes';

interface PartnersPageProps {
  api: StaffApi;
  may: (action: string) => boolean;
}

/** The organisations whose systems call the service. */
export function PartnersPage({ api, may }: PartnersPageProps) {
  const { t } = useI18n();
  const partners = useMemo(() => new PartnerApi(api.client), [api]);
  const national = useMemo(() => new NationalApi(api.client), [api]);
  const loaded = useLoaded('national/partners', () => partners.list());
  const [adding, setAdding] = useState(false);
  return (
    <main className="reading admin-section">
      <Head title={t('desk.partner.title')} lead={t('desk.partner.lead')} />
      {adding && (
        <NewPartnerForm
          partners={partners}
          national={national}
          onSaved={({ id }) => {
            go(pathOf('national', 'partners', id));
          }}
          onCancel={() => {
            focusTitle();
            setAdding(false);
          }}
        />
      )}
      {!adding && may('partner:create') && (
        <div>
          <Button
            data-size="sm"
            onClick={() => {
              setAdding(true);
            }}
          >
            {t('desk.partner.new')}
          </Button>
        </div>
      )}
      <Section loaded={loaded}>{({ items }) => <PartnerList items={items} linked={may('partner:get')} />}</Section>
    </main>
  );
}

function PartnerList({ items, linked }: { items: readonly Partner[]; linked: boolean }) {
  const { t } = useI18n();
  if (items.length === 0) return <p className="quiet">{t('desk.partner.none')}</p>;
  return (
    <ul className="cards">
      {items.map((partner) => (
        <li key={partner.id} className="card dated" data-suspended={partner.state === 'suspended' || undefined}>
          <div className="part">
            <p>
              <strong>
                {linked ? (
                  <PageLink className="ds-link" to={pathOf('national', 'partners', partner.id)}>
                    {partner.name}
                  </PageLink>
                ) : (
                  partner.name
                )}
              </strong>
            </p>
            <p className="quiet">
              {t('desk.partner.organisation_is', { number: groupedNumber(partner.organisation) })}
            </p>
          </div>
          <PartnerTags partner={partner} />
        </li>
      ))}
    </ul>
  );
}

/** Where a partner is registered, and whether it is let in. */
export function PartnerTags({ partner: { environment, state } }: { partner: Partner }) {
  const { t } = useI18n();
  return (
    <div className="row">
      <Tag data-size="sm" data-color={environment === 'production' ? 'info' : 'neutral'}>
        {t(`desk.partner.environment.${environment}`)}
      </Tag>
      <Tag data-size="sm" data-color={state === 'active' ? 'success' : 'danger'}>
        {t(`desk.partner.state.${state}`)}
      </Tag>
    </div>
  );
}
