import { Button, Textfield } from '@digdir/designsystemet-react';
import { useState, type SubmitEvent } from 'react';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import type { PartnerApi } from './api';
import type { Partner } from './shapes';

const REASON_LIMIT = 500;

export interface StateQuestionProps {
  partner: Partner;
  partners: PartnerApi;
  onDone: () => void;
  onClose: () => void;
}

/** Asks why a partner is to be let in no more, and says what follows from it. */
export function SuspendQuestion({ partner: { id, name }, partners, onDone, onClose }: StateQuestionProps) {
  const { t } = useI18n();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const missing = reason.trim() === '';
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (missing || task.busy) return;
    void task.run(async () => {
      await partners.suspend(id, reason.trim());
      onDone();
    });
  };
  return (
    <Modal title={t('desk.partner.suspend_title', { name })} onClose={onClose}>
      <form className="stack" noValidate onSubmit={send}>
        <ul className="consequences">
          <li>{t('desk.partner.suspend_calls')}</li>
          <li>{t('desk.partner.suspend_people')}</li>
          <li>{t('desk.partner.suspend_kept')}</li>
        </ul>
        <Textfield
          label={t('desk.policy.reason')}
          description={t('desk.partner.reason_means')}
          maxLength={REASON_LIMIT}
          value={reason}
          error={
            (asked && missing && t('desk.partner.reason_missing')) ||
            (refusedFields(task.problem).has('reason') && t('desk.admin.refused'))
          }
          onChange={(event) => {
            setReason(event.target.value);
          }}
        />
        <ProblemLine problem={task.problem} />
        <div className="row dialog-actions">
          <Button type="submit" data-color="danger" loading={task.busy}>
            {t('desk.partner.suspend')}
          </Button>
          <Button variant="secondary" data-color="neutral" onClick={onClose}>
            {t('desk.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
