import { Button } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useI18n } from './i18n';
import { Cog, Person, Question, Signpost, SignOut } from './icons';
import { PageLink } from './PageLink';
import { pathOf, type PageName } from './route';

interface TopBarProps {
  name: string;
  page: PageName;
  pages: readonly PageName[];
  onSettings: () => void;
  onHelp: (() => void) | undefined;
  onSignOut: () => void;
  /** Presence and line, between the navigation and the buttons. */
  children?: ReactNode;
}

export function TopBar({ name, page, pages, onSettings, onHelp, onSignOut, children }: TopBarProps) {
  const { t } = useI18n();
  return (
    <header className="top">
      <p className="brand">
        <Signpost /> <span className="brand-name">{t('desk.brand')}</span>
      </p>
      <nav aria-label={t('desk.nav.label')} className="top-nav">
        {pages
          .filter((one) => one !== 'account')
          .map((one) => (
            <PageLink key={one} to={pathOf(one)} current={one === page}>
              {t(`desk.nav.${one}`)}
            </PageLink>
          ))}
      </nav>
      <div className="top-middle">{children}</div>
      <div className="row top-buttons">
        <PageLink className="top-account" to={pathOf('account')} current={page === 'account'}>
          <Person />
          <span className="ds-sr-only">{t('desk.nav.account')}: </span>
          <span className="top-name">{name}</span>
        </PageLink>
        <IconButton label={t('desk.settings.title')} onClick={onSettings}>
          <Cog />
        </IconButton>
        {onHelp && (
          <IconButton label={t('desk.help.title')} onClick={onHelp}>
            <Question />
          </IconButton>
        )}
        <IconButton label={t('desk.sign_out')} onClick={onSignOut}>
          <SignOut />
        </IconButton>
      </div>
    </header>
  );
}

function IconButton({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Button
      icon
      variant="tertiary"
      data-color="neutral"
      data-size="sm"
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
