import { useCallback, useSyncExternalStore } from 'react';

export type PageName = 'contacts' | 'centre' | 'national';

const BASE = '/desk/';
const listeners = new Set<() => void>();

/** The address of a page. */
export function pathOf(page: PageName): string {
  return page === 'contacts' ? BASE : `${BASE}${page}`;
}

/** The page an address stands for, if the account has it; else its first page. */
export function pageAt(path: string, pages: readonly PageName[]): PageName {
  return pages.find((page) => pathOf(page).replace(/\/$/, '') === path.replace(/\/$/, '')) ?? pages[0] ?? 'national';
}

/** The current page, and how to go to another; the browser's back button works. */
export function usePage(pages: readonly PageName[]): [PageName, (page: PageName) => void] {
  const path = useSyncExternalStore(subscribe, () => location.pathname);
  const go = useCallback((page: PageName) => {
    history.pushState(null, '', pathOf(page));
    for (const listener of listeners) listener();
  }, []);
  return [pageAt(path, pages), go];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}
