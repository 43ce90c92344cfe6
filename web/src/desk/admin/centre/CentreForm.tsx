import { Field, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Versioned } from '../../api/client';
import { LANGUAGES, isLanguage } from '../../../i18n/catalogue';
import { useI18n, type I18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { Boxes } from '../parts/Boxes';
import { Done, useDeeds } from '../parts/Done';
import { MergeQuestion } from '../parts/MergeQuestion';
import { same } from '../parts/merge';
import { ProblemLine } from '../parts/ProblemLine';
import { SaveBar } from '../parts/SaveBar';
import { useMerging, type MergingState } from '../parts/useMerging';
import { refusedFields } from '../parts/useTask';
import type { SectionProps } from '../section';
import type { Centre } from '../shapes';
import { centreFaults, changeOf, draftOf, fieldsOfDraft, NAME_LIMIT, zonesWith, type CentreDraft } from './draft';

interface CentreFormProps extends SectionProps {
  first: Versioned<Centre>;
}

export function CentreForm({ admin, first, onChanged }: CentreFormProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(() => draftOf(first.value));
  const deeds = useDeeds();
  const merging = useMerging<Centre>({
    first,
    read: () => admin.centre(),
    write: (fields, over) => admin.changeCentre(changeOf(fields, over.value), over.version),
    fieldsOf: (centre) => fieldsOfDraft(draftOf(centre)),
    onSaved: (centre) => {
      setDraft(draftOf(centre));
      deeds.tell({ text: t('desk.admin.centre.saved') });
      onChanged();
    },
  });
  const { base, task, conflict } = merging;
  const dirty = !same(draft, draftOf(base));
  useUnsaved(dirty);
  const faults = centreFaults(draft);
  const save = () => {
    if (dirty && faults.size === 0) void merging.save(fieldsOfDraft(draft));
  };
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <CentreFields
        draft={draft}
        refused={refusedFields(task.problem)}
        onChange={(part) => {
          setDraft({ ...draft, ...part });
          deeds.tell(undefined);
        }}
      />
      {!conflict && <ProblemLine problem={task.problem} />}
      <Done {...deeds} />
      <SaveBar
        dirty={dirty}
        busy={task.busy}
        fault={faults.size > 0 ? t('desk.admin.mend_first') : undefined}
        onSave={save}
        onDiscard={() => {
          setDraft(draftOf(base));
          task.forget();
        }}
      />
      <CentreMerge merging={merging} />
    </form>
  );
}

function CentreMerge({ merging: { conflict, task, merge, later } }: { merging: MergingState<Centre> }) {
  const i18n = useI18n();
  if (!conflict) return null;
  return (
    <MergeQuestion
      key={conflict.theirs.version}
      found={conflict.found}
      nameOf={(field) => i18n.name('desk.admin.word', field)}
      textOf={(_, value) => valueText(i18n, value)}
      task={task}
      onMerge={merge}
      onClose={later}
    />
  );
}

interface CentreFieldsProps {
  draft: CentreDraft;
  refused: ReadonlySet<string>;
  onChange: (part: Partial<CentreDraft>) => void;
}

function CentreFields({ draft, refused, onChange }: CentreFieldsProps) {
  const { t, name } = useI18n();
  const faults = centreFaults(draft);
  const wrong = (field: string) => (refused.has(field) ? t('desk.admin.refused') : undefined);
  return (
    <>
      <Textfield
        label={t('desk.admin.word.name')}
        description={t('desk.admin.centre.name_means')}
        maxLength={NAME_LIMIT}
        value={draft.name}
        error={faults.has('name_missing') ? t('desk.admin.centre.name_missing') : wrong('name')}
        onChange={(event) => {
          onChange({ name: event.target.value });
        }}
      />
      <Boxes
        legend={t('desk.admin.word.languages')}
        description={t('desk.admin.centre.languages_means')}
        options={LANGUAGES.map((one) => ({ value: one, label: name('language', one) }))}
        chosen={draft.languages}
        error={faults.has('languages_missing') ? t('desk.admin.languages_missing') : wrong('languages')}
        onChange={(chosen) => {
          onChange({ languages: chosen.filter(isLanguage).toSorted() });
        }}
      />
      <Field>
        <Label>{t('desk.admin.word.time_zone')}</Label>
        <Field.Description>{t('desk.admin.centre.zone_means')}</Field.Description>
        <Select
          value={draft.zone}
          onChange={(event) => {
            onChange({ zone: event.target.value });
          }}
        >
          {zonesWith(draft.zone).map((zone) => (
            <Select.Option key={zone} value={zone}>
              {zone}
            </Select.Option>
          ))}
        </Select>
      </Field>
      <Textfield
        label={t('desk.admin.word.local_reserve')}
        description={t('desk.admin.centre.reserve_means')}
        inputMode="numeric"
        className="short-field"
        value={draft.reserve}
        error={faults.has('reserve_bad') ? t('desk.admin.number_bad', { limit: '1000' }) : wrong('local_reserve')}
        onChange={(event) => {
          onChange({ reserve: event.target.value });
        }}
      />
    </>
  );
}

function valueText({ name }: I18n, value: unknown): string {
  return Array.isArray(value) ? value.map((one) => name('language', String(one))).join(', ') : String(value);
}
