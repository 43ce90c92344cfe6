import { Alert, Textfield } from '@digdir/designsystemet-react';
import { useRef, useState } from 'react';
import type { Deeds } from '../../admin/parts/Done';
import { focusFault } from '../../admin/parts/focus';
import { MergeQuestion } from '../../admin/parts/MergeQuestion';
import { same, type Fields } from '../../admin/parts/merge';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { SaveBar } from '../../admin/parts/SaveBar';
import { useMerging, type MergingState } from '../../admin/parts/useMerging';
import type { Versioned } from '../../api/client';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import type { Policy, Rules } from '../shapes';
import type { PolicyApi } from './api';
import { Differences } from './Differences';
import { RuleFields } from './RuleFields';
import { cautionsOf, draftOf, faultsOf, fieldsOf, fieldsOfDraft, withFields, type RulesDraft } from './rules';
import { differencesOf, refusedRules, ruleName, ruleText } from './words';

const NOTE_LIMIT = 500;

interface PolicyFormProps {
  first: Versioned<Policy>;
  /** The rules in force, to compare with. */
  inForce: Rules;
  policies: PolicyApi;
  deeds: Deeds;
  onSaved: () => void;
}

interface Draft {
  note: string;
  rules: RulesDraft;
}

function policyFields({ note, rules }: Policy): Fields {
  return { note, ...fieldsOf(rules) };
}

function draftOfPolicy({ note, rules }: Policy): Draft {
  return { note, rules: draftOf(rules) };
}

/** A policy while it is edited, and what becomes of it. */
function usePolicy({ first, policies, deeds, onSaved }: PolicyFormProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(() => draftOfPolicy(first.value));
  const merging = useMerging<Policy>({
    first,
    read: () => policies.policy(first.value.version),
    write: (fields, over) => {
      const change = {
        note: typeof fields['note'] === 'string' ? fields['note'] : '',
        rules: withFields(over.value.rules, fields),
      };
      return policies.change(first.value.version, change, over.version);
    },
    fieldsOf: policyFields,
    onSaved: (policy) => {
      setDraft(draftOfPolicy(policy));
      deeds.tell({ text: t('desk.policy.saved'), keepsFocus: true });
      onSaved();
    },
  });
  const mine: Fields = { note: draft.note.trim(), ...fieldsOfDraft(draft.rules) };
  const faults = faultsOf(draft.rules);
  const dirty = !same(draft, draftOfPolicy(merging.base));
  useUnsaved(dirty);
  const change = (next: Partial<Draft>) => {
    setDraft({ ...draft, ...next });
    deeds.tell(undefined);
  };
  return { draft, setDraft, change, merging, mine, faults, dirty };
}

/** All rules of a draft, to be changed; what that means beside the rules in force is told at once. */
export function PolicyForm(props: PolicyFormProps) {
  const { t } = useI18n();
  const form = useRef<HTMLFormElement>(null);
  const state = usePolicy(props);
  const { setDraft, merging, mine, faults, dirty } = state;
  const { base, task, conflict } = merging;
  const toFault = () => {
    if (form.current) focusFault(form.current);
  };
  const save = () => {
    if (faults.size > 0) toFault();
    else if (dirty) {
      void merging.save(mine).then((saved) => {
        if (!saved) toFault();
      });
    }
  };
  return (
    <form
      ref={form}
      className="stack policy-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Differences found={differencesOf(props.inForce, mine).filter(({ field }) => !faults.has(field))} />
      <Cautions fields={mine} />
      <DraftFields {...state} />
      {!conflict && <ProblemLine problem={task.problem} />}
      <div className="sticky-bar">
        <SaveBar
          dirty={dirty}
          busy={task.busy}
          fault={faults.size > 0 ? t('desk.admin.mend_first') : undefined}
          onSave={save}
          onDiscard={() => {
            setDraft(draftOfPolicy(base));
            task.forget();
          }}
        />
      </div>
      <Merge merging={merging} />
    </form>
  );
}

type PolicyState = ReturnType<typeof usePolicy>;

function DraftFields({ draft, change, faults, merging }: PolicyState) {
  const { t } = useI18n();
  const refused = refusedRules(merging.task.problem?.errors ?? []);
  return (
    <>
      <Textfield
        label={t('desk.policy.note')}
        description={t('desk.policy.note_means')}
        maxLength={NOTE_LIMIT}
        value={draft.note}
        error={refused.has('note') && t('desk.admin.refused')}
        onChange={(event) => {
          change({ note: event.target.value });
        }}
      />
      <RuleFields
        draft={draft.rules}
        faults={faults}
        refused={refused}
        onChange={(path, value) => {
          change({ rules: { ...draft.rules, [path]: value } });
        }}
      />
    </>
  );
}

function Cautions({ fields }: { fields: Fields }) {
  const { t } = useI18n();
  return (
    <div role="status" className="stack">
      {cautionsOf(fields).map((one) => (
        <Alert key={one} data-color="warning" data-size="sm">
          {t(`desk.policy.caution.${one}`)}
        </Alert>
      ))}
    </div>
  );
}

function Merge({ merging: { conflict, task, merge, later } }: { merging: MergingState<Policy> }) {
  const i18n = useI18n();
  if (!conflict) return null;
  return (
    <MergeQuestion
      key={conflict.theirs.version}
      found={conflict.found}
      nameOf={(field) => ruleName(i18n, field)}
      textOf={(field, value) => ruleText(i18n, field, value)}
      task={task}
      onMerge={merge}
      onClose={later}
    />
  );
}
