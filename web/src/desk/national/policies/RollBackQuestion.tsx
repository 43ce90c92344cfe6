import { Button, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import type { PolicyCard } from '../shapes';
import type { PolicyApi } from './api';
import { versionText } from './steps';

const REASON_LIMIT = 500;

interface RollBackQuestionProps {
  policy: PolicyCard;
  policies: PolicyApi;
  onDone: (text: string) => void;
  onClose: () => void;
}

/** Asks why an earlier version is to be in force again, and says what follows from it. */
export function RollBackQuestion({ policy, policies, onDone, onClose }: RollBackQuestionProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const version = versionText(i18n, policy.version);
  const missing = reason.trim() === '';
  const send = () => {
    setAsked(true);
    if (missing) return;
    void task.run(async () => {
      await policies.rollBack(policy.version, reason.trim());
      onDone(t('desk.policy.rolled_back', { version }));
    });
  };
  return (
    <Modal title={t('desk.policy.roll_back_title', { version })} onClose={onClose}>
      <div className="stack">
        <ul className="consequences">
          <li>{t('desk.policy.roll_back_at_once')}</li>
          <li>{t('desk.policy.publish_waiting')}</li>
          <li>{t('desk.policy.roll_back_other')}</li>
        </ul>
        <Textfield
          label={t('desk.policy.reason')}
          description={t('desk.policy.reason_means')}
          maxLength={REASON_LIMIT}
          value={reason}
          error={
            (asked && missing && t('desk.policy.reason_missing')) ||
            (refusedFields(task.problem).has('reason') && t('desk.admin.refused'))
          }
          onChange={(event) => {
            setReason(event.target.value);
          }}
        />
        <ProblemLine problem={task.problem} />
        <div className="row dialog-actions">
          <Button loading={task.busy} onClick={send}>
            {t('desk.policy.roll_back')}
          </Button>
          <Button variant="secondary" data-color="neutral" onClick={onClose}>
            {t('desk.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
