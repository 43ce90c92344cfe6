import { Alert, Button, Field, Heading, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useI18n } from '../../app/i18n';
import { useUnsaved } from '../../app/leaving';
import { capital } from '../hours/words';
import { today } from '../parts/dates';
import { same } from '../parts/merge';
import { ProblemLine } from '../parts/ProblemLine';
import { refusedFields, useTask } from '../parts/useTask';
import { CHANNELS, QUEUES, type ClosedDay, type Exception, type NewException } from '../shapes';
import { besides, EMPTY, exceptionFaults, exceptionOf, type ExceptionDraft } from './draft';
import { namesOf } from './ExceptionLines';
import { OtherHours } from './OtherHours';
import { ReasonFields } from './ReasonFields';

interface ExceptionFormProps {
  all: readonly Exception[];
  days: readonly ClosedDay[];
  save: (exception: NewException) => Promise<Exception>;
  onSaved: (exception: Exception) => void;
  onCancel: () => void;
}

/** A new exception. */
export function ExceptionForm({ all, days, save, onSaved, onCancel }: ExceptionFormProps) {
  const { t } = useI18n();
  const [draft, setDraft] = useState(EMPTY);
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const faults = exceptionFaults(draft, today());
  useUnsaved(!same(draft, EMPTY));
  const change = (part: Partial<ExceptionDraft>) => {
    setDraft({ ...draft, ...part });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy || faults.size > 0) return;
    void task.run(async () => {
      onSaved(await save(exceptionOf(draft)));
    });
  };
  return (
    <form className="stack card" noValidate onSubmit={submit}>
      <Heading level={3} data-size="2xs">
        {t('desk.admin.exceptions.new')}
      </Heading>
      <DateField draft={draft} asked={asked} refused={refusedFields(task.problem)} onChange={change} />
      <Hints draft={draft} all={all} days={days} />
      <ServiceFields draft={draft} onChange={change} />
      <OtherHours draft={draft} missing={asked && faults.has('spans_missing')} onChange={change} />
      <ReasonFields
        reason={draft.reason}
        onChange={(reason) => {
          change({ reason });
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

interface PartProps {
  draft: ExceptionDraft;
  onChange: (part: Partial<ExceptionDraft>) => void;
}

function DateField({ draft, asked, refused, onChange }: PartProps & { asked: boolean; refused: ReadonlySet<string> }) {
  const { t } = useI18n();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  const faults = exceptionFaults(draft, today());
  const error = () => {
    if (faults.has('date_past')) return t('desk.admin.exceptions.date_past');
    if (asked && faults.has('date_missing')) return t('desk.admin.exceptions.date_missing');
    return refused.has('date') ? t('desk.admin.refused') : undefined;
  };
  return (
    <Textfield
      ref={field}
      className="short-field"
      type="date"
      label={t('desk.admin.word.date')}
      min={today()}
      value={draft.date}
      error={error()}
      onChange={(event) => {
        onChange({ date: event.target.value });
      }}
    />
  );
}

/** What already holds on the date. */
function Hints({ draft, all, days }: { draft: ExceptionDraft; all: readonly Exception[]; days: readonly ClosedDay[] }) {
  const i18n = useI18n();
  const closed = days.find((day) => day.date === draft.date);
  const others = besides(draft, all).length;
  return (
    <div role="status">
      {closed && (
        <Alert data-color="info" data-size="sm">
          {i18n.t('desk.admin.exceptions.on_closed_day', { names: namesOf(i18n, closed.names) })}
        </Alert>
      )}
      {others > 0 && (
        <Alert data-color="warning" data-size="sm">
          {i18n.t('desk.admin.exceptions.also')}
        </Alert>
      )}
    </div>
  );
}

function ServiceFields({ draft, onChange }: PartProps) {
  const { t, name } = useI18n();
  const fields = [
    {
      field: 'queue' as const,
      all: t('desk.admin.exceptions.all_queues'),
      options: QUEUES.map((one) => [one, capital(t(`desk.centre.queue_${one}`))] as const),
    },
    {
      field: 'channel' as const,
      all: t('desk.admin.exceptions.all_channels'),
      options: CHANNELS.map((one) => [one, name('channel', one)] as const),
    },
  ];
  return (
    <div className="pair">
      {fields.map(({ field, all, options }) => (
        <Field key={field}>
          <Label>{t(`desk.admin.word.${field}`)}</Label>
          <Select
            value={draft[field]}
            onChange={(event) => {
              onChange({ [field]: event.target.value });
            }}
          >
            <Select.Option value="">{capital(all)}</Select.Option>
            {options.map(([value, label]) => (
              <Select.Option key={value} value={value}>
                {label}
              </Select.Option>
            ))}
          </Select>
        </Field>
      ))}
    </div>
  );
}
