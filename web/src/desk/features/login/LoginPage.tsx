import { Alert, Button, Card, Heading, Paragraph, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import type { Me } from '../../../api/shapes';
import { ApiError, problemOf } from '../../api/client';
import type { StaffApi } from '../../api/staff';
import { unlockSound } from '../../app/alerts';
import { useI18n } from '../../app/i18n';
import { Signpost } from '../../app/icons';
import { LanguageSelect } from '../../app/LanguageSelect';

interface LoginPageProps {
  api: StaffApi;
  /** The counsellor was signed in a moment ago and the session ended. */
  expired: boolean;
  onSignedIn: (me: Me) => void;
}

type Fault = { kind: 'missing' } | { kind: 'refused'; error: unknown; at: number };

export function LoginPage({ api, expired, onSignedIn }: LoginPageProps) {
  const { t } = useI18n();
  return (
    <main className="login">
      <Card className="login-card">
        <p className="brand">
          <Signpost /> {t('desk.brand')}
        </p>
        <Heading level={1} data-size="sm">
          {t('desk.login.title')}
        </Heading>
        <Paragraph>{t('desk.login.lead')}</Paragraph>
        {expired && <Alert data-color="warning">{t('desk.login.expired')}</Alert>}
        <LoginForm api={api} onSignedIn={onSignedIn} />
      </Card>
      <div className="login-language">
        <LanguageSelect />
      </div>
    </main>
  );
}

function LoginForm({ api, onSignedIn }: Omit<LoginPageProps, 'expired'>) {
  const { t } = useI18n();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy) return;
    unlockSound();
    if (email.trim() === '' || password === '') {
      setFault({ kind: 'missing' });
      (email.trim() === '' ? emailField : passwordField).current?.focus();
      return;
    }
    setBusy(true);
    setFault(undefined);
    try {
      onSignedIn(await api.login(email.trim(), password));
    } catch (error) {
      setFault({ kind: 'refused', error, at: Date.now() });
      setBusy(false);
      passwordField.current?.select();
    }
  };

  const missing = fault?.kind === 'missing';
  return (
    <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
      <Textfield
        ref={emailField}
        label={t('desk.login.email')}
        type="email"
        autoComplete="username"
        value={email}
        error={missing && email.trim() === '' ? t('desk.login.email_missing') : undefined}
        onChange={(event) => {
          setEmail(event.target.value);
        }}
      />
      <Textfield
        ref={passwordField}
        label={t('desk.login.password')}
        type="password"
        autoComplete="current-password"
        value={password}
        error={missing && password === '' ? t('desk.login.password_missing') : undefined}
        onChange={(event) => {
          setPassword(event.target.value);
        }}
      />
      <div role="alert">{fault?.kind === 'refused' && <Refusal key={fault.at} error={fault.error} />}</div>
      <Button type="submit" loading={busy}>
        {t('desk.login.submit')}
      </Button>
    </form>
  );
}

/** Why the log-in failed; when the server asks for patience, how long, counted down. */
function Refusal({ error }: { error: unknown }) {
  const i18n = useI18n();
  const retryAfter = error instanceof ApiError ? error.retryAfter : undefined;
  const left = useCountdown(retryAfter);
  return (
    <Alert data-color={left > 0 ? 'warning' : 'danger'}>
      {i18n.problem(problemOf(error))}
      {retryAfter !== undefined && (
        <span aria-live="off">
          {' '}
          {left > 0 ? i18n.t('desk.login.retry_in', { time: i18n.duration(left) }) : i18n.t('desk.login.retry_now')}
        </span>
      )}
    </Alert>
  );
}

function useCountdown(seconds: number | undefined): number {
  const [left, setLeft] = useState(seconds ?? 0);
  useEffect(() => {
    if (seconds === undefined) return undefined;
    const end = Date.now() + seconds * 1_000;
    const update = () => {
      setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1_000)));
    };
    update();
    const timer = setInterval(update, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, [seconds]);
  return left;
}
