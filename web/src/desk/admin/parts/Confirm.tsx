import { Button } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import { ProblemLine } from './ProblemLine';
import { useTask } from './useTask';

interface ConfirmProps {
  title: string;
  consequences: string[];
  confirm: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something is destroyed, and says what follows from it. */
export function Confirm({ title, consequences, confirm, onConfirm, onClose }: ConfirmProps) {
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
        <Button data-color="danger" loading={task.busy} onClick={() => void task.run(onConfirm)}>
          {confirm}
        </Button>
        <Button variant="secondary" data-color="neutral" onClick={onClose}>
          {t('desk.cancel')}
        </Button>
      </div>
    </Modal>
  );
}
