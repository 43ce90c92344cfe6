import { Alert, Button } from '@digdir/designsystemet-react';
import { useEffect, useState } from 'react';
import type { ShownNotice } from '../../api/shapes';
import type { StaffApi } from '../api/staff';
import { useI18n } from './i18n';
import { useLoaded } from './useLoaded';

const REFRESH_MS = 60_000;

/** What staff should know just now, on top of every page. Planned things can be put away, sudden ones stay. */
export function ServiceNotices({ api }: { api: StaffApi }) {
  const { t, language } = useI18n();
  const { value, again } = useLoaded(`me/notices/${language}`, () => api.notices());
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const look = () => {
      if (!document.hidden) again();
    };
    const timer = setInterval(look, REFRESH_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [again]);
  const shown = value?.items.filter((notice) => notice.kind === 'sudden' || !hidden.has(keyOf(notice))) ?? [];
  return (
    <div role="status" className="service-notices">
      {shown.map((notice) => (
        <Alert key={keyOf(notice)} data-size="sm" data-color={notice.kind === 'sudden' ? 'danger' : 'info'}>
          <div className="row spread">
            <NoticeText notice={notice} />
            {notice.kind === 'planned' && (
              <Button
                data-size="sm"
                variant="tertiary"
                data-color="neutral"
                onClick={() => {
                  setHidden(new Set([...hidden, keyOf(notice)]));
                }}
              >
                {t('desk.notice.dismiss')}
              </Button>
            )}
          </div>
        </Alert>
      ))}
    </div>
  );
}

/** The text, and in which language it is where it is not the reader's. */
function NoticeText({ notice }: { notice: ShownNotice }) {
  const { name, language } = useI18n();
  if (notice.language === language) return <span className="kept-breaks">{notice.text}</span>;
  return (
    <span className="kept-breaks">
      <span lang={notice.language}>{notice.text}</span>{' '}
      <span className="quiet">({name('language', notice.language)})</span>
    </span>
  );
}

/** A notice that is written anew is another one. */
function keyOf({ id, text }: ShownNotice): string {
  return `${id} ${text}`;
}
