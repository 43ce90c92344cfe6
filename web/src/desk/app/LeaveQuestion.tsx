import { Button, Paragraph } from '@digdir/designsystemet-react';
import { useI18n } from './i18n';
import { answerLeaving, useLeavingWanted } from './leaving';
import { Modal } from './Modal';

/** Asks before somebody leaves what they have not saved. */
export function LeaveQuestion() {
  const { t } = useI18n();
  const wanted = useLeavingWanted();
  if (!wanted) return null;
  return (
    <Modal title={t('desk.leave.title')} onClose={stay}>
      <Paragraph>{t('desk.leave.means')}</Paragraph>
      <div className="row dialog-actions">
        <Button onClick={stay}>{t('desk.leave.stay')}</Button>
        <Button
          variant="secondary"
          data-color="danger"
          onClick={() => {
            answerLeaving(true);
          }}
        >
          {t('desk.leave.go')}
        </Button>
      </div>
    </Modal>
  );
}

function stay(): void {
  answerLeaving(false);
}
