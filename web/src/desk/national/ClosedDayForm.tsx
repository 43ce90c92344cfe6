import { Button, Heading, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { ProblemLine } from '../admin/parts/ProblemLine';
import { TextFields } from '../admin/parts/TextFields';
import { given, lacksMain, textsOf } from '../admin/parts/texts';
import { refusedFields, useTask } from '../admin/parts/useTask';
import type { ClosedDay } from '../admin/shapes';
import { useI18n } from '../app/i18n';
import { useUnsaved } from '../app/leaving';

const NAME_LIMIT = 120;

interface ClosedDayFormProps {
  year: number;
  known: readonly ClosedDay[];
  save: (day: ClosedDay) => Promise<ClosedDay>;
  onSaved: (day: ClosedDay) => void;
  onCancel: () => void;
}

/** A closed day of the service's own. A second name of a date is added to those it has. */
export function ClosedDayForm({ year, known, save, onSaved, onCancel }: ClosedDayFormProps) {
  const { t } = useI18n();
  const [date, setDate] = useState('');
  const [names, setNames] = useState(() => textsOf({}));
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const refused = refusedFields(task.problem);
  const wrongDate = !date.startsWith(`${year}-`);
  const nameless = Object.keys(given(names)).length === 0;
  useUnsaved(date !== '' || !nameless);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy || wrongDate || nameless || lacksMain(names)) return;
    const others = known.find((day) => day.date === date)?.names ?? [];
    void task.run(async () => {
      onSaved(await save({ date, names: [...others, given(names)] }));
    });
  };
  return (
    <form className="stack card" noValidate onSubmit={submit}>
      <Heading level={2} data-size="2xs">
        {t('desk.national.closed_new')}
      </Heading>
      <DateField year={year} date={date} wrong={asked && wrongDate} onChange={setDate} />
      <TextFields
        legend={t('desk.admin.word.name')}
        description={t('desk.national.closed_names_means')}
        texts={names}
        limit={NAME_LIMIT}
        refused={refused.has('names')}
        onChange={setNames}
      />
      <div role="alert">{asked && nameless && <p className="field-error">{t('desk.national.closed_nameless')}</p>}</div>
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

interface DateFieldProps {
  year: number;
  date: string;
  wrong: boolean;
  onChange: (date: string) => void;
}

function DateField({ year, date, wrong, onChange }: DateFieldProps) {
  const { t } = useI18n();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  return (
    <Textfield
      ref={field}
      className="short-field"
      type="date"
      label={t('desk.admin.word.date')}
      min={`${year}-01-01`}
      max={`${year}-12-31`}
      value={date}
      error={wrong ? t('desk.national.closed_date_bad', { year }) : undefined}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    />
  );
}
