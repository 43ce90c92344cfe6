import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Me, PendingLogin } from '../../../api/shapes';
import { ApiError } from '../../api/client';
import type { StaffApi } from '../../api/staff';
import { unlockSound } from '../../app/alerts';
import { useI18n } from '../../app/i18n';
import { signByPasskey } from '../account/passkey';
import { Refusal } from './Refusal';

interface PasskeyButtonProps {
  api: StaffApi;
  /** The log-in whose second step it is; without it the passkey stands for the password too. */
  pending?: PendingLogin;
  onSignedIn: (me: Me) => void;
  /** The first step is too long ago. */
  onLate?: () => void;
}

/** Signs in by a passkey. */
export function PasskeyButton({ api, pending, onSignedIn, onLate }: PasskeyButtonProps) {
  const { t } = useI18n();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<{ error: unknown; at: number }>();
  const signIn = async () => {
    unlockSound();
    setBusy(true);
    setFault(undefined);
    try {
      const { token, options } = await api.passkeyChallenge(pending?.token);
      onSignedIn(await api.passkeyLogin(token, await signByPasskey(options)));
    } catch (error) {
      setBusy(false);
      const late = error instanceof ApiError && error.problem.code === 'login_expired';
      if (late && onLate) onLate();
      else setFault({ error, at: Date.now() });
    }
  };
  return (
    <div className="stack">
      <Button variant="secondary" loading={busy} onClick={() => void signIn()}>
        {t(pending === undefined ? 'desk.login.passkey_alone' : 'desk.login.passkey')}
      </Button>
      <div role="alert">{fault && <Refusal key={fault.at} error={fault.error} />}</div>
    </div>
  );
}
