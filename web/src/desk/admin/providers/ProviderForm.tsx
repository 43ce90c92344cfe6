import { Button, Checkbox, Field, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { useState, type SubmitEvent } from 'react';
import { useI18n, type DeskKey } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { same } from '../parts/merge';
import { ProblemLine } from '../parts/ProblemLine';
import { refusedFields, useTask } from '../parts/useTask';
import type { Provider, ProviderInput, ProviderPreset } from '../shapes';
import { draftBy, draftOf, faultOf, FIELDS, inputOf, type DraftField, type ProviderDraft } from './draft';

const MEANS: Partial<Record<DraftField, DeskKey>> = {
  name: 'desk.admin.providers.name_means',
  issuer: 'desk.admin.providers.issuer_means',
  client_secret: 'desk.admin.providers.secret_means',
  scopes: 'desk.admin.providers.words_means',
  acr_values: 'desk.admin.providers.acr_means',
};

interface ProviderFormProps {
  provider: Provider | undefined;
  presets: readonly ProviderPreset[];
  first: ProviderPreset;
  save: (provider: ProviderInput) => Promise<void>;
  onCancel: () => void;
}

/** A new provider, or one to change. */
export function ProviderForm({ provider, presets, first, save, onCancel }: ProviderFormProps) {
  const { t } = useI18n();
  const before = provider ? draftOf(provider) : draftBy(first);
  const [draft, setDraft] = useState(before);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const task = useTask();
  const change = (part: Partial<ProviderDraft>) => {
    setDraft({ ...draft, ...part });
    setTouched(new Set([...touched, ...Object.keys(part)]));
  };
  useUnsaved(!same(draft, before));
  const preset = presets.find((one) => one.preset === draft.preset) ?? first;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTouched(new Set(FIELDS));
    if (task.busy || FIELDS.some((field) => faultOf(draft, field) !== undefined)) return;
    void task.run(() => save(inputOf(draft)));
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      {!provider && (
        <PresetSelect
          presets={presets}
          chosen={preset}
          onChoose={(one) => {
            setDraft(draftBy(one, draft));
          }}
        />
      )}
      <Fields
        draft={draft}
        kept={provider?.has_secret === true}
        touched={touched}
        refused={refusedFields(task.problem)}
        onChange={change}
      />
      {preset.test_issuer !== '' && draft.issuer !== preset.test_issuer && (
        <TestIssuer
          issuer={preset.test_issuer}
          onChoose={() => {
            change({ issuer: preset.test_issuer });
          }}
        />
      )}
      <Checkbox
        label={t('desk.admin.providers.enabled')}
        checked={draft.enabled}
        onChange={(event) => {
          change({ enabled: event.target.checked });
        }}
      />
      <ProblemLine problem={task.problem} />
      <FormButtons busy={task.busy} onCancel={onCancel} />
    </form>
  );
}

function FormButtons({ busy, onCancel }: { busy: boolean; onCancel: () => void }) {
  const { t } = useI18n();
  return (
    <div className="row">
      <Button type="submit" data-size="sm" loading={busy}>
        {t('desk.admin.save')}
      </Button>
      <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
        {t('desk.cancel')}
      </Button>
    </div>
  );
}

/** Offers the provider's test environment. */
function TestIssuer({ issuer, onChoose }: { issuer: string; onChoose: () => void }) {
  const { t } = useI18n();
  return (
    <div>
      <Button data-size="sm" variant="tertiary" onClick={onChoose}>
        {t('desk.admin.providers.test_issuer', { issuer })}
      </Button>
    </div>
  );
}

interface PresetSelectProps {
  presets: readonly ProviderPreset[];
  chosen: ProviderPreset;
  onChoose: (preset: ProviderPreset) => void;
}

function PresetSelect({ presets, chosen, onChoose }: PresetSelectProps) {
  const { t } = useI18n();
  return (
    <Field>
      <Label>{t('desk.admin.providers.preset')}</Label>
      <Select
        value={chosen.preset}
        onChange={(event) => {
          const preset = presets.find((one) => one.preset === event.target.value);
          if (preset) onChoose(preset);
        }}
      >
        {presets.map(({ preset, name }) => (
          <Select.Option key={preset} value={preset}>
            {name === '' ? t('desk.admin.providers.other') : name}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}

interface FieldsProps {
  draft: ProviderDraft;
  /** Whether a secret is kept already. */
  kept: boolean;
  touched: ReadonlySet<string>;
  refused: ReadonlySet<string>;
  onChange: (part: Partial<ProviderDraft>) => void;
}

function Fields({ draft, kept, touched, refused, onChange }: FieldsProps) {
  const { t, name } = useI18n();
  const error = (field: DraftField) => {
    const fault = touched.has(field) ? faultOf(draft, field) : undefined;
    if (fault !== undefined) return t(fault, { tenant: '{tenant}' });
    return refused.has(field) ? t('desk.admin.refused') : undefined;
  };
  const description = (field: DraftField) => {
    const key = kept && field === 'client_secret' ? 'desk.admin.providers.secret_kept' : MEANS[field];
    return key === undefined ? undefined : t(key);
  };
  return FIELDS.map((field) => (
    <Textfield
      key={field}
      label={name('desk.admin.word', field)}
      description={description(field)}
      type={field === 'client_secret' ? 'password' : 'text'}
      autoComplete={field === 'client_secret' ? 'new-password' : 'off'}
      value={draft[field]}
      error={error(field)}
      onChange={(event) => {
        onChange({ [field]: event.target.value });
      }}
    />
  ));
}
