import type { Me } from '../../api/shapes';
import { uuid } from '../../ui/uuid';
import type { StaffApi } from '../api/staff';
import { browserClock } from './clock';
import type { Socket } from './connection';
import { DeskSession } from './session';
import { Vault } from './vault';

/** A desk session over this browser's socket, clock and storage. */
export function browserSession(me: Me, api: StaffApi, onSignedOut: () => void): DeskSession {
  return new DeskSession({
    me,
    api,
    vault: new Vault(sessionStorage),
    clock: browserClock(),
    openSocket: () => {
      const address = new URL('/api/v1/desk/stream', location.href);
      address.protocol = address.protocol.replace('http', 'ws');
      return new WebSocket(address, 'veiviser.v1') as Socket;
    },
    random: Math.random,
    newId: () => uuid(),
    onSignedOut,
  });
}

/** Erases what this window kept of unsent text. */
export function forgetWindow(): void {
  new Vault(sessionStorage).clear();
}
