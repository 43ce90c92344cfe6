import { Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Versioned } from '../../api/client';
import { useI18n, type I18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { Boxes } from '../parts/Boxes';
import { Done, useDeeds } from '../parts/Done';
import { MergeQuestion } from '../parts/MergeQuestion';
import { ProblemLine } from '../parts/ProblemLine';
import { SaveBar } from '../parts/SaveBar';
import { TextFields } from '../parts/TextFields';
import { nearest } from '../parts/texts';
import { useMerging, type MergingState } from '../parts/useMerging';
import { refusedFields } from '../parts/useTask';
import type { SectionProps } from '../section';
import { MODULES, type ModuleName, type Profile } from '../shapes';
import {
  ALT_LIMIT,
  CONTACTS,
  contactFaults,
  draftOf,
  fieldsOf,
  isFaulty,
  isSame,
  NAME_LIMIT,
  profileOf,
  TEXT_LIMIT,
  TEXTS,
  type ProfileDraft,
} from './draft';

interface ProfileFormProps extends SectionProps {
  first: Versioned<Profile>;
  /** The centre's common name, which stands in where a language has none. */
  name: string;
}

export function ProfileForm({ admin, first, name, onChanged }: ProfileFormProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(() => draftOf(first.value));
  const deeds = useDeeds();
  const merging = useMerging<Profile>({
    first,
    read: () => admin.profile(),
    write: async (fields, over) => {
      const fresh = await admin.profile();
      // The logo is changed apart, and must not stand in the way of what is written here.
      const version = isSame(draftOf(fresh.value), draftOf(over.value)) ? fresh.version : over.version;
      return admin.replaceProfile(profileOf(fields), version);
    },
    fieldsOf: (profile) => fieldsOf(draftOf(profile)),
    onSaved: (profile) => {
      setDraft(draftOf(profile));
      deeds.tell({ text: t('desk.admin.profile.saved') });
      onChanged();
    },
  });
  const { base, task, conflict } = merging;
  const dirty = !isSame(draft, draftOf(base));
  useUnsaved(dirty);
  const faulty = isFaulty(draft);
  const save = () => {
    if (dirty && !faulty) void merging.save(fieldsOf(draft));
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
      <ProfileFields
        draft={draft}
        name={name}
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
        fault={faulty ? t('desk.admin.mend_first') : undefined}
        onSave={save}
        onDiscard={() => {
          setDraft(draftOf(base));
          task.forget();
        }}
      />
      <ProfileMerge merging={merging} />
    </form>
  );
}

function ProfileMerge({ merging: { conflict, task, merge, later } }: { merging: MergingState<Profile> }) {
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

function valueText(i18n: I18n, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => i18n.t(`desk.admin.module.${one as ModuleName}`)).join(', ');
  if (typeof value === 'object' && value !== null) return nearest(value, i18n.language) ?? '–';
  return typeof value === 'string' && value !== '' ? value : '–';
}

interface ProfileFieldsProps {
  draft: ProfileDraft;
  name: string;
  refused: ReadonlySet<string>;
  onChange: (part: Partial<ProfileDraft>) => void;
}

const LIMITS = { names: NAME_LIMIT, description: TEXT_LIMIT, reach: TEXT_LIMIT, logo_alt: ALT_LIMIT } as const;

function ProfileFields({ draft, name, refused, onChange }: ProfileFieldsProps) {
  const { t } = useI18n();
  return (
    <>
      {TEXTS.map((field) => {
        const named = field === 'names' || field === 'logo_alt';
        return (
          <TextFields
            key={field}
            legend={t(`desk.admin.word.${field}`)}
            description={t(`desk.admin.profile.${field}_means`)}
            texts={draft[field]}
            limit={LIMITS[field]}
            {...(named ? { anyLanguage: true, instead: name } : { rows: 3 })}
            refused={refused.has(field)}
            onChange={(texts) => {
              onChange({ [field]: texts });
            }}
          />
        );
      })}
      <ContactFields draft={draft} refused={refused} onChange={onChange} />
      <Boxes
        legend={t('desk.admin.word.modules')}
        description={t('desk.admin.profile.modules_means')}
        options={MODULES.map((one) => ({ value: one, label: t(`desk.admin.module.${one}`) }))}
        chosen={draft.modules}
        onChange={(chosen) => {
          onChange({ modules: MODULES.filter((one) => chosen.includes(one)) });
        }}
      />
    </>
  );
}

function ContactFields({ draft, refused, onChange }: Omit<ProfileFieldsProps, 'name'>) {
  const { t } = useI18n();
  const faults = contactFaults(draft);
  return (
    <div className="pair">
      {CONTACTS.map((field) => (
        <Textfield
          key={field}
          type={field === 'telephone' ? 'tel' : field === 'email' ? 'email' : 'url'}
          label={t(`desk.admin.word.${field}`)}
          value={draft[field]}
          error={
            faults.has(field)
              ? t(`desk.admin.profile.${field}_bad`)
              : refused.has(field)
                ? t('desk.admin.refused')
                : undefined
          }
          onChange={(event) => {
            onChange({ [field]: event.target.value });
          }}
        />
      ))}
    </div>
  );
}
