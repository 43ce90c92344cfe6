import { SkipLink } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Me } from '../../api/shapes';
import { CentrePlace, NationalPlace } from '../admin/places';
import type { StaffApi } from '../api/staff';
import { AccountPage } from '../features/account/AccountPage';
import { useI18n } from './i18n';
import { leaveThen } from './leaving';
import { usePlace, type PageName } from './route';
import { ServiceNotices } from './ServiceNotices';
import { SettingsDialog } from './SettingsDialog';
import { TopBar } from './TopBar';

interface OverviewDeskProps {
  me: Me;
  api: StaffApi;
  onSignOut: () => Promise<void>;
}

/** For accounts that take no contacts: national coordinators and administrators. */
export function OverviewDesk({ me, api, onSignOut }: OverviewDeskProps) {
  const { t } = useI18n();
  const [settingsOpen, setSettingsOpen] = useState(false);
  const centreId = me.staff?.centre_id ?? me.roles.find((role) => role.centre_id !== undefined)?.centre_id;
  const pages: PageName[] = centreId === undefined ? ['national', 'account'] : ['centre', 'national', 'account'];
  const { page, rest } = usePlace(pages);
  return (
    <div className="shell">
      <SkipLink href="#main">{t('desk.skip')}</SkipLink>
      <TopBar
        name={me.name}
        page={page}
        pages={pages}
        onSettings={() => {
          setSettingsOpen(true);
        }}
        onHelp={undefined}
        onSignOut={() => {
          leaveThen(() => void onSignOut());
        }}
      />
      <ServiceNotices api={api} />
      <div id="main" className="page" tabIndex={-1}>
        {page === 'centre' && centreId !== undefined && (
          <CentrePlace me={me} api={api} centreId={centreId} rest={rest} />
        )}
        {page === 'national' && <NationalPlace me={me} api={api} rest={rest} />}
        {page === 'account' && <AccountPage me={me} api={api} />}
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
