import { Fieldset, Radio, Textfield } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { useI18n } from '../../app/i18n';
import type { FieldsProps } from './PartnerFields';
import { ENVIRONMENTS } from './shapes';

/** Which organisation a partner is, and where it is let in: this stays. */
export function OrganisationFields({ draft, faults, refused, onChange }: FieldsProps) {
  const { t } = useI18n();
  const group = useId();
  const fault = faults.get('organisation');
  const said = () => {
    if (fault !== undefined && fault !== 'bad') return t(`desk.partner.number.${fault}`);
    return refused.has('organisation') ? t('desk.partner.number.taken') : undefined;
  };
  return (
    <>
      <Textfield
        className="short-field"
        label={t('desk.partner.organisation')}
        description={t('desk.partner.organisation_means')}
        inputMode="numeric"
        autoComplete="off"
        value={draft.organisation}
        error={said()}
        onChange={(event) => {
          onChange({ organisation: event.target.value });
        }}
      />
      <Fieldset data-size="sm">
        <Fieldset.Legend>{t('desk.partner.environment')}</Fieldset.Legend>
        {ENVIRONMENTS.map((environment) => (
          <Radio
            key={environment}
            name={group}
            value={environment}
            label={t(`desk.partner.environment.${environment}`)}
            description={t(`desk.partner.environment_means.${environment}`)}
            checked={draft.environment === environment}
            onChange={() => {
              onChange({ environment });
            }}
          />
        ))}
      </Fieldset>
    </>
  );
}
