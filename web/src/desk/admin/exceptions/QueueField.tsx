import { Field, Label, Select } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { capital } from '../hours/words';
import { QUEUES } from '../shapes';

/** Which queue, or all of them. */
export function QueueField({ queue, onChange }: { queue: string; onChange: (queue: string) => void }) {
  const { t } = useI18n();
  return (
    <Field className="short-field">
      <Label>{t('desk.admin.word.queue')}</Label>
      <Select
        value={queue}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        <Select.Option value="">{capital(t('desk.admin.exceptions.all_queues'))}</Select.Option>
        {QUEUES.map((one) => (
          <Select.Option key={one} value={one}>
            {capital(t(`desk.centre.queue_${one}`))}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}
