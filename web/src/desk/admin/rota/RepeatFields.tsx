import { Checkbox, Textfield } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { today } from '../parts/dates';
import { furthest } from './draft';
import { faultText } from './faultText';
import type { ShiftFormState } from './useShiftForm';

/** How often, and until when. */
export function RepeatFields({ form }: { form: ShiftFormState }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { draft, change } = form;
  return (
    <>
      <div className="pair">
        <Textfield
          label={t('desk.rota.every_weeks')}
          description={t('desk.rota.every_weeks_means')}
          inputMode="numeric"
          value={draft.everyWeeks}
          error={faultText(i18n, form, ['weeks_bad'], 'every_weeks')}
          onChange={(event) => {
            change({ everyWeeks: event.target.value });
          }}
        />
        <Textfield
          type="date"
          label={t('desk.rota.until')}
          description={t('desk.rota.until_means')}
          min={draft.date}
          max={furthest(draft, today())}
          value={draft.until}
          error={faultText(i18n, form, ['until_missing', 'until_early', 'until_far'], 'until')}
          onChange={(event) => {
            change({ until: event.target.value });
          }}
        />
      </div>
      <Checkbox
        data-size="sm"
        label={t('desk.rota.skip_closed')}
        checked={draft.skipClosed}
        onChange={(event) => {
          change({ skipClosed: event.target.checked });
        }}
      />
    </>
  );
}
