import { useSyncExternalStore } from 'react';
import { replace } from '../../app/route';

const PATH = '/desk/invitation';
const KEY = 'veiviser.desk.invitation';

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
type Address = Pick<Location, 'pathname' | 'hash'>;

const listeners = new Set<() => void>();
let held: string | undefined;

/**
 * Takes the token of an invitation out of the address bar and its history, and keeps it for this window alone, so that
 * a log-in in between does not lose it. Call it before anything else looks at the address.
 */
export function takeLink(): void {
  hold(tokenOf(location, sessionStorage));
  window.addEventListener('hashchange', () => {
    if (location.pathname === PATH && location.hash !== '') hold(tokenOf(location, sessionStorage));
  });
}

/** The token in an address, or one that is kept; empty when the address asks for one that is not there. */
export function tokenOf({ pathname, hash }: Address, kept: Kept): string | undefined {
  const fresh = pathname === PATH ? hash.slice(1) : '';
  const token = fresh === '' ? read(kept) : fresh;
  return token ?? (pathname === PATH ? '' : undefined);
}

/** The token of the invitation that is open in this window; empty when its link was cut short. */
export function useLink(): string | undefined {
  return useSyncExternalStore(subscribe, () => held);
}

/** Forgets the invitation: it is accepted, not wanted now, or of no use. */
export function dropLink(): void {
  write(undefined);
  if (location.pathname === PATH) replace('/desk/');
  set(undefined);
}

function hold(token: string | undefined): void {
  if (location.pathname === PATH) history.replaceState(null, '', PATH);
  write(token);
  set(token);
}

function set(token: string | undefined): void {
  held = token;
  for (const listener of listeners) listener();
}

function read(kept: Kept): string | undefined {
  try {
    return kept.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(token: string | undefined): void {
  try {
    if (token === undefined || token === '') sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, token);
  } catch {
    // Without a storage the link must be opened once more after a reload, nothing else.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
