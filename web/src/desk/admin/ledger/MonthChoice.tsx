import { Button, Textfield } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { isMonth, monthAfter } from './months';

interface MonthChoiceProps {
  month: string;
  onChange: (month: string) => void;
}

/** Goes from month to month, or to any of them. */
export function MonthChoice({ month, onChange }: MonthChoiceProps) {
  const { t } = useI18n();
  return (
    <div className="month-choice">
      <Button
        data-size="sm"
        variant="secondary"
        onClick={() => {
          onChange(monthAfter(month, -1));
        }}
      >
        {t('desk.admin.ledger.earlier')}
      </Button>
      <Textfield
        className="short-field"
        data-size="sm"
        type="month"
        label={t('desk.admin.ledger.month')}
        value={month}
        onChange={(event) => {
          if (isMonth(event.target.value)) onChange(event.target.value);
        }}
      />
      <Button
        data-size="sm"
        variant="secondary"
        onClick={() => {
          onChange(monthAfter(month, 1));
        }}
      >
        {t('desk.admin.ledger.later')}
      </Button>
    </div>
  );
}
