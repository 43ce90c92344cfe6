import { problemOf } from '../api/problem';
import type { ClientFrame, ServerFrame } from '../api/frames';
import type { ConversationPage, PostedMessage } from '../api/shapes';
import type { Pending } from './outbox';
import type { Incoming, Link } from './state';

const PING_MS = 10_000;
const SILENCE_MS = 25_000;
const WELCOME_MS = 8_000;
const GAP_MS = 2_000;
const ACK_MS = 10_000;
const BACKOFF_FIRST_MS = 500;
const BACKOFF_MOST_MS = 20_000;
const POLL_WAIT_S = 25;
const POLL_REST_MS = 300;
const SOCKET_TRIES = 2;
const SOCKET_AGAIN_MS = 300_000;

/** The part of a WebSocket that is used. */
export interface SocketLike {
  send: (text: string) => void;
  close: () => void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: never) => void) | null;
}

export interface ConnectionDeps {
  token: string;
  openSocket: () => SocketLike;
  poll: (after: number, waitSeconds: number, signal: AbortSignal) => Promise<ConversationPage>;
  post: (item: Pending) => Promise<PostedMessage>;
  /** The sequence number up to which everything has arrived. */
  after: () => number;
  hasGap: () => boolean;
  /** Nothing more can come: the conversation is over and complete. */
  finished: () => boolean;
  /** Milliseconds the message under way has waited for its confirmation. */
  overdue: () => number;
  frame: (frame: Incoming) => void;
  link: (link: Link) => void;
  /** The line is up, perhaps again: unconfirmed messages should be sent. */
  ready: () => void;
  /** Between 0 and 1. */
  random: () => number;
}

/**
 * Keeps a conversation's line to the service: a WebSocket, or long polling where a WebSocket cannot open twice
 * in a row. Reconnects with growing, scattered pauses until stopped.
 */
export class Connection {
  readonly #deps: ConnectionDeps;
  #socket: SocketLike | undefined;
  #polling: AbortController | undefined;
  #welcomed = false;
  #attempt = 0;
  #socketFailures = 0;
  /** WebSockets have worked here: polling is then the trace of an outage, and one is tried again at once. */
  #hadSocket = false;
  #heardAt = 0;
  #stopped = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #gap: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#stopped = false;
    this.#deps.link('connecting');
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#drop();
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  /** The device is online or the page is seen again: no reason to wait longer, and the line may be dead. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#retry !== undefined) {
      this.#attempt = 0;
      this.#connect();
    } else if (this.#welcomed && this.#socket !== undefined) {
      this.#checkLine();
      this.#send({ type: 'ping' });
    }
  }

  /** False when there is no line; the message is asked for again by `ready`. */
  transmit(item: Pending): boolean {
    if (!this.#welcomed) return false;
    if (this.#socket !== undefined) return this.#send({ type: 'message', client_id: item.client_id, body: item.body });
    void this.#post(item);
    return true;
  }

  typing(): void {
    if (this.#welcomed) this.#send({ type: 'typing' });
  }

  /** False when there is no WebSocket to tell it on. */
  read(seq: number): boolean {
    return this.#welcomed && this.#send({ type: 'read', seq });
  }

  #connect(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    if (this.#socketFailures >= SOCKET_TRIES) this.#startPolling();
    else this.#openSocket();
  }

  #openSocket(): void {
    let socket: SocketLike;
    try {
      socket = this.#deps.openSocket();
    } catch {
      this.#lost();
      return;
    }
    this.#socket = socket;
    this.#deadline = setTimeout(() => {
      this.#lost();
    }, WELCOME_MS);
    socket.onopen = () => {
      this.#send({ type: 'hello', token: this.#deps.token, after: this.#deps.after() });
    };
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') this.#received(data);
    };
    socket.onclose = () => {
      this.#lost();
    };
  }

  #send(frame: ClientFrame): boolean {
    if (this.#socket === undefined) return false;
    try {
      this.#socket.send(JSON.stringify(frame));
      return true;
    } catch {
      return false;
    }
  }

  #received(text: string): void {
    this.#heardAt = Date.now();
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      return;
    }
    if (frame.type === 'bye') {
      this.#bye(frame);
      return;
    }
    this.#deps.frame(frame);
    if (frame.type === 'welcome') this.#welcome();
    this.#watchGap();
  }

  #welcome(): void {
    clearTimeout(this.#deadline);
    this.#welcomed = true;
    this.#attempt = 0;
    this.#socketFailures = 0;
    this.#hadSocket = true;
    this.#watch = setInterval(() => {
      this.#checkLine();
      this.#send({ type: 'ping' });
    }, PING_MS);
    this.#deps.link('online');
    this.#deps.ready();
  }

  #bye(frame: Extract<ServerFrame, { type: 'bye' }>): void {
    if (frame.resume) {
      this.#lost();
      return;
    }
    this.stop();
    this.#deps.frame(frame);
    this.#deps.link('gone');
  }

  #checkLine(): void {
    const silent = Date.now() - this.#heardAt > SILENCE_MS;
    if (silent || this.#deps.overdue() > ACK_MS) this.#lost();
  }

  /** A missing number may still be on its way, such as the confirmation of an own message; then ask anew. */
  #watchGap(): void {
    if (!this.#deps.hasGap()) {
      clearTimeout(this.#gap);
      this.#gap = undefined;
      return;
    }
    this.#gap ??= setTimeout(() => {
      this.#gap = undefined;
      if (this.#deps.hasGap()) this.#lost();
    }, GAP_MS);
  }

  /** Ends the present line, if any, and plans the next. */
  #lost(): void {
    if (this.#stopped) return;
    const wasUp = this.#welcomed;
    if (this.#socket !== undefined && !wasUp) this.#socketFailures += 1;
    this.#drop();
    if (this.#deps.finished()) {
      this.stop();
      this.#deps.link('idle');
      return;
    }
    if (wasUp || this.#attempt > 0) this.#deps.link('broken');
    const pause = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** this.#attempt) * (0.5 + this.#deps.random() / 2);
    this.#attempt += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#connect();
    }, pause);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#welcomed = false;
    clearTimeout(this.#deadline);
    clearTimeout(this.#gap);
    clearInterval(this.#watch);
    this.#gap = undefined;
    this.#polling?.abort();
    this.#polling = undefined;
    if (socket === undefined) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #startPolling(): void {
    const polling = new AbortController();
    this.#polling = polling;
    void this.#pollUntilLost(polling.signal, Date.now() + SOCKET_AGAIN_MS);
  }

  async #pollUntilLost(signal: AbortSignal, until: number): Promise<void> {
    let wait = 0;
    while (!signal.aborted) {
      try {
        const page = await this.#deps.poll(this.#deps.after(), wait, signal);
        if (signal.aborted) return;
        this.#polled(page);
        if (this.#deps.finished()) {
          this.stop();
          this.#deps.link('idle');
          return;
        }
        if (page.items.length === 0 && wait > 0) await pause(POLL_REST_MS);
        wait = page.items.length === 0 ? POLL_WAIT_S : 0;
      } catch (error) {
        if (!signal.aborted) this.#pollFailed(error);
        return;
      }
      const again = this.#hadSocket || Date.now() > until;
      this.#hadSocket = false;
      if (again && !signal.aborted) this.#trySocketAgain();
    }
  }

  #polled(page: ConversationPage): void {
    const first = !this.#welcomed;
    const { items, last_seq: seq, state, counsellor, place } = page;
    this.#deps.frame({ type: 'welcome', state, seq, ...(counsellor && { counsellor }), ...(place && { place }) });
    for (const message of items) this.#deps.frame({ type: 'message', ...message });
    if (!first) return;
    this.#welcomed = true;
    this.#attempt = 0;
    this.#deps.link('online');
    this.#deps.ready();
  }

  #pollFailed(error: unknown): void {
    const { status } = problemOf(error);
    if (status === 401 || status === 404) {
      this.stop();
      this.#deps.link('gone');
      return;
    }
    // Nothing gets through: that says nothing about WebSockets, so the next try is one.
    if (status === 0) this.#socketFailures = SOCKET_TRIES - 1;
    this.#lost();
  }

  #trySocketAgain(): void {
    this.#drop();
    this.#socketFailures = SOCKET_TRIES - 1;
    this.#connect();
  }

  async #post(item: Pending): Promise<void> {
    try {
      const { message } = await this.#deps.post(item);
      this.#deps.frame({ type: 'message', ...message });
    } catch (error) {
      this.#deps.frame({ type: 'error', problem: problemOf(error), client_id: item.client_id });
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
