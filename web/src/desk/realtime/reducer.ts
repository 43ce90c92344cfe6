import type { DeskServerFrame } from '../../api/frames';
import type { Contact, DeskSnapshot, Presence } from '../../api/shapes';
import { freeNumber, threadsInOrder, type DeskEvent, type DeskState, type Notice, type Thread } from './state';
import { openThread, withAck, withContact, withMessage, withPending } from './thread';

const TYPING_SHOWN_MS = 6_000;
const NOTICES_KEPT = 3;

/** Refusals that pass by themselves: the message is sent again until it is confirmed. */
const PASSING = new Set(['too_many_requests', 'unavailable']);

/** The next state of the desk. Pure: time and identities come with the event. */
export function reduce(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case 'frame':
      return reduceFrame(state, event.frame, event.now, event.alias);
    case 'link':
      return { ...state, link: event.link };
    case 'opened':
      return opened(state, event.contactId);
    case 'list_shown': {
      const { active: _, ...rest } = state;
      return rest;
    }
    case 'accepting':
      return { ...state, accepting: event.offerId };
    case 'accept_failed':
      return notAccepting(state);
    case 'accepted':
      return accepted(state, event.offerId, event.contact);
    case 'offer_dropped':
      return note(withoutOffer(state, event.offerId), event.text && { tone: 'info', text: event.text });
    case 'contact_changed':
      return changeContact(state, event.contact);
    case 'contact_left':
      return note(withoutThread(state, event.contactId), event.text && { tone: 'success', text: event.text });
    case 'problem':
      return note(state, { tone: 'danger', problem: event.problem });
    case 'dismissed':
      return { ...state, notices: state.notices.filter((notice) => notice.id !== event.id) };
    case 'presence_asked':
      return { ...state, intended: event.state };
    case 'presence_set':
      return settle({ ...state, presence: event.presence });
    case 'presence_failed':
      return settle(state);
    default:
      return reduceThread(state, event);
  }
}

type ThreadEvent = Extract<DeskEvent, { type: 'fetched' | 'written' | 'retried' | 'discarded' | 'read' | 'leaving' }>;

function reduceThread(state: DeskState, event: ThreadEvent): DeskState {
  return change(state, event.contactId, (thread) => {
    switch (event.type) {
      case 'fetched':
        return event.messages.reduce(withMessage, thread);
      case 'leaving':
        return { ...thread, leaving: event.leaving };
      case 'written':
        return { ...thread, pending: [...thread.pending, event.pending] };
      case 'retried':
        return withPending(thread, event.clientId, ({ failed: _, ...item }) => item);
      case 'discarded':
        return withPending(thread, event.clientId, () => undefined);
      case 'read':
        if (event.seq <= thread.contact.read_by_me) return thread;
        return { ...thread, contact: { ...thread.contact, read_by_me: event.seq } };
    }
  });
}

function reduceFrame(state: DeskState, frame: DeskServerFrame, now: number, alias?: string): DeskState {
  switch (frame.type) {
    case 'welcome':
      return welcome(state, frame);
    case 'presence':
      return presenceArrived(state, frame.presence);
    case 'offer':
      return { ...state, offers: [...state.offers.filter((offer) => offer.id !== frame.offer.id), frame.offer] };
    case 'offer_withdrawn':
      return offerWithdrawn(state, frame);
    case 'contact':
      return contactArrived(state, frame.contact);
    case 'message': {
      const { type: _, contact_id, ...message } = frame;
      return change(state, contact_id, (thread) => withMessage(thread, message));
    }
    case 'ack':
      return change(state, frame.contact_id, (thread) => withAck(thread, frame, alias));
    case 'typing':
      if (frame.from !== 'seeker') return state;
      return change(state, frame.contact_id, (thread) => ({ ...thread, typingUntil: now + TYPING_SHOWN_MS }));
    case 'read':
      return change(state, frame.contact_id, (thread) => withRead(thread, frame.from === 'seeker', frame.seq));
    case 'queue':
      return { ...state, queue: frame.queue };
    case 'error':
      return errorArrived(state, frame);
    case 'bye':
    case 'pong':
      return state;
  }
}

function welcome(state: DeskState, snapshot: DeskSnapshot): DeskState {
  const threads = threadsOf(state, snapshot.contacts);
  const next: DeskState = {
    ...state,
    loaded: true,
    presence: snapshot.presence,
    offers: snapshot.offers,
    queue: snapshot.queue,
    threads,
    recent: state.recent.filter((id) => id in threads),
  };
  const dropped = state.loaded && wentAway(state, snapshot.presence);
  const lost = Object.keys(state.threads).some((id) => !(id in threads));
  let noted = dropped ? note(next, { tone: 'warning', text: 'away_dropped' }) : next;
  if (lost) noted = note(noted, { tone: 'warning', text: 'contact_requeued' });
  return keepActive(noted);
}

/** The threads of a snapshot: those known keep their number and messages, the others follow by time of accept. */
function threadsOf(state: DeskState, contacts: readonly Contact[]): Record<string, Thread> {
  const threads: Record<string, Thread> = {};
  const here = contacts.filter((contact) => contact.state === 'active' || contact.state === 'wrap_up');
  for (const contact of here) {
    const known = state.threads[contact.id];
    if (known) threads[contact.id] = withContact(known, contact);
  }
  for (const contact of here.toSorted((a, b) => since(a) - since(b))) {
    threads[contact.id] ??= openThread(contact, freeNumber(threads));
  }
  return threads;
}

function since(contact: Contact): number {
  return Date.parse(contact.accepted_at ?? contact.joined_at);
}

function presenceArrived(state: DeskState, presence: Presence): DeskState {
  const missed = wentAway(state, presence);
  const next = settle({ ...state, presence }, presence.state);
  if (!missed) return next;
  const notices = next.notices.filter((notice) => notice.text !== 'offer_expired');
  return note({ ...next, notices }, { tone: 'warning', text: 'away_missed' });
}

function wentAway(state: DeskState, presence: Presence): boolean {
  return state.presence?.state === 'available' && presence.state === 'away' && state.intended !== 'away';
}

/** Forgets the wish once it is fulfilled, or at once when `reached` is not given. */
function settle(state: DeskState, reached?: Presence['state']): DeskState {
  if (reached && state.intended && reached !== state.intended) return state;
  const { intended: _, ...rest } = state;
  return rest;
}

type Withdrawn = Extract<DeskServerFrame, { type: 'offer_withdrawn' }>;

function offerWithdrawn(state: DeskState, frame: Withdrawn): DeskState {
  if (!state.offers.some((offer) => offer.id === frame.offer_id)) return state;
  const next = withoutOffer(state, frame.offer_id);
  if (state.accepting === frame.offer_id) return next;
  switch (frame.reason) {
    case 'expired':
      return note(next, { tone: 'warning', text: 'offer_expired' });
    case 'closed':
      return note(next, { tone: 'info', text: 'offer_closed' });
    case 'left':
      return note(next, { tone: 'info', text: 'offer_left' });
    case 'taken':
      return note(next, { tone: 'info', text: 'offer_taken' });
    case 'declined':
      return next;
  }
}

function contactArrived(state: DeskState, contact: Contact): DeskState {
  if (contact.state === 'closed' || contact.state === 'waiting') {
    const thread = state.threads[contact.id];
    if (!thread) return state;
    if (thread.leaving) return withoutThread(state, contact.id);
    const text = contact.state === 'waiting' ? 'contact_requeued' : 'contact_gone';
    return note(withoutThread(state, contact.id), { tone: 'info', text });
  }
  return changeContact(state, contact);
}

function changeContact(state: DeskState, contact: Contact): DeskState {
  if (contact.state === 'closed' || contact.state === 'waiting') return withoutThread(state, contact.id);
  if (!(contact.id in state.threads)) return insertContact(state, contact);
  return change(state, contact.id, (thread) => withContact(thread, contact));
}

function accepted(state: DeskState, offerId: string, contact: Contact): DeskState {
  return opened(insertContact(withoutOffer(notAccepting(state), offerId), contact), contact.id);
}

function notAccepting(state: DeskState): DeskState {
  const { accepting: _, ...rest } = state;
  return rest;
}

/** A contact seen for the first time. What it said before the accept is new to the counsellor, but not news. */
function insertContact(state: DeskState, contact: Contact): DeskState {
  if (contact.id in state.threads) return state;
  return keepActive({
    ...state,
    threads: { ...state.threads, [contact.id]: openThread(contact, freeNumber(state.threads)) },
  });
}

type ErrorFrame = Extract<DeskServerFrame, { type: 'error' }>;

function errorArrived(state: DeskState, frame: ErrorFrame): DeskState {
  const { contact_id, client_id, problem } = frame;
  if (PASSING.has(problem.code)) return state;
  const thread = contact_id === undefined ? ownerOf(state, client_id) : state.threads[contact_id];
  if (client_id && thread?.pending.some((item) => item.client_id === client_id)) {
    return change(state, thread.contact.id, (known) =>
      withPending(known, client_id, (item) => ({ ...item, failed: problem })),
    );
  }
  return note(state, { tone: 'danger', problem });
}

function ownerOf(state: DeskState, clientId: string | undefined): Thread | undefined {
  return Object.values(state.threads).find((thread) => thread.pending.some((item) => item.client_id === clientId));
}

function withRead(thread: Thread, bySeeker: boolean, seq: number): Thread {
  const contact = bySeeker
    ? { ...thread.contact, read_by_seeker: Math.max(thread.contact.read_by_seeker, seq) }
    : { ...thread.contact, read_by_me: Math.max(thread.contact.read_by_me, seq) };
  return { ...thread, contact };
}

function opened(state: DeskState, contactId: string): DeskState {
  if (!(contactId in state.threads)) return state;
  return { ...state, active: contactId, recent: [contactId, ...state.recent.filter((id) => id !== contactId)] };
}

function withoutOffer(state: DeskState, offerId: string): DeskState {
  return { ...state, offers: state.offers.filter((offer) => offer.id !== offerId) };
}

function withoutThread(state: DeskState, contactId: string): DeskState {
  if (!(contactId in state.threads)) return state;
  const { [contactId]: _, ...threads } = state.threads;
  return keepActive({ ...state, threads, recent: state.recent.filter((id) => id !== contactId) });
}

/** The active contact must exist; the one used before it takes its place, else the first. */
function keepActive(state: DeskState): DeskState {
  if (state.active === undefined || state.active in state.threads) return state;
  const { active: _, ...rest } = state;
  const next = state.recent[0] ?? threadsInOrder(state)[0]?.contact.id;
  return next === undefined ? rest : { ...rest, active: next };
}

function change(state: DeskState, contactId: string, with_: (thread: Thread) => Thread): DeskState {
  const thread = state.threads[contactId];
  if (!thread) return state;
  const next = with_(thread);
  return next === thread ? state : { ...state, threads: { ...state.threads, [contactId]: next } };
}

function note(state: DeskState, notice: Omit<Notice, 'id'> | undefined | '' | 0): DeskState {
  if (!notice) return state;
  const others = state.notices.filter((item) => !notice.text || item.text !== notice.text);
  return {
    ...state,
    nextNotice: state.nextNotice + 1,
    notices: [...others, { ...notice, id: state.nextNotice }].slice(-NOTICES_KEPT),
  };
}
