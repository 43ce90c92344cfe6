import { Alert, Button, Heading } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Identity, LoginProvider } from '../../../api/shapes';
import { Confirm } from '../../admin/parts/Confirm';
import { instantText } from '../../admin/parts/dates';
import { Done, useDeeds } from '../../admin/parts/Done';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { useTask } from '../../admin/parts/useTask';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import { takeFromAddress, useArrivalProblem } from '../login/arrival';

interface LinkedIdentitiesProps {
  api: StaffApi;
  /** Whether more may be linked. */
  mayLink: boolean;
}

/** The identities at providers that the account can log in by. */
export function LinkedIdentities({ api, mayLink }: LinkedIdentitiesProps) {
  const { t } = useI18n();
  const arrival = useArrivalProblem();
  const [linked] = useState(() => takeFromAddress('linked') !== undefined);
  const identities = useLoaded('account/identities', () => api.identities());
  const providers = useLoaded('account/providers', () => api.loginProviders());
  const deeds = useDeeds();
  const [removing, setRemoving] = useState<Identity>();
  const stop = () => {
    setRemoving(undefined);
  };
  return (
    <section className="admin-section" aria-labelledby="identities-title">
      <Heading id="identities-title" level={2} data-size="sm" tabIndex={-1}>
        {t('desk.account.identities.title')}
      </Heading>
      <p className="quiet">{t('desk.account.identities.lead')}</p>
      <div role="alert">{arrival !== undefined && <Alert data-color="danger">{arrival}</Alert>}</div>
      {linked && deeds.deed === undefined && (
        <Alert role="status" data-color="success" data-size="sm">
          {t('desk.account.identities.linked')}
        </Alert>
      )}
      <Done {...deeds} />
      <Section loaded={identities}>{({ items }) => <IdentityList items={items} onRemove={setRemoving} />}</Section>
      {mayLink && <Section loaded={providers}>{({ items }) => <LinkButtons items={items} api={api} />}</Section>}
      {removing && (
        <Confirm
          title={t('desk.account.identities.unlink_title', { what: removing.provider_name })}
          consequences={[t('desk.account.identities.unlink_means'), t('desk.account.identities.unlink_ends')]}
          confirm={t('desk.account.identities.unlink')}
          onConfirm={async () => {
            await api.unlinkIdentity(removing.id);
            deeds.tell({ text: t('desk.account.identities.unlinked', { what: removing.provider_name }) });
            identities.again();
            stop();
          }}
          onClose={stop}
        />
      )}
    </section>
  );
}

function IdentityList({ items, onRemove }: { items: Identity[]; onRemove: (identity: Identity) => void }) {
  const { t, language } = useI18n();
  if (items.length === 0) return <p className="quiet">{t('desk.account.identities.none')}</p>;
  return (
    <ul className="cards">
      {items.map((identity) => (
        <li key={identity.id} className="card">
          <div className="row spread">
            <div>
              <Heading level={3} data-size="2xs">
                {identity.provider_name}
              </Heading>
              <p>{t('desk.account.identities.since', { when: instantText(identity.linked_at, language) })}</p>
              <p className="quiet">
                {identity.used_at === undefined
                  ? t('desk.account.identities.never')
                  : t('desk.account.identities.used', { when: instantText(identity.used_at, language) })}
              </p>
            </div>
            <Button
              data-size="sm"
              variant="tertiary"
              data-color="danger"
              aria-label={t('desk.account.identities.unlink_what', { what: identity.provider_name })}
              onClick={() => {
                onRemove(identity);
              }}
            >
              {t('desk.account.identities.unlink')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

function LinkButtons({ items, api }: { items: LoginProvider[]; api: StaffApi }) {
  const { t } = useI18n();
  const task = useTask();
  if (items.length === 0) return <p className="quiet">{t('desk.account.identities.no_providers')}</p>;
  const go = (id: string) =>
    task.run(async () => {
      location.assign(await api.linkIdentity(id));
    });
  return (
    <>
      <ProblemLine problem={task.problem} />
      <div className="row">
        {items.map(({ id, name }) => (
          <Button
            key={id}
            data-size="sm"
            variant="secondary"
            aria-disabled={task.busy || undefined}
            onClick={() => void go(id)}
          >
            {t('desk.account.identities.link', { name })}
          </Button>
        ))}
      </div>
    </>
  );
}
