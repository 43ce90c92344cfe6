import { SkipLink } from '@digdir/designsystemet-react';
import { useEffect, useMemo, useState } from 'react';
import type { Me } from '../../api/shapes';
import { CentrePlace, NationalPlace } from '../admin/places';
import type { StaffApi } from '../api/staff';
import { AccountPage } from '../features/account/AccountPage';
import { LinkBadge } from '../features/presence/LinkState';
import { PresenceControl } from '../features/presence/PresenceControl';
import { MyRotaPage } from '../features/rota/MyRotaPage';
import { browserSession } from '../realtime/browser';
import type { DeskSession } from '../realtime/session';
import { ContactsPage } from './ContactsPage';
import { DeskProvider, type Desk } from './DeskContext';
import { HelpDialog } from './HelpDialog';
import { useI18n } from './i18n';
import { leaveThen } from './leaving';
import { Modal } from './Modal';
import { usePlace, type PageName } from './route';
import { ServiceNotices } from './ServiceNotices';
import { SettingsDialog } from './SettingsDialog';
import { SignOutQuestion } from './SignOutQuestion';
import { TopBar } from './TopBar';
import { useNews } from './useNews';
import { WorkplaceChoice } from './WorkplaceChoice';

interface CounsellorDeskProps {
  me: Me;
  api: StaffApi;
  onSignOut: () => Promise<void>;
  /** The line was refused: find out whether the session still holds. */
  onExpired: () => Promise<void>;
  /** Works at another centre from now on. */
  onMoved: (me: Me) => void;
}

type Dialog = 'settings' | 'help' | 'sign_out';

/** The desk of somebody who takes contacts. */
export function CounsellorDesk({ me, api, onSignOut, onExpired, onMoved }: CounsellorDeskProps) {
  const session = useSession(me, api, onExpired);
  const desk = useMemo<Desk | undefined>(() => {
    if (!me.staff) return undefined;
    const serverTime = (local: number) => local - Date.now() + api.client.serverNow();
    return { me, staff: me.staff, api, session, serverTime };
  }, [me, api, session]);
  if (!desk) return null;
  return (
    <DeskProvider value={desk}>
      <Pages
        me={me}
        session={desk.session}
        api={api}
        centreId={desk.staff.centre_id}
        onSignOut={onSignOut}
        onMoved={onMoved}
      />
    </DeskProvider>
  );
}

interface PagesProps {
  me: Me;
  session: DeskSession;
  api: StaffApi;
  centreId: string;
  onSignOut: () => Promise<void>;
  onMoved: (me: Me) => void;
}

function Pages({ me, session, api, centreId, onSignOut, onMoved }: PagesProps) {
  const { t } = useI18n();
  const [dialog, setDialog] = useState<Dialog>();
  const pages = pagesOf(me);
  const { page, rest } = usePlace(pages);
  useNews(session);
  const close = () => {
    setDialog(undefined);
  };
  return (
    <div className="shell">
      <SkipLink href="#main">{t('desk.skip')}</SkipLink>
      <TopBar
        name={me.name}
        page={page}
        pages={pages}
        onSettings={() => {
          setDialog('settings');
        }}
        onHelp={() => {
          setDialog('help');
        }}
        onSignOut={() => {
          leaveThen(() => {
            setDialog('sign_out');
          });
        }}
      >
        <WorkplaceChoice onMoved={onMoved} />
        <PresenceControl />
        <LinkBadge />
      </TopBar>
      <ServiceNotices api={api} />
      <div id="main" className="page" tabIndex={-1}>
        {page === 'contacts' && (
          <ContactsPage
            onHelp={() => {
              setDialog('help');
            }}
          />
        )}
        {page === 'rota' && <MyRotaPage api={api} me={me} centreId={centreId} />}
        {page === 'centre' && <CentrePlace me={me} api={api} centreId={centreId} rest={rest} />}
        {page === 'national' && <NationalPlace me={me} api={api} rest={rest} />}
        {page === 'account' && <AccountPage me={me} api={api} />}
      </div>
      {dialog === 'settings' && <SettingsDialog onClose={close} />}
      {dialog === 'help' && <HelpDialog onClose={close} />}
      {dialog === 'sign_out' && (
        <Modal title={t('desk.sign_out_title')} onClose={close}>
          <SignOutQuestion onCancel={close} onSignOut={onSignOut} />
        </Modal>
      )}
    </div>
  );
}

/** The pages of somebody who takes contacts. */
function pagesOf(me: Me): PageName[] {
  const national = me.roles.some((role) => role.role === 'national_coordinator');
  const pages: PageName[] = ['contacts'];
  if (me.actions.includes('shift:list_own')) pages.push('rota');
  pages.push('centre');
  if (national) pages.push('national');
  pages.push('account');
  return pages;
}

/** Keeps the line open while the desk is on the screen. */
function useSession(me: Me, api: StaffApi, onExpired: () => Promise<void>): DeskSession {
  const [session] = useState(() => browserSession(me, api, () => void onExpired()));
  useEffect(() => {
    const online = () => {
      session.setOnline(true);
    };
    const offline = () => {
      session.setOnline(false);
    };
    const seen = () => {
      if (!document.hidden) session.wake();
    };
    window.addEventListener('online', online);
    window.addEventListener('offline', offline);
    document.addEventListener('visibilitychange', seen);
    session.start();
    return () => {
      window.removeEventListener('online', online);
      window.removeEventListener('offline', offline);
      document.removeEventListener('visibilitychange', seen);
      session.stop();
    };
  }, [session]);
  return session;
}
