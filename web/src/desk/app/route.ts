import { useSyncExternalStore } from 'react';
import { hasUnsaved, leaveThen } from './leaving';

export type PageName = 'contacts' | 'rota' | 'centre' | 'national' | 'account';

/** A page, and what its address says below it. */
export interface Place {
  page: PageName;
  rest: readonly string[];
}

const BASE = '/desk/';
const listeners = new Set<() => void>();
let shown: string | undefined;

/** The address of a page, or of something below it. */
export function pathOf(page: PageName, ...rest: string[]): string {
  return page === 'contacts' ? BASE : BASE + [page, ...rest].join('/');
}

/** The place an address stands for, if the account has its page; else the account's first page. */
export function placeAt(path: string, pages: readonly PageName[]): Place {
  const [first, ...rest] = path
    .slice(BASE.length)
    .split('/')
    .filter((part) => part !== '');
  const page = pages.find((one) => one === first);
  return page === undefined ? { page: pages[0] ?? 'national', rest: [] } : { page, rest };
}

/** Goes to an address of the desk; the browser's back button works. Asks first when something is not saved. */
export function go(path: string): void {
  if (path === current()) return;
  leaveThen(() => {
    history.pushState(null, '', path);
    show(path);
  });
}

/** Goes on to an address that takes the place of the current one in the history. */
export function replace(path: string): void {
  history.replaceState(null, '', path);
  show(path);
}

/** The current place. */
export function usePlace(pages: readonly PageName[]): Place {
  return placeAt(useSyncExternalStore(subscribe, current), pages);
}

function current(): string {
  shown ??= location.pathname;
  return shown;
}

function show(path: string): void {
  shown = path;
  for (const listener of listeners) listener();
}

/** The browser has already moved, so staying means to put the address back. */
function moved(): void {
  const path = location.pathname;
  const before = current();
  if (path === before) return;
  if (!hasUnsaved()) {
    show(path);
    return;
  }
  history.pushState(null, '', before);
  go(path);
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('popstate', moved);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('popstate', moved);
  };
}
