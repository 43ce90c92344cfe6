import { Alert, Field, Label, Select } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { PageLink } from '../../app/PageLink';
import { pathOf } from '../../app/route';
import { Section } from '../../app/Section';
import { useNow } from '../../app/time';
import { useLoaded } from '../../app/useLoaded';
import { Command } from './Command';
import { assertionCommand, examplesFor, liveKeys, tokenCommand, wireScope } from './examples';
import type { PartProps } from './part';
import type { Metadata, Partner, PartnerKey } from './shapes';
import { exampleCentre, operationText } from './words';

/** Calls of the API as this partner makes them, to be copied. No secret is here to be filled in. */
export function ConsoleSection({ partner: { value }, partners, centres, may }: PartProps) {
  const { t } = useI18n();
  const { id } = value;
  const loaded = useLoaded(`national/partners/${id}/console`, async () => {
    const keys = may('partner:key_list') ? (await partners.keys(id)).items : [];
    return { metadata: await partners.metadata(), keys };
  });
  return (
    <Section loaded={loaded}>
      {({ metadata, keys }) => (
        <>
          {value.state === 'suspended' && (
            <Alert data-color="warning" data-size="sm">
              {t('desk.partner.console.suspended')}
            </Alert>
          )}
          <Access partner={value} metadata={metadata} keys={keys} />
          <Calls partner={value} metadata={metadata} centre={exampleCentre(value.centres, centres)} />
        </>
      )}
    </Section>
  );
}

interface AccessProps {
  partner: Partner;
  metadata: Metadata;
  keys: readonly PartnerKey[];
}

/** How the partner gets a token by one of its keys. */
function Access({ partner, metadata, keys }: AccessProps) {
  const { t } = useI18n();
  const live = liveKeys(keys, useNow());
  const [chosen, setChosen] = useState<string>();
  const key = live.find(({ id }) => id === chosen) ?? live[0];
  return (
    <div className="part">
      <h3 className="part-title">{t('desk.partner.console.access')}</h3>
      <p>{t('desk.partner.console.access_means')}</p>
      {key === undefined ? (
        <Alert data-color="info" data-size="sm">
          {t('desk.partner.console.no_key')}{' '}
          <PageLink className="ds-link" to={pathOf('national', 'partners', partner.id, 'keys')}>
            {t('desk.partner.part.keys')}
          </PageLink>
        </Alert>
      ) : (
        <>
          {live.length > 1 && (
            <Field className="short-field">
              <Label>{t('desk.partner.console.key')}</Label>
              <Select
                value={key.id}
                onChange={(event) => {
                  setChosen(event.target.value);
                }}
              >
                {live.map(({ id, kid }) => (
                  <Select.Option key={id} value={id}>
                    {kid}
                  </Select.Option>
                ))}
              </Select>
            </Field>
          )}
          <Command
            title={t('desk.partner.console.assertion')}
            means={t('desk.partner.console.assertion_means')}
            command={assertionCommand(partner, key, metadata)}
          />
          <Command
            title={t('desk.partner.console.token')}
            means={t('desk.partner.console.token_means')}
            command={tokenCommand(partner, metadata)}
          />
        </>
      )}
    </div>
  );
}

interface CallsProps {
  partner: Partner;
  metadata: Metadata;
  centre: string | undefined;
}

/** The calls its scopes allow. */
function Calls({ partner, metadata, centre }: CallsProps) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <div className="part">
      <h3 className="part-title">{t('desk.partner.console.calls')}</h3>
      <p>{t('desk.partner.console.calls_means')}</p>
      {examplesFor(partner, metadata, centre).map(({ operation, scope, command }) => (
        <Command
          key={operation}
          title={operationText(i18n, operation)}
          means={
            scope === undefined
              ? t('desk.partner.console.no_scope')
              : t('desk.partner.console.needs', { scope: wireScope(scope, metadata) })
          }
          command={command}
        />
      ))}
    </div>
  );
}
