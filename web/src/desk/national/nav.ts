import type { DeskKey } from '../app/i18n';

interface Entry {
  /** What its address says below that of the national page. */
  page: string;
  text: DeskKey;
  /** The action without which it is of no use; for coordinators only where there is none. */
  needs?: string;
}

type NavGroup = 'now' | 'rules' | 'centres' | 'oversight';

const ENTRIES: Readonly<Record<NavGroup, readonly Entry[]>> = {
  now: [
    { page: 'board', text: 'desk.board.title', needs: 'board:get' },
    { page: 'overrides', text: 'desk.override.title', needs: 'override:list' },
    { page: 'notices', text: 'desk.service_notice.title', needs: 'notice:list' },
    { page: 'surges', text: 'desk.surge.title', needs: 'surge:list' },
    { page: 'forecast', text: 'desk.forecast.title', needs: 'forecast:get' },
  ],
  rules: [
    { page: 'policies', text: 'desk.policy.title', needs: 'policy:list' },
    { page: 'agreements', text: 'desk.national.agreements.open' },
    { page: 'partners', text: 'desk.partner.title', needs: 'partner:list' },
  ],
  centres: [
    { page: 'centres', text: 'desk.national.centres_title' },
    { page: 'hours', text: 'desk.hours.title', needs: 'hours:union' },
    { page: 'closed-days', text: 'desk.national.closed_title' },
  ],
  oversight: [
    { page: 'retention', text: 'desk.admin.nav.retention', needs: 'national:retention_get' },
    { page: 'audit', text: 'desk.admin.nav.audit', needs: 'national:audit_list' },
    { page: 'log-in', text: 'desk.admin.providers.national', needs: 'national:provider_list' },
  ],
};

/** The national pages an account may see, group by group; a group without any is left out. */
export function navFor(actions: readonly string[], coordinates: boolean): { group: NavGroup; entries: Entry[] }[] {
  return (Object.keys(ENTRIES) as NavGroup[])
    .map((group) => ({
      group,
      entries: ENTRIES[group].filter(({ needs }) => (needs === undefined ? coordinates : actions.includes(needs))),
    }))
    .filter(({ entries }) => entries.length > 0);
}
