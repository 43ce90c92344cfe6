import { Alert, Button } from '@digdir/designsystemet-react';
import { useDesk, useDeskState } from '../../app/DeskContext';
import { useI18n } from '../../app/i18n';
import { useNow } from '../../app/time';

/** One word about the line, in the top bar. */
export function LinkBadge() {
  const { t } = useI18n();
  const { link } = useDeskState();
  const good = link.phase === 'connected';
  const busy = link.phase === 'connecting' || link.phase === 'reconnecting';
  return (
    <span className="link-badge" data-quiet={good || undefined}>
      <span className="dot" data-tone={good ? 'good' : busy ? 'busy' : 'bad'} />
      <span className="link-word">{t(`desk.link.${link.phase === 'refused' ? 'stopped' : link.phase}`)}</span>
    </span>
  );
}

/** What a lost line means for the counsellor, and what can be done. */
export function LinkBanner() {
  const { t } = useI18n();
  const { session } = useDesk();
  const { link, loaded } = useDeskState();
  const again = () => {
    session.reconnect();
  };
  switch (link.phase) {
    case 'offline':
      return <Alert data-color="danger">{t('desk.link.offline_means')}</Alert>;
    case 'refused':
      return (
        <Alert data-color="danger">
          <div className="row spread">
            <span>{t('desk.link.refused_means')}</span>
            <Button data-size="sm" variant="secondary" onClick={again}>
              {t('desk.try_again')}
            </Button>
          </div>
        </Alert>
      );
    case 'reconnecting':
      if (!loaded || link.attempt > 1) return <Reconnecting retryAt={link.retryAt} onRetry={again} />;
      return null;
    case 'connecting':
    case 'connected':
    case 'stopped':
      return null;
  }
}

function Reconnecting({ retryAt, onRetry }: { retryAt: number; onRetry: () => void }) {
  const { t, plural } = useI18n();
  const left = Math.ceil((retryAt - useNow()) / 1_000);
  return (
    <Alert data-color="warning">
      <div className="row spread">
        <span>
          {t('desk.link.reconnecting_means')} {left > 0 && plural('desk.link.retry_in', left)}
        </span>
        <Button data-size="sm" variant="secondary" onClick={onRetry}>
          {t('desk.link.retry_now')}
        </Button>
      </div>
    </Alert>
  );
}
