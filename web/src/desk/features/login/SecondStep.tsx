import { Button, Heading, Paragraph, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import type { Me, PendingLogin } from '../../../api/shapes';
import { ApiError } from '../../api/client';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { codeFault, digitsOf } from '../account/code';
import { passkeysPossible } from '../account/passkey';
import { PasskeyButton } from './PasskeyButton';
import { Refusal } from './Refusal';

interface SecondStepProps {
  api: StaffApi;
  pending: PendingLogin;
  onSignedIn: (me: Me) => void;
  /** Back to the password; `late` when the step took too long or failed too often. */
  onBack: (late: boolean) => void;
}

type Way = 'totp' | 'recovery_code';

/** The second step of a log-in: a code, a passkey, or a recovery code. */
export function SecondStep({ api, pending, onSignedIn, onBack }: SecondStepProps) {
  const { t } = useI18n();
  const { methods } = pending;
  const [way, setWay] = useState<Way | undefined>(methods.includes('totp') ? 'totp' : undefined);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (way === undefined) heading.current?.focus();
  }, [way]);
  const others = (['totp', 'recovery_code'] as const).filter((one) => one !== way && methods.includes(one));
  return (
    <>
      <Heading ref={heading} level={1} data-size="sm" tabIndex={-1}>
        {t('desk.login.second_title')}
      </Heading>
      {way === undefined && <Paragraph>{t('desk.login.second_passkey')}</Paragraph>}
      {way !== undefined && (
        <CodeForm key={way} way={way} api={api} pending={pending} onSignedIn={onSignedIn} onBack={onBack} />
      )}
      {methods.includes('passkey') && passkeysPossible() && (
        <PasskeyButton
          api={api}
          pending={pending}
          onSignedIn={onSignedIn}
          onLate={() => {
            onBack(true);
          }}
        />
      )}
      <div className="row">
        {others.map((one) => (
          <Button
            key={one}
            variant="tertiary"
            data-size="sm"
            onClick={() => {
              setWay(one);
            }}
          >
            {t(`desk.login.by_${one}`)}
          </Button>
        ))}
        <Button
          variant="tertiary"
          data-size="sm"
          data-color="neutral"
          onClick={() => {
            onBack(false);
          }}
        >
          {t('desk.login.back')}
        </Button>
      </div>
    </>
  );
}

type Fault = 'missing' | 'bad' | { error: unknown; at: number };

/** Asks for a code; the field has the focus, so that it can be typed at once. */
function CodeForm({ way, api, pending, onSignedIn, onBack }: SecondStepProps & { way: Way }) {
  const { t } = useI18n();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  const faultOf = (typed: string, asked: boolean) => {
    if (way === 'totp') return codeFault(typed, asked);
    return asked && typed.trim() === '' ? 'missing' : undefined;
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy) return;
    const wrong = faultOf(code, true);
    setFault(wrong);
    field.current?.select();
    if (wrong !== undefined) return;
    setBusy(true);
    try {
      const { token } = pending;
      const proof = way === 'totp' ? { code: digitsOf(code) } : { recovery_code: code.trim() };
      onSignedIn(await api.secondFactor({ token, ...proof }));
    } catch (error) {
      setBusy(false);
      if (error instanceof ApiError && error.problem.code === 'login_expired') onBack(true);
      else setFault({ error, at: Date.now() });
    }
  };
  const isTotp = way === 'totp';
  const words = isTotp ? 'code' : 'recovery';
  const missing = fault === 'missing' ? t(`desk.login.${words}_missing`) : undefined;
  return (
    <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
      <Textfield
        ref={field}
        label={t(`desk.login.${words}`)}
        description={t(`desk.login.${words}_means`)}
        inputMode={isTotp ? 'numeric' : 'text'}
        autoComplete={isTotp ? 'one-time-code' : 'off'}
        spellCheck={false}
        value={code}
        error={fault === 'bad' ? t('desk.login.code_bad') : missing}
        onChange={(event) => {
          setCode(event.target.value);
          setFault(faultOf(event.target.value, false));
        }}
      />
      <div role="alert">{typeof fault === 'object' && <Refusal key={fault.at} error={fault.error} />}</div>
      <Button type="submit" loading={busy}>
        {t('desk.login.submit')}
      </Button>
    </form>
  );
}
