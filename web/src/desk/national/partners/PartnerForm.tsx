import { useRef, useState } from 'react';
import { focusFault } from '../../admin/parts/focus';
import { MergeQuestion } from '../../admin/parts/MergeQuestion';
import { same } from '../../admin/parts/merge';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { SaveBar } from '../../admin/parts/SaveBar';
import { useMerging } from '../../admin/parts/useMerging';
import { refusedFields } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { changeOf, changeOfFields, draftOf, faultsOf, fieldsOf, type PartnerDraft } from './draft';
import { PartnerFields } from './PartnerFields';
import type { PartProps } from './part';
import type { Partner } from './shapes';
import { fieldName, fieldText } from './words';

/** A partner while it is edited, and what becomes of it. */
function usePartner({ partner, partners, deeds, onChanged }: PartProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(() => draftOf(partner.value));
  const { id } = partner.value;
  const merging = useMerging<Partner>({
    first: partner,
    read: () => partners.partner(id),
    write: (fields, over) => partners.change(id, changeOfFields(fields), over.version),
    fieldsOf,
    onSaved: (saved) => {
      setDraft(draftOf(saved));
      deeds.tell({ text: t('desk.partner.saved', { name: saved.name }), keepsFocus: true });
      onChanged();
    },
  });
  const dirty = !same(changeOf(draft), changeOf(draftOf(merging.base)));
  useUnsaved(dirty);
  const change = (part: Partial<PartnerDraft>) => {
    setDraft({ ...draft, ...part });
    deeds.tell(undefined);
  };
  const discard = () => {
    setDraft(draftOf(merging.base));
    merging.task.forget();
  };
  return { draft, change, discard, merging, faults: faultsOf(draft), dirty };
}

/** What a coordinator decides, to be changed; what somebody else saved meanwhile is not overwritten unseen. */
export function PartnerForm(props: PartProps) {
  const i18n = useI18n();
  const form = useRef<HTMLFormElement>(null);
  const { draft, change, discard, merging, faults, dirty } = usePartner(props);
  const { task, conflict, merge, later } = merging;
  const toFault = () => {
    if (form.current) focusFault(form.current);
  };
  const save = async () => {
    if (faults.size > 0) toFault();
    else if (dirty && !(await merging.save(fieldsOf(changeOf(draft))))) toFault();
  };
  return (
    <form
      ref={form}
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <PartnerFields
        draft={draft}
        faults={faults}
        refused={refusedFields(task.problem)}
        centres={props.centres}
        onChange={change}
      />
      {!conflict && <ProblemLine problem={task.problem} />}
      <SaveBar
        dirty={dirty}
        busy={task.busy}
        fault={faults.size > 0 ? i18n.t('desk.admin.mend_first') : undefined}
        onSave={() => void save()}
        onDiscard={discard}
      />
      {conflict && (
        <MergeQuestion
          key={conflict.theirs.version}
          found={conflict.found}
          nameOf={(field) => fieldName(i18n, field)}
          textOf={(field, value) => fieldText(i18n, field, value, props.centres)}
          task={task}
          onMerge={merge}
          onClose={later}
        />
      )}
    </form>
  );
}
