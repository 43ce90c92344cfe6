import { Alert, Button } from '@digdir/designsystemet-react';
import { useEffect } from 'react';
import type { Notice } from '../realtime/state';
import { useDesk, useDeskState } from './DeskContext';
import { useAnnounce } from './announcer';
import { useI18n } from './i18n';

const QUIET_NOTICE_MS = 15_000;

/** What happened while the counsellor did something else. Warnings stay until they are put away. */
export function Notices() {
  const { notices } = useDeskState();
  if (notices.length === 0) return null;
  return (
    <div className="notices">
      {notices.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeLine({ notice }: { notice: Notice }) {
  const i18n = useI18n();
  const announce = useAnnounce();
  const { session } = useDesk();
  const { id, tone } = notice;
  const text = notice.problem ? i18n.problem(notice.problem) : notice.text ? i18n.t(`desk.notice.${notice.text}`) : '';
  useEffect(() => {
    announce(text, tone === 'danger');
    // A notice is said once, when it comes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [announce]);
  useEffect(() => {
    if (tone !== 'info' && tone !== 'success') return undefined;
    const timer = setTimeout(() => {
      session.store.dispatch({ type: 'dismissed', id });
    }, QUIET_NOTICE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [session, id, tone]);
  return (
    <Alert data-color={tone}>
      <div className="row spread">
        <span>{text}</span>
        <Button
          data-size="sm"
          variant="tertiary"
          data-color="neutral"
          onClick={() => {
            session.store.dispatch({ type: 'dismissed', id });
          }}
        >
          {i18n.t('desk.notice.dismiss')}
        </Button>
      </div>
    </Alert>
  );
}
