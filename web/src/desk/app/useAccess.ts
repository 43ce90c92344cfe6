import { useCallback, useEffect, useState } from 'react';
import type { Language, Me } from '../../api/shapes';
import { ApiClient, ApiError } from '../api/client';
import { StaffApi } from '../api/staff';
import { forgetWindow } from '../realtime/browser';

export type Access =
  | { state: 'asking' }
  | { state: 'unknown'; error: unknown }
  | { state: 'out'; expired: boolean; elsewhere?: string | undefined }
  | { state: 'in'; me: Me };

export interface AccessControl {
  access: Access;
  api: StaffApi;
  /** Asks the server once more who I am. */
  ask: () => Promise<void>;
  enter: (me: Me) => void;
  leave: () => Promise<void>;
}

/** Whether somebody is signed in; a session is restored by asking who I am. */
export function useAccess(language: Language): AccessControl {
  const [access, setAccess] = useState<Access>({ state: 'asking' });
  const [api] = useState(() => new StaffApi(new ApiClient()));

  const ask = useCallback(
    () =>
      api.me().then(
        (me) => {
          setAccess((now) => (now.state === 'in' && isSame(now.me, me) ? now : { state: 'in', me }));
        },
        (error: unknown) => {
          const refused = error instanceof ApiError && error.problem.status === 401;
          setAccess((now) => {
            if (refused) return now.state === 'out' ? now : { state: 'out', expired: now.state === 'in' };
            return now.state === 'in' ? now : { state: 'unknown', error };
          });
        },
      ),
    [api],
  );

  useEffect(() => {
    api.client.speak(language);
  }, [api, language]);
  useEffect(() => {
    api.client.whenSignedOut(() => {
      setAccess((now) => (now.state === 'in' ? { state: 'out', expired: true } : now));
    });
    api.client.whenFactorMissing(() => void ask());
    void ask();
  }, [api, ask]);

  const enter = (me: Me) => {
    setAccess({ state: 'in', me });
  };
  const leave = async () => {
    const elsewhere = await api.logout().catch(() => undefined);
    forgetWindow();
    setAccess({ state: 'out', expired: false, elsewhere });
  };
  return { access, api, ask, enter, leave };
}

/** Whether what the desk shows would be the same. */
function isSame(one: Me, other: Me): boolean {
  return (
    one.account_id === other.account_id && one.must_enrol === other.must_enrol && one.staff?.id === other.staff?.id
  );
}
