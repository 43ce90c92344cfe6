import { Button } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';

interface FormActionsProps {
  /** What sending the form does. */
  send: string;
  busy: boolean;
  onCancel: () => void;
}

/** The two ways out of a form. */
export function FormActions({ send, busy, onCancel }: FormActionsProps) {
  const { t } = useI18n();
  return (
    <div className="row">
      <Button type="submit" data-size="sm" loading={busy}>
        {send}
      </Button>
      <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
        {t('desk.cancel')}
      </Button>
    </div>
  );
}
