import { Button } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';

interface SaveBarProps {
  dirty: boolean;
  busy: boolean;
  /** What is to be mended first. */
  fault?: string | undefined;
  onSave: () => void;
  onDiscard: () => void;
}

/** Whether something is not saved, and the ways out of that. */
export function SaveBar({ dirty, busy, fault, onSave, onDiscard }: SaveBarProps) {
  const { t } = useI18n();
  return (
    <div className="save-bar" data-dirty={dirty || undefined}>
      <p>
        {fault !== undefined ? (
          <span className="field-error">{fault}</span>
        ) : (
          <span className="quiet">{t(dirty ? 'desk.admin.unsaved' : 'desk.admin.no_changes')}</span>
        )}
      </p>
      <div className="row">
        <Button data-size="sm" loading={busy} aria-disabled={!dirty || undefined} onClick={onSave}>
          {t('desk.admin.save')}
        </Button>
        <Button
          data-size="sm"
          variant="secondary"
          data-color="neutral"
          aria-disabled={!dirty || undefined}
          onClick={onDiscard}
        >
          {t('desk.admin.discard')}
        </Button>
      </div>
    </div>
  );
}
