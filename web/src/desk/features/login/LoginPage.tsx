import { Alert, Button, Card, Divider, Heading, Paragraph, Textfield } from '@digdir/designsystemet-react';
import { useRef, useState, type SubmitEvent } from 'react';
import type { Me, PendingLogin } from '../../../api/shapes';
import type { StaffApi } from '../../api/staff';
import { unlockSound } from '../../app/alerts';
import { useI18n } from '../../app/i18n';
import { Signpost } from '../../app/icons';
import { LanguageSelect } from '../../app/LanguageSelect';
import { passkeysPossible } from '../account/passkey';
import { takeSecondStep, useArrivalProblem } from './arrival';
import { PasskeyButton } from './PasskeyButton';
import { ProviderButtons } from './ProviderButtons';
import { Refusal } from './Refusal';
import { SecondStep } from './SecondStep';

interface LoginPageProps {
  api: StaffApi;
  /** The counsellor was signed in a moment ago and the session ended. */
  expired: boolean;
  /** Where the person can log out of the provider they logged in by. */
  elsewhere?: string | undefined;
  /** The address that is known already. */
  email?: string | undefined;
  /** Why to log in just now. */
  lead?: string | undefined;
  onSignedIn: (me: Me) => void;
}

type Fault = { kind: 'missing' } | { kind: 'refused'; error: unknown; at: number };

export function LoginPage({ onSignedIn, ...first }: LoginPageProps) {
  const { t } = useI18n();
  const { api } = first;
  const [pending, setPending] = useState(takeSecondStep);
  const [late, setLate] = useState(false);
  return (
    <main className="login">
      <Card className="login-card">
        <p className="brand">
          <Signpost /> {t('desk.brand')}
        </p>
        {pending === undefined ? (
          <FirstStep
            {...first}
            late={late}
            onSignedIn={onSignedIn}
            onPending={(answer) => {
              setLate(false);
              setPending(answer);
            }}
          />
        ) : (
          <SecondStep
            api={api}
            pending={pending}
            onSignedIn={onSignedIn}
            onBack={(tooLate) => {
              setLate(tooLate);
              setPending(undefined);
            }}
          />
        )}
      </Card>
      <div className="login-language">
        <LanguageSelect />
      </div>
    </main>
  );
}

interface FirstStepProps extends LoginPageProps {
  /** The second step came too late: it all begins again. */
  late: boolean;
  onPending: (pending: PendingLogin) => void;
}

function FirstStep({ api, expired, elsewhere, email, lead, late, onSignedIn, onPending }: FirstStepProps) {
  const { t } = useI18n();
  const problem = useArrivalProblem();
  return (
    <>
      <Heading level={1} data-size="sm">
        {t('desk.login.title')}
      </Heading>
      <Paragraph>{lead ?? t('desk.login.lead')}</Paragraph>
      {expired && !late && <Alert data-color="warning">{t('desk.login.expired')}</Alert>}
      {elsewhere !== undefined && <Elsewhere url={elsewhere} />}
      {problem !== undefined && (
        <Alert role="alert" data-color="danger">
          {problem}
        </Alert>
      )}
      <div role="alert">{late && <Alert data-color="warning">{t('desk.login.too_late')}</Alert>}</div>
      <ProviderButtons api={api} />
      <LoginForm
        api={api}
        known={email}
        onAnswer={(answer) => {
          if ('methods' in answer) onPending(answer);
          else onSignedIn(answer);
        }}
      />
      {passkeysPossible() && (
        <>
          <Divider />
          <PasskeyButton api={api} onSignedIn={onSignedIn} />
        </>
      )}
    </>
  );
}

/** Logged out here, and perhaps still logged in at the provider. */
function Elsewhere({ url }: { url: string }) {
  const { t } = useI18n();
  return (
    <Alert data-color="info">
      <p>{t('desk.login.elsewhere')}</p>
      <p>
        <a className="ds-link" href={url} rel="noreferrer">
          {t('desk.login.elsewhere_go')}
        </a>
      </p>
    </Alert>
  );
}

interface LoginFormProps {
  api: StaffApi;
  known: string | undefined;
  onAnswer: (answer: Me | PendingLogin) => void;
}

function LoginForm({ api, known, onAnswer }: LoginFormProps) {
  const { t } = useI18n();
  const [email, setEmail] = useState(known ?? '');
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
      onAnswer(await api.login(email.trim(), password));
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
