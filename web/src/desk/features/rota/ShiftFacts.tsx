import { Tag } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import type { Shift } from './shapes';
import { slotOf } from './slots';
import { timesText, workText } from './words';

interface ShiftFactsProps {
  shift: Shift;
  /** Whose, or on which day. */
  title: string;
  clash?: boolean;
}

/** A shift in a list. */
export function ShiftFacts({ shift, title, clash = false }: ShiftFactsProps) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <div>
      <p className="row">
        <strong>{title}</strong> {timesText(i18n, slotOf(shift))}
        {shift.state === 'uncovered' && (
          <Tag data-size="sm" data-color="danger">
            {t('desk.rota.uncovered')}
          </Tag>
        )}
        {clash && (
          <Tag data-size="sm" data-color="warning">
            {t('desk.rota.overlaps')}
          </Tag>
        )}
        {shift.swap && (
          <Tag data-size="sm" data-color="info">
            {t(`desk.rota.swap_${shift.swap.state}`)}
          </Tag>
        )}
      </p>
      <p className="quiet">
        {workText(i18n, shift)}
        {shift.series_id !== undefined && ` · ${t('desk.rota.repeats')}`}
      </p>
      {shift.note !== undefined && <p>{shift.note}</p>}
    </div>
  );
}
