import type { Me } from '../../api/shapes';
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
    newId: newUuid,
    onSignedOut,
  });
}

/** Erases what this window kept of unsent text. */
export function forgetWindow(): void {
  new Vault(sessionStorage).clear();
}

/** `crypto.randomUUID` is missing where the page is not served over https. */
function newUuid(): string {
  if ('randomUUID' in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, index) => {
    const value = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, '0');
  }).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
