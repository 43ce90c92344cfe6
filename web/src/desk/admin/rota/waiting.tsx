import { Badge } from '@digdir/designsystemet-react';
import { useI18n } from '../../app/i18n';
import { useLoaded } from '../../app/useLoaded';
import type { AdminApi } from '../api';

export interface Waiting {
  /** Unknown counts as none. */
  count: number;
  again: () => void;
}

/** How many swap requests wait for an administrator. */
export function useWaiting(admin: AdminApi, may: boolean): Waiting {
  const { value, again } = useLoaded(`rota/waiting/${may}`, async () => {
    if (!may) return 0;
    const { items } = await admin.rota.swaps(true);
    return items.filter(({ state }) => state === 'accepted').length;
  });
  return { count: value ?? 0, again };
}

export function WaitingCount({ count }: { count: number }) {
  const { plural } = useI18n();
  if (count === 0) return null;
  return (
    <>
      {' '}
      <Badge data-color="danger" count={count} aria-hidden />
      <span className="ds-sr-only">{plural('desk.rota.waiting', count)}</span>
    </>
  );
}
