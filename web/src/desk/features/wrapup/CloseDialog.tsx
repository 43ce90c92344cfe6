import { Alert, Button, Paragraph } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Problem } from '../../../api/shapes';
import { problemOf } from '../../api/client';
import { useDesk } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';

interface CloseDialogProps {
  contactId: string;
  label: string;
  onClose: () => void;
  onDone: () => void;
}

/** Asks before a talk is ended: the seeker cannot write after it. */
export function CloseDialog({ contactId, label, onClose, onDone }: CloseDialogProps) {
  const { t, problem } = useI18n();
  const { session } = useDesk();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Problem>();
  const close = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await session.close(contactId);
      onDone();
    } catch (error) {
      setFault(problemOf(error));
      setBusy(false);
    }
  };
  return (
    <Modal title={t('desk.close.title', { contact: label })} onClose={onClose}>
      <Paragraph>{t('desk.close.means')}</Paragraph>
      <div role="alert">{fault && <Alert data-color="danger">{problem(fault)}</Alert>}</div>
      <div className="row dialog-actions">
        <Button loading={busy} onClick={() => void close()}>
          {t('desk.close.confirm')}
        </Button>
        <Button variant="secondary" data-color="neutral" onClick={onClose}>
          {t('desk.close.cancel')}
        </Button>
      </div>
    </Modal>
  );
}
