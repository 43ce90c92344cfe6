import { SkipLink } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Me } from '../../api/shapes';
import type { StaffApi } from '../api/staff';
import { CentrePage } from '../features/centre/CentrePage';
import { NationalPage } from '../features/centre/NationalPage';
import { useI18n } from './i18n';
import { usePage, type PageName } from './route';
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
  const pages: PageName[] = centreId === undefined ? ['national'] : ['centre', 'national'];
  const [page, setPage] = usePage(pages);
  return (
    <div className="shell">
      <SkipLink href="#main">{t('desk.skip')}</SkipLink>
      <TopBar
        name={me.name}
        page={page}
        pages={pages}
        onPage={setPage}
        onSettings={() => {
          setSettingsOpen(true);
        }}
        onHelp={undefined}
        onSignOut={() => void onSignOut()}
      />
      <div id="main" className="page" tabIndex={-1}>
        {page === 'centre' && centreId !== undefined ? (
          <CentrePage centreId={centreId} api={api} />
        ) : (
          <NationalPage me={me} api={api} />
        )}
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
