import type { ServerFrame } from '../api/frames';
import type {
  ConversationState,
  Counsellor,
  Message,
  Party,
  Place,
  Problem,
  ServiceStatus,
  StartedConversation,
} from '../api/shapes';
import type { Language } from '../i18n/catalogue';
import type { Pending } from './outbox';

const TYPING_SHOWN_MS = 6_000;

export type Screen = 'home' | 'self_help' | 'form' | 'resume' | 'talk';

/** How the line to the service is. `gone`: the conversation is no more. */
export type Link = 'idle' | 'connecting' | 'online' | 'broken' | 'gone';

/** A server frame as the widget needs it; long polling makes the same frames from its answers. */
export type Incoming =
  Exclude<ServerFrame, { type: 'welcome' }> | Omit<Extract<ServerFrame, { type: 'welcome' }>, 'language'>;

/** What is kept over a reload. */
export interface Session {
  id: string;
  token: string;
  resume_code: string;
  /** Of a start by the code of a referral. */
  referral_key?: string;
}

export interface Talk {
  session: Session;
  state: ConversationState;
  place?: Place;
  counsellor?: Counsellor;
  closedBy?: Party;
  /** By sequence number, without doubles. */
  messages: readonly Message[];
  /** The highest sequence number the service has told of. */
  knownSeq: number;
  pending: readonly Pending[];
  readByCounsellor: number;
  /** Milliseconds since 1970; the counsellor is shown as typing until then. */
  typingUntil: number;
  /** Started in this page: all it says is new. Otherwise what was there at the first welcome is history. */
  fresh: boolean;
  /** Messages up to here were there before the page was opened; unknown until the first welcome. */
  historyUntil?: number;
}

export interface State {
  language: Language;
  screen: Screen;
  status?: ServiceStatus;
  statusFailed: boolean;
  link: Link;
  talk?: Talk;
  /** A word about what just happened, shown on the first screen. */
  aftermath?: 'erased' | 'lost';
  /** Why the last thing asked for did not happen. */
  problem?: Problem;
  busy: boolean;
}

export type Event =
  | { type: 'language'; language: Language }
  | { type: 'status'; status: ServiceStatus }
  | { type: 'status_failed' }
  | { type: 'go'; screen: 'home' | 'self_help' | 'form' | 'resume' }
  | { type: 'asked' }
  | { type: 'settled' }
  | { type: 'refused'; problem: Problem }
  | { type: 'opened'; started: StartedConversation; fresh: boolean }
  | { type: 'restored'; session: Session; pending: readonly Pending[] }
  | { type: 'pending'; pending: readonly Pending[] }
  | { type: 'frame'; frame: Incoming; now: number }
  | { type: 'link'; link: Link }
  | { type: 'left'; aftermath?: 'erased' | 'lost' };

export function initialState(language: Language): State {
  return { language, screen: 'home', statusFailed: false, link: 'idle', busy: false };
}

/** The next state of the widget. Pure: time comes with the event. */
export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case 'language':
      return { ...state, language: event.language };
    case 'status':
      return { ...state, status: event.status, statusFailed: false };
    case 'status_failed':
      return { ...state, statusFailed: true };
    case 'go':
      return { ...settled(state), screen: event.screen };
    case 'asked':
      return { ...settled(state), busy: true };
    case 'settled':
      return { ...state, busy: false };
    case 'refused':
      return refused(state, event.problem);
    case 'opened':
      return { ...settled(state), screen: 'talk', link: 'connecting', talk: openTalk(event.started, event.fresh) };
    case 'restored':
      return {
        ...settled(state),
        screen: 'talk',
        link: 'connecting',
        talk: { ...emptyTalk(event.session), pending: event.pending },
      };
    case 'link':
      return { ...state, link: event.link };
    case 'left':
      return left(state, event.aftermath);
    case 'pending':
    case 'frame':
      return state.talk === undefined ? state : { ...state, talk: reduceTalk(state.talk, event) };
  }
}

/** The highest sequence number up to which nothing is missing; 0 before the first message. */
export function contiguous(messages: readonly Message[]): number {
  let seq = 0;
  for (const message of messages) {
    if (message.seq !== seq + 1) break;
    seq = message.seq;
  }
  return seq;
}

/** Whether a message is known to exist that has not arrived. */
export function hasGap(talk: Talk): boolean {
  return (talk.messages.at(-1)?.seq ?? 0) > contiguous(talk.messages);
}

/** Whether the conversation is over and all of it has arrived. */
export function isComplete(talk: Talk): boolean {
  const sent = talk.pending.every((item) => item.problem !== undefined);
  return talk.state === 'closed' && sent && !hasGap(talk) && contiguous(talk.messages) >= talk.knownSeq;
}

/** The last message of the other side; 0 when there is none. */
export function lastIncoming(talk: Talk): number {
  return talk.messages.findLast((message) => message.from !== 'seeker')?.seq ?? 0;
}

function settled(state: State): State {
  const { problem: _problem, aftermath: _aftermath, ...rest } = state;
  return { ...rest, busy: false };
}

function refused(state: State, problem: Problem): State {
  const next = { ...settled(state), problem };
  if (problem.code !== 'service_closed' || state.screen !== 'form') return next;
  return { ...next, screen: 'home' };
}

function left(state: State, aftermath?: 'erased' | 'lost'): State {
  const { talk: _talk, ...rest } = settled(state);
  const next: State = { ...rest, screen: 'home', link: 'idle' };
  return aftermath === undefined ? next : { ...next, aftermath };
}

function emptyTalk(session: Session): Talk {
  return {
    session,
    state: 'waiting',
    messages: [],
    knownSeq: 0,
    pending: [],
    readByCounsellor: 0,
    typingUntil: 0,
    fresh: false,
  };
}

function openTalk(started: StartedConversation, fresh: boolean): Talk {
  const { id, token, resume_code, referral_key, state, place } = started;
  const session = { id, token, resume_code, ...(referral_key === undefined ? {} : { referral_key }) };
  return { ...emptyTalk(session), state, fresh, ...(place === undefined ? {} : { place }) };
}

function reduceTalk(talk: Talk, event: Extract<Event, { type: 'pending' | 'frame' }>): Talk {
  if (event.type === 'pending') return { ...talk, pending: event.pending };
  const { frame, now } = event;
  switch (frame.type) {
    case 'welcome':
      return welcome(talk, frame);
    case 'place':
      return { ...talk, place: placeOf(frame) };
    case 'message':
      return withMessage(talk, frame);
    case 'ack':
      return withAck(talk, frame);
    case 'typing':
      return frame.from === 'seeker' ? talk : { ...talk, typingUntil: now + TYPING_SHOWN_MS };
    case 'read':
      return frame.from === 'seeker' ? talk : { ...talk, readByCounsellor: Math.max(talk.readByCounsellor, frame.seq) };
    case 'state':
      return withState(talk, frame);
    case 'error':
    case 'bye':
    case 'pong':
      return talk;
  }
}

function placeOf({ type: _type, ...place }: Extract<Incoming, { type: 'place' }>): Place {
  return place;
}

function welcome(talk: Talk, frame: Extract<Incoming, { type: 'welcome' }>): Talk {
  const next = withState(talk, frame);
  return {
    ...next,
    ...(frame.place === undefined ? {} : { place: frame.place }),
    knownSeq: Math.max(talk.knownSeq, frame.seq),
    readByCounsellor: Math.max(talk.readByCounsellor, frame.read ?? 0),
    historyUntil: talk.historyUntil ?? (talk.fresh ? 0 : frame.seq),
  };
}

interface StateChange {
  state: ConversationState;
  counsellor?: Counsellor;
  closed_by?: Party;
}

function withState(talk: Talk, change: StateChange): Talk {
  const { counsellor: _counsellor, place, ...rest } = talk;
  return {
    ...rest,
    state: change.state,
    typingUntil: change.state === 'active' ? talk.typingUntil : 0,
    ...(change.counsellor === undefined ? {} : { counsellor: change.counsellor }),
    ...(change.state === 'waiting' && place !== undefined ? { place } : {}),
    ...(change.closed_by === undefined ? {} : { closedBy: change.closed_by }),
  };
}

function withMessage(talk: Talk, arrived: Message & { type?: string }): Talk {
  const { type: _type, ...message } = arrived;
  const pending = talk.pending.filter((item) => item.client_id !== message.client_id);
  const typingUntil = message.from === 'counsellor' ? 0 : talk.typingUntil;
  return { ...talk, pending, typingUntil, messages: inserted(talk.messages, message) };
}

function withAck(talk: Talk, ack: Extract<Incoming, { type: 'ack' }>): Talk {
  const written = talk.pending.find((item) => item.client_id === ack.client_id);
  if (written === undefined) return talk;
  return withMessage(talk, {
    seq: ack.seq,
    from: 'seeker',
    body: ack.body ?? written.body,
    at: ack.at,
    client_id: ack.client_id,
    ...(ack.masked === undefined ? {} : { masked: ack.masked }),
  });
}

function inserted(messages: readonly Message[], message: Message): readonly Message[] {
  if (messages.some((known) => known.seq === message.seq)) return messages;
  const at = messages.findLastIndex((known) => known.seq < message.seq) + 1;
  return [...messages.slice(0, at), message, ...messages.slice(at)];
}
