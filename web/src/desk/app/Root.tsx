import { Alert, Button, Spinner } from '@digdir/designsystemet-react';
import { useEffect, useLayoutEffect, useState } from 'react';
import type { Me } from '../../api/shapes';
import { problemOf } from '../api/client';
import { InvitationPage, type Newcomer } from '../features/invitation/InvitationPage';
import { useLink } from '../features/invitation/link';
import { LoginPage } from '../features/login/LoginPage';
import { AnnouncerProvider } from './announcer';
import { CounsellorDesk } from './CounsellorDesk';
import { EnrolDesk } from './EnrolDesk';
import { I18nProvider, useI18n } from './i18n';
import { LeaveQuestion } from './LeaveQuestion';
import { OverviewDesk } from './OverviewDesk';
import { useSettings } from './settings';
import { useAccess, type AccessControl } from './useAccess';

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

/** Decides between an invitation, the log-in and the desk. */
function Gate() {
  const { t, language } = useI18n();
  const control = useAccess(language);
  const { access, api, enter, leave } = control;
  const token = useLink();
  const [newcomer, setNewcomer] = useState<Newcomer>();
  const invited = token !== undefined && (access.state === 'in' || access.state === 'out');
  useEffect(() => {
    if (access.state !== 'in' && !invited) document.title = t('desk.window');
  }, [access.state, invited, t]);
  const enterOnce = (me: Me) => {
    setNewcomer(undefined);
    enter(me);
  };
  if (!invited) return <Desk {...control} enter={enterOnce} newcomer={newcomer} />;
  return (
    <InvitationPage
      key={token}
      token={token}
      me={access.state === 'in' ? access.me : undefined}
      api={api}
      onSignedIn={enter}
      onSignOut={leave}
      onAccepted={setNewcomer}
    />
  );
}

/** The desk of who is logged in, or the way to it. */
function Desk({ access, api, ask, enter, leave, newcomer }: AccessControl & { newcomer: Newcomer | undefined }) {
  const { t, problem } = useI18n();
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
      return (
        <LoginPage
          api={api}
          expired={access.expired}
          elsewhere={access.elsewhere}
          email={newcomer?.email}
          lead={newcomer && t('desk.invitation.accepted', { centre: newcomer.centre })}
          onSignedIn={enter}
        />
      );
    case 'in': {
      const { me } = access;
      if (me.must_enrol) return <EnrolDesk me={me} api={api} onSignOut={leave} onEnrolled={ask} />;
      return takesContacts(me) ? (
        <CounsellorDesk key={me.staff?.id} me={me} api={api} onSignOut={leave} onExpired={ask} onMoved={enter} />
      ) : (
        <OverviewDesk me={me} api={api} onSignOut={leave} />
      );
    }
  }
}

function takesContacts(me: Me): boolean {
  return me.staff !== undefined && me.roles.some((role) => role.role === 'counsellor');
}
