import { Button } from '@digdir/designsystemet-react';
import type { MouseEvent, ReactNode } from 'react';
import { useI18n } from './i18n';
import { Cog, Question, Signpost, SignOut } from './icons';
import { pathOf, type PageName } from './route';

interface TopBarProps {
  name: string;
  page: PageName;
  pages: readonly PageName[];
  onPage: (page: PageName) => void;
  onSettings: () => void;
  onHelp: (() => void) | undefined;
  onSignOut: () => void;
  /** Presence and line, between the navigation and the buttons. */
  children?: ReactNode;
}

export function TopBar({ name, page, pages, onPage, onSettings, onHelp, onSignOut, children }: TopBarProps) {
  const { t } = useI18n();
  const follow = (event: MouseEvent, to: PageName) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onPage(to);
  };
  return (
    <header className="top">
      <p className="brand">
        <Signpost /> <span className="brand-name">{t('desk.brand')}</span>
      </p>
      <nav aria-label={t('desk.nav.label')} className="top-nav">
        {pages.map((one) => (
          <a
            key={one}
            href={pathOf(one)}
            aria-current={one === page ? 'page' : undefined}
            onClick={(event) => {
              follow(event, one);
            }}
          >
            {t(`desk.nav.${one}`)}
          </a>
        ))}
      </nav>
      <div className="top-middle">{children}</div>
      <div className="row top-buttons">
        <span className="top-name">{name}</span>
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
