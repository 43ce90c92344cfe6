import { Fieldset, Textfield } from '@digdir/designsystemet-react';
import { LANGUAGES } from '../../../i18n/catalogue';
import { useI18n } from '../../app/i18n';
import type { ExceptionDraft } from './draft';

const REASON_LIMIT = 300;

interface ReasonFieldsProps {
  reason: ExceptionDraft['reason'];
  onChange: (reason: ExceptionDraft['reason']) => void;
}

/** Why, in each language a seeker may read. */
export function ReasonFields({ reason, onChange }: ReasonFieldsProps) {
  const { t, name } = useI18n();
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{t('desk.admin.exceptions.reason')}</Fieldset.Legend>
      <Fieldset.Description>{t('desk.admin.exceptions.reason_means')}</Fieldset.Description>
      <div className="pair">
        {LANGUAGES.map((language) => (
          <Textfield
            key={language}
            label={name('language', language)}
            lang={language}
            maxLength={REASON_LIMIT}
            value={reason[language]}
            onChange={(event) => {
              onChange({ ...reason, [language]: event.target.value });
            }}
          />
        ))}
      </div>
    </Fieldset>
  );
}
