import { Button, Checkbox, Field, Heading, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { tidyTime } from '../../admin/hours/clock';
import { same } from '../../admin/parts/merge';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import type { StaffMember } from '../../admin/shapes';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { absenceFaults, absenceSpan, NO_ABSENCE, type AbsenceDraft, type AbsenceFault } from './absence';
import type { Span } from './slots';

interface AbsenceFormProps {
  /** Whose it may be; without, it is one's own. */
  staff: readonly StaffMember[] | undefined;
  save: (span: Span, staffId: string) => Promise<void>;
  onCancel: () => void;
}

/** A new absence. Why somebody is absent is nobody's business. */
export function AbsenceForm({ staff, save, onCancel }: AbsenceFormProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(NO_ABSENCE);
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const faults = absenceFaults(draft, staff !== undefined);
  useUnsaved(!same(draft, NO_ABSENCE));
  const change = (part: Partial<AbsenceDraft>) => {
    setDraft({ ...draft, ...part });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy || faults.size > 0) return;
    void task.run(() => save(absenceSpan(draft), draft.staffId));
  };
  const refused = refusedFields(task.problem);
  const fault = (found: readonly AbsenceFault[], field: string) => {
    const one = found.find((each) => faults.has(each) && (asked || each === 'until_early'));
    if (one) return t(`desk.rota.fault_absence_${one}`);
    return refused.has(field) ? t('desk.admin.refused') : undefined;
  };
  return (
    <form className="stack card" noValidate onSubmit={submit}>
      <Heading level={3} data-size="2xs">
        {t('desk.rota.absence_new')}
      </Heading>
      <p className="quiet">{t('desk.rota.absence_means')}</p>
      {staff && <Who staff={staff} draft={draft} error={fault(['staff_missing'], 'staff_id')} onChange={change} />}
      <Days draft={draft} fault={fault} focus={!staff} onChange={change} />
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

interface PartProps {
  draft: AbsenceDraft;
  onChange: (part: Partial<AbsenceDraft>) => void;
}

function Who({
  staff,
  draft,
  error,
  onChange,
}: PartProps & { staff: readonly StaffMember[]; error: string | undefined }) {
  const { t } = useI18n();
  const field = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  return (
    <Field>
      <Label>{t('desk.admin.word.staff_id')}</Label>
      <Select
        ref={field}
        value={draft.staffId}
        aria-invalid={error !== undefined || undefined}
        onChange={(event) => {
          onChange({ staffId: event.target.value });
        }}
      >
        <Select.Option value="">{t('desk.rota.choose')}</Select.Option>
        {staff.map((one) => (
          <Select.Option key={one.id} value={one.id}>
            {one.alias}
          </Select.Option>
        ))}
      </Select>
      <div role="alert">{error !== undefined && <p className="field-error">{error}</p>}</div>
    </Field>
  );
}

interface DaysProps extends PartProps {
  fault: (found: readonly AbsenceFault[], field: string) => string | undefined;
  focus: boolean;
}

function Days({ draft, fault, focus, onChange }: DaysProps) {
  const { t } = useI18n();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focus) first.current?.focus();
  }, [focus]);
  const times = [
    { date: 'from', time: 'fromTime', missing: 'from_missing', bad: 'from_bad', field: 'starts_at' },
    { date: 'until', time: 'untilTime', missing: 'until_missing', bad: 'to_bad', field: 'ends_at' },
  ] as const;
  return (
    <>
      <div className="pair">
        {times.map(({ date, missing, field }) => (
          <Textfield
            key={date}
            ref={date === 'from' ? first : undefined}
            type="date"
            label={t(`desk.admin.word.valid_${date}`)}
            value={draft[date]}
            error={fault(date === 'until' ? [missing, 'until_early'] : [missing], field)}
            onChange={(event) => {
              const { value } = event.target;
              onChange(date === 'from' && draft.until === '' ? { from: value, until: value } : { [date]: value });
            }}
          />
        ))}
      </div>
      <Checkbox
        data-size="sm"
        label={t('desk.rota.whole_days')}
        checked={draft.wholeDays}
        onChange={(event) => {
          onChange({ wholeDays: event.target.checked });
        }}
      />
      {!draft.wholeDays && (
        <div className="pair">
          {times.map(({ date, time, bad, field }) => (
            <Textfield
              key={time}
              label={t(date === 'from' ? 'desk.rota.from' : 'desk.rota.to')}
              inputMode="numeric"
              autoComplete="off"
              value={draft[time]}
              error={fault([bad], field)}
              onChange={(event) => {
                onChange({ [time]: event.target.value });
              }}
              onBlur={() => {
                onChange({ [time]: tidyTime(draft[time]) });
              }}
            />
          ))}
        </div>
      )}
    </>
  );
}
