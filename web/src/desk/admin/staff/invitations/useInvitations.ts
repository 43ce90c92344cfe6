import { useEffect } from 'react';
import { useLoaded, type Loaded } from '../../../app/useLoaded';
import type { AdminApi } from '../../api';
import type { Invitations } from '../../shapes';

const REFRESH_MS = 2_000;

/** The invitations nobody has accepted yet, renewed while a mail is on its way. */
export function useInvitations(admin: AdminApi): Loaded<Invitations> {
  const loaded = useLoaded('admin/invitations', () => admin.invitations());
  const { value, again } = loaded;
  const waiting = value?.items.some(({ state }) => state === 'waiting') === true;
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) again();
    }, REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, [waiting, again]);
  return loaded;
}
