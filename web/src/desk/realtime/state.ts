import type { DeskServerFrame } from '../../api/frames';
import type { Contact, Message, Offer, Presence, Problem, Queue } from '../../api/shapes';

/** The state of the line to the server, as the counsellor should understand it. */
export type Link =
  | { phase: 'connecting' }
  | { phase: 'connected' }
  | { phase: 'reconnecting'; attempt: number; retryAt: number }
  | { phase: 'offline' }
  | { phase: 'refused' }
  | { phase: 'stopped' };

/** A message written here that the server has not confirmed yet. */
export interface Pending {
  client_id: string;
  body: string;
  at: string;
  failed?: Problem;
}

export interface Thread {
  contact: Contact;
  /** Its number on the screen and its shortcut; it keeps it as long as it is here. */
  number: number;
  /** Confirmed messages by rising `seq`, each once. */
  messages: Message[];
  pending: Pending[];
  /** Highest `seq` below which nothing is missing. */
  upTo: number;
  /** Messages up to here were there before this desk opened; they are not announced. */
  history: number;
  /** The counsellor is handing the contact on or finishing it; its leaving is then no news. */
  leaving?: boolean;
  /** The seeker is typing until this local time in milliseconds. */
  typingUntil: number;
}

export type NoticeTone = 'info' | 'success' | 'warning' | 'danger';

export type NoticeText =
  | 'offer_gone'
  | 'offer_expired'
  | 'offer_left'
  | 'offer_closed'
  | 'offer_taken'
  | 'away_missed'
  | 'away_dropped'
  | 'contact_gone'
  | 'contact_requeued'
  | 'transferred'
  | 'wrapped_up';

export interface Notice {
  id: number;
  tone: NoticeTone;
  text?: NoticeText;
  problem?: Problem;
}

export interface DeskState {
  link: Link;
  loaded: boolean;
  presence?: Presence;
  /** The presence the counsellor asked for and the server has not confirmed yet. */
  intended?: 'available' | 'away';
  offers: Offer[];
  /** The offer the counsellor is accepting; its withdrawal is then no news. */
  accepting?: string;
  threads: Readonly<Record<string, Thread>>;
  queue?: Queue;
  /** The contact being worked on. */
  active?: string;
  /** Contacts by latest use; the first few are the visible columns. */
  recent: string[];
  notices: Notice[];
  nextNotice: number;
}

export type DeskEvent =
  | { type: 'frame'; frame: DeskServerFrame; now: number; alias?: string }
  | { type: 'link'; link: Link }
  | { type: 'opened'; contactId: string }
  | { type: 'list_shown' }
  | { type: 'accepting'; offerId: string }
  | { type: 'accept_failed' }
  | { type: 'leaving'; contactId: string; leaving: boolean }
  | { type: 'accepted'; contact: Contact; offerId: string }
  | { type: 'offer_dropped'; offerId: string; text?: NoticeText }
  | { type: 'contact_changed'; contact: Contact }
  | { type: 'contact_left'; contactId: string; text?: NoticeText }
  | { type: 'fetched'; contactId: string; messages: Message[] }
  | { type: 'written'; contactId: string; pending: Pending }
  | { type: 'retried'; contactId: string; clientId: string }
  | { type: 'discarded'; contactId: string; clientId: string }
  | { type: 'read'; contactId: string; seq: number }
  | { type: 'presence_asked'; state: 'available' | 'away' }
  | { type: 'presence_set'; presence: Presence }
  | { type: 'presence_failed' }
  | { type: 'problem'; problem: Problem }
  | { type: 'dismissed'; id: number };

export const emptyDesk: DeskState = {
  link: { phase: 'connecting' },
  loaded: false,
  offers: [],
  threads: {},
  recent: [],
  notices: [],
  nextNotice: 1,
};

/** The contacts of the desk by number, so that none moves while others come and go. */
export function threadsInOrder(state: Pick<DeskState, 'threads'>): Thread[] {
  return Object.values(state.threads).sort((a, b) => a.number - b.number);
}

/** The lowest number that no contact has. */
export function freeNumber(threads: DeskState['threads']): number {
  const taken = new Set(Object.values(threads).map((thread) => thread.number));
  let number = 1;
  while (taken.has(number)) number += 1;
  return number;
}

/** The number of messages from the seeker that the counsellor has not seen. */
export function unread(thread: Thread): number {
  return thread.messages.filter((message) => message.from === 'seeker' && message.seq > thread.contact.read_by_me)
    .length;
}

/** Offers and unread messages together: the number in the window title. */
export function attention(state: DeskState): number {
  return Object.values(state.threads).reduce((sum, thread) => sum + unread(thread), state.offers.length);
}

/** The contacts shown side by side when `columns` fit: the latest used, in the order of the list. */
export function visibleThreads(state: DeskState, columns: number): Thread[] {
  const order = threadsInOrder(state);
  if (order.length <= columns) return order;
  const chosen = new Set(state.recent.slice(0, columns));
  for (const thread of order) {
    if (chosen.size >= columns) break;
    chosen.add(thread.contact.id);
  }
  return order.filter((thread) => chosen.has(thread.contact.id));
}
