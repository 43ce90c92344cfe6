import type { ByeReason, DeskClientFrame, DeskServerFrame } from '../../api/frames';
import type { Clock } from './clock';
import type { Link } from './state';

const PING_MS = 5_000;
const SILENCE_MS = 15_000;
const OPENING_MS = 6_000;
const BACKOFF_MS = [300, 1_000, 2_000, 4_000, 8_000];

/** The part of a WebSocket that the connection uses. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: string }) => void) | null;
  onclose: (() => void) | null;
}

export interface ConnectionOptions {
  open: () => Socket;
  clock: Clock;
  /** A number from 0 up to 1, to spread reconnects. */
  random: () => number;
  hello: () => DeskClientFrame;
  onFrame: (frame: DeskServerFrame) => void;
  onLink: (link: Link) => void;
  /** Called after each failed attempt, so that the session can be looked at. */
  onFailure: (attempt: number) => void;
}

/** One line to the server that comes back by itself until told to stop. */
export class Connection {
  readonly #options: ConnectionOptions;
  #socket: Socket | undefined;
  #welcomed = false;
  #attempt = 0;
  #lastHeard = 0;
  #online = true;
  #cancelRetry: (() => void) | undefined;
  #cancelPing: (() => void) | undefined;
  #stopped = true;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** True between the server's welcome and the loss of the line. */
  get connected(): boolean {
    return this.#welcomed;
  }

  /** Opens the line; does nothing while one is open or being opened. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#attempt = 0;
    this.#cancelPing = this.#options.clock.every(PING_MS, () => {
      this.#beat();
    });
    this.#options.onLink({ phase: 'connecting' });
    this.#connect();
  }

  /** Closes the line for good, until `start`. */
  stop(link: Link = { phase: 'stopped' }): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#cancelPing?.();
    this.#cancelRetry?.();
    this.#release();
    this.#options.onLink(link);
  }

  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void {
    if (this.#stopped || this.#welcomed) return;
    this.#cancelRetry?.();
    this.#release();
    this.#connect();
  }

  /** Tells what the browser knows about the network. */
  setOnline(online: boolean): void {
    this.#online = online;
    if (this.#stopped) return;
    if (online) {
      this.retryNow();
      return;
    }
    this.#cancelRetry?.();
    this.#release();
    this.#options.onLink({ phase: 'offline' });
  }

  /** Sends a frame if the line is up; false says that nothing was sent. */
  send(frame: DeskClientFrame): boolean {
    if (!this.#socket || !this.#welcomed) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #connect(): void {
    const { clock } = this.#options;
    const socket = this.#options.open();
    this.#socket = socket;
    this.#lastHeard = clock.now();
    socket.onopen = () => {
      socket.send(JSON.stringify(this.#options.hello()));
    };
    socket.onmessage = (event) => {
      this.#heard(event.data);
    };
    socket.onclose = () => {
      this.#lost();
    };
  }

  #heard(text: string): void {
    this.#lastHeard = this.#options.clock.now();
    const frame = parse(text);
    if (!frame) return;
    if (frame.type === 'welcome') {
      this.#welcomed = true;
      this.#attempt = 0;
      this.#options.onFrame(frame);
      this.#options.onLink({ phase: 'connected' });
      return;
    }
    if (frame.type === 'bye') {
      this.#bye(frame.reason);
      return;
    }
    this.#options.onFrame(frame);
  }

  #bye(reason: ByeReason): void {
    if (reason === 'unauthorised') this.stop({ phase: 'refused' });
    else {
      this.#release();
      this.#retryLater();
    }
  }

  #beat(): void {
    const silent = this.#options.clock.now() - this.#lastHeard;
    if (!this.#socket) return;
    if (silent > (this.#welcomed ? SILENCE_MS : OPENING_MS)) {
      this.#release();
      this.#retryLater();
    } else if (this.#welcomed) {
      this.#socket.send('{"type":"ping"}');
    }
  }

  #lost(): void {
    this.#release();
    this.#retryLater();
  }

  #retryLater(): void {
    if (this.#stopped) return;
    if (!this.#online) {
      this.#options.onLink({ phase: 'offline' });
      return;
    }
    const { clock, random } = this.#options;
    this.#attempt += 1;
    const base = BACKOFF_MS[Math.min(this.#attempt, BACKOFF_MS.length) - 1] ?? PING_MS;
    const wait = Math.round(base * (0.5 + random()));
    this.#options.onLink({ phase: 'reconnecting', attempt: this.#attempt, retryAt: clock.now() + wait });
    this.#cancelRetry?.();
    this.#cancelRetry = clock.after(wait, () => {
      this.#connect();
    });
    this.#options.onFailure(this.#attempt);
  }

  #release(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#welcomed = false;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}

function parse(text: string): DeskServerFrame | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
    return value as DeskServerFrame;
  } catch {
    return undefined;
  }
}
