import { Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Versioned } from '../../api/client';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { Confirm } from '../parts/Confirm';
import { Done, useDeeds } from '../parts/Done';
import { MergeQuestion } from '../parts/MergeQuestion';
import { same } from '../parts/merge';
import { ProblemLine } from '../parts/ProblemLine';
import { SaveBar } from '../parts/SaveBar';
import { useMerging, type MergingState } from '../parts/useMerging';
import { refusedFields } from '../parts/useTask';
import type { RecordsApi } from '../records';
import type { Retention } from '../shapes';
import {
  BOUNDS,
  choiceOf,
  choiceOfFields,
  draftOf,
  FIELDS,
  isShorter,
  numberOf,
  type RetentionDraft,
  type RetentionField,
} from './draft';
import { useForeseen } from './useForeseen';

interface RetentionFormProps {
  records: RecordsApi;
  first: Versioned<Retention>;
}

/** The choice while it is edited, what it would erase, and what becomes of it. */
function useChoice({ records, first }: RetentionFormProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(() => draftOf(first.value));
  const [asking, setAsking] = useState(false);
  const deeds = useDeeds();
  const merging = useMerging<Retention>({
    first,
    read: () => records.retention(),
    write: (fields, over) => records.chooseRetention(choiceOfFields(fields), over.version),
    fieldsOf: (kept) => ({ ...kept }),
    onSaved: (kept) => {
      setDraft(draftOf(kept));
      deeds.tell({ text: t('desk.admin.retention.saved') });
    },
  });
  const choice = choiceOf(draft);
  const dirty = !same(draft, draftOf(merging.base));
  useUnsaved(dirty);
  const foreseen = useForeseen(records, dirty ? choice : undefined);
  const save = () => {
    if (!dirty || choice === undefined) return;
    if (isShorter(choice, merging.base)) setAsking(true);
    else void merging.save({ ...choice });
  };
  return { draft, setDraft, asking, setAsking, deeds, merging, choice, dirty, foreseen, save };
}

/** How long things are kept, to be chosen; says what that erases before it is saved. */
export function RetentionForm(props: RetentionFormProps) {
  const { t } = useI18n();
  const { draft, setDraft, asking, setAsking, deeds, merging, choice, dirty, foreseen, save } = useChoice(props);
  const { base, task, conflict } = merging;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Numbers
        draft={draft}
        refused={refusedFields(task.problem)}
        onChange={(field, text) => {
          setDraft({ ...draft, [field]: text });
          deeds.tell(undefined);
        }}
      />
      <div role="status">{dirty && choice && foreseen.map((line) => <p key={line}>{line}</p>)}</div>
      {!conflict && <ProblemLine problem={task.problem} />}
      <Done {...deeds} />
      <SaveBar
        dirty={dirty}
        busy={task.busy}
        fault={choice === undefined ? t('desk.admin.mend_first') : undefined}
        onSave={save}
        onDiscard={() => {
          setDraft(draftOf(base));
          task.forget();
        }}
      />
      {asking && choice && (
        <Confirm
          title={t('desk.admin.retention.confirm_title')}
          consequences={[...foreseen, t('desk.admin.retention.cannot_undo')]}
          confirm={t('desk.admin.retention.confirm')}
          onConfirm={async () => {
            await merging.save({ ...choice });
            setAsking(false);
          }}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
      <Merge merging={merging} />
    </form>
  );
}

function Merge({ merging: { conflict, task, merge, later } }: { merging: MergingState<Retention> }) {
  const { name } = useI18n();
  if (!conflict) return null;
  return (
    <MergeQuestion
      key={conflict.theirs.version}
      found={conflict.found}
      nameOf={(field) => name('desk.admin.word', field)}
      textOf={(_, value) => String(value)}
      task={task}
      onMerge={merge}
      onClose={later}
    />
  );
}

interface NumbersProps {
  draft: RetentionDraft;
  refused: ReadonlySet<string>;
  onChange: (field: RetentionField, text: string) => void;
}

const MEANING = {
  content_hours: 'desk.admin.retention.content_means',
  audit_days: 'desk.admin.retention.audit_means',
} as const;

function Numbers({ draft, refused, onChange }: NumbersProps) {
  const { t } = useI18n();
  const faultOf = (field: RetentionField) => {
    if (numberOf(draft, field) === undefined) {
      const [least, most] = BOUNDS[field];
      return t('desk.admin.retention.number_bad', { least, most });
    }
    return refused.has(field) ? t('desk.admin.refused') : undefined;
  };
  return FIELDS.map((field) => (
    <Textfield
      key={field}
      label={t(`desk.admin.word.${field}`)}
      description={t(MEANING[field])}
      inputMode="numeric"
      className="short-field"
      value={draft[field]}
      error={faultOf(field)}
      onChange={(event) => {
        onChange(field, event.target.value);
      }}
    />
  ));
}
