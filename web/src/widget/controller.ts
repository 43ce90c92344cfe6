import { problemOf } from '../api/problem';
import { type Credentials, PublicClient } from '../api/public-client';
import type { County, NewConversation, StartedConversation } from '../api/shapes';
import type { Language } from '../i18n/catalogue';
import { Connection, type SocketLike } from './connection';
import { Outbox, type Pending } from './outbox';
import {
  type Event,
  type Incoming,
  type Link,
  type State,
  contiguous,
  hasGap,
  initialState,
  isComplete,
  lastIncoming,
  reduce,
} from './state';
import type { TabStorage } from './storage';
import { uuid } from '../ui/uuid';

/** Nothing that is told of open or closed is older than fifteen seconds. */
const STATUS_MS = 12_000;
const TYPING_EVERY_MS = 3_000;

type Listener = (before: State, after: State) => void;

export interface ControllerOptions {
  home: URL;
  language: Language;
  storage: TabStorage;
  county: () => County | undefined;
}

/** Joins state, calls and line. The view asks it for things and is told of each new state. */
export class Controller {
  readonly client: PublicClient;
  readonly #options: ControllerOptions;
  readonly #listeners = new Set<Listener>();
  readonly #outbox: Outbox;
  #state: State;
  #connection: Connection | undefined;
  #statusTimer: ReturnType<typeof setInterval> | undefined;
  #typedAt = 0;
  #readSeq = 0;
  /** A start by a code that was not answered yet. */
  #start: { body: string; key: string } | undefined;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#state = initialState(options.language);
    this.client = new PublicClient(options.home, () => this.#state.language);
    this.#outbox = new Outbox({
      pending: () => this.#state.talk?.pending ?? [],
      change: (pending) => {
        this.dispatch({ type: 'pending', pending });
      },
      transmit: (item) => this.#connection?.transmit(item) ?? false,
    });
  }

  get state(): State {
    return this.#state;
  }

  /** Calls the listener with each change of state. */
  listen(listener: Listener): void {
    this.#listeners.add(listener);
  }

  dispatch(event: Event): void {
    const before = this.#state;
    const after = reduce(before, event);
    if (after === before) return;
    this.#state = after;
    if (
      after.talk !== undefined &&
      (before.talk?.session !== after.talk.session || before.talk.pending !== after.talk.pending)
    ) {
      this.#options.storage.save({ session: after.talk.session, pending: after.talk.pending });
    }
    for (const listener of this.#listeners) listener(before, after);
  }

  /** Takes up the conversation of this tab, if any, and asks whether the service is open. */
  start(): void {
    const saved = this.#options.storage.load();
    if (saved !== undefined) {
      this.dispatch({ type: 'restored', session: saved.session, pending: saved.pending });
      this.#connect();
    }
    void this.refreshStatus();
    this.#statusTimer = setInterval(() => {
      if (this.#state.screen !== 'talk' && !document.hidden) void this.refreshStatus();
    }, STATUS_MS);
  }

  stop(): void {
    clearInterval(this.#statusTimer);
    this.#disconnect();
  }

  wake(): void {
    this.#connection?.wake();
    if (this.#state.screen !== 'talk') void this.refreshStatus();
  }

  setLanguage(language: Language): void {
    if (language === this.#state.language) return;
    this.dispatch({ type: 'language', language });
    void this.refreshStatus();
  }

  async refreshStatus(): Promise<void> {
    try {
      this.dispatch({ type: 'status', status: await this.client.status(this.#options.county()) });
    } catch {
      this.dispatch({ type: 'status_failed' });
    }
  }

  /** A start by a code, asked again after an answer that was lost, must lead to the same conversation. */
  begin(conversation: NewConversation): Promise<void> {
    if (conversation.referral_code === undefined) return this.#open(() => this.client.start(conversation), true);
    const body = JSON.stringify(conversation);
    const start = this.#start?.body === body ? this.#start : { body, key: uuid() };
    this.#start = start;
    return this.#open(async () => {
      const started = await this.client.start(conversation, start.key);
      this.#start = undefined;
      return started;
    }, true);
  }

  resume(code: string): Promise<void> {
    return this.#open(() => this.client.resume(code), false);
  }

  write(body: string): void {
    this.#outbox.add({ client_id: uuid(), body });
  }

  discard(clientId: string): void {
    this.#outbox.discard(clientId);
  }

  typed(): void {
    const now = Date.now();
    if (now - this.#typedAt < TYPING_EVERY_MS || this.#state.talk?.state !== 'active') return;
    this.#typedAt = now;
    this.#connection?.typing();
  }

  /** Tells the counsellor that everything shown has been seen. */
  seen(): void {
    const { talk, link } = this.#state;
    if (talk === undefined || link !== 'online') return;
    const seq = lastIncoming(talk);
    if (seq <= this.#readSeq) return;
    if (this.#connection?.read(seq) === true) this.#readSeq = seq;
  }

  end(): Promise<void> {
    return this.#ask(async (credentials) => {
      const { state, closed_by } = await this.client.close(credentials);
      this.#received({ type: 'state', state, ...(closed_by && { closed_by }) });
    });
  }

  erase(): Promise<void> {
    return this.#ask(async (credentials) => {
      try {
        await this.client.erase(credentials);
      } catch (error) {
        if (![401, 404].includes(problemOf(error).status)) throw error;
      }
      this.leave('erased');
    });
  }

  transcript(): Promise<Blob> {
    const { talk } = this.#state;
    return talk === undefined ? Promise.reject(new Error('no conversation')) : this.client.transcript(talk.session);
  }

  /** Forgets the conversation here; the service keeps it. */
  leave(aftermath?: 'erased' | 'lost'): void {
    this.#disconnect();
    this.#options.storage.clear();
    this.dispatch({ type: 'left', ...(aftermath && { aftermath }) });
    void this.refreshStatus();
  }

  async #open(call: () => Promise<StartedConversation>, fresh: boolean): Promise<void> {
    if (this.#state.busy) return;
    this.dispatch({ type: 'asked' });
    try {
      this.dispatch({ type: 'opened', started: await call(), fresh });
      this.#connect();
    } catch (error) {
      const problem = problemOf(error);
      this.dispatch({ type: 'refused', problem });
      if (problem.code === 'service_closed') await this.refreshStatus();
    }
  }

  async #ask(call: (credentials: Credentials) => Promise<void>): Promise<void> {
    const { talk } = this.#state;
    if (talk === undefined) return;
    this.dispatch({ type: 'asked' });
    try {
      await call(talk.session);
    } catch (error) {
      this.dispatch({ type: 'refused', problem: problemOf(error) });
      return;
    }
    this.dispatch({ type: 'settled' });
  }

  #connect(): void {
    const { talk } = this.#state;
    if (talk === undefined) return;
    this.#disconnect();
    const { session } = talk;
    this.#connection = new Connection({
      token: session.token,
      openSocket: () => this.client.stream(session) as SocketLike,
      poll: (after, wait, signal) => this.client.messages(session, after, wait, signal),
      post: (item: Pending) => this.client.post(session, item.client_id, item.body),
      after: () => contiguous(this.#state.talk?.messages ?? []),
      hasGap: () => this.#state.talk !== undefined && hasGap(this.#state.talk),
      finished: () => this.#state.talk === undefined || isComplete(this.#state.talk),
      overdue: () => this.#outbox.overdue(),
      frame: (frame) => {
        this.#received(frame);
      },
      link: (link) => {
        this.#linkChanged(link);
      },
      ready: () => {
        this.#outbox.restart();
      },
      random: () => Math.random(),
    });
    this.#connection.start();
  }

  #disconnect(): void {
    this.#connection?.stop();
    this.#connection = undefined;
    this.#outbox.stop();
    this.#readSeq = 0;
  }

  #received(frame: Incoming): void {
    this.dispatch({ type: 'frame', frame, now: Date.now() });
    if (frame.type === 'ack' || frame.type === 'message') this.#outbox.confirmed();
    else if (frame.type === 'error' && frame.client_id !== undefined)
      this.#outbox.refused(frame.client_id, frame.problem);
  }

  #linkChanged(link: Link): void {
    if (link === 'gone') {
      this.leave('lost');
      return;
    }
    if (link === 'broken') this.#readSeq = 0;
    this.dispatch({ type: 'link', link });
  }
}
