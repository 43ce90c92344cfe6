import { Fieldset, Textfield } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import type { WhenDraft } from './when';

interface WhenFieldsProps {
  legend: string;
  description?: string;
  draft: WhenDraft;
  /** What is wrong with it. */
  fault?: string | undefined;
  onChange: (draft: WhenDraft) => void;
}

/** A date and a clock time in Norway. */
export function WhenFields({ legend, description, draft, fault, onChange }: WhenFieldsProps) {
  const { t } = useI18n();
  const invalid = fault !== undefined || undefined;
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{legend}</Fieldset.Legend>
      {description !== undefined && <Fieldset.Description>{description}</Fieldset.Description>}
      <div className="row publish-at">
        <Textfield
          type="date"
          label={t('desk.admin.word.date')}
          value={draft.date}
          aria-invalid={invalid}
          onChange={(event) => {
            onChange({ ...draft, date: event.target.value });
          }}
        />
        <Textfield
          label={t('desk.policy.time')}
          inputMode="numeric"
          placeholder="08:00"
          value={draft.time}
          aria-invalid={invalid}
          onChange={(event) => {
            onChange({ ...draft, time: event.target.value });
          }}
        />
      </div>
      <div role="alert">{fault !== undefined && <p className="field-error">{fault}</p>}</div>
    </Fieldset>
  );
}
