import { SkipLink } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Me } from '../../api/shapes';
import type { StaffApi } from '../api/staff';
import { AccountPage } from '../features/account/AccountPage';
import { useI18n } from './i18n';
import { SettingsDialog } from './SettingsDialog';
import { TopBar } from './TopBar';

interface EnrolDeskProps {
  me: Me;
  api: StaffApi;
  onSignOut: () => Promise<void>;
  /** A second factor is there: find out what is open now. */
  onEnrolled: () => Promise<void>;
}

/** For those who must have a second factor and have none: nothing but their own account is open to them. */
export function EnrolDesk({ me, api, onSignOut, onEnrolled }: EnrolDeskProps) {
  const { t } = useI18n();
  const [settingsOpen, setSettingsOpen] = useState(false);
  return (
    <div className="shell">
      <SkipLink href="#main">{t('desk.skip')}</SkipLink>
      <TopBar
        name={me.name}
        page="account"
        pages={['account']}
        onSettings={() => {
          setSettingsOpen(true);
        }}
        onHelp={undefined}
        onSignOut={() => void onSignOut()}
      />
      <div id="main" className="page" tabIndex={-1}>
        <AccountPage me={me} api={api} onEnrolled={() => void onEnrolled()} />
      </div>
      {settingsOpen && (
        <SettingsDialog
          onClose={() => {
            setSettingsOpen(false);
          }}
        />
      )}
    </div>
  );
}
