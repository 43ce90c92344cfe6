import { Button, Field, Label, Select, Textfield } from '@digdir/designsystemet-react';
import { useState, type FormEvent } from 'react';
import { COUNTIES, TOPICS, countyOf } from '../../../api/shapes';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import type { NewClass } from './api';

const PUPILS = '30';
const MINUTES = '90';

/** What a class begins with, and how many for how long. */
export function ClassForm({ onMake }: { onMake: (link: NewClass) => Promise<void> }) {
  const { t } = useI18n();
  const [county, setCounty] = useState('');
  const [topic, setTopic] = useState('');
  const [pupils, setPupils] = useState(PUPILS);
  const [minutes, setMinutes] = useState(MINUTES);
  const task = useTask();
  const refused = refusedFields(task.problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const from = countyOf(county);
    const about = TOPICS.find((one) => one === topic);
    const link = { most_starts: Number(pupils), minutes: Number(minutes) };
    void task.run(() => onMake({ ...link, ...(from && { county: from }), ...(about && { topic: about }) }));
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <div className="row">
        <Choice
          label={t('desk.classes.county')}
          none={t('desk.classes.none_suggested')}
          words={COUNTIES}
          of="county"
          value={county}
          onChange={setCounty}
        />
        <Choice
          label={t('desk.classes.topic')}
          none={t('desk.classes.none_suggested')}
          words={TOPICS}
          of="topic"
          value={topic}
          onChange={setTopic}
        />
      </div>
      <div className="row">
        <Count
          label={t('desk.classes.pupils')}
          fault={refused.has('most_starts') && t('desk.classes.pupils_fault')}
          value={pupils}
          onChange={setPupils}
        />
        <Count
          label={t('desk.classes.minutes')}
          fault={refused.has('minutes') && t('desk.classes.minutes_fault')}
          value={minutes}
          onChange={setMinutes}
        />
      </div>
      <ProblemLine problem={task.problem} />
      <div>
        <Button type="submit" loading={task.busy}>
          {t('desk.classes.make')}
        </Button>
      </div>
    </form>
  );
}

interface CountProps {
  label: string;
  fault: string | false;
  value: string;
  onChange: (value: string) => void;
}

function Count({ label, fault, value, onChange }: CountProps) {
  return (
    <Textfield
      label={label}
      inputMode="numeric"
      value={value}
      error={fault}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    />
  );
}

interface ChoiceProps {
  label: string;
  none: string;
  words: readonly string[];
  /** Where the catalogue has the words. */
  of: 'county' | 'topic';
  value: string;
  onChange: (value: string) => void;
}

function Choice({ label, none, words, of, value, onChange }: ChoiceProps) {
  const { name } = useI18n();
  return (
    <Field>
      <Label>{label}</Label>
      <Select
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        <Select.Option value="">{none}</Select.Option>
        {words.map((word) => (
          <Select.Option key={word} value={word}>
            {name(of, word)}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}
