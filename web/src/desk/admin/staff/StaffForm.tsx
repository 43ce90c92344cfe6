import { Button, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { isLanguage, LANGUAGES } from '../../../i18n/catalogue';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { Boxes } from '../parts/Boxes';
import { same } from '../parts/merge';
import { ProblemLine } from '../parts/ProblemLine';
import { refusedFields, useTask } from '../parts/useTask';
import type { StaffChange, StaffMember } from '../shapes';
import { ALIAS_LIMIT, staffChange, staffDraft, staffFaults, topicsOf, UNITS_LIMIT, type StaffDraft } from './draft';

interface StaffFormProps {
  member: StaffMember;
  save: (change: StaffChange) => Promise<StaffMember>;
  onSaved: (member: StaffMember) => void;
  onCancel: () => void;
}

export function StaffForm({ member, save, onSaved, onCancel }: StaffFormProps) {
  const { t } = useI18n();
  const [before] = useState(member);
  const [draft, setDraft] = useState(() => staffDraft(before));
  const task = useTask();
  useUnsaved(!same(draft, staffDraft(before)));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (task.busy || staffFaults(draft).size > 0) return;
    void task.run(async () => {
      const change = staffChange(draft, before);
      onSaved(Object.keys(change).length === 0 ? before : await save(change));
    });
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <StaffFields
        member={before}
        draft={draft}
        refused={refusedFields(task.problem)}
        onChange={(part) => {
          setDraft({ ...draft, ...part });
        }}
      />
      <ProblemLine problem={task.problem} />
      <div className="row">
        <Button type="submit" data-size="sm" loading={task.busy}>
          {t('desk.admin.save')}
        </Button>
        <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </div>
    </form>
  );
}

interface StaffFieldsProps {
  member: StaffMember;
  draft: StaffDraft;
  refused: ReadonlySet<string>;
  onChange: (part: Partial<StaffDraft>) => void;
}

function StaffFields({ member, draft, refused, onChange }: StaffFieldsProps) {
  const { t, name } = useI18n();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    first.current?.focus();
  }, []);
  const faults = staffFaults(draft);
  const wrong = (field: string) => (refused.has(field) ? t('desk.admin.refused') : undefined);
  return (
    <>
      <Textfield
        ref={first}
        label={t('desk.admin.word.alias')}
        description={t('desk.admin.staff.alias_means')}
        maxLength={ALIAS_LIMIT}
        value={draft.alias}
        error={faults.has('alias_missing') ? t('desk.admin.staff.alias_missing') : wrong('alias')}
        onChange={(event) => {
          onChange({ alias: event.target.value });
        }}
      />
      <Boxes
        legend={t('desk.admin.word.languages')}
        options={LANGUAGES.map((one) => ({ value: one, label: name('language', one) }))}
        chosen={draft.languages}
        error={faults.has('languages_missing') ? t('desk.admin.languages_missing') : wrong('languages')}
        onChange={(chosen) => {
          onChange({ languages: chosen.filter(isLanguage).toSorted() });
        }}
      />
      <Boxes
        legend={t('desk.admin.word.topics')}
        description={t('desk.admin.staff.topics_mean')}
        options={topicsOf(member).map((one) => ({ value: one, label: name('topic', one) }))}
        chosen={draft.topics}
        error={wrong('topics')}
        onChange={(topics) => {
          onChange({ topics: topics.toSorted() });
        }}
      />
      <Textfield
        className="short-field"
        label={t('desk.admin.word.capacity_units')}
        description={t('desk.admin.staff.units_mean')}
        inputMode="numeric"
        value={draft.units}
        error={faults.has('units_bad') ? t('desk.admin.number_bad', { limit: UNITS_LIMIT }) : wrong('capacity_units')}
        onChange={(event) => {
          onChange({ units: event.target.value });
        }}
      />
    </>
  );
}
