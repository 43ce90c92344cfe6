import { Button, Heading, Tag } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import type { ProviderApi } from '../api';
import { Confirm } from '../parts/Confirm';
import { Done } from '../parts/Done';
import { ProblemLine } from '../parts/ProblemLine';
import { useTask } from '../parts/useTask';
import type { Provider, Providers } from '../shapes';
import { ProviderForm } from './ProviderForm';
import { TestReport } from './TestReport';
import { NEW, useProviders, type ProvidersState } from './useProviders';

/** The list of providers, the form for one of them, and what to tell them. */
export function ProviderPages({ api, mayChange }: { api: ProviderApi; mayChange: boolean }) {
  const { t } = useI18n();
  const state = useProviders(api);
  const { editing, edit } = state;
  const [deleting, setDeleting] = useState<Provider>();
  const stopDeleting = () => {
    setDeleting(undefined);
  };
  return (
    <>
      <Done {...state.deeds} />
      <div role="status">{state.result && <TestReport {...state.result} />}</div>
      <Section loaded={state.loaded}>
        {({ value }) => (
          <>
            <ProviderList state={state} items={value.items} onDelete={setDeleting} mayChange={mayChange} />
            <Addresses providers={value} />
          </>
        )}
      </Section>
      {editing === NEW && (
        <div className="card">
          <FormFor state={state} provider={undefined} />
        </div>
      )}
      {editing !== NEW && mayChange && (
        <div>
          <Button
            data-size="sm"
            variant="secondary"
            onClick={() => {
              edit(NEW);
            }}
          >
            {t('desk.admin.providers.add')}
          </Button>
        </div>
      )}
      {deleting && (
        <Confirm
          title={t('desk.admin.providers.delete_title', { name: deleting.name })}
          consequences={[t('desk.admin.providers.delete_means'), t('desk.admin.providers.delete_undo')]}
          confirm={t('desk.admin.providers.delete_confirm')}
          onConfirm={async () => {
            await state.remove(deleting);
            stopDeleting();
          }}
          onClose={stopDeleting}
        />
      )}
    </>
  );
}

function FormFor({ state, provider }: { state: ProvidersState; provider: Provider | undefined }) {
  return (
    <Section loaded={state.presets}>
      {({ items }) => {
        const [first] = items;
        if (!first) return null;
        return (
          <ProviderForm
            key={provider?.id ?? NEW}
            provider={provider}
            presets={items}
            first={first}
            save={(input) => state.save(provider, input)}
            onCancel={state.stopEditing}
          />
        );
      }}
    </Section>
  );
}

interface ProviderListProps {
  state: ProvidersState;
  items: Provider[];
  mayChange: boolean;
  onDelete: (provider: Provider) => void;
}

function ProviderList({ state, items, mayChange, onDelete }: ProviderListProps) {
  const { t } = useI18n();
  if (items.length === 0) return <p className="quiet">{t('desk.admin.providers.none')}</p>;
  return (
    <ul className="cards">
      {items.map((provider) => (
        <li key={provider.id} className="card">
          {state.editing === provider.id ? (
            <FormFor state={state} provider={provider} />
          ) : (
            <ProviderCard provider={provider} state={state} mayChange={mayChange} onDelete={onDelete} />
          )}
        </li>
      ))}
    </ul>
  );
}

function ProviderCard({
  provider,
  state,
  mayChange,
  onDelete,
}: Omit<ProviderListProps, 'items'> & { provider: Provider }) {
  const { t } = useI18n();
  const task = useTask();
  const what = provider.name;
  return (
    <div className="stack">
      <div>
        <Heading level={3} data-size="2xs">
          {what}
        </Heading>
        <p className="provider-issuer">{provider.issuer}</p>
        {!provider.enabled && <Tag data-color="neutral">{t('desk.admin.providers.disabled')}</Tag>}
      </div>
      <ProblemLine problem={task.problem} />
      {mayChange && (
        <div className="row">
          <Button
            data-size="sm"
            variant="secondary"
            loading={task.busy}
            aria-label={t('desk.admin.providers.test_what', { what })}
            onClick={() => void task.run(() => state.test(provider))}
          >
            {t('desk.admin.providers.test')}
          </Button>
          <Button
            data-size="sm"
            variant="secondary"
            aria-label={t('desk.admin.edit_what', { what })}
            onClick={() => {
              state.edit(provider.id);
            }}
          >
            {t('desk.admin.edit')}
          </Button>
          <Button
            data-size="sm"
            variant="tertiary"
            data-color="danger"
            aria-label={t('desk.admin.delete_what', { what })}
            onClick={() => {
              onDelete(provider);
            }}
          >
            {t('desk.admin.delete')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What administrators enter at the provider. */
function Addresses({ providers }: { providers: Providers }) {
  const { t } = useI18n();
  return (
    <section className="stack" aria-labelledby="tell-title">
      <Heading id="tell-title" level={3} data-size="2xs">
        {t('desk.admin.providers.tell_title')}
      </Heading>
      <dl className="provider-addresses">
        {(['redirect_uri', 'backchannel_logout_uri', 'post_logout_redirect_uri'] as const).map((one) => (
          <div key={one}>
            <dt>{t(`desk.admin.providers.tell.${one}`)}</dt>
            <dd>
              <code>{providers[one]}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
