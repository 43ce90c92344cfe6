import { Button, Heading, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { ProblemLine } from '../../admin/parts/ProblemLine';
import { refusedFields, useTask } from '../../admin/parts/useTask';
import { useI18n } from '../../app/i18n';
import type { AccountApi, TotpEnrolment } from './api';
import { codeFault, digitsOf } from './code';
import { QrCode } from './QrCode';

interface TotpEnrolmentFormProps {
  api: AccountApi;
  enrolment: TotpEnrolment;
  onConfirmed: (recoveryCodes: string[]) => void;
  onCancel: () => void;
}

/** Shows the secret to an authenticator app and asks for a first code. */
export function TotpEnrolmentForm({ api, enrolment, onConfirmed, onCancel }: TotpEnrolmentFormProps) {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <section className="card stack" aria-labelledby="totp-title">
      <Heading ref={heading} id="totp-title" level={3} data-size="2xs" tabIndex={-1}>
        {t('desk.account.totp.title')}
      </Heading>
      <ol className="steps">
        <li>{t('desk.account.totp.step_app')}</li>
        <li>
          <p>{t('desk.account.totp.step_scan')}</p>
          <QrCode text={enrolment.uri} label={t('desk.account.totp.qr')} />
          <p>{t('desk.account.totp.step_type')}</p>
          <p>
            <code className="secret">{grouped(enrolment.secret)}</code>
          </p>
        </li>
        <li>
          <FirstCode api={api} onConfirmed={onConfirmed} onCancel={onCancel} />
        </li>
      </ol>
    </section>
  );
}

function FirstCode({ api, onConfirmed, onCancel }: Omit<TotpEnrolmentFormProps, 'enrolment'>) {
  const { t } = useI18n();
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const task = useTask();
  const fault = codeFault(code, asked);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (task.busy || codeFault(code, true) !== undefined) return;
    void task.run(async () => {
      onConfirmed(await api.confirmTotp(digitsOf(code)));
    });
  };
  const wrong = refusedFields(task.problem).has('code');
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Textfield
        className="short-field"
        label={t('desk.account.totp.first_code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        error={wrong ? t('desk.account.totp.code_wrong') : fault && t(`desk.login.code_${fault}`)}
        onChange={(event) => {
          setCode(event.target.value);
          task.forget();
        }}
      />
      <ProblemLine problem={wrong ? undefined : task.problem} />
      <div className="row">
        <Button type="submit" data-size="sm" loading={task.busy}>
          {t('desk.account.totp.confirm')}
        </Button>
        <Button data-size="sm" variant="secondary" data-color="neutral" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** Groups of four are typed with fewer slips. */
function grouped(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
