import { Button, Textfield } from '@digdir/designsystemet-react';
import { useState, type SubmitEvent } from 'react';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import { Modal } from '../../app/Modal';

interface PasswordQuestionProps {
  title: string;
  consequences: string[];
  confirm: string;
  danger?: boolean;
  onConfirm: (password: string) => Promise<void>;
  onClose: () => void;
}

/** Asks for the password before the log-in is changed, and says what follows. */
export function PasswordQuestion(props: PasswordQuestionProps) {
  const { title, consequences, confirm, danger = false, onConfirm, onClose } = props;
  const { t } = useI18n();
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy || password === '') return;
    void task.run(() => onConfirm(password));
  };
  const wrong = refusedFields(task.problem).has('password');
  const fault = asked && password === '' ? t('desk.login.password_missing') : undefined;
  return (
    <Modal title={title} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <ul className="consequences">
          {consequences.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <Textfield
          label={t('desk.account.password.present')}
          type="password"
          autoComplete="current-password"
          value={password}
          error={wrong ? t('desk.account.password.wrong') : fault}
          onChange={(event) => {
            setPassword(event.target.value);
            task.forget();
          }}
        />
        <ProblemLine problem={wrong ? undefined : task.problem} />
        <div className="row">
          <Button type="submit" loading={task.busy} {...(danger && { 'data-color': 'danger' as const })}>
            {confirm}
          </Button>
          <Button variant="secondary" data-color="neutral" onClick={onClose}>
            {t('desk.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
