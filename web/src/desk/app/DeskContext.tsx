import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Me, StaffCard } from '../../api/shapes';
import type { StaffApi } from '../api/staff';
import type { DeskSession } from '../realtime/session';
import type { DeskState } from '../realtime/state';

/** Everything a part of the desk may use. */
export interface Desk {
  me: Me;
  staff: StaffCard;
  api: StaffApi;
  session: DeskSession;
  /** The server's time in milliseconds for a local time. */
  serverTime: (local: number) => number;
}

const DeskContext = createContext<Desk | undefined>(undefined);

export const DeskProvider = DeskContext;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('no DeskProvider above');
  return desk;
}

export function useDeskState(): DeskState {
  const { store } = useDesk().session;
  return useSyncExternalStore(store.subscribe, store.get);
}
