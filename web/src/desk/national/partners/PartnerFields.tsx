import { Field, Fieldset, Label, Radio, Select, Textfield } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { Boxes } from '../../admin/parts/Boxes';
import { useI18n } from '../../app/i18n';
import { CONTACT_LIMIT, NAME_LIMIT, type PartnerDraft, type PartnerFaults } from './draft';
import { QUOTAS, SCOPES } from './shapes';
import { choicesOf, scopeText, type CentreChoice } from './words';

export interface FieldsProps {
  draft: PartnerDraft;
  /** What is to be told as wrong. */
  faults: PartnerFaults;
  /** The fields the server refused. */
  refused: ReadonlySet<string>;
  onChange: (part: Partial<PartnerDraft>) => void;
}

/** What a coordinator decides about a partner. */
export function PartnerFields(props: FieldsProps & { centres: readonly CentreChoice[] }) {
  const { draft, faults, refused, onChange } = props;
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <>
      <Textfield
        label={t('desk.admin.word.name')}
        description={t('desk.partner.name_means')}
        autoComplete="off"
        maxLength={NAME_LIMIT}
        value={draft.name}
        error={
          (faults.has('name') && t('desk.partner.name_missing')) || (refused.has('name') && t('desk.admin.refused'))
        }
        onChange={(event) => {
          onChange({ name: event.target.value });
        }}
      />
      <Textfield
        label={t('desk.partner.contact')}
        description={t('desk.partner.contact_means')}
        type="email"
        inputMode="email"
        autoComplete="off"
        maxLength={CONTACT_LIMIT}
        value={draft.contact}
        error={
          (faults.has('contact') && t('desk.partner.contact_bad')) ||
          (refused.has('contact') && t('desk.admin.refused'))
        }
        onChange={(event) => {
          onChange({ contact: event.target.value });
        }}
      />
      <Boxes
        legend={t('desk.partner.scopes')}
        description={t('desk.partner.scopes_means')}
        options={SCOPES.map((scope) => ({ value: scope, label: scopeText(i18n, scope) }))}
        chosen={draft.scopes}
        error={faults.has('scopes') ? t('desk.partner.scopes_missing') : undefined}
        onChange={(scopes) => {
          onChange({ scopes });
        }}
      />
      <CentreFields {...props} />
      <QuotaField {...props} />
    </>
  );
}

function CentreFields({
  draft,
  faults,
  refused,
  centres,
  onChange,
}: FieldsProps & { centres: readonly CentreChoice[] }) {
  const { t } = useI18n();
  const group = useId();
  const fault = () => {
    if (faults.has('centres')) return t('desk.partner.centres_missing');
    return refused.has('centres') ? t('desk.partner.centres_archived') : undefined;
  };
  return (
    <>
      <Fieldset data-size="sm">
        <Fieldset.Legend>{t('desk.partner.centres')}</Fieldset.Legend>
        <Fieldset.Description>{t('desk.partner.centres_means')}</Fieldset.Description>
        {[true, false].map((everywhere) => (
          <Radio
            key={String(everywhere)}
            name={group}
            value={String(everywhere)}
            label={t(everywhere ? 'desk.partner.centres_all' : 'desk.partner.centres_some')}
            checked={draft.everywhere === everywhere}
            onChange={() => {
              onChange({ everywhere });
            }}
          />
        ))}
      </Fieldset>
      {!draft.everywhere && (
        <Boxes
          legend={t('desk.partner.centres_which')}
          options={choicesOf(centres, draft.centres).map(({ id, name, active }) => ({
            value: id,
            label: active ? name : t('desk.partner.centre_archived', { name }),
          }))}
          chosen={draft.centres}
          error={fault()}
          onChange={(chosen) => {
            onChange({ centres: chosen });
          }}
        />
      )}
    </>
  );
}

function QuotaField({ draft, onChange }: FieldsProps) {
  const { t } = useI18n();
  return (
    <Field className="short-field">
      <Label>{t('desk.partner.quota')}</Label>
      <Field.Description>{t('desk.partner.quota_means')}</Field.Description>
      <Select
        value={draft.quota}
        onChange={(event) => {
          const quota = QUOTAS.find((one) => one === event.target.value);
          if (quota) onChange({ quota });
        }}
      >
        {QUOTAS.map((quota) => (
          <Select.Option key={quota} value={quota}>
            {t(`desk.partner.quota.${quota}`)}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}
