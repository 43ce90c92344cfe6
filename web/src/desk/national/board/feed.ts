import { ApiError, networkProblem, problemOf } from '../../api/client';
import type { Board } from '../shapes';
import { backOff, POLL_LIMIT_MS, POLL_MS, SILENCE_MS, type LineEvent } from './line';

export interface StreamEars {
  board: (board: Board) => void;
  lost: () => void;
}

/** The outer world as the feed sees it, so that tests can hold it in hand. */
export interface Ports {
  /** Opens the stream; the answer closes it. None where the browser has none. */
  stream: ((ears: StreamEars) => () => void) | undefined;
  poll: () => Promise<Board>;
  now: () => number;
  /** Calls `run` once after `ms`; the answer cancels it. */
  after: (ms: number, run: () => void) => () => void;
}

/** Keeps the board coming: by the stream, and while that is down by asking, until it is closed. */
export class BoardFeed {
  readonly #ports: Ports;
  readonly #tell: (event: LineEvent) => void;
  #fails = 0;
  #closeStream: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;
  #cancelSilence: (() => void) | undefined;
  #cancelPoll: (() => void) | undefined;
  #polling = false;
  #closed = false;

  constructor(ports: Ports, tell: (event: LineEvent) => void) {
    this.#ports = ports;
    this.#tell = tell;
  }

  open(): void {
    if (this.#ports.stream) this.#openStream(this.#ports.stream);
    else this.#startPolling();
  }

  close(): void {
    this.#closed = true;
    this.#closeStream?.();
    this.#cancelRetry?.();
    this.#cancelSilence?.();
    this.#cancelPoll?.();
  }

  #openStream(stream: NonNullable<Ports['stream']>): void {
    this.#cancelRetry = undefined;
    this.#listen();
    this.#closeStream = stream({
      board: (board) => {
        if (this.#closed) return;
        this.#fails = 0;
        this.#stopPolling();
        this.#listen();
        this.#tell({ kind: 'board', by: 'stream', board, at: this.#ports.now() });
      },
      lost: () => {
        this.#lose(stream);
      },
    });
  }

  /** Gives up a stream that says nothing. */
  #listen(): void {
    this.#cancelSilence?.();
    this.#cancelSilence = this.#ports.after(SILENCE_MS, () => {
      if (this.#ports.stream) this.#lose(this.#ports.stream);
    });
  }

  #lose(stream: NonNullable<Ports['stream']>): void {
    if (this.#closed || this.#cancelRetry) return;
    this.#closeStream?.();
    this.#closeStream = undefined;
    this.#cancelSilence?.();
    this.#fails += 1;
    this.#tell({ kind: 'stream_lost' });
    this.#startPolling();
    this.#cancelRetry = this.#ports.after(backOff(this.#fails), () => {
      this.#openStream(stream);
    });
  }

  #startPolling(): void {
    if (this.#polling) return;
    this.#polling = true;
    void this.#poll();
  }

  #stopPolling(): void {
    this.#polling = false;
    this.#cancelPoll?.();
    this.#cancelPoll = undefined;
  }

  async #poll(): Promise<void> {
    const event = await this.#answer().then(
      (board): LineEvent => ({ kind: 'board', by: 'poll', board, at: this.#ports.now() }),
      (error: unknown): LineEvent => ({ kind: 'poll_failed', problem: problemOf(error) }),
    );
    if (this.#closed || !this.#polling) return;
    this.#tell(event);
    this.#cancelPoll?.();
    this.#cancelPoll = this.#ports.after(POLL_MS, () => void this.#poll());
  }

  #answer(): Promise<Board> {
    return new Promise((resolve, reject) => {
      const cancel = this.#ports.after(POLL_LIMIT_MS, () => {
        reject(new ApiError(networkProblem));
      });
      this.#ports.poll().then(resolve, reject).finally(cancel);
    });
  }
}

/** The stream as browsers have it. */
export function browserStream(address: string): Ports['stream'] {
  if (typeof EventSource === 'undefined') return undefined;
  return (ears) => {
    const source = new EventSource(address);
    source.addEventListener('board', (event: MessageEvent<string>) => {
      const board = parsed(event.data);
      if (board) ears.board(board);
    });
    // The browser's own way of trying again knows no back-off.
    source.addEventListener('error', ears.lost);
    return () => {
      source.close();
    };
  };
}

function parsed(text: string): Board | undefined {
  try {
    return JSON.parse(text) as Board;
  } catch {
    return undefined;
  }
}
