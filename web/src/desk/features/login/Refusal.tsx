import { Alert } from '@digdir/designsystemet-react';
import { useEffect, useState } from 'react';
import { ApiError, problemOf } from '../../api/client';
import { useI18n } from '../../app/i18n';

/** Why the log-in failed; when the server asks for patience, how long, counted down. */
export function Refusal({ error }: { error: unknown }) {
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
