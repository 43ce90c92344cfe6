import { Button, Checkbox, Fieldset, Heading, Radio } from '@digdir/designsystemet-react';
import { useId, type SubmitEvent } from 'react';
import { useI18n, type I18n } from '../../app/i18n';
import type { RotaApi } from '../../features/rota/api';
import type { Absence } from '../../features/rota/shapes';
import { spanOf, type Slot } from '../../features/rota/slots';
import { slotText } from '../../features/rota/words';
import { capital } from '../hours/words';
import { MergeQuestion } from '../parts/MergeQuestion';
import { ProblemLine } from '../parts/ProblemLine';
import type { Channel, StaffMember } from '../shapes';
import { clashes, type Block } from './block';
import { slotOfDraft, type ShiftDraft } from './draft';
import { RepeatFields } from './RepeatFields';
import { SeriesPreview } from './SeriesPreview';
import { WhoAndWhen, Work } from './ShiftFields';
import { replacedBy, useShiftForm, type ShiftFormState, type Subject } from './useShiftForm';

interface ShiftFormProps {
  rota: RotaApi;
  subject: Subject;
  staff: readonly StaffMember[];
  /** What the week already holds, to tell of what would be in the way. */
  blocks: readonly Block[];
  absences: readonly Absence[];
  onSaved: (text: string) => void;
  onCancel: () => void;
  /** Absent for what is not there yet, and for those who may not. */
  onDelete: (() => void) | undefined;
}

/** A shift, or several that repeat. */
export function ShiftForm(props: ShiftFormProps) {
  const { rota, subject, staff, onCancel, onDelete } = props;
  const { t } = useI18n();
  const form = useShiftForm(props);
  const { draft, scope, task, merging } = form;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    form.submit();
  };
  const series = subject.kind === 'change' ? subject.series?.value : undefined;
  return (
    <form className="stack card" noValidate onSubmit={submit}>
      <Heading level={3} data-size="2xs">
        {t(subject.kind === 'new' ? 'desk.rota.new' : 'desk.rota.change')}
      </Heading>
      {series && <ScopeChoice scope={scope} onChange={form.setScope} />}
      <WhoAndWhen form={form} staff={staff} />
      <Hints {...props} draft={draft} />
      <Work form={form} />
      {subject.kind === 'new' && (
        <Checkbox
          data-size="sm"
          label={t('desk.rota.repeat')}
          checked={draft.repeat}
          onChange={(event) => {
            form.change({ repeat: event.target.checked });
          }}
        />
      )}
      {draft.repeat && (
        <>
          <RepeatFields form={form} />
          <SeriesPreview
            rota={rota}
            form={form}
            replaces={subject.kind === 'change' && series ? replacedBy(subject.shift, series) : undefined}
          />
        </>
      )}
      {!merging.conflict && <ProblemLine problem={task.problem} />}
      <div className="row spread">
        <div className="row">
          <Button type="submit" data-size="sm" loading={task.busy}>
            {t('desk.admin.save')}
          </Button>
          <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
            {t('desk.cancel')}
          </Button>
        </div>
        {onDelete && (
          <Button data-size="sm" variant="tertiary" data-color="danger" onClick={onDelete}>
            {t('desk.rota.delete')}
          </Button>
        )}
      </div>
      <Merge form={form} staff={staff} />
    </form>
  );
}

function ScopeChoice({ scope, onChange }: { scope: ShiftFormState['scope']; onChange: ShiftFormState['setScope'] }) {
  const { t } = useI18n();
  const group = useId();
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{t('desk.rota.scope')}</Fieldset.Legend>
      {(['one', 'following'] as const).map((one) => (
        <Radio
          key={one}
          name={group}
          value={one}
          label={t(`desk.rota.scope_${one}`)}
          description={t(`desk.rota.scope_${one}_means`)}
          checked={scope === one}
          onChange={() => {
            onChange(one);
          }}
        />
      ))}
    </Fieldset>
  );
}

/** What would be in the way of the shift in the week that is shown. */
function Hints({ draft, blocks, absences, subject }: ShiftFormProps & { draft: ShiftDraft }) {
  const i18n = useI18n();
  const slot = slotOfDraft(draft);
  const self = subject.kind === 'change' ? subject.shift.id : undefined;
  const others = slot ? clashes(blocks, draft.staffId, slot, self) : [];
  const absent = slot !== undefined && absences.some((one) => one.staff_id === draft.staffId && meets(one, slot));
  return (
    <div role="status">
      {others.map((one) => (
        <p key={one.id} className="field-error">
          {i18n.t('desk.rota.overlaps_with', { when: slotText(i18n, one.slot) })}
        </p>
      ))}
      {absent && <p className="field-error">{i18n.t('desk.rota.absent_then')}</p>}
    </div>
  );
}

function meets({ starts_at: start, ends_at: end }: Absence, slot: Slot): boolean {
  const shift = spanOf(slot);
  return Date.parse(start) < Date.parse(shift.ends_at) && Date.parse(shift.starts_at) < Date.parse(end);
}

function Merge({ form: { merging }, staff }: { form: ShiftFormState; staff: readonly StaffMember[] }) {
  const i18n = useI18n();
  const { conflict, task, merge, later } = merging;
  if (!conflict) return null;
  return (
    <MergeQuestion
      key={conflict.theirs.version}
      found={conflict.found}
      nameOf={(field) => i18n.name('desk.admin.word', field)}
      textOf={(field, value) => fieldText(i18n, staff, field, value)}
      task={task}
      onMerge={merge}
      onClose={later}
    />
  );
}

function fieldText(i18n: I18n, staff: readonly StaffMember[], field: string, value: unknown): string {
  if (field === 'when') return capital(slotText(i18n, value as Slot));
  if (field === 'staff_id') return staff.find(({ id }) => id === value)?.alias ?? '–';
  if (field === 'channels') return (value as Channel[]).map((one) => i18n.name('channel', one)).join(', ');
  if (field === 'queue') return i18n.t(`desk.centre.queue_${value as 'national' | 'local'}`);
  return typeof value === 'string' && value !== '' ? value : '–';
}
