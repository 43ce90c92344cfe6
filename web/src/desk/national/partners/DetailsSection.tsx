import { Fragment } from 'react';
import { minuteText } from '../../admin/parts/dates';
import { useI18n } from '../../app/i18n';
import { fieldsOf } from './draft';
import { PartnerForm } from './PartnerForm';
import type { PartProps } from './part';
import { StateControl } from './StateControl';
import { fieldName, fieldText } from './words';

/** What a partner is registered for, to change, and whether it is let in. */
export function DetailsSection(props: PartProps) {
  const { partner, partners, deeds, may, onChanged } = props;
  const { t, language } = useI18n();
  const { value } = partner;
  return (
    <>
      <dl className="facts">
        <dt>{t('desk.partner.client_id')}</dt>
        <dd>
          <code>{value.id}</code>
        </dd>
        <dt>{t('desk.partner.created')}</dt>
        <dd>{minuteText(value.created_at, language)}</dd>
      </dl>
      <StateControl partner={value} partners={partners} deeds={deeds} may={may} onChanged={onChanged} />
      {may('partner:update') ? (
        // Suspending makes another version of it, on which the next change builds.
        <PartnerForm key={value.state} {...props} />
      ) : (
        <Facts {...props} />
      )}
    </>
  );
}

/** The same, to read only. */
function Facts({ partner, centres }: PartProps) {
  const i18n = useI18n();
  return (
    <dl className="facts">
      {Object.entries(fieldsOf(partner.value)).map(([field, value]) => (
        <Fragment key={field}>
          <dt>{fieldName(i18n, field)}</dt>
          <dd>{fieldText(i18n, field, value, centres)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
