import { Field, Fieldset, Label, Radio, Select, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef } from 'react';
import { useI18n } from '../../app/i18n';
import { DAY } from '../../features/rota/wall';
import { tidyTime } from '../hours/clock';
import { capital } from '../hours/words';
import { Boxes } from '../parts/Boxes';
import { CHANNELS, QUEUES, type StaffMember } from '../shapes';
import { NOTE_LIMIT, slotOfDraft } from './draft';
import { faultText } from './faultText';
import type { ShiftFormState } from './useShiftForm';

/** Whose shift it is, and when. */
export function WhoAndWhen({ form, staff }: { form: ShiftFormState; staff: readonly StaffMember[] }) {
  const i18n = useI18n();
  const { t } = i18n;
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    first.current?.focus();
  }, []);
  const { draft, change } = form;
  const whoFault = faultText(i18n, form, ['staff_missing'], 'staff_id');
  return (
    <>
      <Field>
        <Label>{t('desk.admin.word.staff_id')}</Label>
        <Select
          ref={first}
          value={draft.staffId}
          aria-invalid={whoFault !== undefined || undefined}
          onChange={(event) => {
            change({ staffId: event.target.value });
          }}
        >
          <Select.Option value="">{t('desk.rota.choose')}</Select.Option>
          {staff.map((one) => (
            <Select.Option key={one.id} value={one.id}>
              {one.alias}
            </Select.Option>
          ))}
        </Select>
        <div role="alert">{whoFault !== undefined && <p className="field-error">{whoFault}</p>}</div>
      </Field>
      <div className="pair">
        <Textfield
          type="date"
          label={t('desk.admin.word.date')}
          value={draft.date}
          error={faultText(i18n, form, ['date_missing'], 'first_on')}
          onChange={(event) => {
            change({ date: event.target.value });
          }}
        />
        <Times form={form} />
      </div>
    </>
  );
}

function Times({ form }: { form: ShiftFormState }) {
  const i18n = useI18n();
  const { draft, change } = form;
  const slot = slotOfDraft(draft);
  const night = slot && slot.from + slot.length > DAY;
  const fields = [
    { field: 'from', faults: ['from_bad'], refused: 'starts_at' },
    { field: 'to', faults: ['to_bad', 'too_long'], refused: 'ends_at' },
  ] as const;
  return fields.map(({ field, faults, refused }) => (
    <Textfield
      key={field}
      label={i18n.t(`desk.rota.${field}`)}
      description={field === 'to' && night ? i18n.t('desk.rota.to_next_day') : undefined}
      inputMode="numeric"
      autoComplete="off"
      value={draft[field]}
      error={faultText(i18n, form, faults, refused)}
      onChange={(event) => {
        change({ [field]: event.target.value });
      }}
      onBlur={() => {
        const tidy = draft[field].trim() === '24' ? '24:00' : tidyTime(draft[field]);
        if (tidy !== draft[field]) change({ [field]: tidy });
      }}
    />
  ));
}

/** What the person does then. */
export function Work({ form }: { form: ShiftFormState }) {
  const i18n = useI18n();
  const { t, name } = i18n;
  const group = useId();
  const { draft, change } = form;
  return (
    <>
      <Boxes
        legend={t('desk.admin.word.channels')}
        options={CHANNELS.map((one) => ({ value: one, label: name('channel', one) }))}
        chosen={draft.channels}
        error={faultText(i18n, form, ['channels_missing'], 'channels')}
        onChange={(chosen) => {
          change({ channels: CHANNELS.filter((one) => chosen.includes(one)) });
        }}
      />
      <Fieldset data-size="sm">
        <Fieldset.Legend>{t('desk.admin.word.queue')}</Fieldset.Legend>
        <div className="boxes">
          {QUEUES.map((one) => (
            <Radio
              key={one}
              name={group}
              value={one}
              label={capital(t(`desk.centre.queue_${one}`))}
              checked={draft.queue === one}
              onChange={() => {
                change({ queue: one });
              }}
            />
          ))}
        </div>
      </Fieldset>
      <Textfield
        label={t('desk.admin.word.note')}
        description={t('desk.rota.note_means')}
        maxLength={NOTE_LIMIT}
        value={draft.note}
        error={faultText(i18n, form, [], 'note')}
        onChange={(event) => {
          change({ note: event.target.value });
        }}
      />
    </>
  );
}
