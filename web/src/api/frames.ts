import type {
  Contact,
  ConversationState,
  Counsellor,
  DeskSnapshot,
  Language,
  Message,
  Offer,
  Party,
  Place,
  Presence,
  Problem,
  Queue,
} from './shapes';

// What goes over the WebSockets; no document tells of it.

export type ByeReason = 'shutdown' | 'slow' | 'unauthorised' | 'erased';
export type WithdrawalReason = 'expired' | 'left' | 'taken' | 'declined' | 'closed';

export interface Ack {
  client_id: string;
  seq: number;
  at: string;
  masked?: boolean;
  body?: string;
}

interface Bye {
  type: 'bye';
  reason: ByeReason;
  resume: boolean;
}

export type ClientFrame =
  | { type: 'hello'; token: string; after: number }
  | { type: 'message'; client_id: string; body: string }
  | { type: 'typing' }
  | { type: 'read'; seq: number }
  | { type: 'ping' };

export type ServerFrame =
  | {
      type: 'welcome';
      state: ConversationState;
      seq: number;
      language: Language;
      counsellor?: Counsellor;
      place?: Place;
      read?: number;
    }
  | ({ type: 'place' } & Place)
  | ({ type: 'message' } & Message)
  | ({ type: 'ack' } & Ack)
  | { type: 'typing'; from: Party }
  | { type: 'read'; from: Party; seq: number }
  | { type: 'state'; state: ConversationState; counsellor?: Counsellor; closed_by?: Party }
  | { type: 'error'; problem: Problem; client_id?: string }
  | Bye
  | { type: 'pong' };

export type DeskClientFrame =
  | { type: 'hello'; token?: string; after: Record<string, number> }
  | { type: 'message'; contact_id: string; client_id: string; body: string }
  | { type: 'typing'; contact_id: string }
  | { type: 'read'; contact_id: string; seq: number }
  | { type: 'ping' };

export type DeskServerFrame =
  | ({ type: 'welcome' } & DeskSnapshot)
  | { type: 'presence'; presence: Presence }
  | { type: 'offer'; offer: Offer }
  | { type: 'offer_withdrawn'; offer_id: string; contact_id: string; reason: WithdrawalReason }
  | { type: 'contact'; contact: Contact }
  | ({ type: 'message'; contact_id: string } & Message)
  | ({ type: 'ack'; contact_id: string } & Ack)
  | { type: 'typing'; contact_id: string; from: Party }
  | { type: 'read'; contact_id: string; from: Party; seq: number }
  | { type: 'queue'; queue: Queue }
  | { type: 'error'; problem: Problem; client_id?: string; contact_id?: string }
  | Bye
  | { type: 'pong' };
