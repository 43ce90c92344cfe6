import type { Language } from '../i18n/catalogue';

export type { Language };
export type * from './staff-types';

export type Channel = 'chat' | 'phone';
export type WorkType = 'information' | 'guidance';
export type Topic = 'education' | 'study_choice' | 'work' | 'application' | 'skills' | 'abroad' | 'other';
export type OpeningReason = 'open' | 'outside_hours' | 'closed_day' | 'exception' | 'no_centre';
export type ConversationState = 'waiting' | 'active' | 'closed';
export type Party = 'seeker' | 'counsellor' | 'service';
export type Notice = 'counsellor_joined' | 'counsellor_left' | 'transferred' | 'waiting_again' | 'closed';
export type ByeReason = 'shutdown' | 'slow' | 'replaced' | 'unauthorised' | 'erased';

/** Two-digit county numbers in use since 2024. */
export const COUNTIES = [
  '03',
  '11',
  '15',
  '18',
  '31',
  '32',
  '33',
  '34',
  '39',
  '40',
  '42',
  '46',
  '50',
  '55',
  '56',
] as const;
export type County = (typeof COUNTIES)[number];

export const TOPICS = [
  'education',
  'study_choice',
  'work',
  'application',
  'skills',
  'abroad',
  'other',
] as const satisfies readonly Topic[];

/** A wait in seconds, marked when it rests on little data; without seconds where there is no data at all. */
export interface WaitEstimate {
  seconds?: number;
  uncertain: boolean;
}

export interface ServiceStatus {
  channel: Channel;
  open: boolean;
  why: OpeningReason;
  reason?: string;
  closes_at?: string;
  next_opening?: string;
  waiting: number;
  estimated_wait: Record<WorkType, WaitEstimate>;
  home_centre?: { id: string; name: string; open: boolean; next_opening?: string };
}

/** A weekly interval, in Norwegian local time. */
export interface CentreHours {
  queue: string;
  channel: Channel;
  /** 1 is Monday, 7 is Sunday. */
  weekday: number;
  opens: string;
  closes: string;
  closes_next_day?: boolean;
  /** First and last date the interval holds for; without them it always does. */
  valid_from?: string;
  valid_until?: string;
}

export interface CentreCard {
  id: string;
  name: string;
  county: string;
  languages: Language[];
  sites: { id: string; name: string; address: string; postal_place: string }[];
  open: boolean;
  why: OpeningReason;
  closes_at?: string;
  next_opening?: string;
  hours: CentreHours[];
}

export interface Page<Item> {
  items: Item[];
  next?: string;
}

/** Place in the queue; `position` 1 is next, `estimated_wait` is in seconds, absent where it is not known. */
export interface Place {
  position: number;
  estimated_wait?: number;
  uncertain: boolean;
  /** What else the service proposes when the wait may be long. */
  choices?: string[];
}

export interface Counsellor {
  alias: string;
  centre?: string;
}

export interface NewConversation {
  language: Language;
  county?: string;
  topic?: Topic;
  work_type?: WorkType;
  entry_point?: string;
  consent: true;
}

export interface StartedConversation {
  id: string;
  token: string;
  resume_code: string;
  state: ConversationState;
  language: Language;
  place?: Place;
}

export interface Conversation {
  id: string;
  state: ConversationState;
  language: Language;
  place?: Place;
  counsellor?: Counsellor;
  last_seq: number;
  closed_by?: Party;
  started_at: string;
}

export interface Message {
  seq: number;
  from: Party;
  alias?: string;
  body: string;
  at: string;
  client_id?: string;
  notice?: Notice;
  masked?: true;
}

export interface MessagePage {
  items: Message[];
  last_seq: number;
}

/** The answer to a seeker's long poll. */
export interface ConversationPage extends MessagePage {
  state: ConversationState;
  place?: Place;
  counsellor?: Counsellor;
}

export interface PostedMessage {
  message: Message;
  masked: boolean;
}

/** An RFC 9457 problem as the service sends it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  trace_id?: string;
  errors?: { field: string; reason: string }[];
  /** Extensions of `service_closed`. */
  why?: OpeningReason;
  reason?: string;
  next_opening?: string;
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
  | { type: 'ack'; client_id: string; seq: number; at: string; masked?: true; body?: string }
  | { type: 'typing'; from: Party }
  | { type: 'read'; from: Party; seq: number }
  | { type: 'state'; state: ConversationState; counsellor?: Counsellor; closed_by?: Party }
  | { type: 'error'; problem: Problem; client_id?: string }
  | { type: 'bye'; reason: ByeReason; resume: boolean }
  | { type: 'pong' };
