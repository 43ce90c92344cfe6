import { Alert, Button, Spinner } from '@digdir/designsystemet-react';
import { useEffect, useLayoutEffect } from 'react';
import type { Me } from '../../api/shapes';
import { problemOf } from '../api/client';
import { LoginPage } from '../features/login/LoginPage';
import { AnnouncerProvider } from './announcer';
import { CounsellorDesk } from './CounsellorDesk';
import { I18nProvider, useI18n } from './i18n';
import { LeaveQuestion } from './LeaveQuestion';
import { OverviewDesk } from './OverviewDesk';
import { useSettings } from './settings';
import { useAccess } from './useAccess';

export function Root() {
  const { language, theme } = useSettings();
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset['colorScheme'] = theme;
  }, [language, theme]);
  return (
    <I18nProvider language={language}>
      <AnnouncerProvider>
        <Gate />
        <LeaveQuestion />
      </AnnouncerProvider>
    </I18nProvider>
  );
}

/** Decides between the log-in and the desk. */
function Gate() {
  const { t, problem, language } = useI18n();
  const { access, api, ask, enter, leave } = useAccess(language);
  useEffect(() => {
    if (access.state !== 'in') document.title = t('desk.window');
  }, [access.state, t]);

  switch (access.state) {
    case 'asking':
      return (
        <main className="gate">
          <Spinner aria-label={t('desk.loading')} />
        </main>
      );
    case 'unknown':
      return (
        <main className="gate">
          <h1 className="ds-sr-only">{t('desk.window')}</h1>
          <Alert data-color="danger">{problem(problemOf(access.error))}</Alert>
          <Button onClick={() => void ask()}>{t('desk.try_again')}</Button>
        </main>
      );
    case 'out':
      return <LoginPage api={api} expired={access.expired} onSignedIn={enter} />;
    case 'in': {
      const { me } = access;
      return takesContacts(me) ? (
        <CounsellorDesk key={me.account_id} me={me} api={api} onSignOut={leave} onExpired={ask} />
      ) : (
        <OverviewDesk me={me} api={api} onSignOut={leave} />
      );
    }
  }
}

function takesContacts(me: Me): boolean {
  return me.staff !== undefined && me.roles.some((role) => role.role === 'counsellor');
}
