import type { Language } from '../i18n/catalogue';
import type { Channel, ConversationState, Message, Notice, Party, Problem, Topic, WorkType } from './types';

export type Role = 'counsellor' | 'centre_administrator' | 'national_coordinator';
export type PresenceState = 'available' | 'away' | 'wrap_up' | 'offline';
export type ContactState = ConversationState | 'wrap_up';
export type WrapUpCode = 'answered' | 'guided' | 'referred' | 'booked' | 'technical' | 'abandoned' | 'other';

/** What an account is at its centre when it answers contacts. */
export interface StaffCard {
  id: string;
  alias: string;
  centre_id: string;
  centre_name: string;
  languages: Language[];
  topics: Topic[];
  capacity_units: number;
}

export interface Me {
  account_id: string;
  name: string;
  email: string;
  csrf_token: string;
  token?: string;
  roles: { role: Role; centre_id?: string; centre_name?: string }[];
  actions: string[];
  staff?: StaffCard;
}

export interface Presence {
  state: PresenceState;
  since: string;
  load_units: number;
  capacity_units: number;
}

export interface Queue {
  waiting: number;
  longest_wait_seconds: number;
  /** Counsellors available now. */
  available: number;
}

export interface Offer {
  id: string;
  contact_id: string;
  expires_at: string;
  offered_at: string;
  channel: Channel;
  language: Language;
  topic?: Topic;
  work_type: WorkType;
  county?: string;
  queue: string;
  waited_seconds: number;
}

export interface Contact {
  id: string;
  state: ContactState;
  channel: Channel;
  language: Language;
  topic?: Topic;
  work_type: WorkType;
  county?: string;
  queue: string;
  joined_at: string;
  accepted_at?: string;
  last_seq: number;
  read_by_seeker: number;
  read_by_me: number;
  seeker_present: boolean;
  transferred: boolean;
  closed_by?: Party;
}

export interface DeskSnapshot {
  presence: Presence;
  offers: Offer[];
  contacts: Contact[];
  queue: Queue;
}

export type Phase = 'contact' | 'contract' | 'communication' | 'conclusion';

export interface Phrase {
  id: string;
  language: Language;
  phase: Phase;
  title: string;
  body: string;
}

export interface Colleague {
  staff_id: string;
  alias: string;
  centre_id: string;
  centre_name: string;
  state: PresenceState;
  languages: Language[];
  free_units: number;
}

export interface CentreSummary {
  id: string;
  name: string;
  county: string;
  open: boolean;
}

export type TransferTarget = { staff_id: string } | { centre_id: string } | { national: true };

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
  | { type: 'offer_withdrawn'; offer_id: string; contact_id: string; reason: 'expired' | 'left' | 'taken' | 'declined' }
  | { type: 'contact'; contact: Contact }
  | ({ type: 'message'; contact_id: string; notice?: Notice } & Message)
  | { type: 'ack'; contact_id: string; client_id: string; seq: number; at: string; masked?: true; body?: string }
  | { type: 'typing'; contact_id: string; from: Party }
  | { type: 'read'; contact_id: string; from: Party; seq: number }
  | { type: 'queue'; queue: Queue }
  | { type: 'error'; problem: Problem; client_id?: string; contact_id?: string }
  | { type: 'bye'; reason: 'shutdown' | 'slow' | 'replaced' | 'unauthorised' | 'erased'; resume: boolean }
  | { type: 'pong' };
