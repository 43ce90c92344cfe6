import { Button } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import { ProblemLine } from './ProblemLine';
import { useTask } from './useTask';

interface ConfirmProps {
  title: string;
  consequences: string[];
  confirm: string;
  /** It binds but destroys nothing. */
  harmless?: boolean;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that is not taken back lightly, and says what follows from it. */
export function Confirm({ title, consequences, confirm, harmless = false, onConfirm, onClose }: ConfirmProps) {
  const { t } = useI18n();
  const task = useTask();
  return (
    <Modal title={title} onClose={onClose}>
      <ul className="consequences">
        {consequences.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <ProblemLine problem={task.problem} />
      <div className="row dialog-actions">
        <Button
          data-color={harmless ? 'accent' : 'danger'}
          loading={task.busy}
          onClick={() => void task.run(onConfirm)}
        >
          {confirm}
        </Button>
        <Button variant="secondary" data-color="neutral" onClick={onClose}>
          {t('desk.cancel')}
        </Button>
      </div>
    </Modal>
  );
}
