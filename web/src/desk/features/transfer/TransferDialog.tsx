import { Alert, Button, Paragraph } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Contact, Problem } from '../../../api/shapes';
import { problemOf } from '../../api/client';
import { useDesk } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import { TargetForm, type Chosen } from './TargetForm';

interface TransferDialogProps {
  contact: Contact;
  label: string;
  onClose: () => void;
  onDone: () => void;
}

/** Two steps: whom to, then what it means. */
export function TransferDialog({ contact, label, onClose, onDone }: TransferDialogProps) {
  const { t } = useI18n();
  const [chosen, setChosen] = useState<Chosen>();
  const [confirming, setConfirming] = useState(false);
  return (
    <Modal title={t('desk.transfer.title', { contact: label })} onClose={onClose}>
      {chosen && confirming ? (
        <Confirmation
          contact={contact}
          chosen={chosen}
          onBack={() => {
            setConfirming(false);
          }}
          onDone={onDone}
        />
      ) : (
        <TargetForm
          contact={contact}
          chosen={chosen}
          onCancel={onClose}
          onChosen={(next) => {
            setChosen(next);
            setConfirming(true);
          }}
        />
      )}
    </Modal>
  );
}

interface ConfirmationProps {
  contact: Contact;
  chosen: Chosen;
  onBack: () => void;
  onDone: () => void;
}

function Confirmation({ contact, chosen, onBack, onDone }: ConfirmationProps) {
  const { t, problem } = useI18n();
  const { session } = useDesk();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Problem>();
  const hand = async () => {
    if (busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      await session.transfer(contact.id, chosen.target);
      onDone();
    } catch (error) {
      setFault(problemOf(error));
      setBusy(false);
    }
  };
  return (
    <>
      <Paragraph>
        <strong>{t(`desk.transfer.to_${chosen.kind}`, { name: chosen.name })}</strong>
      </Paragraph>
      <ul className="consequences">
        <li>{t('desk.transfer.means_cut')}</li>
        <li>{t('desk.transfer.means_history')}</li>
        <li>{t('desk.transfer.means_place')}</li>
        <li>{t('desk.transfer.means_ask')}</li>
      </ul>
      <div role="alert">{fault && <Alert data-color="danger">{problem(fault)}</Alert>}</div>
      <div className="row dialog-actions">
        {/* The focus would otherwise be lost with the first step. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <Button autoFocus loading={busy} onClick={() => void hand()}>
          {t('desk.transfer.confirm')}
        </Button>
        <Button variant="secondary" data-color="neutral" onClick={onBack}>
          {t('desk.transfer.back')}
        </Button>
      </div>
    </>
  );
}
