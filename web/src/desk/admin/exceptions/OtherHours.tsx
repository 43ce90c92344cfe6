import { Button, Fieldset, Radio } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { useI18n } from '../../app/i18n';
import { dateFaults } from '../hours/faults';
import { nextSpan } from '../hours/rows';
import { SpanFields } from '../hours/SpanFields';
import type { ExceptionDraft } from './draft';

interface OtherHoursProps {
  draft: ExceptionDraft;
  missing: boolean;
  onChange: (part: Partial<ExceptionDraft>) => void;
}

/** Closed all day, or open at other times than usual. */
export function OtherHours({ draft, missing, onChange }: OtherHoursProps) {
  const { t } = useI18n();
  const group = useId();
  return (
    <>
      <Fieldset data-size="sm">
        <Fieldset.Legend>{t('desk.admin.exceptions.what')}</Fieldset.Legend>
        <Radio
          name={group}
          value="closed"
          label={t('desk.admin.exceptions.closed_all_day')}
          checked={draft.closed}
          onChange={() => {
            onChange({ closed: true });
          }}
        />
        <Radio
          name={group}
          value="hours"
          label={t('desk.admin.exceptions.other_hours')}
          checked={!draft.closed}
          onChange={() => {
            onChange({ closed: false, spans: draft.spans.length > 0 ? draft.spans : [nextSpan([])] });
          }}
        />
      </Fieldset>
      {!draft.closed && <Spans draft={draft} missing={missing} onChange={onChange} />}
    </>
  );
}

function Spans({ draft: { spans }, missing, onChange }: OtherHoursProps) {
  const { t } = useI18n();
  const addId = useId();
  const faults = dateFaults(spans);
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{t('desk.admin.exceptions.other_hours')}</Fieldset.Legend>
      {spans.map((span) => (
        <SpanFields
          key={span.id}
          span={span}
          fault={faults.get(span.id)}
          onChange={(part) => {
            onChange({ spans: spans.map((one) => (one.id === span.id ? { ...one, ...part } : one)) });
          }}
          onRemove={() => {
            document.getElementById(addId)?.focus();
            onChange({ spans: spans.filter((one) => one.id !== span.id) });
          }}
        />
      ))}
      <div role="alert">{missing && <p className="field-error">{t('desk.admin.exceptions.spans_missing')}</p>}</div>
      <div>
        <Button
          id={addId}
          data-size="sm"
          variant="secondary"
          onClick={() => {
            onChange({ spans: [...spans, nextSpan(spans)] });
          }}
        >
          {t('desk.admin.hours.add')}
        </Button>
      </div>
    </Fieldset>
  );
}
