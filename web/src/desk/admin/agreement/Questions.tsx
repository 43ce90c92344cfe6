import { Button, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';
import { Confirm } from '../parts/Confirm';
import { today } from '../parts/dates';
import { ProblemLine } from '../parts/ProblemLine';
import { refusedFields, useTask } from '../parts/useTask';
import type { Agreement } from '../shapes';
import { isLastDay, isReason, noticeOf, REASON_LIMIT } from './draft';
import type { AgreementSteps } from './useAgreements';
import { periodText, termsText } from './words';

interface QuestionProps {
  agreement: Agreement;
  steps: AgreementSteps;
  onClose: () => void;
}

/** Asks before something is promised, and says what follows from it. */
export function AcceptQuestion({ agreement, replaces, steps, onClose }: QuestionProps & { replaces: boolean }) {
  const i18n = useI18n();
  const { t, name } = i18n;
  const channel = name('channel', agreement.channel);
  const terms = termsText(i18n, agreement);
  const zero = agreement.share === 0;
  return (
    <Confirm
      title={t('desk.admin.agreement.accept_title', { channel })}
      consequences={[
        t('desk.admin.agreement.accept_means', { terms, period: periodText(i18n, agreement) }),
        t(zero ? 'desk.admin.agreement.accept_zero' : 'desk.admin.agreement.accept_routing'),
        ...(replaces ? [t('desk.admin.agreement.replaces', { channel })] : []),
      ]}
      confirm={t('desk.admin.agreement.accept')}
      onConfirm={async () => {
        await steps.accept(agreement);
        onClose();
      }}
      onClose={onClose}
    />
  );
}

/** Asks why a proposal is declined. */
export function DeclineQuestion({ agreement, steps, onClose }: QuestionProps) {
  const { t, name } = useI18n();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const bad = !isReason(reason);
  const send = () => {
    setAsked(true);
    if (bad) return;
    void task.run(async () => {
      await steps.decline(agreement, reason.trim());
      onClose();
    });
  };
  return (
    <Modal
      title={t('desk.admin.agreement.decline_title', { channel: name('channel', agreement.channel) })}
      onClose={onClose}
    >
      <div className="stack">
        <p>{t('desk.admin.agreement.decline_means')}</p>
        <ReasonField value={reason} onChange={setReason} bad={asked && bad} refused={refusedFields(task.problem)} />
        <ProblemLine problem={task.problem} />
        <Buttons confirm={t('desk.admin.agreement.decline')} busy={task.busy} onConfirm={send} onClose={onClose} />
      </div>
    </Modal>
  );
}

/** Asks until when an agreement holds and why it ends, and says what follows from it. */
export function EndQuestion({ agreement, steps, onClose }: QuestionProps) {
  const { t, name } = useI18n();
  const [draft, setDraft] = useState({ lastDay: '', reason: '' });
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const refused = refusedFields(task.problem);
  const badDay = !isLastDay(draft.lastDay, today(), agreement.valid_until);
  const badReason = !isReason(draft.reason);
  const send = () => {
    setAsked(true);
    if (badDay || badReason) return;
    void task.run(async () => {
      await steps.end(agreement, noticeOf(draft));
      onClose();
    });
  };
  const dayError = badDay && (asked || draft.lastDay !== '');
  return (
    <Modal
      title={t('desk.admin.agreement.end_title', { channel: name('channel', agreement.channel) })}
      onClose={onClose}
    >
      <div className="stack">
        <ul className="consequences">
          <li>{t('desk.admin.agreement.end_means')}</li>
          <li>{t('desk.admin.agreement.end_for_good')}</li>
        </ul>
        <Textfield
          className="short-field"
          type="date"
          label={t('desk.admin.word.valid_until')}
          min={today()}
          value={draft.lastDay}
          error={dayError || refused.has('last_day') ? t('desk.admin.agreement.last_day_bad') : undefined}
          onChange={(event) => {
            setDraft({ ...draft, lastDay: event.target.value });
          }}
        />
        <ReasonField
          value={draft.reason}
          bad={asked && badReason}
          refused={refused}
          onChange={(reason) => {
            setDraft({ ...draft, reason });
          }}
        />
        <ProblemLine problem={task.problem} />
        <Buttons confirm={t('desk.admin.agreement.end')} busy={task.busy} onConfirm={send} onClose={onClose} />
      </div>
    </Modal>
  );
}

interface ReasonFieldProps {
  value: string;
  onChange: (value: string) => void;
  bad: boolean;
  refused: ReadonlySet<string>;
}

function ReasonField({ value, onChange, bad, refused }: ReasonFieldProps) {
  const { t } = useI18n();
  const tooLong = value !== '' && !isReason(value);
  return (
    <Textfield
      label={t('desk.admin.agreement.reason')}
      value={value}
      error={
        bad || tooLong || refused.has('reason')
          ? t('desk.admin.agreement.reason_bad', { limit: REASON_LIMIT })
          : undefined
      }
      onChange={(event) => {
        onChange(event.target.value);
      }}
    />
  );
}

interface ButtonsProps {
  confirm: string;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

function Buttons({ confirm, busy, onConfirm, onClose }: ButtonsProps) {
  const { t } = useI18n();
  return (
    <div className="row dialog-actions">
      <Button data-color="danger" loading={busy} onClick={onConfirm}>
        {confirm}
      </Button>
      <Button variant="secondary" data-color="neutral" onClick={onClose}>
        {t('desk.cancel')}
      </Button>
    </div>
  );
}
